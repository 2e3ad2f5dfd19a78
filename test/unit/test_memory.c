/*
 * test_memory.c
 *		A scan whose memory runs out: at its first allocation, at its second, and
 *		so on until it gets along with what there is.
 *
 * It fails for want of memory or gives the very rows that it should; what it
 * has is freed (the leak check of ASan), and nothing is left running.
 */
#include "fake_http.h"
#include "../../src/api/current.h"
#include "../../src/api/lookup.h"
#include "../../src/api/reuse.h"
#include "tap.h"

#include <json-c/json_tokener.h>

#define MOST_LOG 4000
#define MOST_ALLOCATIONS 5000

/* -Wl,--wrap of the names below: the n-th call fails. */
static struct
{
	int			fail_at;		/* 0: none */
	int			calls;
	bool		paused;			/* the test's own calls do not count */
}			memory;

static bool
is_out(void)
{
	return !memory.paused && ++memory.calls == memory.fail_at;
}

#define WRAP(result, name, parameters, arguments) \
	extern result __real_##name parameters; \
	extern result __wrap_##name parameters; \
	result \
	__wrap_##name parameters \
	{ \
		return is_out() ? NULL : __real_##name arguments; \
	}

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t n, size_t size), (n, size))
WRAP(void *, realloc, (void *old, size_t size), (old, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(char *, strndup, (const char *text, size_t len), (text, len))
WRAP(struct json_tokener *, json_tokener_new_ex, (int depth), (depth))
WRAP(struct json_object *, json_tokener_parse_ex,
	 (struct json_tokener *tokener, const char *text, int len),
	 (tokener, text, len))

/* What the server says to URLs that have a text, a number of times. */
typedef struct Line
{
	const char *in_url;
	int			times;			/* 0: always */
	int			status;
	const char *body;
} Line;

#define MOST_LINES 8

typedef struct Scenario
{
	const char *name;
	const char *resource;
	const char *given[3];		/* "session_id", its values, "a|b" of ... */
	const char *values[3][2];
	bool		join;			/* rows of all levels, decided on */
	bool		details;
	bool		window;			/* the fifth and sixth row of pages of two */
	bool		totals;			/* rows are only counted */
	bool		cached;			/* scanned twice, with a cache */
	RtkFailureKind fails;		/* how it ends with enough memory */
	Line		lines[MOST_LINES];
} Scenario;

#define LIST(member, rows, total) "{\"success\":true,\"data\":{\"" member \
	"\":[" rows "],\"paging\":{\"total_count\":" #total "}}}"
#define APPS "{\"success\":true,\"data\":[{\"id\":\"a1\"},{\"id\":\"a2\"}]," \
	"\"paging\":{\"total_count\":2}}"
#define PARTICIPANTS .resource = "sessions_participants"
#define SESSIONS .resource = "sessions", .given = {"app_id"}, \
	.values = {{"a1"}}
#define KEYED PARTICIPANTS, .given = {"app_id", "session_id"}, \
	.values = {{"a1"}, {"s1"}}

static const Scenario scenarios[] = {
	{"keyed", KEYED, .lines = {{"", 0, 200, LIST("participants",
	"{\"id\":\"p1\",\"display_name\":\"x\"},{\"id\":\"p2\"}", 2)}}},
	{"keys", PARTICIPANTS, .given = {"app_id", "session_id"},
		.values = {{"a1"}, {"s1", "s2"}}, .lines = {
			{"s1/", 0, 200, LIST("participants", "{\"id\":\"p1\"}", 1)},
			{"s2/", 0, 404, "{\"success\":false,\"error\":{\"code\":404,"
			"\"message\":\"none\"}}"}
	}},
	{"enumerated", PARTICIPANTS, .lines = {
		{"/apps", 0, 200, APPS},
		{"participants", 0, 200, LIST("participants", "{\"id\":\"p1\"}", 1)},
		{"sessions", 0, 200, LIST("sessions",
		"{\"id\":\"s1\"},{\"id\":\"s2\"}", 2)}
	}},
	{"escaped", PARTICIPANTS, .lines = {
		{"/apps", 0, 200, "{\"success\":true,\"data\":[{\"i\\u0064\":"
			"\"a\\u0031\"}],\"paging\":{\"total_count\":1}}"},
		{"a1/sessions/1.5/", 0, 200, LIST("participants",
		"{\"\\u0069d\":\"p\\u0031\",\"display_n\\u0061me\":\"x\"}", 1)},
		{"a1/sessions", 0, 200, LIST("sessions", "{\"id\":1.5}", 1)}
	}},
	{"details", KEYED, .details = true, .lines = {
		{"participants?", 0, 200, LIST("participants",
		"{\"id\":\"p1\"},{\"id\":\"p2\"}", 2)},
		{"participants/p1", 0, 200, "{\"success\":true,\"data\":"
			"{\"participant\":{\"id\":\"p1\",\"peer_stats\":{\"of\":1}}}}"},
		{"participants/p2", 0, 200, "{\"success\":true,\"data\":"
			"{\"participant\":{\"id\":\"p2\"}}}"},
		{"peer-report", 0, 200, "{\"success\":true,\"data\":"
			"{\"participant\":{\"id\":\"p2\",\"peer_report\":{\"of\":2}}}}"}
	}},
	{"retries", KEYED, .lines = {
		{"", 2, 429, "{\"success\":false,\"errors\":[{\"code\":1,"
			"\"message\":\"sl\\u006fwly\"}]}"},
		{"", 0, 200, LIST("participants", "{\"id\":\"p1\"}", 1)}
	}},
	{"paging", KEYED, .lines = {
		{"page_no=1", 0, 200, LIST("participants",
		"{\"id\":\"p1\"},{\"id\":\"p2\"}", 4)},
		{"page_no=2", 0, 200, LIST("participants",
		"{\"id\":\"p2\"},{\"id\":\"p3\"}", 4)},
		{"", 0, 200, LIST("participants", "", 4)}
	}},
	{"joined", PARTICIPANTS, .join = true, .lines = {
		{"/apps", 0, 200, APPS},
		{"s1/participants", 0, 200, LIST("participants", "{\"id\":\"p1\"}", 1)},
		{"participants", 0, 200, LIST("participants", "", 0)},
		{"sessions", 0, 200, LIST("sessions",
		"{\"id\":\"s1\"},{\"id\":\"s2\"},{\"id\":\"s9\"}", 3)}
	}},
	{"window", SESSIONS, .window = true, .lines = {
		{"page_no=3", 0, 200, "{\"success\":true,\"data\":{\"sessions\":["
			"{\"id\":\"s5\"},{\"id\":\"s6\"}],\"paging\":"
			"{\"total_count\":6,\"start_offset\":5}}}"},
		{"page_no=2", 0, 200, LIST("sessions",
		"{\"id\":\"s3\"},{\"id\":\"s4\"}", 6)},
		{"page_no=1", 0, 200, LIST("sessions",
		"{\"id\":\"s1\"},{\"id\":\"s2\"}", 6)}
	}},
	{"counted", SESSIONS, .totals = true, .lines = {
		{"page_no=1", 0, 200, LIST("sessions",
		"{\"id\":\"s1\"},{\"id\":\"s2\"}", 6)},
	}},
	{"cached", PARTICIPANTS, .given = {"app_id"}, .values = {{"a1"}},
		.cached = true, .lines = {
			{"page_no=2", 0, 200, LIST("participants", "{\"id\":\"p3\"}", 3)},
			{"participants", 0, 200, LIST("participants",
			"{\"id\":\"p1\"},{\"id\":\"p2\"}", 3)},
			{"sessions", 0, 200, LIST("sessions",
			"{\"id\":\"s1\",\"status\":\"ENDED\"}", 1)}
	}},
	{"refused", KEYED, .fails = RTK_FAIL_REFUSED, .lines = {
		{"", 0, 400, "{\"success\":false,\"errors\":[{\"code\":1,"
		"\"message\":\"n\\u006ft so\"}]}"}
	}},
};

#define NSCENARIOS ((int) (sizeof(scenarios) / sizeof(scenarios[0])))

static const Scenario *scenario;	/* the one that runs */
static int	used[MOST_LINES];	/* how often each of its lines was */

/* What came of it. */
typedef struct Result
{
	char		log[MOST_LOG];
	RtkScanStatus status;
	RtkFailure	failure;
} Result;

static char *
make_reply(const char *url, int *status)
{
	char	   *body = NULL;

	memory.paused = true;
	for (int i = 0; i < MOST_LINES && body == NULL; i++)
	{
		const Line *line = &scenario->lines[i];

		if (line->body == NULL || strstr(url, line->in_url) == NULL ||
			(line->times > 0 && used[i] >= line->times))
			continue;
		used[i]++;
		*status = line->status;
		body = strdup(line->body);
	}
	memory.paused = false;
	return body;
}

static bool
is_given(const char *parameter, void *arg)
{
	(void) arg;
	for (int i = 0; i < 3 && scenario->given[i] != NULL; i++)
		if (strcmp(scenario->given[i], parameter) == 0)
			return true;
	return strcmp(parameter, "account_id") == 0;
}

static bool
is_wanted(const RtkResource *resource, void *arg)
{
	(void) resource;
	(void) arg;
	return scenario->join;
}

/* Give, ask and want all that the scenario has; false: memory is out. */
static bool
describe(RtkScan *scan, const RtkChain *chain, int *wants)
{
	static const char *const account[] = {"acc"};

	if (!rtk_scan_give(scan, "account_id", account, 1, false) ||
		!rtk_scan_query(scan, chain->target, "include_peer_events", "true"))
		return false;
	for (int i = 0; i < 3 && scenario->given[i] != NULL; i++)
		if (!rtk_scan_give(scan, scenario->given[i], scenario->values[i],
						   scenario->values[i][1] != NULL ? 2 : 1, true))
			return false;
	wants[0] = rtk_scan_want(scan, chain->target, "id");
	wants[1] = rtk_scan_want(scan, chain->target, "none.at.all|display_name");
	wants[2] = rtk_scan_want(scan, chain->nlevels - 1,
							 "peer_stats.of|peer_report.of");
	return wants[0] >= 0 && wants[1] >= 0 && wants[2] >= 0;
}

static void
note(Result *result, RtkText text)
{
	size_t		len = strlen(result->log);

	snprintf(result->log + len, sizeof(result->log) - len, "%.*s ",
			 (int) text.len, text.at ? text.at : "");
}

static void
note_row(Result *result, const RtkScan *scan, const RtkChain *chain,
		 const int *wants)
{
	const char *app = rtk_current_parameter(scan, "app_id");

	note(result, (RtkText) {app, app ? strlen(app) : 0});
	note(result, rtk_current_value(scan, chain->target, wants[0]));
	note(result, rtk_current_value(scan, chain->target, wants[1]));
	note(result, rtk_current_value(scan, chain->nlevels - 1, wants[2]));
}

static void
note_count(Result *result, const RtkScan *scan)
{
	char		text[30];
	int			len = snprintf(text, sizeof(text), "%lld counted",
							   (long long) rtk_scan_counters(scan)->counted);

	note(result, (RtkText) {text, (size_t) len});
}

/* Decide against a session that is none of those asked for. */
static void
decide(RtkScan *scan)
{
	RtkText		id = rtk_current_id(scan, rtk_scan_undecided(scan));

	rtk_scan_decide(scan, id.len != 2 || memcmp(id.at, "s9", 2) != 0);
}

static void
read_all(RtkScan *scan, const RtkChain *chain, const int *wants,
		 Result *result)
{
	for (;;)
	{
		result->status = rtk_scan_next(scan);
		switch (result->status)
		{
			case RTK_SCAN_ROW:
				note_row(result, scan, chain, wants);
				break;
			case RTK_SCAN_CHECK:
				decide(scan);
				break;
			case RTK_SCAN_CLOSED:
				note(result, (RtkText) {"closed", 6});
				break;
			case RTK_SCAN_WAIT:
				break;
			case RTK_SCAN_FAILED:
				result->failure = *rtk_scan_failure(scan);
				return;
			case RTK_SCAN_END:
				return;
		}
	}
}

/* A scan of the scenario, which adds to the result. */
static void
scan_once(const RtkChain *chain, RtkCache *cache, Result *result)
{
	RtkScanOptions options = {
		.base_url = "", .max_concurrency = 4, .max_retries = 3,
		.retry_budget = 60, .skip_missing = true, .row_goal = -1,
		.checked = scenario->join ? 7 : 0, .closing = scenario->join,
		.totals = scenario->totals
	};
	RtkRate		rate;
	RtkBudget	budget = {0};
	RtkScan    *scan;
	int			wants[3];

	if (scenario->window)
	{
		options.per_page = 2;
		options.skip = 4;
		options.row_goal = 6;
	}
	result->status = RTK_SCAN_FAILED;
	result->failure.kind = RTK_FAIL_MEMORY;
	rtk_rate_init(&rate, 0, NULL);
	scan = rtk_scan_new(NULL, &rate, &budget, chain, &options);
	if (scan != NULL && cache != NULL)
		rtk_reuse_start(scan, cache, 60);
	if (scan != NULL && describe(scan, chain, wants))
		read_all(scan, chain, wants, result);
	if (result->status == RTK_SCAN_END && scenario->totals)
		note_count(result, scan);
	rtk_scan_free(scan);
}

/* Run the scenario; its n-th allocation fails, if it has so many. */
static void
run(int n, Result *result)
{
	RtkChain	chain;
	RtkChainFacts facts = {
		.is_given = is_given, .is_wanted = is_wanted,
		.details = scenario->details
	};
	RtkCache   *cache = NULL;

	memset(result, 0, sizeof(*result));
	memset(used, 0, sizeof(used));
	rtk_chain_build(&chain, rtk_lookup_resource(scenario->resource), &facts);
	memory.calls = 0;
	memory.fail_at = n;
	if (scenario->cached)
		cache = rtk_cache_new(100000);
	scan_once(&chain, cache, result);
	if (scenario->cached && result->status == RTK_SCAN_END)
		scan_once(&chain, cache, result);
	rtk_cache_free(cache);
	memory.fail_at = 0;
}

/* Is it what comes of the scenario, or of its rows so far and no memory? */
static bool
is_right(const Result *result, const Result *expected)
{
	if (result->status == RTK_SCAN_FAILED &&
		result->failure.kind == RTK_FAIL_MEMORY)
		return strncmp(result->log, expected->log, strlen(result->log)) == 0;
	return result->status == expected->status &&
		result->failure.kind == expected->failure.kind &&
		strcmp(result->log, expected->log) == 0;
}

static void
test_scenario(void)
{
	static Result expected;
	static Result result;
	int			n = 0;
	int			wrong = 0;
	int			running = 0;
	int			failed = 0;

	run(0, &expected);
	ok(scenario->fails == RTK_OK ? expected.status == RTK_SCAN_END &&
	   expected.log[0] != '\0' : expected.failure.kind == scenario->fails,
	   "%s: %s", scenario->name, expected.log);
	do
	{
		fake_reset();
		run(++n, &result);
		failed += result.status == RTK_SCAN_FAILED;
		running += fake.nrunning;
		if (!is_right(&result, &expected) && wrong++ < 3)
			printf("# at allocation %d: status %d, %s: %s\n", n, result.status,
				   result.failure.summary, result.log);
	} while (memory.calls >= n && n < MOST_ALLOCATIONS);
	fake_reset();
	is_int(wrong, 0, "I9 %s: right rows or a failure, %d allocations",
		   scenario->name, n - 1);
	ok(failed > 5 && n < MOST_ALLOCATIONS, "%s: it did fail for some",
	   scenario->name);
	is_int(running, 0, "I7 %s: nothing is left running", scenario->name);
}

int
main(void)
{
	for (int i = 0; i < NSCENARIOS; i++)
	{
		scenario = &scenarios[i];
		test_scenario();
	}
	return done_testing();
}
