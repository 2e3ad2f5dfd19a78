/*
 * error.c
 *		What a failure of the API is called in PostgreSQL.
 *
 * No SQLSTATE is of class 08 or XX: connection pools close connections on
 * those, and nothing is wrong with the connection to PostgreSQL.
 */
#include "postgres.h"

#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "error.h"

/* What hints speak of. */
typedef struct RtkErrorPlace
{
	const RtkFailure *failure;
	const char *server;			/* "" when it is gone */
	const char *role;
} RtkErrorPlace;

typedef char *(*RtkErrorHint) (const RtkErrorPlace *place);

typedef struct RtkErrorKind
{
	int			sqlstate;
	RtkErrorHint hint;			/* NULL: there is nothing to say */
} RtkErrorKind;

static char *
rtk_error_hint_connect(const RtkErrorPlace *place)
{
	return psprintf(_("Check the options base_url, ca_file and proxy of "
					  "server \"%s\" and the network of the database server."),
					place->server);
}

/* What to raise for more attempts; NULL: they would not help. */
static const char *
rtk_error_limit(const RtkErrorPlace *place)
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
rtk_error_when(const RtkErrorPlace *place)
{
	if (place->failure->retry_after < 0)
		return _("later");
	return psprintf(_("after %s"),
					rtk_error_time_after(place->failure->retry_after));
}

static char *
rtk_error_hint_fault(const RtkErrorPlace *place)
{
	const char *limit = rtk_error_limit(place);

	if (limit == NULL)
		return psprintf(_("The API has a fault of its own. Try again %s."),
						rtk_error_when(place));
	return psprintf(_("The API has a fault of its own. Try again %s, or raise "
					  "%s."), rtk_error_when(place), limit);
}

static char *
rtk_error_hint_reply(const RtkErrorPlace *place)
{
	if (place->failure->status >= 500)
		return rtk_error_hint_fault(place);
	return psprintf(_("Check the options base_url and proxy of server "
					  "\"%s\"."),
					place->server);
}

static char *
rtk_error_hint_cut(const RtkErrorPlace *place)
{
	return psprintf(_("Check the option request_timeout of server \"%s\" and "
					  "the network of the database server."),
					place->server);
}

static char *
rtk_error_hint_token(const RtkErrorPlace *place)
{
	return psprintf(_("The API refused the token. Check the user mapping of "
					  "role \"%s\", or of PUBLIC if that role has none, on "
					  "server \"%s\"."),
					place->role, place->server);
}

static char *
rtk_error_hint_permission(const RtkErrorPlace *place)
{
	return psprintf(_("The token of role \"%s\" on server \"%s\" lacks the "
					  "permission \"Realtime\" for this account, or account_id "
					  "names another account."),
					place->role, place->server);
}

static char *
rtk_error_hint_missing(const RtkErrorPlace *place)
{
	return psprintf(_("Check account_id and app_id in the query and in the "
					  "options of the foreign table and of server \"%s\", and "
					  "the path in its option base_url."),
					place->server);
}

static char *
rtk_error_hint_refused(const RtkErrorPlace *place)
{
	return psprintf(_("Check the values that the WHERE clause gives for "
					  "request parameters, status and associated_id, and the "
					  "option base_url of server \"%s\"."),
					place->server);
}

const char *
rtk_error_time_after(double seconds)
{
	static const char format[] = "%H:%M:%S %Z";
	pg_time_t	at;
	struct pg_tm *tm;
	char	   *text = palloc(64);

	at = timestamptz_to_time_t(GetCurrentTimestamp()) + (pg_time_t) seconds + 1;
	tm = pg_localtime(&at, session_timezone);
	if (tm == NULL || pg_strftime(text, 64, format, tm) == 0)
		return "";
	return text;
}

static char *
rtk_error_hint_rate(const RtkErrorPlace *place)
{
	return psprintf(_("Try again %s, raise %s to wait longer, or ask for "
					  "less."),
					rtk_error_when(place), rtk_error_limit(place));
}

static char *
rtk_error_hint_pace(const RtkErrorPlace *place)
{
	return psprintf(_("Try again %s, raise %s to wait longer or the option "
					  "rate_limit of server \"%s\" to send faster, or ask for "
					  "less."),
					rtk_error_when(place), rtk_error_limit(place),
					place->server);
}

static char *
rtk_error_hint_large(const RtkErrorPlace *place)
{
	return psprintf(_("Lower the option per_page, or raise the option "
					  "max_response_size of server \"%s\"."),
					place->server);
}

static char *
rtk_error_hint_many(const RtkErrorPlace *place)
{
	return psprintf(_("Name the apps, sessions and so on to read in the WHERE "
					  "clause, as in WHERE session_id = '...', and only the "
					  "columns that you need: those that are made from details "
					  "take one more request for each row. EXPLAIN shows the "
					  "requests and sends none. Or raise the option "
					  "max_requests of the foreign table or of server \"%s\"."),
					place->server);
}

static const RtkErrorKind rtk_error_kinds[] = {
	[RTK_OK] = {ERRCODE_FDW_ERROR, NULL},
	[RTK_FAIL_CONNECT] = {
		ERRCODE_FDW_UNABLE_TO_ESTABLISH_CONNECTION, rtk_error_hint_connect
	},
	[RTK_FAIL_CUT] = {
		ERRCODE_FDW_UNABLE_TO_CREATE_REPLY, rtk_error_hint_cut
	},
	[RTK_FAIL_REPLY] = {
		ERRCODE_FDW_UNABLE_TO_CREATE_REPLY, rtk_error_hint_reply
	},
	[RTK_FAIL_REFUSED] = {
		ERRCODE_FDW_UNABLE_TO_CREATE_EXECUTION, rtk_error_hint_refused
	},
	[RTK_FAIL_UNAUTHENTICATED] = {
		ERRCODE_INVALID_AUTHORIZATION_SPECIFICATION, rtk_error_hint_token
	},
	[RTK_FAIL_FORBIDDEN] = {
		ERRCODE_INSUFFICIENT_PRIVILEGE, rtk_error_hint_permission
	},
	[RTK_FAIL_NOT_FOUND] = {
		ERRCODE_FDW_TABLE_NOT_FOUND, rtk_error_hint_missing
	},
	[RTK_FAIL_RATE_LIMITED] = {
		ERRCODE_CONFIGURATION_LIMIT_EXCEEDED, rtk_error_hint_rate
	},
	[RTK_FAIL_PACED] = {
		ERRCODE_CONFIGURATION_LIMIT_EXCEEDED, rtk_error_hint_pace
	},
	[RTK_FAIL_TOO_LARGE] = {
		ERRCODE_PROGRAM_LIMIT_EXCEEDED, rtk_error_hint_large
	},
	[RTK_FAIL_TOO_MANY] = {
		ERRCODE_PROGRAM_LIMIT_EXCEEDED, rtk_error_hint_many
	},
	[RTK_FAIL_TOO_DEEP] = {ERRCODE_STATEMENT_TOO_COMPLEX, NULL},
	[RTK_FAIL_TOO_DENSE] = {ERRCODE_PROGRAM_LIMIT_EXCEEDED, NULL},
	[RTK_FAIL_ENCODING] = {ERRCODE_CHARACTER_NOT_IN_REPERTOIRE, NULL},
	[RTK_FAIL_MEMORY] = {ERRCODE_FDW_OUT_OF_MEMORY, NULL}
};

int
rtk_error_sqlstate(RtkFailureKind kind)
{
	return rtk_error_kinds[kind].sqlstate;
}

void
rtk_error_check_memory(bool ok)
{
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_OUT_OF_MEMORY),
				 errmsg("out of memory")));
}

/*
 * A conversion that fails would hide the error that is to be shown, so none is
 * tried.
 */
const char *
rtk_error_text(const char *utf8)
{
	char	   *text;

	if (GetDatabaseEncoding() == PG_UTF8)
		return utf8;
	text = pstrdup(utf8);
	for (char *at = text; *at != '\0'; at++)
	{
		if (IS_HIGHBIT_SET(*at))
			*at = '?';
	}
	return text;
}

/* Add a sentence about one fact, after those that are there. */
static void
rtk_error_append(StringInfo detail, const char *sentence)
{
	if (detail->len > 0)
		appendStringInfoChar(detail, ' ');
	appendStringInfoString(detail, sentence);
}

/* What is known about the request, each fact only where there is one. */
static char *
rtk_error_detail(const RtkFailure *failure, const char *resource)
{
	StringInfoData detail;

	initStringInfo(&detail);
	if (failure->api_message[0] != '\0')
		rtk_error_append(&detail,
						 psprintf(_("The API said \"%s\"."),
								  rtk_error_text(failure->api_message)));
	if (failure->path[0] != '\0' && resource != NULL)
		rtk_error_append(&detail,
						 psprintf(_("Request for %s: GET %s."), resource,
								  rtk_error_text(failure->path)));
	else if (failure->path[0] != '\0')
		rtk_error_append(&detail,
						 psprintf(_("Request: GET %s."),
								  rtk_error_text(failure->path)));
	if (failure->attempt > 1)
		rtk_error_append(&detail,
						 psprintf(_("Attempt %d of %d."),
								  failure->attempt, failure->attempts));
	if (failure->waited > 0)
		rtk_error_append(&detail,
						 psprintf(_("Waited %.1f s."), failure->waited));
	if (failure->ray[0] != '\0')
		rtk_error_append(&detail, psprintf(_("Ray %s."), failure->ray));
	return detail.data;
}

void
rtk_error_throw(const RtkFailure *failure, const char *relname,
				const char *resource, Oid serverid, Oid userid)
{
	const RtkErrorKind *kind = &rtk_error_kinds[failure->kind];
	ForeignServer *server;
	const char *role;
	RtkErrorPlace place;
	char	   *detail;
	char	   *hint = NULL;

	CHECK_FOR_INTERRUPTS();
	server = GetForeignServerExtended(serverid, FSV_MISSING_OK);
	role = GetUserNameFromId(userid, true);
	place.failure = failure;
	place.server = server != NULL ? server->servername : "";
	place.role = role != NULL ? role : "";
	detail = rtk_error_detail(failure, resource);
	if (kind->hint != NULL)
		hint = kind->hint(&place);
	ereport(ERROR,
			(errcode(kind->sqlstate),
			 errmsg("could not read %s: %s", relname,
					rtk_error_text(failure->summary)),
			 detail[0] != '\0' ? errdetail_internal("%s", detail) : 0,
			 hint != NULL ? errhint("%s", hint) : 0));
	pg_unreachable();
}
