/*
 * test_window.c
 *		Rows that are skipped, and rows that are only counted.
 *
 * A server of 2 apps with the sessions s1, s2, … of each.
 */
#include "fake_http.h"
#include "scan_query.h"
#include "tap.h"

/* What the server has, and does otherwise than it should. */
static struct
{
	int			rows;			/* sessions of each app */
	int			cap;			/* server's largest page, 0: none */
	bool		no_paging;
	bool		no_start;		/* paging has total_count alone */
	bool		same_page;		/* page_no is ignored */
	int			total_delta;
	int			refuses;		/* status of pages behind the tenth, 0: 200 */
	bool		refuses_by_text;	/* likewise, with status 200 */
}			server;

static void
reset(void)
{
	fake_reset();
	memset(&server, 0, sizeof(server));
	server.rows = 450;
}

static int
number_after(const char *url, const char *name)
{
	return atoi(strstr(url, name) + strlen(name));
}

/* Append to a text of that size. */
static void
append(char *text, size_t size, const char *format,...)
{
	size_t		used = strlen(text);
	va_list		args;

	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

/* One page of rows "a1", or "s1". */
static char *
make_page(char letter, int rows, int page, int size)
{
	size_t		room = 20000;
	char	   *body = calloc(1, room);
	int			start = (page - 1) * size;

	append(body, room, "{\"success\":true,\"data\":[");
	for (int i = start; i < rows && i < start + size; i++)
		append(body, room, "%s{\"id\":\"%c%d\"}", i > start ? "," : "", letter,
			   i + 1);
	append(body, room, "]");
	if (!server.no_paging)
		append(body, room, ",\"paging\":{\"total_count\":%d",
			   rows + server.total_delta);
	if (!server.no_paging && !server.no_start)
		append(body, room, ",\"start_offset\":%d", start < rows ? start + 1 : 0);
	append(body, room, server.no_paging ? "}" : "}}");
	return body;
}

static char *
make_reply(const char *url, int *status)
{
	int			page = number_after(url, "page_no=");
	int			size = number_after(url, "per_page=");

	if (strstr(url, "/apps") != NULL)
		return make_page('a', 2, page, size);
	if (page > 10 && server.refuses_by_text)
		return strdup("{\"success\":false}");
	if (page > 10 && server.refuses != 0)
		*status = server.refuses;
	if (server.same_page)
		page = 1;
	if (server.cap > 0 && size > server.cap)
		size = server.cap;
	return make_page('s', server.rows, page, size);
}

#define SESSIONS(...) .resource = "sessions", .given = {__VA_ARGS__}

/* Rows 251 to 253, however the server pages. */
static void
check_rows(const Query *q, int requests, const char *what)
{
	Result		r;

	fake_reset();
	run(q, &r);
	is_str(r.rows, "a1//\"s251\" a1//\"s252\" a1//\"s253\" ", "%s", what);
	is_int(fake.nlog, requests, "%s: requests", what);
}

static void
test_window(void)
{
	Query		q = {SESSIONS("app_id=a1"), .row_goal = 253, .skip = 250,
		.stop_after = 3
	};

	reset();
	check_rows(&q, 1, "the page that has them");
	ok(strstr(fake.log[0], "page_no=51&per_page=5") != NULL,
	   "it is the smallest that has all");
	server.cap = 100;
	check_rows(&q, 1, "a bound that is not reached");
	server.cap = 3;
	check_rows(&q, 1 + 85, "smaller pages than asked for");
	server.cap = 0;
	server.no_start = true;
	check_rows(&q, 1 + 3, "no word of where the page begins");
	server.no_paging = true;
	check_rows(&q, 1 + 3, "no paging at all");
	reset();
	server.refuses = 400;
	check_rows(&q, 1 + 3, "a page that is refused");
	server.refuses = 404;
	check_rows(&q, 1 + 3, "a page that is not found");
	server.refuses = 0;
	server.refuses_by_text = true;
	check_rows(&q, 1 + 3, "a page that is refused with status 200");
}

static void
test_end(void)
{
	Query		q = {SESSIONS("app_id=a1"), .row_goal = 455, .skip = 450};
	Result		r;

	reset();
	run(&q, &r);
	is_int(r.nrows, 0, "no row behind the last");
	is_int(fake.nlog, 1, "which one request proves");
	is_int((int) r.counters.miscounted, 0, "all are accounted for");

	reset();
	server.same_page = true;
	run(&q, &r);
	is_str(r.failure.summary, "paging does not advance",
		   "pages that are all the same are none of a list");
	is_int(r.nrows, 0, "and give no row");

	q.skip = 449;
	reset();
	server.total_delta = 2;
	run(&q, &r);
	is_str(r.rows, "a1//\"s450\" ", "a list that ends before its total_count");
	is_int((int) r.counters.miscounted, 1, "is told");
	is_int((int) r.counters.reread, 0, "not read again: new rows look like old");
}

/* Nothing is asked for again where the page is not what is wrong. */
static void
test_failure(void)
{
	static const struct
	{
		int			status;
		RtkFailureKind kind;
		int			requests;
	}			cases[] = {
		{401, RTK_FAIL_UNAUTHENTICATED, 1},
		{403, RTK_FAIL_FORBIDDEN, 1},
		{429, RTK_FAIL_RATE_LIMITED, 3},
	};
	Query		q = {SESSIONS("app_id=a1"), .row_goal = 253, .skip = 250};
	Result		r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		reset();
		server.refuses = cases[i].status;
		run(&q, &r);
		is_int(r.failure.kind, cases[i].kind, "HTTP %d", cases[i].status);
		is_int(fake.nlog, cases[i].requests, "HTTP %d: requests",
			   cases[i].status);
	}
}

static void
test_skip(void)
{
	Query		q = {SESSIONS(NULL), .row_goal = 5, .skip = 3};
	Result		r;

	reset();
	server.rows = 2;
	q.stop_after = 1;
	run(&q, &r);
	is_str(r.rows, "a2//\"s2\" ", "rows of several lists are passed over");
	is_int((int) r.counters.skipped, 3, "and counted");
	is_int(fake.nlog, 3, "apps, and both lists");

	reset();
	server.rows = 2;
	q.ordered = true;
	run(&q, &r);
	is_str(r.rows, "a1//\"s1\" ", "what has an order is shown");
	is_int((int) r.counters.skipped, 0, "and not passed over");
}

static void
test_totals(void)
{
	Query		q = {SESSIONS(NULL), .totals = true};
	Result		r;

	reset();
	run(&q, &r);
	is_int((int) r.counters.counted, 900, "total_count stands for rows");
	is_int(r.nrows, 0, "none of which is given");
	is_int(fake.nlog, 1 + 2, "one request for each list");

	reset();
	server.rows = 7;
	server.total_delta = 0;
	run(&q, &r);
	is_int(r.nrows, 14, "rows of a single page are counted themselves");
	is_int((int) r.counters.counted, 0, "in place of total_count");

	reset();
	server.no_paging = true;
	run(&q, &r);
	is_int(r.nrows, 900, "so are all where there is none");
}

int
main(void)
{
	test_window();
	test_end();
	test_failure();
	test_skip();
	test_totals();
	reset();
	return done_testing();
}
