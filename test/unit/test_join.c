/*
 * test_join.c
 *		Rows of several levels of a chain: what the host decides at each of them,
 *		and where the rows below a parent end.
 *
 * A server of 2 apps with 5 sessions each, of which session n has n % 3
 * participants; or 9 each, of which a page has one.
 */
#include "fake_http.h"
#include "../../src/api/current.h"
#include "../../src/api/lookup.h"
#include "tap.h"

#define MOST_LOG 4000

/* What a scan does besides, and what came of it. */
typedef struct Join
{
	const char *wanted;			/* resources above: "apps sessions" */
	const char *given;			/* parameter that is given ... */
	const char *values[3];		/* ... with these values */
	const char *drop;			/* rows of checked levels to decide against */
	unsigned	checked;
	bool		closing;
	bool		skip;			/* pass over all but the first row below */
	int			rows_each;
	char		log[MOST_LOG];	/* "a1/s2/p2-1 " a row, "a1/s3/. " an end */
	RtkChain	chain;
	RtkScanStatus status;
} Join;

static bool nine_pages;

static char *
list_of(const char *member, const char *prefix, int n)
{
	char		rows[2000] = "";
	char	   *body;

	for (int i = 1; i <= n; i++)
		sprintf(rows + strlen(rows), "%s{\"id\":\"%s%d\"}", i > 1 ? "," : "",
				prefix, i);
	(void) !asprintf(&body, "{\"success\":true,\"data\":%s[%s]%s,"
					 "\"paging\":{\"total_count\":%d}}", member, rows,
					 member[0] != '\0' ? "}" : "", n);
	return body;
}

static char *
make_reply(const char *url, int *status)
{
	const char *session = strstr(url, "/sessions/s");
	char		prefix[20];
	int			n = session != NULL ? atoi(session + 11) : 0;

	if (n == 4 && strstr(url, "/a2/") != NULL)
	{
		*status = 404;
		return strdup("{\"success\":false}");
	}
	snprintf(prefix, sizeof(prefix), "p%d-", n);
	if (strstr(url, "/participants") != NULL && nine_pages)
	{
		char	   *body;

		(void) !asprintf(&body, "{\"success\":true,\"data\":{\"participants\":"
						 "[{\"id\":\"p%d-%d\"}]},\"paging\":{\"total_count\":9}}",
						 n, atoi(strstr(url, "page_no=") + 8));
		return body;
	}
	if (strstr(url, "/participants") != NULL)
		return list_of("{\"participants\":", prefix, n % 3);
	if (session != NULL)
	{
		char	   *body;

		(void) !asprintf(&body, "{\"success\":true,\"data\":{\"session\":"
						 "{\"id\":\"s%d\"}}}", n);
		return body;
	}
	if (strstr(url, "/sessions") != NULL)
		return list_of("{\"sessions\":", "s", 5);
	return list_of("", "a", 2);
}

static bool
is_given(const char *parameter, void *arg)
{
	const Join *join = arg;

	return strcmp(parameter, "account_id") == 0 ||
		(join->given != NULL && strcmp(parameter, join->given) == 0);
}

static bool
is_wanted(const RtkResource *resource, void *arg)
{
	const Join *join = arg;

	return join->wanted != NULL && strstr(join->wanted, resource->name) != NULL;
}

/* The id of the row that a level has now. */
static const char *
id_at(const RtkScan *scan, int level)
{
	static char ids[RTK_MAX_LEVELS][20];
	RtkText		id = rtk_current_id(scan, level);

	snprintf(ids[level], sizeof(ids[level]), "%.*s", (int) id.len, id.at);
	return ids[level];
}

/* Write down the rows of all levels; "." where there is none below. */
static void
note(Join *join, const RtkScan *scan, bool below)
{
	int			target = join->chain.target;

	for (int i = 0; i <= target; i++)
		sprintf(join->log + strlen(join->log), "%s%s",
				i < target || below ? id_at(scan, i) : ".",
				i < target ? "/" : " ");
}

/* Let the scan go on; false at its end. */
static bool
move(Join *join, RtkScan *scan)
{
	join->status = rtk_scan_next(scan);
	switch (join->status)
	{
		case RTK_SCAN_ROW:
			note(join, scan, true);
			if (join->skip)
				rtk_scan_skip(scan);
			return true;
		case RTK_SCAN_CHECK:
			rtk_scan_decide(scan, join->drop == NULL ||
							strstr(join->drop,
								   id_at(scan, rtk_scan_undecided(scan))) == NULL);
			return true;
		case RTK_SCAN_CLOSED:
			note(join, scan, false);
			return true;
		case RTK_SCAN_WAIT:
			return true;
		default:
			return false;
	}
}

static void
run(Join *join, const char *resource)
{
	RtkScanOptions options = {
		.base_url = "", .max_concurrency = 3, .skip_missing = true,
		.row_goal = -1, .checked = join->checked, .closing = join->closing,
		.rows_each = join->rows_each
	};
	RtkChainFacts facts = {
		.is_given = is_given, .is_wanted = is_wanted, .arg = join
	};
	static const char *account[] = {"acc"};
	RtkBudget	budget = {0};
	RtkRate		rate;
	RtkScan    *scan;
	int			n = 0;

	fake_reset();
	rtk_rate_init(&rate, 0, NULL);
	rtk_chain_build(&join->chain, rtk_lookup_resource(resource), &facts);
	scan = rtk_scan_new(NULL, &rate, &budget, &join->chain, &options);
	rtk_scan_give(scan, "account_id", account, 1, false);
	while (n < 3 && join->values[n] != NULL)
		n++;
	if (join->given != NULL)
		rtk_scan_give(scan, join->given, join->values, n, true);
	while (move(join, scan))
		continue;
	is_int(join->status, RTK_SCAN_END, "it comes to its end");
	rtk_scan_free(scan);
	is_int(fake.nrunning, 0, "nothing is left running");
}

static void
test_levels(void)
{
	Join		all = {.wanted = "apps sessions"};
	Join		one = {
		.wanted = "sessions", .given = "session_id", .values = {"s2", "s5"}
	};
	Join		filtered = {
		.wanted = "apps", .given = "app_id", .values = {"a2", "a9"}
	};

	run(&all, "sessions_participants");
	is_str(all.log,
			"a1/s1/p1-1 a1/s2/p2-1 a1/s2/p2-2 a1/s4/p4-1 a1/s5/p5-1 "
			"a1/s5/p5-2 a2/s1/p1-1 a2/s2/p2-1 a2/s2/p2-2 a2/s5/p5-1 "
			"a2/s5/p5-2 ", "the rows of all levels");
	is_int(fake.nlog, 1 + 2 + 10, "one request for each list");

	run(&one, "sessions_participants");
	is_str(one.log, "a1/s2/p2-1 a1/s2/p2-2 a1/s5/p5-1 a1/s5/p5-2 "
			"a2/s2/p2-1 a2/s2/p2-2 a2/s5/p5-1 a2/s5/p5-2 ",
			"a parent that is given is read by itself");
	is_int(fake.nlog, 1 + 4 + 4, "and what is below it");

	run(&filtered, "sessions");
	is_str(filtered.log, "a2/s1 a2/s2 a2/s3 a2/s4 a2/s5 ",
			"given values filter what a level above gives");
	is_int(fake.nlog, 2, "before anything below is asked for");
}

static void
test_decisions(void)
{
	Join		apps = {
		.wanted = "apps sessions", .checked = 1, .drop = "a1"
	};
	Join		both = {
		.wanted = "apps sessions", .checked = 3, .drop = "a2 s1 s2"
	};

	run(&apps, "sessions_participants");
	is_str(apps.log, "a2/s1/p1-1 a2/s2/p2-1 a2/s2/p2-2 a2/s5/p5-1 "
			"a2/s5/p5-2 ", "a decision at the first level");
	is_int(fake.nlog, 1 + 1 + 5, "saves all that is below");

	run(&both, "sessions_participants");
	is_str(both.log, "a1/s4/p4-1 a1/s5/p5-1 a1/s5/p5-2 ",
			"decisions at two levels");
	is_int(fake.nlog, 1 + 1 + 3, "save what is below of each");
}

static void
test_ends(void)
{
	Join		ends = {.wanted = "sessions", .closing = true};
	Join		skips = {
		.wanted = "sessions", .closing = true, .skip = true, .rows_each = 1
	};

	run(&ends, "sessions_participants");
	is_str(ends.log,
			"a1/s1/p1-1 a1/s1/. a1/s2/p2-1 a1/s2/p2-2 a1/s2/. a1/s3/. "
			"a1/s4/p4-1 a1/s4/. a1/s5/p5-1 a1/s5/p5-2 a1/s5/. "
			"a2/s1/p1-1 a2/s1/. a2/s2/p2-1 a2/s2/p2-2 a2/s2/. a2/s3/. "
			"a2/s4/. a2/s5/p5-1 a2/s5/p5-2 a2/s5/. ",
			"each parent has an end, with or without rows, found or not");

	run(&skips, "sessions_participants");
	is_str(skips.log,
			"a1/s1/p1-1 a1/s2/p2-1 a1/s3/. a1/s4/p4-1 a1/s5/p5-1 "
			"a2/s1/p1-1 a2/s2/p2-1 a2/s3/. a2/s4/. a2/s5/p5-1 ",
			"the first row of each is enough");
	is_int(fake.nlog, 1 + 2 + 10, "and no second page is asked for");
}

/* The rest of a list is passed over while its pages are in flight. */
static void
test_skip_pages(void)
{
	Join		skips = {
		.wanted = "sessions", .given = "app_id", .values = {"a1"},
		.skip = true
	};

	nine_pages = true;
	run(&skips, "sessions_participants");
	nine_pages = false;
	is_str(skips.log, "s1/p1-1 s2/p2-1 s3/p3-1 s4/p4-1 s5/p5-1 ",
		   "one row of each list of many pages");
	ok(fake.nlog < 1 + 5 * 9, "what is passed over is not all asked for");
}

int
main(void)
{
	test_levels();
	test_decisions();
	test_ends();
	test_skip_pages();
	fake_reset();
	return done_testing();
}
