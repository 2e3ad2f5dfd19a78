/*
 * test_cache.c
 *		What is kept between scans, and which scans keep and use it.
 *
 * A server of one app with the sessions s1 to s4, of which s2 is live.  Each
 * has as many participants as twice its number, three on a page.
 */
#include "fake_http.h"
#include "scan_query.h"
#include "tap.h"

/* What the server does otherwise than it should. */
static struct
{
	int			total_delta;	/* added to total_count of participants */
	bool		no_statistics;	/* details carry none */
	const char *fail_on;		/* a URL that has this is refused */
}			server;

static int
number_after(const char *url, const char *name)
{
	const char *at = strstr(url, name);

	return at != NULL ? atoi(at + strlen(name)) : 0;
}

static char *
make_participants(const char *url)
{
	int			session = number_after(url, "/sessions/s");
	int			page = number_after(url, "page_no=");
	char		rows[200] = "";
	char	   *body;

	for (int i = 3 * page - 2; i <= 3 * page && i <= 2 * session; i++)
		sprintf(rows + strlen(rows), "%s{\"id\":\"p%d-%d\"}",
				rows[0] != '\0' ? "," : "", session, i);
	(void) !asprintf(&body, "{\"success\":true,\"data\":{\"participants\":[%s]},"
					 "\"paging\":{\"total_count\":%d}}", rows,
					 2 * session + server.total_delta);
	return body;
}

static char *
make_reply(const char *url, int *status)
{
	if (server.fail_on != NULL && strstr(url, server.fail_on) != NULL)
	{
		*status = 400;
		return strdup("{\"success\":false}");
	}
	if (strstr(url, "peer-report/") != NULL)
		return strdup("{\"success\":true,\"data\":{\"participant\":"
					  "{\"peer_report\":{\"of\":1}}}}");
	if (strstr(url, "/participants/") != NULL)
		return strdup(server.no_statistics ?
					  "{\"success\":true,\"data\":{\"participant\":{}}}" :
					  "{\"success\":true,\"data\":{\"participant\":"
					  "{\"peer_stats\":{\"of\":2}}}}");
	if (strstr(url, "/participants") != NULL)
		return make_participants(url);
	return strdup("{\"success\":true,\"data\":{\"sessions\":["
				  "{\"id\":\"s1\",\"status\":\"ENDED\"},"
				  "{\"id\":\"s2\",\"status\":\"LIVE\"},"
				  "{\"id\":\"s3\",\"status\":\"ENDED\"},"
				  "{\"id\":\"s4\",\"status\":\"ENDED\"}]},"
				  "\"paging\":{\"total_count\":4}}");
}

/* A page with so many bytes of padding, held once. */
static RtkPage *
page_of(int padding)
{
	static const RtkMethod method = {.path = "/", .rows = "data"};
	RtkFailure	failure;
	bool		truncated;
	char	   *body;
	int			len = asprintf(&body, "{\"success\":true,\"data\":[]%*s}",
							   padding, "");

	return rtk_page_parse(body, (size_t) len, &method, &failure, &truncated);
}

/* Keep a page of that size under a URL. */
static void
keep(RtkCache *cache, const char *url, int padding, double now)
{
	RtkEntry   *entry = rtk_entry_new(strdup(url), now);
	RtkPage    *page = page_of(padding);

	ok(rtk_entry_add(entry, page) && rtk_cache_has_room(cache, entry),
	   "%s has room", url);
	rtk_page_drop(page);
	rtk_cache_keep(cache, entry);
}

static void
test_entries(void)
{
	RtkCache   *cache = rtk_cache_new(3 * 1400);
	RtkEntry   *large = rtk_entry_new(strdup("large"), 0);
	RtkPage    *page = page_of(5000);

	keep(cache, "a", 1000, 10);
	keep(cache, "b", 1000, 20);
	ok(rtk_cache_find(cache, "a", 5) != NULL, "what was kept is found");
	ok(rtk_cache_find(cache, "a", 11) == NULL, "but not what is too old");
	ok(rtk_cache_find(cache, "c", 0) == NULL, "nor what was not kept");
	ok(rtk_cache_find(cache, "a", 0) != NULL, "a is used after b");
	keep(cache, "c", 1000, 30);
	keep(cache, "d", 1000, 40);
	ok(rtk_cache_find(cache, "b", 0) == NULL, "b makes room for d");
	ok(rtk_cache_find(cache, "a", 0) != NULL, "a stays");
	keep(cache, "a", 100, 50);
	ok(rtk_cache_find(cache, "a", 45) != NULL, "a newer one takes its place");
	rtk_entry_add(large, page);
	ok(!rtk_cache_has_room(cache, large), "one that is too large has no room");
	rtk_page_drop(page);
	rtk_entry_free(large);
	is_int((int) rtk_cache_clear(cache), 3, "all are dropped");
	is_int((int) rtk_cache_clear(cache), 0, "once");
	rtk_cache_free(cache);
}

static void
test_many(void)
{
	RtkCache   *cache = rtk_cache_new(1 << 20);
	const RtkEntry *entry;
	RtkPage    *page;
	int			found = 0;
	char		url[20];

	for (int i = 0; i < 1000; i++)
	{
		RtkEntry   *new_entry;

		snprintf(url, sizeof(url), "/%d", i);
		new_entry = rtk_entry_new(strdup(url), i);
		rtk_cache_keep(cache, new_entry);
	}
	for (int i = 0; i < 1000; i++)
	{
		snprintf(url, sizeof(url), "/%d", i);
		entry = rtk_cache_find(cache, url, 0);
		found += entry != NULL && strcmp(entry->url, url) == 0 &&
			entry->asked_at == i;
	}
	is_int(found, 1000, "each of many is found");
	is_int((int) rtk_cache_clear(cache), 1000, "and dropped");

	keep(cache, "used", 100, 0);
	entry = rtk_cache_find(cache, "used", 0);
	page = rtk_page_hold(entry->pages[0]);
	rtk_cache_free(cache);
	is_int(page->refs, 1, "a page that is used stays when the cache goes");
	rtk_page_drop(page);
}

static void
reset(void)
{
	fake_reset();
	memset(&server, 0, sizeof(server));
}

#define PARTICIPANTS(...) \
	{.resource = "sessions_participants", .given = {__VA_ARGS__}}

/* Number of lists of participants below the app, and of their pages. */
#define LISTS 4
#define PAGES (1 + 2 + 2 + 3)

static void
test_lists(void)
{
	Query		q = PARTICIPANTS("app_id=a1");
	Query		ended = PARTICIPANTS("app_id=a1", "session_id=s4");
	Query		live = PARTICIPANTS("app_id=a1", "session_id=s2");
	Result		first;
	Result		r;

	reset();
	q.cache = ended.cache = live.cache = rtk_cache_new(1 << 20);
	run(&ended, &r);
	is_int((int) rtk_cache_clear(q.cache), 0, "a session that is only named");

	reset();
	run(&q, &first);
	is_int(first.nrows, 2 + 4 + 6 + 8, "all rows");
	is_int(fake.nlog, 1 + PAGES, "are asked for");
	is_int((int) first.counters.cache_hits, 0, "the first time");

	reset();
	run(&q, &r);
	is_str(r.rows, first.rows, "the same rows");
	is_int(fake.nlog, 1 + 2, "the sessions and those of the live one");
	is_int((int) r.counters.cache_hits, PAGES - 2, "the others are there");
	is_int((int) r.counters.requests, fake.nlog, "and are no requests");

	reset();
	run(&ended, &r);
	is_int(r.nrows, 8, "a session that is named");
	is_int(fake.nlog, 0, "uses what is there");
	reset();
	run(&live, &r);
	is_int(fake.nlog, 2, "unless it is live");
	is_int((int) rtk_cache_clear(q.cache), LISTS - 1, "entries");
	rtk_cache_free(q.cache);
}

static void
test_details(void)
{
	Query		q = PARTICIPANTS("app_id=a1");
	Query		named = PARTICIPANTS("app_id=a1", "session_id=s3");
	Result		first;
	Result		r;

	q.details = named.details = true;
	for (int i = 0; i < 2; i++)
	{
		reset();
		q.cache = named.cache = rtk_cache_new(1 << 20);
		server.no_statistics = i == 1;
		run(&q, &first);
		reset();
		server.no_statistics = i == 1;
		run(&q, &r);
		is_str(r.statistics, first.statistics, "the same statistics");
		ok(fake.nlog >= 1 + 2 + 4 && fake.nlog <= 1 + 2 + 2 * 4,
		   "only those of the live session are asked for");
		/* Only now it is known what the first method has of each. */
		if (server.no_statistics)
			run(&named, &r);
		reset();
		run(&named, &r);
		is_int(r.nrows, 6, "a session that is named");
		is_int(fake.nlog, 0, "uses what is there");
		rtk_cache_free(q.cache);
	}
}

/* What did not come whole is not kept. */
static void
test_partial(void)
{
	Query		q = PARTICIPANTS("app_id=a1");
	Query		page = PARTICIPANTS("app_id=a1", "page_no=1");
	Result		r;

	reset();
	q.cache = page.cache = rtk_cache_new(1 << 20);
	server.total_delta = 1;
	run(&q, &r);
	is_int((int) r.counters.miscounted, LISTS, "lists that do not add up");
	is_int((int) rtk_cache_clear(q.cache), 0, "are not kept");

	reset();
	server.fail_on = "s3/participants?sort_by=joinedAt&sort_order=ASC&page_no=2";
	run(&q, &r);
	is_int(r.status, RTK_SCAN_FAILED, "a page that fails");
	is_int((int) rtk_cache_clear(q.cache), 1, "leaves what came before it");

	reset();
	run(&page, &r);
	is_int((int) rtk_cache_clear(q.cache), 0, "nor are pages by number");
	reset();
	q.stop_after = 8;
	run(&q, &r);
	is_int((int) rtk_cache_clear(q.cache), 1, "nor a list that was left");
	rtk_cache_free(q.cache);

	reset();
	q.stop_after = 0;
	q.cache = rtk_cache_new(1000);
	run(&q, &r);
	ok(rtk_cache_clear(q.cache) < LISTS - 1, "nor one that has no room");
	rtk_cache_free(q.cache);
}

int
main(void)
{
	test_entries();
	test_many();
	test_lists();
	test_details();
	test_partial();
	reset();
	return done_testing();
}
