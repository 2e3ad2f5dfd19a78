/*
 * test_wait.c
 *		Two scans that share a pool: each is woken for what is its own.
 */
#include "clock.h"
#include "fake_http.h"
#include "lookup.h"
#include "scan.h"
#include "tap.h"
#include "wait.h"

static RtkRate rate;
static RtkBudget budget;
static double now = 1000;

/* This takes the place of clock.c: no time passes but what a test lets pass. */
double
rtk_clock_now(void)
{
	return now;
}

static char *
make_reply(const char *url, int *status)
{
	if (strstr(url, "/busy/") != NULL)
		*status = 503;
	return strdup("{\"success\":true,\"data\":[{\"id\":\"one\"}],"
				  "\"paging\":{\"total_count\":1}}");
}

static bool
is_given(const char *parameter, void *arg)
{
	(void) arg;
	return strcmp(parameter, "meeting_id") != 0;
}

/* A scan of the meetings of an app. */
static RtkScan *
begin(const char *app)
{
	static const char *const account[] = {"acc"};
	RtkScanOptions options = {
		.base_url = "", .max_concurrency = 8, .max_retries = 4,
		.retry_budget = 60, .row_goal = -1
	};
	RtkChainFacts facts = {.is_given = is_given};
	RtkChain	chain;
	RtkScan    *scan;

	rtk_chain_build(&chain, rtk_lookup_resource("meetings"), &facts);
	/* No two scans begin at the same time. */
	now += 1e-6;
	scan = rtk_scan_new(NULL, &rate, &budget, &chain, &options);
	rtk_scan_give(scan, "account_id", account, 1, false);
	rtk_scan_give(scan, "app_id", &app, 1, false);
	return scan;
}

/* What a wait that is prepared now is cut to: ms, or -1. */
static double
woken(RtkScan *scan)
{
	fake.nwakes = 0;
	rtk_wait_prepare(scan);
	return fake.nwakes > 0 ? fake.wake : -1;
}

/* The reply that one scan waits for comes when another one moves. */
static void
test_reply(void)
{
	RtkScan    *first = begin("first");
	RtkScan    *second = begin("second");

	fake.held = true;
	is_int(rtk_scan_next(first), RTK_SCAN_WAIT, "the first scan waits");
	is_int(rtk_scan_next(second), RTK_SCAN_WAIT, "the second scan waits");
	is_int(woken(first), -1, "there is nothing to wake the first for");
	is_int(woken(second), -1, "nor the second");
	fake.held = false;
	is_int(rtk_scan_next(first), RTK_SCAN_WAIT, "the first goes on waiting");
	is_int(woken(first), -1, "nothing has come for it");
	is_int(woken(second), 0, "the second is woken at once");
	is_int(fake.nwaits, 4, "each wait is told of");
	fake.held = true;
	is_int(rtk_scan_next(second), RTK_SCAN_ROW, "it has a row");
	is_int(rtk_scan_next(second), RTK_SCAN_END, "it was the only one");
	rtk_scan_free(first);
	rtk_scan_free(second);
	fake_reset();
}

/* Both back off, side by side: the statement waits once. */
static void
test_back_off(void)
{
	RtkScan    *first = begin("busy");
	RtkScan    *second = begin("busy");

	fake.held = true;
	rtk_scan_next(first);
	rtk_scan_next(second);
	fake.held = false;
	is_int(rtk_scan_next(first), RTK_SCAN_WAIT, "the first waits");
	is_int(rtk_scan_next(first), RTK_SCAN_WAIT, "it backs off");
	is_int(rtk_scan_next(second), RTK_SCAN_WAIT, "the second backs off");
	ok(woken(first) > 0 && woken(first) <= 250, "the first has its time");
	ok(woken(second) > 0 && woken(second) <= 250, "and so has the second");
	ok(woken(first) != woken(second), "H13: it is another one");
	ok(rtk_scan_counters(first)->waited > 0, "the first counts its wait");
	ok(rtk_scan_counters(second)->waited > 0, "the second counts its wait");
	ok(budget.waited < rtk_scan_counters(first)->waited +
	   rtk_scan_counters(second)->waited, "waits side by side count once");
	rtk_scan_free(first);
	rtk_scan_free(second);
	fake_reset();
}

int
main(void)
{
	rtk_rate_init(&rate, 0, NULL);
	test_reply();
	test_back_off();
	return done_testing();
}
