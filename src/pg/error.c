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
#include "hint.h"

static const int sqlstates[] = {
	[RTK_OK] = ERRCODE_FDW_ERROR,
	[RTK_FAIL_CONNECT] = ERRCODE_FDW_UNABLE_TO_ESTABLISH_CONNECTION,
	[RTK_FAIL_CUT] = ERRCODE_FDW_UNABLE_TO_CREATE_REPLY,
	[RTK_FAIL_REPLY] = ERRCODE_FDW_UNABLE_TO_CREATE_REPLY,
	[RTK_FAIL_REFUSED] = ERRCODE_FDW_UNABLE_TO_CREATE_EXECUTION,
	[RTK_FAIL_UNAUTHENTICATED] = ERRCODE_INVALID_AUTHORIZATION_SPECIFICATION,
	[RTK_FAIL_FORBIDDEN] = ERRCODE_INSUFFICIENT_PRIVILEGE,
	[RTK_FAIL_NOT_FOUND] = ERRCODE_FDW_TABLE_NOT_FOUND,
	[RTK_FAIL_VANISHED] = ERRCODE_FDW_TABLE_NOT_FOUND,
	[RTK_FAIL_RATE_LIMITED] = ERRCODE_CONFIGURATION_LIMIT_EXCEEDED,
	[RTK_FAIL_PACED] = ERRCODE_CONFIGURATION_LIMIT_EXCEEDED,
	[RTK_FAIL_TOO_LARGE] = ERRCODE_PROGRAM_LIMIT_EXCEEDED,
	[RTK_FAIL_TOO_MANY] = ERRCODE_PROGRAM_LIMIT_EXCEEDED,
	[RTK_FAIL_TOO_DEEP] = ERRCODE_STATEMENT_TOO_COMPLEX,
	[RTK_FAIL_TOO_DENSE] = ERRCODE_PROGRAM_LIMIT_EXCEEDED,
	[RTK_FAIL_ENCODING] = ERRCODE_CHARACTER_NOT_IN_REPERTOIRE,
	[RTK_FAIL_MEMORY] = ERRCODE_FDW_OUT_OF_MEMORY
};

int
rtk_error_sqlstate(RtkFailureKind kind)
{
	return sqlstates[kind];
}

void
rtk_error_check_memory(bool ok)
{
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_OUT_OF_MEMORY),
				 errmsg("out of memory")));
}

const char *
rtk_error_time_after(double seconds)
{
	const char *format = seconds < SECS_PER_DAY / 2 ? "%H:%M:%S %Z" :
		"%Y-%m-%d %H:%M:%S %Z";
	pg_time_t	at;
	struct pg_tm *tm;
	char	   *text = palloc(64);

	at = timestamptz_to_time_t(GetCurrentTimestamp()) + (pg_time_t) seconds + 1;
	tm = pg_localtime(&at, session_timezone);
	if (tm == NULL || pg_strftime(text, 64, format, tm) == 0)
		return "";
	return text;
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
append_sentence(StringInfo detail, const char *sentence)
{
	if (detail->len > 0)
		appendStringInfoChar(detail, ' ');
	appendStringInfoString(detail, sentence);
}

/* What is known about the request, each fact only where there is one. */
static char *
make_detail(const RtkFailure *failure, const char *resource)
{
	StringInfoData detail;

	initStringInfo(&detail);
	if (failure->api_message[0] != '\0')
		append_sentence(&detail,
						psprintf(_("The API said \"%s\"."),
								 rtk_error_text(failure->api_message)));
	if (failure->path[0] != '\0' && resource != NULL)
		append_sentence(&detail,
						psprintf(_("Request for %s: GET %s."), resource,
								 rtk_error_text(failure->path)));
	else if (failure->path[0] != '\0')
		append_sentence(&detail,
						psprintf(_("Request: GET %s."),
								 rtk_error_text(failure->path)));
	if (failure->attempt > 1)
		append_sentence(&detail,
						psprintf(_("Attempt %d of %d."),
								 failure->attempt, failure->attempts));
	if (failure->waited > 0)
		append_sentence(&detail,
						psprintf(_("Waited %.1f s."), failure->waited));
	if (failure->ray[0] != '\0')
		append_sentence(&detail, psprintf(_("Ray %s."), failure->ray));
	return detail.data;
}

void
rtk_error_throw(const RtkFailure *failure, const char *relname,
				const char *resource, Oid serverid, Oid userid)
{
	ForeignServer *server;
	const char *role;
	char	   *detail;
	char	   *hint;

	CHECK_FOR_INTERRUPTS();
	server = GetForeignServerExtended(serverid, FSV_MISSING_OK);
	role = GetUserNameFromId(userid, true);
	detail = make_detail(failure, resource);
	hint = rtk_hint(failure, server != NULL ? server->servername : "",
					role != NULL ? role : "");
	ereport(ERROR,
			(errcode(sqlstates[failure->kind]),
			 errmsg("could not read %s: %s", relname,
					rtk_error_text(failure->summary)),
			 detail[0] != '\0' ? errdetail_internal("%s", detail) : 0,
			 hint != NULL ? errhint("%s", hint) : 0));
	pg_unreachable();
}
