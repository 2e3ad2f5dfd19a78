/*
 * fuzz_scan.c
 *		A whole scan over any replies: one request after the other, many at
 *		once, and with a row goal it gives the same rows.  With rows to skip
 *		and where rows are only counted, it comes to an end.
 *
 * The first byte chooses a resource, the next three what is given and asked
 * for; the rest are replies, each ended by a NUL: a line that must stand in
 * the URL (but for its page size), a digit for the status, the body.  The first
 * that fits is sent; a request that none fits is answered with an empty list.
 */
#include "fuzz.h"
#include "../unit/fake_http.h"
#include "clock.h"
#include "current.h"
#include "scan.h"

#define MOST_REPLIES 16
#define MOST_REQUESTS 60
#define MOST_ROWS 300
#define ROW_GOAL 3
#define SKIPPED 2
#define SMALL_PAGE 2			/* rows that are skipped are on the first */

typedef struct Query
{
	const RtkResource *resource;
	unsigned	given;			/* bits: path parameters */
	unsigned	flags;			/* bits, see below */
	RtkDetailsFrom from;
} Query;

#define WITH_DETAILS 0x01
#define CHECKED 0x02			/* the host decides on rows */
#define CLOSING 0x04
#define SKIP_MISSING 0x08
#define ONE_VALUE 0x10			/* is given of each parameter, not two */

/* One way to run it. */
typedef struct Way
{
	int			concurrency;
	int			row_goal;		/* 0: none */
	int			skip;
	int			per_page;		/* 0: the largest */
	bool		totals;
} Way;

/* What came of a scan. */
typedef struct Result
{
	int			nrows;
	uint64_t	row[MOST_ROWS]; /* hash of the row and its parameters */
	RtkScanStatus status;
	RtkFailure	failure;
} Result;

static struct
{
	int			n;
	char	   *reply[MOST_REPLIES];
}			server;

static double clock_seconds;

/* This takes the place of clock.c: waits of the scan take no time. */
double
rtk_clock_now(void)
{
	return clock_seconds;
}

static char *
make_reply(const char *url, int *status)
{
	static const int statuses[10] = {
		200, 404, 429, 500, 400, 401, 302, 204, 200, 200
	};
	/* The page size comes last; it is another with a row goal. */
	const char *end = strstr(url, "per_page=");
	size_t		url_len = end != NULL ? (size_t) (end - url) : strlen(url);

	for (int i = 0; i < server.n; i++)
	{
		char	   *at = server.reply[i];
		size_t		len = strcspn(at, "\n");

		if (at[len] == '\0' || memmem(url, url_len, at, len) == NULL)
			continue;
		at += len + 1;
		if (*at >= '0' && *at <= '9')
			*status = statuses[*at++ - '0'];
		return strdup(at);
	}
	return strdup("{\"success\":true,\"data\":[]}");
}

static uint64_t
hash(uint64_t sum, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum = (sum ^ (unsigned char) text[i]) * UINT64_C(1099511628211);
	return sum;
}

/* The n-th of what the path parameters are in this API. */
static const char *const parameters[] = {
	"account_id", "app_id", "session_id", "meeting_id", "participant_id",
	"preset_id", "recording_id", "livestream_id"
};

#define NPARAMETERS ((int) (sizeof(parameters) / sizeof(parameters[0])))

static bool
is_given(const char *parameter, void *arg)
{
	const Query *query = arg;

	for (int i = 0; i < NPARAMETERS; i++)
		if (strcmp(parameters[i], parameter) == 0)
			return i == 0 || (query->given & (1u << i)) != 0;
	return false;
}

static RtkScan *
begin(const Query *query, const RtkChain *chain, RtkRate *rate,
	  RtkBudget *budget, const Way *way)
{
	static const char *const values[] = {"x", "y"};
	RtkScanOptions options = {
		.base_url = "", .max_concurrency = way->concurrency, .max_retries = 2,
		.retry_budget = 1e9, .max_requests = MOST_REQUESTS,
		.skip_missing = (query->flags & SKIP_MISSING) != 0,
		.checked = (query->flags & CHECKED) ? 1u << chain->target : 0,
		.closing = (query->flags & CLOSING) != 0,
		.row_goal = way->row_goal > 0 ? way->row_goal + way->skip : -1,
		.skip = way->skip, .per_page = way->per_page, .totals = way->totals
	};
	int			n = (query->flags & ONE_VALUE) != 0 ? 1 : 2;
	RtkScan    *scan = rtk_scan_new(NULL, rate, budget, chain, &options);

	EXPECT(scan != NULL);
	EXPECT(rtk_scan_query(scan, chain->target, "view", "x"));
	for (int i = 0; i < NPARAMETERS; i++)
		if (is_given(parameters[i], (void *) query))
			EXPECT(rtk_scan_give(scan, parameters[i], values, i == 0 ? 1 : n,
								 i > 1));
	return scan;
}

/* Keep what the host sees of a row, but for details, which may vary. */
static void
note(Result *result, const RtkScan *scan, const RtkChain *chain)
{
	RtkText		row = rtk_current_row(scan, chain->target);
	uint64_t	sum = UINT64_C(14695981039346656037);

	if (row.at != NULL)
	{
		expect_document(row);
		sum = hash(sum, row.at, row.len);
	}
	for (int i = 0; i < NPARAMETERS; i++)
	{
		const char *value = rtk_current_parameter(scan, parameters[i]);

		sum = hash(sum, value ? value : "\001", value ? strlen(value) : 1);
	}
	result->row[result->nrows++] = sum;
}

/* Let a scan that only waits go on. */
static void
wait(void)
{
	if (fake.nrunning == 0)
		clock_seconds += 1;
}

static void
run(const Query *query, const RtkChain *chain, Way way, Result *result)
{
	RtkRate		rate;
	RtkBudget	budget = {0};
	RtkScan    *scan;

	memset(result, 0, sizeof(*result));
	clock_seconds = 1000;
	rtk_rate_init(&rate, 0, NULL);
	scan = begin(query, chain, &rate, &budget, &way);
	while ((result->status = rtk_scan_next(scan)) != RTK_SCAN_END &&
		   result->status != RTK_SCAN_FAILED)
	{
		if (result->status == RTK_SCAN_WAIT)
			wait();
		else if (result->status == RTK_SCAN_CHECK)
		{
			RtkText		row = rtk_current_row(scan, chain->target);

			rtk_scan_decide(scan, hash(1, row.at, row.len) % 3 > 0);
		}
		else if (result->status == RTK_SCAN_ROW)
			note(result, scan, chain);
		if (result->nrows == (way.row_goal > 0 ? way.row_goal : MOST_ROWS))
			break;
	}
	if (result->status == RTK_SCAN_FAILED)
		result->failure = *rtk_scan_failure(scan);
	rtk_scan_free(scan);
	EXPECT(fake.nrunning == 0);
	EXPECT(result->status != RTK_SCAN_FAILED || result->failure.kind != RTK_OK);
	fake_reset();
}

/* Which requests are left out when there may be no more is no matter here. */
static bool
is_cut(const Result *result)
{
	return result->status == RTK_SCAN_FAILED &&
		result->failure.kind == RTK_FAIL_TOO_MANY;
}

/* One of them is as far as the other, or begins it. */
static void
compare(const Result *all, const Result *other, bool same_end)
{
	int			n = all->nrows < other->nrows ? all->nrows : other->nrows;

	EXPECT(memcmp(all->row, other->row, n * sizeof(all->row[0])) == 0);
	if (!same_end || is_cut(all) || is_cut(other))
		return;
	EXPECT(all->nrows == other->nrows && all->status == other->status);
	EXPECT(all->failure.kind == other->failure.kind);
	EXPECT(strcmp(all->failure.summary, other->failure.summary) == 0);
}

static void
run_all(const Query *query, const RtkChain *chain)
{
	static Result one;
	static Result many;
	static Result some;
	bool		details = (query->flags & WITH_DETAILS) != 0;

	run(query, chain, (Way) {.concurrency = 1}, &one);
	run(query, chain, (Way) {.concurrency = 8}, &many);
	run(query, chain, (Way) {.concurrency = 8, .row_goal = ROW_GOAL}, &some);
	/* Where details are looked for next depends on those that have come. */
	compare(&one, &many, !details);
	compare(&one, &some, false);
	EXPECT(some.nrows == ROW_GOAL || some.status == RTK_SCAN_END ||
		   some.status == RTK_SCAN_FAILED);
	if (some.nrows < ROW_GOAL)
		compare(&one, &some, !details);
	if ((query->flags & (WITH_DETAILS | CHECKED | CLOSING)) != 0)
		return;
	run(query, chain, (Way) {.concurrency = 8, .skip = SKIPPED}, &some);
	run(query, chain, (Way) {
		.concurrency = 8, .skip = SKIPPED, .per_page = SMALL_PAGE
	}, &some);
	run(query, chain, (Way) {
		.concurrency = 8, .skip = SKIPPED, .per_page = SMALL_PAGE,
			.row_goal = ROW_GOAL
	}, &some);
	run(query, chain, (Way) {.concurrency = 8, .totals = true}, &some);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};
	Query		query = {.resource = fuzz_resource(&input)};
	RtkChain	chain;

	query.given = fuzz_byte(&input);
	query.flags = fuzz_byte(&input);
	if (query.resource->details == NULL)
		query.flags &= ~(unsigned) WITH_DETAILS;
	query.from = (RtkDetailsFrom) (fuzz_byte(&input) % 3);
	for (server.n = 0; server.n < MOST_REPLIES && input.left > 0;)
		server.reply[server.n++] = fuzz_text(&input, '\0');
	if (rtk_chain_build(&chain, query.resource, &(RtkChainFacts) {
		.is_given = is_given, .arg = &query, .from = query.from,
			.details = (query.flags & WITH_DETAILS) != 0
						}) == NULL)
		run_all(&query, &chain);
	for (int i = 0; i < server.n; i++)
		free(server.reply[i]);
	return 0;
}
