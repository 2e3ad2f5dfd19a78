/*
 * test_scan.c
 *		The chain engine over replies that the test makes itself.
 *
 * A server of 2 apps with 20 sessions each; test_replies.c has odd replies.
 */
#include "fake_http.h"
#include "scan_query.h"
#include "tap.h"

/* What the server does otherwise than it should. */
static struct
{
	int			cap;			/* server's largest page, 0: none */
	int			total_delta;	/* added to total_count */
	bool		no_paging;
	bool		same_page;		/* page_no is ignored */
	bool		overlap;		/* page 2 repeats a row of page 1 */
	bool		no_statistics;	/* details carry none */
	int			padding;		/* blanks in each list */
	const char *fail_on;		/* a URL that has this ... */
	int			fail_status;	/* ... gets this status ... */
	int			fail_times;		/* ... that often */
}			server;

static int
number_after(const char *url, const char *name, int otherwise)
{
	const char *at = strstr(url, name);

	return at != NULL ? atoi(at + strlen(name)) : otherwise;
}

/* One row of the list that a URL names. */
static char *
make_row(const char *url, int i)
{
	char	   *row;

	if (strstr(url, "/apps") != NULL)
		(void) !asprintf(&row, "{\"id\":\"a%d\"}", i);
	else if (strstr(url, "/participants") != NULL)
		(void) !asprintf(&row, "{\"id\":\"p%d-%d\",\"duration\":%d}",
						 number_after(url, "sessions/s", 0), i, i);
	else
		(void) !asprintf(&row, "{\"id\":\"s%d\"}", i);
	return row;
}

/* How many rows the list has: 2 apps, 20 sessions, session n has n % 4. */
static int
list_size(const char *url)
{
	if (strstr(url, "/apps") != NULL)
		return 2;
	if (strstr(url, "/participants") != NULL)
	{
		int			session = number_after(url, "sessions/s", 0);

		return session >= 100 ? session : session % 4;
	}
	return 20;
}

/* The envelope around rows; frees them. */
static char *
wrap_list(const char *member, char *rows, int n)
{
	char		paging[64] = "";
	char	   *body;

	if (!server.no_paging)
		snprintf(paging, sizeof(paging), ",\"paging\":{\"total_count\":%d}",
				 n + server.total_delta);
	if (member == NULL)
		(void) !asprintf(&body, "{\"success\":true,\"data\":[%s]%s}", rows,
						 paging);
	else
		(void) !asprintf(&body, "{\"success\":true,\"data\":{\"%s\":[%s]%*s}%s}",
						 member, rows, server.padding, "", paging);
	free(rows);
	return body;
}

static char *
make_list(const char *url)
{
	const char *member = strstr(url, "/apps") != NULL ? NULL :
		strstr(url, "/participants") != NULL ? "participants" : "sessions";
	int			page = server.same_page ? 1 : number_after(url, "page_no=", 1);
	int			size = number_after(url, "per_page=", 25);
	int			n = list_size(url);
	char	   *body = strdup("");
	int			first;

	if (server.cap > 0 && size > server.cap)
		size = server.cap;
	first = (page - 1) * size + 1 - (server.overlap && page == 2);
	for (int i = first; i <= n && i <= page * size; i++)
	{
		char	   *row = make_row(url, i);
		char	   *longer;

		(void) !asprintf(&longer, "%s%s%s", body, i > first ? "," : "", row);
		free(row);
		free(body);
		body = longer;
	}
	return wrap_list(member, body, n);
}

/* A participant by its id; the report always has statistics. */
static char *
make_single(const char *url)
{
	const char *id = strrchr(url, '/') + 1;
	bool		report = strstr(url, "peer-report") != NULL;
	char	   *body;

	(void) !asprintf(&body, "{\"success\":true,\"data\":{\"participant\":"
					 "{\"id\":\"%.*s\"%s}}}", (int) strcspn(id, "?"), id,
					 report ? ",\"peer_report\":{\"of\":1}" :
					 server.no_statistics ? "" : ",\"peer_stats\":{\"of\":2}");
	return body;
}

/* A list, one object, or what is made to fail. */
static char *
make_reply(const char *url, int *status)
{
	if (server.fail_on != NULL && strstr(url, server.fail_on) != NULL &&
		server.fail_times-- > 0)
	{
		*status = server.fail_status;
		return strdup("{\"success\":false,\"error\":{\"code\":1,"
					  "\"message\":\"made to fail\"}}");
	}
	if (strstr(url, "/participants/") != NULL ||
		strstr(url, "peer-report") != NULL)
		return make_single(url);
	return make_list(url);
}

static void
reset(void)
{
	fake_reset();
	memset(&server, 0, sizeof(server));
}

#define PARTICIPANTS(...) \
	.resource = "sessions_participants", .given = {__VA_ARGS__}

#define KIT "/accounts/acc/realtime/kit/"

static void
test_keyed(void)
{
	Query		q = {PARTICIPANTS("app_id=a1", "session_id=s3")};
	Result		r;

	reset();
	run(&q, &r);
	is_str(r.rows, "a1/s3/\"p3-1\" a1/s3/\"p3-2\" a1/s3/\"p3-3\" ", "rows");
	is_int(fake.nlog, 1, "one request");
	is_str(fake.log[0], KIT "a1/sessions/s3/participants?sort_by=joinedAt"
		   "&sort_order=ASC&page_no=1&per_page=200", "its URL");
}

static void
test_keys(void)
{
	Query		q = {PARTICIPANTS("app_id=a1", "session_id=s6,s5,s1")};
	Result		r;

	reset();
	run(&q, &r);
	is_str(r.rows, "a1/s6/\"p6-1\" a1/s6/\"p6-2\" a1/s5/\"p5-1\" "
		   "a1/s1/\"p1-1\" ", "rows in the order of the keys");
	is_int(fake.nlog, 3, "one request a key");
	is_int(fake.most_running, 3, "all at once");
}

static void
test_enumeration(void)
{
	Query		q = {PARTICIPANTS(NULL)};
	Result		r;

	reset();
	run(&q, &r);
	is_int(r.nrows, 2 * 5 * (1 + 2 + 3), "all participants of all apps");
	is_int(fake.nlog, 1 + 2 + 40, "apps, sessions of two, 40 lists");
	is_int(fake.most_running, 4, "as many at once as allowed");
	ok(strncmp(r.rows,
			   "a1/s1/\"p1-1\" a1/s2/\"p2-1\" a1/s2/\"p2-2\" ", 39) == 0,
	   "in the order of the sequential walk");
	ok(strstr(r.rows, "a1/s19/\"p19-3\" a2/s1/\"p1-1\" ") != NULL,
	   "the second app after the first");
}

/* The newest request is answered first: the first key's reply comes last. */
static void
test_late_reply(void)
{
	Query		q = {PARTICIPANTS("app_id=a1", "session_id=s1,s2,s3,s4,s5,s6,s7"
								  ",s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18"),
		.stop_after = 1
	};
	Result		r;

	reset();
	run(&q, &r);
	is_str(r.rows, "a1/s1/\"p1-1\" ", "the row of the late reply is first");
	is_int(fake.nlog, 16, "meanwhile four times as many keys as at once");
	is_int(fake.most_running, 4, "which are not more at once");
	reset();
	server.padding = 3 << 20;
	run(&q, &r);
	is_int(fake.nlog, 5, "fewer where they are large");
}

static void
test_row_goal(void)
{
	Query		q = {PARTICIPANTS("app_id=a1"), .row_goal = 1,
		.stop_after = 1
	};
	Result		r;

	reset();
	run(&q, &r);
	is_str(r.rows, "a1/s1/\"p1-1\" ", "the first row");
	is_int(fake.nlog, 2, "sessions and one list");
	ok(strstr(fake.log[1], "per_page=1") != NULL, "a page of one row");
	is_int(fake.most_running, 1, "nothing ahead of need");
}

static void
test_paging(void)
{
	Query		q = {PARTICIPANTS("app_id=a1", "session_id=s450")};
	Result		r;

	reset();
	run(&q, &r);
	is_int(r.nrows, 450, "three pages");
	is_int(fake.nlog, 3, "total_count ends them");

	reset();
	server.cap = 100;
	run(&q, &r);
	is_int(r.nrows, 450, "a server that caps per_page loses no row");
	is_int(fake.nlog, 5, "five smaller pages");

	reset();
	server.no_paging = true;
	run(&q, &r);
	is_int(r.nrows, 450, "without paging object");
	is_int(fake.nlog, 4, "an empty page ends them");

	reset();
	server.same_page = true;
	run(&q, &r);
	is_int(r.status, RTK_SCAN_FAILED, "a repeated page is an error");
	is_str(r.failure.summary, "paging does not advance", "its message");
	is_int(r.nrows, 200, "after the rows before it");
}

static void
test_counts(void)
{
	Query		q = {PARTICIPANTS("app_id=a1", "session_id=s450")};
	Result		r;

	reset();
	server.overlap = true;
	run(&q, &r);
	is_int(r.nrows, 450, "an overlap gives no row twice");
	is_int((int) r.counters.duplicates, 1, "and is counted");

	reset();
	server.total_delta = 5;
	run(&q, &r);
	is_int(r.nrows, 450, "a wrong total_count loses nothing");
	is_int((int) r.counters.reread, 1, "the list is read twice");
	is_int((int) r.counters.miscounted, 1, "then it is told");
	is_int((int) r.counters.miscounted_total, 455, "with its total_count");
}

static void
test_details(void)
{
	Query		q = {PARTICIPANTS("app_id=a1", "session_id=s7"),
		.details = true
	};
	Query		one = {PARTICIPANTS("app_id=a1", "session_id=s7",
									"participant_id=p7-2"),
	.details = true};
	Result		r;

	reset();
	run(&q, &r);
	is_str(r.statistics, "2 2 2 ", "statistics of each participant");
	is_int(fake.nlog, 4, "the list and one request each");

	reset();
	server.no_statistics = true;
	run(&q, &r);
	is_str(r.statistics, "1 1 1 ", "from the report where details have none");
	ok(fake.nlog >= 5 && fake.nlog <= 7, "which is found out once");

	reset();
	q.from = RTK_DETAILS_REPORT;
	run(&q, &r);
	is_str(r.statistics, "1 1 1 ", "from the report at once");
	is_int(fake.nlog, 4, "without details");

	reset();
	run(&one, &r);
	is_str(r.statistics, "2 ", "the single method carries them itself");
	is_int(fake.nlog, 1, "in one request");
}

static void
test_failures(void)
{
	Query		q = {PARTICIPANTS("app_id=a1")};
	Query		key = {PARTICIPANTS("app_id=a1", "session_id=s7")};
	Query		long_list = key;
	Result		r;

	reset();
	server.fail_on = "/s2/";
	server.fail_status = 404;
	server.fail_times = 99;
	run(&q, &r);
	is_int(r.status, RTK_SCAN_END, "a vanished parent is skipped");
	is_int((int) r.counters.missing, 1, "and counted");

	reset();
	server.fail_on = "/s7/";
	server.fail_status = 404;
	server.fail_times = 99;
	run(&key, &r);
	is_int(r.status, RTK_SCAN_END, "404 of the query's own id");
	is_int(r.nrows, 0, "is no row");

	reset();
	server.fail_on = "/s3/";
	server.fail_status = 401;
	server.fail_times = 99;
	run(&q, &r);
	is_int(r.failure.kind, RTK_FAIL_UNAUTHENTICATED, "401 ends the scan");
	is_str(r.rows, "a1/s1/\"p1-1\" a1/s2/\"p2-1\" a1/s2/\"p2-2\" ",
		   "after the rows before it");
	is_str(r.failure.api_message, "1: made to fail", "the API's words");
	is_str(r.failure.path, KIT "a1/sessions/s3/participants", "the path");

	reset();
	server.fail_on = "/s7/";
	server.fail_status = 429;
	server.fail_times = 2;
	run(&key, &r);
	is_int(r.nrows, 3, "a 429 is waited for");
	is_int((int) r.counters.retries, 2, "twice");

	reset();
	server.fail_on = "/s7/";
	server.fail_status = 429;
	server.fail_times = 99;
	run(&key, &r);
	is_int(r.failure.kind, RTK_FAIL_RATE_LIMITED, "but not for ever");
	is_int(r.failure.attempt, 3, "three attempts");

	/* a list does not vanish between its pages */
	reset();
	long_list.given[1] = "session_id=s450";
	server.fail_on = "page_no=2";
	server.fail_status = 404;
	server.fail_times = 99;
	run(&long_list, &r);
	is_int(r.failure.kind, RTK_FAIL_REPLY, "404 in the middle of a list");

	/* a list whose second page fails while rows of its first are unread */
	reset();
	q.details = true;
	server.cap = 10;
	server.fail_on = "sessions?page_no=2";
	server.fail_status = 400;
	server.fail_times = 99;
	run(&q, &r);
	is_int(r.failure.kind, RTK_FAIL_REFUSED, "a failing page of an upper list");
	is_int(r.nrows, 15, "after all the rows before it");
	q.details = false;

	reset();
	q.max_requests = 10;
	run(&q, &r);
	is_int(r.failure.kind, RTK_FAIL_TOO_MANY, "max_requests is an error");
	is_int(fake.nlog, 10, "and no more are sent");
}

int
main(void)
{
	test_keyed();
	test_keys();
	test_enumeration();
	test_late_reply();
	test_row_goal();
	test_paging();
	test_counts();
	test_details();
	test_failures();
	reset();
	return done_testing();
}
