/*
 * option.c
 *		The table of options, and the options of one foreign table.
 *
 * Options are read when they are used, not when a query is planned, so that
 * ALTER SERVER acts on prepared statements too.
 */
#include "postgres.h"

#include <limits.h>

#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "list.h"
#include "option_table.h"
#include "request.h"

#define SERVER_AND_TABLE	(RTK_ON_SERVER | RTK_ON_TABLE)
#define AT(field)			offsetof(RtkOptions, field)
#define NOT_KEPT			(-1)

#define MS_PER_MINUTE		(60 * 1000)
#define MS_PER_HOUR			(60 * MS_PER_MINUTE)
#define MS_PER_DAY			(24 * MS_PER_HOUR)
#define SECONDS_PER_YEAR	(366 * 24 * 60 * 60)

const RtkOption rtk_option_table[] = {
	{"base_url", RTK_ON_SERVER, RTK_OPTION_BASE_URL, 0, 0, NULL,
		"https://api.cloudflare.com/client/v4", AT(base_url), RTK_SET_BY_ALL,
	"the address of the API"},
	{"account_id", SERVER_AND_TABLE, RTK_OPTION_NAME, 0, RTK_MOST_SEGMENT, NULL,
		NULL, AT(account_id), RTK_SET_BY_ALL,
	"the account to read: the tables have no rows of others"},
	{"app_id", SERVER_AND_TABLE, RTK_OPTION_NAME, 0, RTK_MOST_SEGMENT, NULL,
		NULL, AT(app_id), RTK_SET_BY_ALL,
	"the app to read: the tables have no rows of others"},
	{"per_page", SERVER_AND_TABLE, RTK_OPTION_INT, 1, 1000, NULL,
		NULL, AT(per_page), RTK_SET_BY_ALL,
	"the number of rows to ask for in one request"},
	{"max_concurrency", RTK_ON_SERVER, RTK_OPTION_INT, 1, 64, NULL,
		"8", AT(max_concurrency), RTK_SET_BY_ALL,
	"the most requests that one scan has in flight"},
	{"connect_timeout", RTK_ON_SERVER, RTK_OPTION_MS, 1, 10 * MS_PER_MINUTE,
		NULL, "5s", AT(connect_timeout), RTK_SET_BY_ALL,
	"the longest time to wait for a connection"},
	{"request_timeout", RTK_ON_SERVER, RTK_OPTION_MS, 1, MS_PER_HOUR, NULL,
		"30s", AT(request_timeout), RTK_SET_BY_ALL,
	"the longest time that one request may take"},
	{"max_retries", RTK_ON_SERVER, RTK_OPTION_INT, 0, 20, NULL,
		"4", AT(max_retries), RTK_SET_BY_ALL,
	"how often a request that failed is sent again"},
	{"retry_budget", RTK_ON_SERVER, RTK_OPTION_MS, 0, MS_PER_DAY, NULL,
		"60s", AT(retry_budget), RTK_SET_BY_ALL,
	"the time that one statement may spend in waits between requests"},
	{"rate_limit", RTK_ON_SERVER, RTK_OPTION_INT, 0, 1000000, NULL,
		"1200", AT(rate_limit), RTK_SET_BY_ALL,
	"the most requests in five minutes, 0 for no limit"},
	{"max_requests", SERVER_AND_TABLE, RTK_OPTION_INT, 0, INT_MAX, NULL,
		"1000", AT(max_requests), RTK_SET_BY_ALL,
	"the most requests of one statement, 0 for no limit"},
	{"analyze_max_requests", SERVER_AND_TABLE, RTK_OPTION_INT, 0, INT_MAX,
		NULL, "20", AT(analyze_max_requests), RTK_SET_BY_ALL,
	"the most requests of ANALYZE for one table, 0 for no ANALYZE"},
	{"max_response_size", RTK_ON_SERVER, RTK_OPTION_SIZE, 1024, MaxAllocSize,
		NULL, "16MB", AT(max_response_size), RTK_SET_BY_ALL,
	"the largest reply that is read, decompressed"},
	{"cache_ttl", SERVER_AND_TABLE, RTK_OPTION_MS, 0, 7 * MS_PER_DAY, NULL,
		"0", AT(cache_ttl), RTK_SET_BY_ALL,
	"how long what does not change any more is used again, 0 for never"},
	{"cache_size", RTK_ON_SERVER, RTK_OPTION_SIZE, 0, MaxAllocSize, NULL,
		"16MB", AT(cache_size), RTK_SET_BY_ALL,
	"the most bytes that a connection keeps to use again"},
	{"enumerate", SERVER_AND_TABLE, RTK_OPTION_BOOL, 0, 0, NULL,
		"true", AT(enumerate), RTK_SET_BY_ALL,
	"whether apps, sessions and so on that the query does not name are listed"},
	{"on_missing", SERVER_AND_TABLE, RTK_OPTION_WORD, 0, 0, "skip|error",
		"skip", AT(on_missing), RTK_SET_BY_ALL,
	"what happens when something that was listed has vanished since"},
	{"on_bad_value", SERVER_AND_TABLE, RTK_OPTION_WORD, 0, 0, "error|null",
		"error", AT(on_bad_value), RTK_SET_BY_ALL,
	"what happens to a value that does not fit its column"},
	{"on_nul", SERVER_AND_TABLE, RTK_OPTION_WORD, 0, 0, "error|strip",
		"error", AT(on_nul), RTK_SET_BY_ALL,
	"what happens to a text that holds the character U+0000"},
	{"async_capable", SERVER_AND_TABLE, RTK_OPTION_BOOL, 0, 0, NULL,
		"true", AT(async_capable), RTK_SET_BY_ALL,
	"whether several foreign tables are read side by side"},
	{"enable_pushdown", RTK_ON_SERVER, RTK_OPTION_BOOL, 0, 0, NULL,
		"true", AT(enable_pushdown), RTK_SET_BY_ALL,
	"whether clauses and LIMIT decide what is asked for"},
	{"time_margin", SERVER_AND_TABLE, RTK_OPTION_SECONDS, 0, SECONDS_PER_YEAR,
		NULL, "1d", AT(time_margin), RTK_SET_BY_ALL,
	"by how much a range of time is widened before it is sent"},
	{"count_pushdown", SERVER_AND_TABLE, RTK_OPTION_BOOL, 0, 0, NULL,
		"true", AT(count_pushdown), RTK_SET_BY_ALL,
	"whether the API's own count answers count(*)"},
	{"sort_pushdown", SERVER_AND_TABLE, RTK_OPTION_WORD, 0, 0,
		"safe|off|trust", "safe", AT(sort_pushdown), RTK_SET_BY_ALL,
	"whether the API sorts the rows"},
	{"callstats_from", SERVER_AND_TABLE, RTK_OPTION_WORD, 0, 0,
		"auto|participant|peer_report", "auto", AT(callstats_from),
		RTK_SET_BY_ALL,
	"which method call statistics are read from"},
	{"redact_pii", RTK_ON_SERVER, RTK_OPTION_BOOL, 0, 0, NULL,
		"false", AT(redact_pii), RTK_SET_BY_ALL,
	"whether personal data (addresses, places, user agents) are left out"},
	{"show_secrets", RTK_ON_TABLE, RTK_OPTION_BOOL, 0, 0, NULL,
		"false", AT(show_secrets), RTK_SET_BY_SUPERUSER,
	"whether keys and passwords that the API may send are shown"},
	{"ca_file", RTK_ON_SERVER, RTK_OPTION_FILE, 0, 0, NULL,
		NULL, AT(ca_file), RTK_SET_BY_FILE_READERS,
	"the PEM file of certificate authorities to trust"},
	{"proxy", RTK_ON_SERVER, RTK_OPTION_PROXY, 0, 0, NULL,
		NULL, AT(proxy), RTK_SET_BY_SUPERUSER,
	"the address of the proxy to connect through"},
	{"resource", RTK_ON_TABLE, RTK_OPTION_RESOURCE, 0, 0, NULL,
		NULL, AT(resource), RTK_SET_BY_ALL,
	"the resource of the API that the table shows"},
	{"rows", RTK_ON_TABLE, RTK_OPTION_INT, 1, INT_MAX, NULL,
		NULL, AT(rows), RTK_SET_BY_ALL,
	"the number of rows that the planner expects"},
	{"path", RTK_ON_COLUMN, RTK_OPTION_MEMBER, 0, 0, NULL,
		NULL, NOT_KEPT, RTK_SET_BY_ALL,
	"the member of the row that the column shows, as in a.b"},
	{"api_token", RTK_ON_MAPPING, RTK_OPTION_TOKEN, 0, 0, NULL,
		NULL, NOT_KEPT, RTK_SET_BY_ALL,
	"the API token of the role"},
	{"api_token_file", RTK_ON_MAPPING, RTK_OPTION_FILE, 0, 0, NULL,
		NULL, NOT_KEPT, RTK_SET_BY_SUPERUSER,
	"the file on the database server that holds the API token"},
	{"api_token_env", RTK_ON_MAPPING, RTK_OPTION_VARIABLE, 0, 0, NULL,
		NULL, NOT_KEPT, RTK_SET_BY_SUPERUSER,
	"the environment variable of the database server that holds the API token"},
	{NULL}
};

const RtkOption *
rtk_option_find(const char *name)
{
	const RtkOption *option;

	for (option = rtk_option_table; option->name != NULL; option++)
	{
		if (strcmp(option->name, name) == 0)
			return option;
	}
	return NULL;
}

/* Keep what one catalog entry has; what the table does not know is ignored. */
static void
apply(RtkOptions *options, List *defs)
{
	ListCell   *lc;

	foreach(lc, defs)
	{
		DefElem    *def = lfirst_node(DefElem, lc);
		const RtkOption *option = rtk_option_find(def->defname);

		if (option != NULL)
			rtk_option_set(options, option, defGetString(def));
	}
}

void
rtk_option_load(Oid serverid, Oid relid, RtkOptions *options)
{
	const RtkOption *option;

	memset(options, 0, sizeof(*options));
	for (option = rtk_option_table; option->name != NULL; option++)
	{
		if (option->initial != NULL)
			rtk_option_set(options, option, pstrdup(option->initial));
	}
	apply(options, GetForeignServer(serverid)->options);
	if (!OidIsValid(relid))
		return;
	apply(options, GetForeignTable(relid)->options);
	if (options->resource == NULL)
		options->resource = get_rel_name(relid);
}

/* Is one option of a table kept with the same value in both? */
static bool
is_equal(const RtkOption *option, const RtkOptions *a, const RtkOptions *b)
{
	const char *x = (const char *) a + option->offset;
	const char *y = (const char *) b + option->offset;

	if (option->type == RTK_OPTION_NAME || option->type == RTK_OPTION_RESOURCE)
		return strcmp(*(char *const *) x ? *(char *const *) x : "",
					  *(char *const *) y ? *(char *const *) y : "") == 0;
	if (option->type == RTK_OPTION_BOOL)
		return *(const bool *) x == *(const bool *) y;
	return *(const int *) x == *(const int *) y;
}

bool
rtk_option_equal(const RtkOptions *a, const RtkOptions *b)
{
	static const char *const of_table =
		"resource|rows|analyze_max_requests|async_capable";
	const RtkOption *option;

	for (option = rtk_option_table; option->name != NULL; option++)
		if ((option->where & RTK_ON_TABLE) != 0 && option->offset >= 0 &&
			!rtk_list_has(of_table, option->name) && !is_equal(option, a, b))
			return false;
	return true;
}

char *
rtk_option_column_path(Oid relid, AttrNumber attnum)
{
	ListCell   *lc;

	foreach(lc, GetForeignColumnOptions(relid, attnum))
	{
		DefElem    *def = lfirst_node(DefElem, lc);

		if (strcmp(def->defname, "path") == 0)
			return defGetString(def);
	}
	return NULL;
}
