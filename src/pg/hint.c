/*
 * hint.c
 *		What to do about a failure of the API.
 */
#include "compat.h"

#include "error.h"
#include "hint.h"

/* What hints speak of. */
typedef struct RtkHintPlace
{
	const RtkFailure *failure;
	const char *server;			/* "" when it is gone */
	const char *role;
} RtkHintPlace;

typedef char *(*RtkHint) (const RtkHintPlace *place);

static char *
hint_connect(const RtkHintPlace *place)
{
	return psprintf(_("Check the options base_url, ca_file and proxy of "
					  "server \"%s\" and the network of the database server."),
					place->server);
}

/* What to raise for more attempts; NULL: they would not help. */
static const char *
limit_of(const RtkHintPlace *place)
{
	switch (place->failure->spent)
	{
		case RTK_SPENT_NOTHING:
			return NULL;
		case RTK_SPENT_RETRIES:
			return psprintf(_("the option max_retries of server \"%s\""),
							place->server);
		case RTK_SPENT_BUDGET:
			return psprintf(_("the option retry_budget of server \"%s\""),
							place->server);
		case RTK_SPENT_TIME:
			return "statement_timeout";
	}
	return NULL;
}

/* When it may work. */
static const char *
time_of(const RtkHintPlace *place)
{
	if (place->failure->retry_after < 0)
		return _("later");
	return psprintf(_("after %s"),
					rtk_error_time_after(place->failure->retry_after));
}

static char *
hint_fault(const RtkHintPlace *place)
{
	const char *limit = limit_of(place);

	if (limit == NULL)
		return psprintf(_("The API has a fault of its own. Try again %s."),
						time_of(place));
	return psprintf(_("The API has a fault of its own. Try again %s, or raise "
					  "%s."), time_of(place), limit);
}

static char *
hint_reply(const RtkHintPlace *place)
{
	if (place->failure->status >= 500)
		return hint_fault(place);
	return psprintf(_("Check the options base_url and proxy of server "
					  "\"%s\"."),
					place->server);
}

static char *
hint_cut(const RtkHintPlace *place)
{
	return psprintf(_("Check the option request_timeout of server \"%s\" and "
					  "the network of the database server."),
					place->server);
}

static char *
hint_token(const RtkHintPlace *place)
{
	return psprintf(_("The API refused the token. Check the user mapping of "
					  "role \"%s\", or of PUBLIC if that role has none, on "
					  "server \"%s\"."),
					place->role, place->server);
}

static char *
hint_permission(const RtkHintPlace *place)
{
	return psprintf(_("The token of role \"%s\" on server \"%s\" lacks the "
					  "permission \"Realtime\" for this account, or account_id "
					  "names another account."),
					place->role, place->server);
}

static char *
hint_missing(const RtkHintPlace *place)
{
	return psprintf(_("Check account_id and app_id in the query and in the "
					  "options of the foreign table and of server \"%s\", and "
					  "the path in its option base_url."),
					place->server);
}

static char *
hint_vanished(const RtkHintPlace *place)
{
	return psprintf(_("It was listed before, and is not there any more. Run "
					  "the query again, or set the option on_missing of the "
					  "foreign table or of server \"%s\" to \"skip\"."),
					place->server);
}

static char *
hint_refused(const RtkHintPlace *place)
{
	if (place->failure->status >= 300 && place->failure->status < 400)
		return psprintf(_("Redirects are not followed. Check the options "
						  "base_url and proxy of server \"%s\"."),
						place->server);
	return psprintf(_("Check the values that the WHERE clause gives for "
					  "request parameters, status and associated_id, and the "
					  "option base_url of server \"%s\"."),
					place->server);
}

static char *
hint_rate(const RtkHintPlace *place)
{
	return psprintf(_("Try again %s, raise %s to wait longer, or ask for "
					  "less."),
					time_of(place), limit_of(place));
}

static char *
hint_pace(const RtkHintPlace *place)
{
	return psprintf(_("Try again %s, raise %s to wait longer or the option "
					  "rate_limit of server \"%s\" to send faster, or ask for "
					  "less."),
					time_of(place), limit_of(place),
					place->server);
}

static char *
hint_large(const RtkHintPlace *place)
{
	return psprintf(_("Lower the option per_page, or raise the option "
					  "max_response_size of server \"%s\"."),
					place->server);
}

static char *
hint_many(const RtkHintPlace *place)
{
	return psprintf(_("Name the apps, sessions and so on to read in the WHERE "
					  "clause, as in WHERE session_id = '...', and only the "
					  "columns that you need: those that are made from details "
					  "take one more request for each row. EXPLAIN shows the "
					  "requests and sends none. Or raise the option "
					  "max_requests of the foreign table or of server \"%s\"."),
					place->server);
}

static const RtkHint hints[] = {
	[RTK_FAIL_CONNECT] = hint_connect,
	[RTK_FAIL_CUT] = hint_cut,
	[RTK_FAIL_REPLY] = hint_reply,
	[RTK_FAIL_REFUSED] = hint_refused,
	[RTK_FAIL_UNAUTHENTICATED] = hint_token,
	[RTK_FAIL_FORBIDDEN] = hint_permission,
	[RTK_FAIL_NOT_FOUND] = hint_missing,
	[RTK_FAIL_VANISHED] = hint_vanished,
	[RTK_FAIL_RATE_LIMITED] = hint_rate,
	[RTK_FAIL_PACED] = hint_pace,
	[RTK_FAIL_TOO_LARGE] = hint_large,
	[RTK_FAIL_TOO_MANY] = hint_many,
	[RTK_FAIL_TOO_DEEP] = hint_reply,
	[RTK_FAIL_TOO_DENSE] = hint_reply,
	[RTK_FAIL_ENCODING] = hint_reply,
	[RTK_FAIL_MEMORY] = NULL
};

char *
rtk_hint(const RtkFailure *failure, const char *server, const char *role)
{
	RtkHintPlace place = {failure, server, role};

	if (hints[failure->kind] == NULL)
		return NULL;
	return hints[failure->kind] (&place);
}
