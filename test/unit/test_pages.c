/*
 * test_pages.c
 *		The pages of one list that are asked for side by side.
 *
 * A server of sessions that have as many participants as their number says, in
 * pages of 50.  The newest request is answered first, so the pages of a list
 * come in the wrong order.
 */
#include "fake_http.h"
#include "scan_query.h"
#include "tap.h"

#define PER_PAGE 50

/* What the server does otherwise than it should. */
static struct
{
	int			later_size;		/* of a list after its first page, 0: the same */
	int			short_first;	/* rows of a first page, 0: as many as others */
	bool		no_paging;
	int			padding;		/* blanks in each page */
	const char *fail_on;		/* a URL that has this ... */
	int			fail_status;	/* ... gets this status ... */
	int			fail_times;		/* ... that often */
}			server;

static int
number_after(const char *url, const char *name)
{
	return atoi(strstr(url, name) + strlen(name));
}

/* Rows first to last of a session, after a total_count. */
static char *
make_page(int session, int total, int first, int last)
{
	char	   *rows = calloc(1, 100000);
	char	   *at = rows;
	char		paging[64] = "";
	char	   *body;

	for (int i = first; i <= last; i++)
		at += sprintf(at, "%s{\"id\":\"p%d-%d\"}", i > first ? "," : "",
					  session, i);
	if (!server.no_paging)
		snprintf(paging, sizeof(paging), ",\"paging\":{\"total_count\":%d}",
				 total);
	(void) !asprintf(&body, "{\"success\":true,\"data\":{\"participants\":"
					 "[%s]%*s}%s}", rows, server.padding, "", paging);
	free(rows);
	return body;
}

static char *
make_reply(const char *url, int *status)
{
	int			session = number_after(url, "/sessions/s");
	int			page = number_after(url, "page_no=");
	int			size = number_after(url, "per_page=");
	int			total = session;
	int			first;
	int			last;

	if (server.fail_on != NULL && strstr(url, server.fail_on) != NULL &&
		server.fail_times-- > 0)
	{
		*status = server.fail_status;
		return strdup("{\"success\":false}");
	}
	if (size > PER_PAGE)
		size = PER_PAGE;
	if (page > 1 && server.later_size > 0)
		total = server.later_size;
	first = (page - 1) * size + 1;
	last = page * size < total ? page * size : total;
	if (page == 1 && server.short_first > 0)
		last = server.short_first;
	return make_page(session, total, first, last);
}

static void
reset(void)
{
	fake_reset();
	memset(&server, 0, sizeof(server));
}

/* The same rows as one page after the other would give? */
static void
is_in_order(const Result *r, int session, int n)
{
	char		row[40];
	const char *at = r->rows;
	int			seen = 0;

	while (snprintf(row, sizeof(row), "a1/s%d/\"p%d-%d\" ", session, session,
					seen + 1),
		   strncmp(at, row, strlen(row)) == 0)
	{
		at += strlen(row);
		seen++;
	}
	is_int(seen, n, "rows in their order");
	is_int(r->nrows, n, "and no others");
}

/* How often was a page of a session asked for? */
static int
asked(int session, int page)
{
	char		of[20];
	char		with[20];
	int			n = 0;

	snprintf(of, sizeof(of), "/s%d/", session);
	snprintf(with, sizeof(with), "page_no=%d&", page);
	for (int i = 0; i < fake.nlog; i++)
		n += strstr(fake.log[i], of) != NULL &&
			strstr(fake.log[i], with) != NULL;
	return n;
}

#define SESSION(n) {.resource = "sessions_participants", \
	.given = {"app_id=a1", "session_id=" n}}

static void
test_side_by_side(void)
{
	Query		q = SESSION("s450");
	Query		two = SESSION("s160,s250");
	Query		exact = SESSION("s200");
	Result		r;

	reset();
	run(&q, &r);
	is_in_order(&r, 450, 450);
	is_int(fake.nlog, 9, "each page once");
	is_int(fake.most_running, 4, "as many at once as allowed");
	ok(strstr(fake.log[0], "page_no=1&") != NULL, "the first one first");
	is_int((int) (r.counters.reread + r.counters.miscounted), 0,
		   "and the list is whole");

	reset();
	run(&two, &r);
	is_int(r.nrows, 160 + 250, "two lists");
	ok(strstr(r.rows, "\"p160-160\" a1/s250/\"p250-1\" ") != NULL,
	   "one after the other");
	is_int(fake.nlog, 4 + 5, "each page once");

	reset();
	run(&exact, &r);
	is_int(fake.nlog, 4, "none past an end that is that of a page");
}

static void
test_unknown_number(void)
{
	Query		q = SESSION("s450");
	Result		r;

	reset();
	server.no_paging = true;
	run(&q, &r);
	is_in_order(&r, 450, 450);
	is_int(fake.nlog, 10, "without a count an empty page is the end");
	is_int(fake.most_running, 1, "and pages come one after the other");

	reset();
	server.short_first = 30;
	run(&q, &r);
	is_int(r.nrows, 430, "a first page that is short");
	is_int(asked(450, 9), 2, "is no end, and the list is read again");
	is_int((int) r.counters.miscounted, 1, "since it does not add up");
}

static void
test_changing_total(void)
{
	Query		q = SESSION("s450");
	Query		grows = SESSION("s100");
	Result		r;

	reset();
	server.later_size = 120;
	run(&q, &r);
	is_int(r.status, RTK_SCAN_END, "a list that shrinks has an end");
	is_in_order(&r, 450, 120);
	is_int((int) r.counters.reread, 1,
		   "and is read again, as a row may have moved to a page before");
	is_int((int) r.counters.miscounted, 0, "until it adds up");

	reset();
	server.later_size = 120;
	server.fail_on = "page_no=4";
	server.fail_status = 400;
	server.fail_times = 1;
	run(&q, &r);
	is_int(r.status, RTK_SCAN_END, "what a page behind it comes to is nothing");
	is_int(r.nrows, 120, "nor does it cost a row");

	reset();
	server.later_size = 220;
	run(&grows, &r);
	is_in_order(&r, 100, 220);
	is_int(fake.nlog, 5, "a list that grows has more pages");
}

static void
test_failures(void)
{
	Query		q = SESSION("s450");
	Result		r;

	reset();
	server.fail_on = "page_no=5";
	server.fail_status = 400;
	server.fail_times = 99;
	run(&q, &r);
	is_int(r.failure.kind, RTK_FAIL_REFUSED, "a page that fails");
	is_in_order(&r, 450, 200);
	is_int(asked(450, 9), 0, "nothing is started behind it");

	reset();
	server.fail_on = "page_no=3";
	server.fail_status = 404;
	server.fail_times = 99;
	run(&q, &r);
	is_int(r.failure.kind, RTK_FAIL_REPLY, "404 in the middle of a list");
	is_in_order(&r, 450, 100);

	reset();
	server.fail_on = "page_no=3";
	server.fail_status = 429;
	server.fail_times = 2;
	run(&q, &r);
	is_in_order(&r, 450, 450);
	is_int((int) r.counters.retries, 2, "a page is asked for again by itself");
	is_int(fake.nlog, 11, "and the others are not");

	reset();
	server.fail_on = "page_no=3";
	server.fail_status = 503;
	server.fail_times = 99;
	q.max_requests = 4;
	run(&q, &r);
	is_int(r.failure.kind, RTK_FAIL_TOO_MANY, "max_requests");
	is_in_order(&r, 450, 100);
	is_int(fake.nlog, 4, "are all that is sent");
}

static void
test_row_goal(void)
{
	Query		q = SESSION("s450");
	Result		r;

	reset();
	q.row_goal = q.stop_after = 120;
	run(&q, &r);
	is_in_order(&r, 450, 120);
	is_int(fake.nlog, 3, "no page that the goal cannot need");
	is_int(fake.most_running, 2, "but these side by side");

	reset();
	q.row_goal = q.stop_after = 40;
	run(&q, &r);
	is_int(fake.nlog, 1, "one page is enough");

	reset();
	q.row_goal = 1000;
	q.stop_after = 0;
	run(&q, &r);
	is_in_order(&r, 450, 450);
	is_int(fake.nlog, 9, "a goal beyond the end asks for none past it");
}

/* The second page comes last: those behind it wait as far as they are small. */
static void
test_memory(void)
{
	Query		q = SESSION("s1500");
	Result		r;

	reset();
	q.stop_after = 51;
	run(&q, &r);
	is_int(fake.nlog, 1 + 16, "four times as many pages as at once");
	is_int(fake.most_running, 4, "which are not more at once");
	reset();
	server.padding = 5 << 20;
	run(&q, &r);
	is_int(fake.nlog, 1 + 4, "fewer where they are large");
	is_int(fake.most_running, 3, "with the one that is read as many as at once");
}

int
main(void)
{
	test_side_by_side();
	test_unknown_number();
	test_changing_total();
	test_failures();
	test_row_goal();
	test_memory();
	reset();
	return done_testing();
}
