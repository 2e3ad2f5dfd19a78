/*
 * test_trace.c
 *		What a scan keeps of its requests and replies, over fake_http.h.
 */
#include "fake_http.h"
#include "scan.h"
#include "trace.h"

#include "../../src/api/lookup.h"

/* The apps, at the third attempt. */
static char *
make_reply(const char *url, int *status)
{
	(void) url;
	if (fake.nlog == 2)
		return strdup("{\"success\":tr");
	if (fake.nlog > 2)
		return strdup("{\"success\":true,\"data\":[{\"id\":\"a\"}],"
					  "\"paging\":{\"total_count\":1}}");
	*status = 429;
	return strdup("{}");
}

static bool
is_given(const char *parameter, void *arg)
{
	(void) arg;
	return strcmp(parameter, "account_id") == 0;
}

/* Run a scan of the apps to its end, the events into events; how many. */
static int
run(bool traced, RtkEvent *events)
{
	static const char *const account[] = {"acc 1"};
	RtkScanOptions options = {
		.base_url = "https://h/v4", .max_concurrency = 1, .max_retries = 2,
		.retry_budget = 60, .row_goal = -1
	};
	RtkChainFacts facts = {.is_given = is_given};
	RtkRate		rate;
	RtkBudget	budget = {0};
	RtkChain	chain;
	RtkScan    *scan;
	RtkScanStatus status;
	int			n = 0;

	rtk_rate_init(&rate, 0, NULL);
	rtk_chain_build(&chain, rtk_lookup_resource("apps"), &facts);
	scan = rtk_scan_new(NULL, &rate, &budget, &chain, &options);
	rtk_scan_give(scan, "account_id", account, 1, false);
	if (traced)
		rtk_trace_start(scan);
	do
		status = rtk_scan_next(scan);
	while (status == RTK_SCAN_ROW || status == RTK_SCAN_WAIT);
	is_int(status, RTK_SCAN_END, "the scan ends");
	while (n < 10 && rtk_trace_next(scan, &events[n]))
		n++;
	ok(!rtk_trace_next(scan, &events[n]), "what was taken is not kept");
	rtk_scan_free(scan);
	fake_reset();
	return n;
}

int
main(void)
{
	static const struct
	{
		bool		ended;
		int			attempt;
		int			status;
		const char *problem;
	}			expected[] = {
		{false, 1, 0, ""}, {true, 1, 429, ""},
		{false, 2, 0, ""}, {true, 2, 200, "reply ends after 13 bytes"},
		{false, 3, 0, ""}, {true, 3, 200, ""}
	};
	const int	n = sizeof(expected) / sizeof(expected[0]);
	RtkEvent	events[11];

	is_int(run(false, events), 0, "nothing is kept unless it is wanted");
	is_int(run(true, events), n, "three requests and three replies");
	for (int i = 0; i < n; i++)
	{
		is_str(events[i].path, "/accounts/acc%201/realtime/kit/apps",
			   "event %d: path", i);
		is_str(events[i].method_path,
			   "/accounts/{account_id}/realtime/kit/apps",
			   "event %d: path without values", i);
		is_int(events[i].ended, expected[i].ended, "event %d: kind", i);
		is_int(events[i].attempt, expected[i].attempt, "event %d: attempt", i);
		is_int(events[i].status, expected[i].status, "event %d: status", i);
		is_str(events[i].problem, expected[i].problem, "event %d: problem", i);
		is_int(events[i].page_no, 1, "event %d: page", i);
		is_int((int) events[i].limit_remaining, -1, "event %d: limit", i);
	}
	return done_testing();
}
