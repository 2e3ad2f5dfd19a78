/*
 * test_replies.c
 *		Odd replies: one object in place of a list, none at all, lists without
 *		a count; and levels that give a parameter of another name.
 *
 * Resources are those of the table.  Each test writes its replies down.
 */
#include "fake_http.h"
#include "scan_query.h"
#include "tap.h"

#define KIT "/accounts/acc/realtime/kit/"
#define DATA(data) "{\"success\":true,\"data\":" data "}"
#define PAGING(n) "\"paging\":{\"total_count\":" #n "}"
#define NO_SUCH "{\"success\":false,\"errors\":[{\"code\":10," \
	"\"message\":\"no such object\"}]}"

/* The first line whose text is in the URL is the reply. */
typedef struct Line
{
	const char *in_url;
	int			status;
	const char *body;
} Line;

static const Line *script;

static char *
make_reply(const char *url, int *status)
{
	for (const Line *line = script; line->in_url != NULL; line++)
		if (strstr(url, line->in_url) != NULL)
		{
			*status = line->status;
			return strdup(line->body);
		}
	printf("# nothing answers %s\n", url);
	*status = 400;
	return strdup("{}");
}

static void
run_script(const Line *lines, const Query *q, Result *r)
{
	script = lines;
	fake_reset();
	run(q, r);
}

/* One reply to a query of one request: how it ends, and its rows. */
static void
is_reply(const Query *q, int status, const char *body, RtkScanStatus end,
		 const char *rows, const char *name)
{
	Line		lines[] = {{"", status, body}, {NULL}};
	Result		r;

	run_script(lines, q, &r);
	is_int(r.status, end, "%s: how it ends", name);
	is_str(r.rows, rows, "%s: rows", name);
	is_int(fake.nlog, 1, "%s: requests", name);
	is_int((int) (r.counters.missing + r.counters.reread +
				  r.counters.miscounted), 0, "%s: nothing to tell", name);
	if (end == RTK_SCAN_FAILED)
		is_int(r.failure.kind, RTK_FAIL_REPLY, "%s: its kind", name);
}

#define SESSION_OF_S1 {.resource = "livestream_sessions", \
	.given = {"app_id=a1", "session_id=s1"}}
#define ONE_ROW "a1/s1/\"x\" "

static void
test_lone(void)
{
	Query		q = SESSION_OF_S1;
	Query		page = {.resource = "livestream_sessions",
	.given = {"app_id=a1", "session_id=s1", "page_no=1"}};
	static const Line more[] = {
		{"", 200, DATA("{\"id\":\"x\"," PAGING(2) "}")}, {NULL}
	};
	Result		r;

	is_reply(&q, 200, DATA("{\"id\":\"x\"}"), RTK_SCAN_END, ONE_ROW,
			 "one object without a count");
	is_reply(&q, 200, DATA("{\"id\":\"x\"," PAGING(1) "}"), RTK_SCAN_END,
			 ONE_ROW, "one object, total 1");
	is_reply(&q, 200, "{\"success\":true," PAGING(1)
			 ",\"data\":{\"id\":\"x\"}}", RTK_SCAN_END, ONE_ROW,
			 "one object, total 1 beside it");
	is_reply(&q, 200, DATA("{\"data\":{\"id\":\"x\"}," PAGING(1) "}"),
			 RTK_SCAN_END, ONE_ROW, "one object at the list's own place");
	is_reply(&q, 200, DATA("{" PAGING(0) "}"), RTK_SCAN_END, "",
			 "no object, total 0");
	is_reply(&q, 200, DATA("{\"id\":null," PAGING(0) "}"), RTK_SCAN_END, "",
			 "an object without id, total 0");
	is_reply(&q, 200, DATA("{\"data\":[]," PAGING(0) "}"), RTK_SCAN_END, "",
			 "an empty list, total 0");
	is_reply(&q, 200, DATA("{\"name\":\"x\"," PAGING(1) "}"),
			 RTK_SCAN_FAILED, "", "an object without id, total 1");
	is_reply(&q, 200, DATA("{\"name\":\"x\"}"), RTK_SCAN_FAILED, "",
			 "an object without id or count");
	is_reply(&q, 200, DATA("null"), RTK_SCAN_FAILED, "", "null for a list");

	run_script(more, &q, &r);
	is_int(r.status, RTK_SCAN_FAILED, "one object, total 2");
	is_int(r.failure.kind, RTK_FAIL_REPLY, "its kind");
	ok(strstr(r.failure.summary, "one object, not a list") != NULL,
	   "its message: %s", r.failure.summary);
	is_int(r.nrows, 0, "no row of it");
	is_reply(&page, 200, more[0].body, RTK_SCAN_END, ONE_ROW,
			 "one object as the page that was asked for");
}

/* The same of lists that are not paged, and of places below data. */
static void
test_lone_unpaged(void)
{
	Query		webhooks = {.resource = "webhooks", .given = {"app_id=a1"}};
	Query		sessions = {.resource = "livestreams_sessions",
	.given = {"app_id=a1", "livestream_id=l1"}, .upper = "livestream_id"};
	Query		active = {.resource = "livestreams_active_livestream_session",
		.given = {"app_id=a1", "livestream_id=l1"},
	.upper = "livestream_id", .wanted = "session.id"};

	is_reply(&webhooks, 200, DATA("[{\"id\":\"w1\"},{\"id\":\"w2\"}]"),
			 RTK_SCAN_END, "a1//\"w1\" a1//\"w2\" ", "webhooks as a list");
	is_reply(&webhooks, 200, DATA("{\"id\":\"w1\"}"), RTK_SCAN_END,
			 "a1//\"w1\" ", "a lone webhook");
	is_reply(&webhooks, 200, DATA("{\"name\":\"w1\"}"), RTK_SCAN_FAILED, "",
			 "no webhook");
	is_reply(&sessions, 200, DATA("{\"session\":{\"id\":\"x\"}," PAGING(1) "}"),
			 RTK_SCAN_END, "a1/l1/\"x\" ", "a lone session of a livestream");
	is_reply(&sessions, 200, DATA("{\"livestream\":{\"id\":\"l1\"}}"),
			 RTK_SCAN_END, "", "a livestream without sessions");
	is_reply(&active, 200, DATA("{\"session\":{\"id\":\"x\"},"
								"\"livestream\":{\"id\":\"l1\"}}"),
			 RTK_SCAN_END, "a1/l1/\"x\" ", "an active session");
	is_reply(&active, 200, DATA("{\"livestream\":{\"id\":\"l1\"}}"),
			 RTK_SCAN_END, "", "none without the member that proves it");
	is_reply(&active, 200, DATA("{\"session\":null,\"livestream\":null}"),
			 RTK_SCAN_END, "", "nor with null there");
}

#define MEETINGS {"/meetings?", 200, \
	"{\"success\":true,\"data\":[{\"id\":\"m1\"},{\"id\":\"m2\"}," \
	"{\"id\":\"m3\"}]," PAGING(3) "}"}

static void
test_missing_ok(void)
{
	static const Line lines[] = {
		MEETINGS,
		{"/m2/active-session", 404, NO_SUCH},
		{"/active-session", 200, DATA("{\"session\":{\"id\":\"s\"}}")},
		{NULL}
	};
	static const Line no_route[] = {
		{"", 404, "{\"success\":false,\"errors\":[{\"code\":7003,"
		"\"message\":\"could not route\"}]}"}, {NULL}
	};
	static const Line no_meetings[] = {{"", 404, NO_SUCH}, {NULL}};
	static const Line cut[] = {
		{"page_no=1", 200, DATA("{\"livestreams\":[{\"id\":\"l1\"}]}")},
		{"page_no=2", 404, NO_SUCH}, {NULL}
	};
	Query		all = {.resource = "active_session", .given = {"app_id=a1"},
	.upper = "meeting_id"};
	Query		one = {.resource = "active_session",
		.given = {"app_id=a1", "meeting_id=m2"}, .upper = "meeting_id"
	};
	Query		livestream = {.resource = "livestream",
	.given = {"app_id=a1", "meeting_id=m1"}, .upper = "meeting_id"};
	Result		r;

	run_script(lines, &all, &r);
	is_int(r.status, RTK_SCAN_END, "404 where there may be no row");
	is_str(r.rows, "a1/m1/\"s\" a1/m3/\"s\" ", "is no row, the others are");
	is_int((int) r.counters.missing, 0, "and nothing is missing");
	run_script(lines, &one, &r);
	is_int(r.status, RTK_SCAN_END, "404 of the query's own id");
	is_int(r.nrows, 0, "is no row");

	run_script(no_route, &one, &r);
	is_int(r.status, RTK_SCAN_FAILED, "404 of a wrong account");
	is_int(r.failure.kind, RTK_FAIL_NOT_FOUND, "is an error");
	run_script(no_meetings, &all, &r);
	is_int(r.failure.kind, RTK_FAIL_NOT_FOUND, "404 of the list of parents");

	run_script(cut, &livestream, &r);
	is_int(r.status, RTK_SCAN_FAILED, "404 of a second page");
	is_int(r.failure.kind, RTK_FAIL_REPLY, "is an error, too");
	is_str(r.rows, "a1/m1/\"l1\" ", "after the rows before it");
}

static void
test_around(void)
{
	Query		days = {.resource = "analytics_sessions",
	.given = {"app_id=a1"}, .wanted = "day"};
	Query		chat = {.resource = "sessions_chat",
		.given = {"app_id=a1", "session_id=s1"},
	.wanted = "chat_download_url|chatDownloadUrl"};
	Query		presets = {.resource = "presets", .given = {"app_id=a1"}};

	is_reply(&days, 200, DATA("{\"session_stats\":{\"day_stats\":"
							  "[{\"day\":1},{\"day\":2}]}}"), RTK_SCAN_END,
			 "a1//1 a1//2 ", "days");
	is_reply(&days, 200, DATA("{\"session_stats\":{\"day_stats\":[]}}"),
			 RTK_SCAN_END, "", "no days");
	is_reply(&days, 200, DATA("{\"session_stats\":{\"sessions_count\":0}}"),
			 RTK_SCAN_END, "", "days left out");
	is_reply(&days, 200, DATA("{}"), RTK_SCAN_END, "",
			 "and what is around them");
	is_reply(&days, 200, "{\"success\":true}", RTK_SCAN_FAILED, "", "no data");
	is_reply(&days, 200, DATA("null"), RTK_SCAN_FAILED, "", "data null");
	is_reply(&days, 200, DATA("[]"), RTK_SCAN_FAILED, "", "data a list");
	is_reply(&chat, 200, DATA("{\"chatDownloadUrl\":\"u\"}"), RTK_SCAN_END,
			 "a1/s1/\"u\" ", "a chat by another name");
	is_reply(&chat, 200, DATA("{\"chat_download_url\":null}"), RTK_SCAN_END,
			 "", "no chat");
	is_reply(&chat, 404, NO_SUCH, RTK_SCAN_END, "", "nor where it is gone");
	is_reply(&chat, 200, DATA("{\"url\":\"x\"}"), RTK_SCAN_FAILED, "",
			 "something else");
	is_reply(&days, 200, DATA("{\"sessions_stats\":{\"day_stats\":[]}}"),
			 RTK_SCAN_FAILED, "", "days by another name");
	is_reply(&days, 200, DATA("{\"session_stats\":{\"day_stats\":{}}}"),
			 RTK_SCAN_END, "", "an object that is no day");
	is_reply(&presets, 200, DATA("{}"), RTK_SCAN_FAILED, "",
			 "a list that may not be absent");
}

/* Elsewhere the API calls it "result". */
static void
test_result(void)
{
	Query		active = {.resource = "active_session",
	.given = {"app_id=a1", "meeting_id=m1"}};
	Query		streams = {.resource = "livestreams", .given = {"app_id=a1"}};

	is_reply(&active, 200, "{\"success\":true,\"result\":{\"session\":"
			 "{\"id\":\"s1\"}}}", RTK_SCAN_END, "a1//\"s1\" ", "result");
	is_reply(&active, 200, "{\"result\":null,\"success\":true,\"data\":"
			 "{\"id\":\"s1\"}}", RTK_SCAN_END, "a1//\"s1\" ",
			 "result null before data");
	is_reply(&active, 200, "{\"result\":{\"id\":\"s2\"},\"success\":true,"
			 "\"data\":{\"id\":\"s1\"}}", RTK_SCAN_END, "a1//\"s1\" ",
			 "data counts, not result before it");
	is_reply(&active, 200, "{\"success\":true,\"data\":{\"id\":\"s1\"},"
			 "\"result\":{\"id\":\"s2\"}}", RTK_SCAN_END, "a1//\"s1\" ",
			 "nor after it");
	is_reply(&active, 200, "{\"success\":true,\"data\":{\"result\":"
			 "{\"session\":{\"id\":\"s1\"}}}}", RTK_SCAN_FAILED, "",
			 "nor in it");
	is_reply(&streams, 200, "{\"success\":true,\"result\":{\"livestreams\":"
			 "[{\"id\":\"l1\"}],\"paging\":{\"total_count\":1}}}",
			 RTK_SCAN_END, "a1//\"l1\" ", "a list in result");
}

static void
test_uncounted(void)
{
	static const Line pages[] = {
		{"page_no=1", 200, DATA("{\"sessions\":[{\"id\":\"x1\"},"
		"{\"id\":\"x2\"}]," PAGING(1) "}")},
		{"page_no=2", 200, DATA("{\"sessions\":[{\"id\":\"x3\"}],"
		PAGING(1) "}")},
		{"", 200, DATA("{\"sessions\":[]," PAGING(99) "}")}, {NULL}
	};
	static const Line same[] = {
		{"", 200, DATA("{\"sessions\":[{\"id\":\"x1\"},{\"id\":\"x2\"}],"
		PAGING(1) "}")}, {NULL}
	};
	static const Line moved[] = {
		{"page_no=1", 200, DATA("{\"sessions\":[{\"id\":\"x1\",\"v\":1},"
		"{\"id\":\"x2\"}]," PAGING(1) "}")},
		{"", 200, DATA("{\"sessions\":[{\"id\":\"x2\"},{\"id\":\"x1\","
		"\"v\":2}]," PAGING(1) "}")}, {NULL}
	};
	static const Line stuck[] = {
		{"page_no=1", 200, DATA("{\"sessions\":[{\"id\":\"x1\"}]}")},
		{"", 200, DATA("{\"sessions\":[{\"id\":\"x2\"}]}")}, {NULL}
	};
	Query		q = {.resource = "livestream_history",
	.given = {"app_id=a1", "meeting_id=m1"}, .upper = "meeting_id"};
	Result		r;

	run_script(pages, &q, &r);
	is_int(r.status, RTK_SCAN_END, "pages without a count of their own");
	is_str(r.rows, "a1/m1/\"x1\" a1/m1/\"x2\" a1/m1/\"x3\" ", "all of them");
	is_int(fake.nlog, 3, "an empty page ends them");
	is_int((int) (r.counters.reread + r.counters.miscounted), 0,
		   "total_count is of something else");

	run_script(same, &q, &r);
	is_int(r.status, RTK_SCAN_END, "a repeated first page was the list");
	is_str(r.rows, "a1/m1/\"x1\" a1/m1/\"x2\" ", "once");
	is_int(fake.nlog, 2, "in two requests");

	run_script(moved, &q, &r);
	is_int(r.status, RTK_SCAN_END, "nor does it matter what changed");
	is_str(r.rows, "a1/m1/\"x1\" a1/m1/\"x2\" ", "as the first page has it");

	run_script(stuck, &q, &r);
	is_int(r.status, RTK_SCAN_FAILED, "a repeated later page");
	is_str(r.failure.summary, "paging does not advance", "is an error");
	is_str(r.rows, "a1/m1/\"x1\" a1/m1/\"x2\" ", "after the rows before it");

	is_reply(&q, 200, DATA("{\"session\":{\"id\":\"x1\"}," PAGING(5) "}"),
			 RTK_SCAN_END, "a1/m1/\"x1\" ", "one object, whatever the count");
	is_reply(&q, 200, DATA("{\"livestream\":{\"id\":\"l\"}," PAGING(5) "}"),
			 RTK_SCAN_END, "", "none, whatever the count");
}

/* A row gives its id under the name that the next path has for it. */
static void
test_other_name(void)
{
	static const Line lines[] = {
		{"/participants?", 200, "{\"success\":true,\"data\":{\"participants\":"
			"[{\"id\":\"p1\"},{\"id\":\"p 2\"}]}," PAGING(2) "}"},
		{"peer-report/p1", 200, DATA("{\"participant\":{\"id\":\"p1\"}}")},
		{"peer-report/p%202", 200, DATA("{\"participant\":{\"id\":\"p2\"}}")},
		{"peer-report/gone", 404, NO_SUCH}, {NULL}
	};
	Query		q = {.resource = "sessions_peer_report",
	.given = {"app_id=a1", "session_id=s1"}, .upper = "peer_id"};
	Query		one = {.resource = "sessions_peer_report",
		.given = {"app_id=a1", "peer_id=gone,p1"}, .upper = "peer_id"
	};
	Result		r;

	run_script(lines, &q, &r);
	is_str(r.rows, "a1/p1/\"p1\" a1/p 2/\"p2\" ", "reports of participants");
	is_int(fake.nlog, 3, "the list and one request each");
	fake.log[0][strcspn(fake.log[0], "?")] = '\0';
	is_str(fake.log[0], KIT "a1/sessions/s1/participants", "the list");
	q.upper = "session_id";
	run_script(lines, &q, &r);
	is_str(r.rows, "a1/s1/\"p1\" a1/s1/\"p2\" ", "the session is known");
	q.upper = "participant_id";
	run_script(lines, &q, &r);
	is_str(r.rows, "a1//\"p1\" a1//\"p2\" ",
		   "the parameter goes by one name");

	run_script(lines, &one, &r);
	is_int(r.status, RTK_SCAN_END, "reports of given peers");
	is_str(r.rows, "a1/p1/\"p1\" ", "one of which is there");
	is_int(fake.nlog, 2, "without any list");
}

static void
test_details(void)
{
	static const Line lines[] = {
		{"/presets?", 200, "{\"success\":true,\"data\":[{\"id\":\"x1\"},"
			"{\"id\":\"x2\"},{\"id\":\"x3\"}]," PAGING(3) "}"},
		{"/presets/x1", 200, DATA("{\"preset\":{\"id\":\"x1\",\"ui\":1}}")},
		{"/presets/x2", 404, NO_SUCH},
		{"/presets/x3", 200, DATA("{\"preset\":{\"id\":\"x3\",\"ui\":3}}")},
		{NULL}
	};
	static const char *const from[] = {"either", "single", "report"};
	Query		list = {.resource = "presets", .given = {"app_id=a1"},
	.details = true, .wanted_details = "ui"};
	Query		key = {.resource = "presets",
		.given = {"app_id=a1", "preset_id=x3,x2"}, .details = true,
		.wanted_details = "ui"
	};
	Result		r;

	for (int i = RTK_DETAILS_AUTO; i <= RTK_DETAILS_REPORT; i++)
	{
		list.from = key.from = (RtkDetailsFrom) i;
		run_script(lines, &list, &r);
		is_int(r.status, RTK_SCAN_END, "details from %s", from[i]);
		is_str(r.rows, "a1//\"x1\" a1//\"x2\" a1//\"x3\" ", "every row");
		is_str(r.statistics, "1  3 ", "with its details, if it has any");
		is_int(fake.nlog, 4, "the list and one request each");
		is_int((int) r.counters.missing, 1, "one has vanished");

		run_script(lines, &key, &r);
		is_int(r.status, RTK_SCAN_END, "details by key from %s", from[i]);
		is_str(r.rows, "a1//\"x3\" ", "the one that is there");
		is_str(r.statistics, "3 ", "its own details");
		is_int(fake.nlog, 2, "without another request");
	}
}

/* The host says whose details are asked for. */
static void
test_dropped(void)
{
	static const Line lines[] = {
		{"page_no=1", 200, "{\"success\":true,\"data\":[{\"id\":\"x1\"},"
			"{\"id\":\"x2\"},{\"id\":\"x3\"}]," PAGING(5) "}"},
		{"page_no=2", 200, "{\"success\":true,\"data\":[{\"id\":\"x4\"},"
			"{\"id\":\"x5\"}]," PAGING(5) "}"},
		{"/presets/", 200, DATA("{\"ui\":1}")}, {NULL}
	};
	Query		q = {.resource = "presets", .given = {"app_id=a1"},
	.details = true, .wanted_details = "ui"};
	Result		r;

	q.dropped = "\"x1\"|\"x3\"|\"x5\"";
	run_script(lines, &q, &r);
	is_int(r.status, RTK_SCAN_END, "some rows get no details");
	is_str(r.rows, "a1//\"x2\" a1//\"x4\" ", "nor are they given");
	is_str(r.statistics, "1 1 ", "the others have them");
	is_int(fake.nlog, 4, "and cost the requests");
	is_int((int) r.counters.dropped, 3, "they are counted");
	q.dropped = "\"x1\"|\"x2\"|\"x3\"|\"x4\"|\"x5\"";
	run_script(lines, &q, &r);
	is_int(r.status, RTK_SCAN_END, "no row gets details");
	is_int(fake.nlog + r.nrows, 2, "the list is read, to its end");
	q.dropped = "\"x1\"";
	q.row_goal = 1;
	q.stop_after = 1;
	run_script(lines, &q, &r);
	is_str(r.rows, "a1//\"x2\" ", "one row is enough");
	is_int(fake.nlog, 2, "of one page, and one row's details");
}

#define ONE_OF(id) "{\"success\":true,\"data\":[{\"id\":\"" id "\"}]," \
	PAGING(1) "}"

/* An id with escapes is asked for as what it says, if it says anything. */
static void
test_escaped_id(void)
{
	static const struct
	{
		const char *id;
		const char *sent;		/* NULL: it is no id */
	}			cases[] = {
		{"a\\u002Db", "a-b"},
		{"\\ud83d\\ude00", "%F0%9F%98%80"},
		{"\\ud836\\udc00", "%F0%9D%A0%80"},
		{"a\\u0000b", NULL},
		{"a\\ud836b", NULL},
		{"\\udc00\\ud836", NULL},
	};
	Query		q = {.resource = "sessions"};
	Result		r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char		apps[100];
		char		url[100];
		Line		lines[] = {
			{"/sessions?", 200, ONE_OF("s")},
			{"/apps?", 200, apps}, {NULL}
		};

		snprintf(apps, sizeof(apps), ONE_OF("%s"), cases[i].id);
		snprintf(url, sizeof(url), KIT "%s/sessions?", cases[i].sent != NULL ?
				 cases[i].sent : "");
		run_script(lines, &q, &r);
		is_int(r.nrows, cases[i].sent != NULL, "id %s: rows", cases[i].id);
		is_int(r.status, cases[i].sent != NULL ? RTK_SCAN_END :
			   RTK_SCAN_FAILED, "id %s: how it ends", cases[i].id);
		if (cases[i].sent != NULL)
			ok(strstr(fake.log[fake.nlog - 1], url) != NULL, "id %s: %s",
			   cases[i].id, fake.log[fake.nlog - 1]);
		else
			is_str(r.failure.summary, "unexpected reply: a row has no id",
				   "id %s: its message", cases[i].id);
	}
}

int
main(void)
{
	test_lone();
	test_lone_unpaged();
	test_missing_ok();
	test_around();
	test_result();
	test_uncounted();
	test_other_name();
	test_details();
	test_dropped();
	test_escaped_id();
	fake_reset();
	return done_testing();
}
