/*
 * ping.c
 *		rtk_ping(): one request, and in plain words what came of it.
 *
 * A failure of the API is the function's answer and no error.  Errors are what
 * the caller has to mend before anything can be sent: a server that is none of
 * ours, a privilege, a host, a mapping or an account that is missing.
 */
#include "compat.h"

#include <math.h>

#include "access/htup_details.h"
#include "foreign/fdwapi.h"
#include "foreign/foreign.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "connection.h"
#include "debug.h"
#include "error.h"
#include "execute.h"
#include "function.h"
#include "lookup.h"

PGDLLEXPORT Datum rtk_fdw_ping(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_ping);

/* Columns of the result. */
enum
{
	PING_OK, PING_STATUS, PING_MESSAGE, PING_LATENCY, PING_ACCOUNT,
	PING_APP_FOUND, PING_REMAINING, PING_COLUMNS
};

/* What one request found out. */
typedef struct RtkPing
{
	RtkOptions	options;
	bool		has_row;
	RtkFailure	failure;		/* RTK_OK: there was none */
	RtkEvent	reply;			/* ended is false: nothing was sent */
} RtkPing;

/* What a failure says about token, account and app. */
static const char *
meaning_of(RtkFailureKind kind)
{
	switch (kind)
	{
		case RTK_OK:
			return gettext_noop("the token may read the account");
		case RTK_FAIL_CONNECT:
			return gettext_noop("the API cannot be reached");
		case RTK_FAIL_REFUSED:
			return gettext_noop("the API refused the request");
		case RTK_FAIL_UNAUTHENTICATED:
			return gettext_noop("the token is not valid");
		case RTK_FAIL_FORBIDDEN:
			return gettext_noop("the token may not read the account, or there "
								"is no such account");
		case RTK_FAIL_NOT_FOUND:
			return gettext_noop("the account is not known, or base_url has "
								"another path");
		case RTK_FAIL_RATE_LIMITED:
		case RTK_FAIL_PACED:
			return gettext_noop("the rate limit is reached");
		case RTK_FAIL_MEMORY:
			return gettext_noop("out of memory");
		default:
			return gettext_noop("the API gave no usable reply");
	}
}

/* A server of this wrapper that the caller may use. */
static ForeignServer *
find_server(const char *name)
{
	ForeignServer *server = GetForeignServerByName(name, false);
	Oid			handler = GetForeignDataWrapper(server->fdwid)->fdwhandler;
	Datum		usable;

	/* This one has the same name in all versions. */
	usable = DirectFunctionCall2(has_server_privilege_id,
								 ObjectIdGetDatum(server->serverid),
								 CStringGetTextDatum("USAGE"));
	if (!DatumGetBool(usable))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_FOREIGN_SERVER, name);
	if (!OidIsValid(handler) ||
		GetFdwRoutine(handler)->BeginForeignScan != rtkBeginForeignScan)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("server \"%s\" is not of foreign-data wrapper "
						"rtk_fdw", name)));
	return server;
}

static void
check_account(const RtkPing *ping, const char *server)
{
	if (ping->options.account_id == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_OPTION_NAME_NOT_FOUND),
				 errmsg("option account_id of server \"%s\" is not set",
						server),
				 errhint("Use ALTER SERVER %s OPTIONS (ADD account_id '...').",
						 quote_identifier(server))));
}

/* RtkIsGiven: the account and app that options name. */
static bool
is_given(const char *parameter, void *arg)
{
	const RtkPing *ping = arg;

	return strcmp(parameter, "account_id") == 0 ||
		(strcmp(parameter, "app_id") == 0 && ping->options.app_id != NULL);
}

/* Give the scan a path parameter that an option names. */
static void
give(RtkScan *scan, const char *name, const char *value)
{
	rtk_error_check_memory(rtk_scan_give(scan, name, &value, 1, false));
}

/*
 * A scan of one request for one row, without waits: of the app's sessions, as
 * there is no method for an app alone, else of the account's apps.
 */
static RtkScan *
make_scan(RtkPing *ping, RtkConnection *connection, MemoryContext context)
{
	const RtkOptions *options = &ping->options;
	bool		has_app = options->app_id != NULL;
	RtkBudget  *budget = MemoryContextAllocZero(context, sizeof(RtkBudget));
	RtkChainFacts facts = {.is_given = is_given, .arg = ping};
	RtkScanOptions scan_options = {
		.base_url = options->base_url, .per_page = 1, .max_concurrency = 1,
		.max_requests = 1, .sample = true, .row_goal = 1
	};
	RtkChain	chain;
	RtkScan    *scan;

	rtk_chain_build(&chain, rtk_lookup_resource(has_app ? "sessions" : "apps"),
					&facts);
	scan = rtk_connection_scan(connection, context, budget, &chain,
							   &scan_options);
	give(scan, "account_id", options->account_id);
	if (has_app)
		give(scan, "app_id", options->app_id);
	return scan;
}

/* Send the request and wait for what comes of it. */
static void
run(RtkPing *ping, RtkConnection *connection, MemoryContext context)
{
	RtkScan    *scan = make_scan(ping, connection, context);
	RtkScanStatus status;
	RtkEvent	event;
	double		waited = 0;

	rtk_trace_start(scan);
	while ((status = rtk_scan_next(scan)) == RTK_SCAN_WAIT)
		rtk_connection_wait(connection->http, scan, -1, &waited);
	while (rtk_trace_next(scan, &event))
	{
		rtk_debug_event(&event, GetUserId());
		if (event.ended)
			ping->reply = event;
	}
	ping->has_row = status == RTK_SCAN_ROW;
	if (status == RTK_SCAN_FAILED)
		ping->failure = *rtk_scan_failure(scan);
}

/* "the token is not valid: HTTP 401. The API said ..." */
static char *
describe(const RtkPing *ping)
{
	const RtkFailure *failure = &ping->failure;
	const char *meaning = meaning_of(failure->kind);
	StringInfoData text;

	if (ping->options.app_id != NULL && failure->kind == RTK_OK)
		meaning = gettext_noop("the token may read the app");
	else if (ping->options.app_id != NULL &&
			 failure->kind == RTK_FAIL_NOT_FOUND)
		meaning = gettext_noop("the account has no such app, or is not known");
	else if (failure->kind == RTK_OK && !ping->has_row)
		meaning = gettext_noop("the token may read the account, which has no "
							   "app");
	initStringInfo(&text);
	appendStringInfoString(&text, _(meaning));
	if (failure->kind == RTK_OK)
		return text.data;
	if (strcmp(failure->summary, meaning) != 0)
		appendStringInfo(&text, ": %s", rtk_error_text(failure->summary));
	if (failure->api_message[0] != '\0')
		appendStringInfo(&text, _(". The API said \"%s\""),
						 rtk_error_text(failure->api_message));
	if (failure->retry_after >= 0)
		appendStringInfo(&text, _(". Try again in %.0f s"),
						 ceil(failure->retry_after));
	return text.data;
}

/* The row that the function returns. */
static Datum
make_row(const RtkPing *ping, TupleDesc tupdesc)
{
	const RtkFailure *failure = &ping->failure;
	Datum		values[PING_COLUMNS];
	bool		nulls[PING_COLUMNS] = {false};

	values[PING_OK] = BoolGetDatum(failure->kind == RTK_OK);
	values[PING_STATUS] = Int32GetDatum(ping->reply.status);
	nulls[PING_STATUS] = ping->reply.status == 0;
	values[PING_MESSAGE] = CStringGetTextDatum(describe(ping));
	values[PING_LATENCY] =
		Float8GetDatum(rtk_function_round(ping->reply.seconds * 1000));
	nulls[PING_LATENCY] = !ping->reply.ended;
	values[PING_ACCOUNT] = CStringGetTextDatum(ping->options.account_id);
	values[PING_APP_FOUND] = BoolGetDatum(failure->kind == RTK_OK &&
										  (ping->has_row ||
										   ping->options.app_id != NULL));
	nulls[PING_APP_FOUND] = failure->kind != RTK_OK &&
		failure->kind != RTK_FAIL_NOT_FOUND;
	values[PING_REMAINING] = Int32GetDatum((int32)
										   ping->reply.limit_remaining);
	nulls[PING_REMAINING] = !ping->reply.ended ||
		ping->reply.limit_remaining < 0;
	return HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls));
}

/* The SQL function rtk_ping(server). */
Datum
rtk_fdw_ping(PG_FUNCTION_ARGS)
{
	ForeignServer *server = find_server(NameStr(*PG_GETARG_NAME(0)));
	MemoryContext context;
	TupleDesc	tupdesc;
	RtkPing		ping = {0};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("return type must be a row type")));
	rtk_option_load(server->serverid, InvalidOid, &ping.options);
	check_account(&ping, server->servername);
	context = AllocSetContextCreate(CurrentMemoryContext, "rtk_fdw ping",
									ALLOCSET_SMALL_SIZES);
	run(&ping, rtk_connection_get(context, GetUserId(), server->serverid,
								  ping.options.base_url), context);
	MemoryContextDelete(context);
	PG_RETURN_DATUM(make_row(&ping, tupdesc));
}
