/*
 * test_lookup.c
 *		Lists of names, and finding something in the table of resources.
 */
#include "list.h"
#include "lookup.h"

#include <stdlib.h>

#include "tap.h"

static void
test_list_has(void)
{
	static const struct
	{
		const char *list;
		const char *name;
		bool		has;
	}			cases[] = {
		{"a", "a", true},
		{"a|bc|d", "a", true},
		{"a|bc|d", "bc", true},
		{"a|bc|d", "d", true},
		{"a|bc|d", "b", false},
		{"a|bc|d", "c", false},
		{"a|bc|d", "bcd", false},
		{"a|bc|d", "A", false},
		{"a|bc|d", "", false},
		{"secret_key|secret", "secret", true},
		{"secret_key|secret", "secret_", false},
		{"secret_key", "secret_key_id", false},
		{"id|idx", "idx", true},
		{"ip|ipv4|ipv6", "ipv", false},
		{"ip|ipv4|ipv6", "ipv6", true},
		{NULL, "a", false},
		{NULL, "", false},
		{"", "a", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_int(rtk_list_has(cases[i].list, cases[i].name), cases[i].has,
			   "does \"%s\" hold \"%s\"", cases[i].list ? cases[i].list :
			   "(null)", cases[i].name);
}

/* A name that nothing ends, so that a sanitizer sees whoever looks behind. */
static void
test_list_has_text(void)
{
	char	   *name = malloc(5);

	if (name == NULL)
		abort();
	memcpy(name, "names", 5);
	ok(rtk_list_has_text("name|names", name, 5), "a name without an end");
	ok(rtk_list_has_text("names|name", name, 4), "the start of one");
	ok(!rtk_list_has_text("names", name, 4), "which is not the whole");
	ok(!rtk_list_has_text("name", name, 5), "nor longer than an item");
	ok(!rtk_list_has_text("na", name, 5), "a list shorter than the name");
	ok(!rtk_list_has_text(NULL, name, 5), "no list");
	ok(!rtk_list_has_text("names|name", name, 0), "no name");
	free(name);
}

static void
test_path_names(void)
{
	static const struct
	{
		const char *path;
		const char *list;
		bool		names;
	}			cases[] = {
		{"secret", "secret", true},
		{"secret", "secrets", false},
		{"secrets", "secret", false},
		{"a.b.secret", "secret", true},
		{"a.secret.c", "secret", true},
		{"secret.b.c", "secret", true},
		{"a.secretive.c", "secret", false},
		{"a.b|c.secret", "secret", true},
		{"a.secret|c.d", "secret", true},
		{"a.b|c.d", "secret", false},
		{"{a,secret,c}", "secret", true},
		{"{secret}", "secret", true},
		{"{a,b}", "secret", false},
		{"peer_stats.ip_information|peer_report.metadata.ip_information",
		"ip|ip_information", true},
		{"a.b", "x|y|b", true},
		{"", "secret", false},
		{"a..b", "secret", false},
		{"a.b", NULL, false},
		{"{,}|.", "secret|key", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_int(rtk_list_on_path(cases[i].list, cases[i].path), cases[i].names,
			   "does \"%s\" name one of \"%s\"", cases[i].path,
			   cases[i].list ? cases[i].list : "(null)");
}

static void
test_member(void)
{
	static const struct
	{
		RtkSource	source;
		const char *path;
		const char *member;
	}			cases[] = {
		{RTK_FROM_ROW, NULL, "x"},
		{RTK_FROM_ROW, "a.b|c", "a.b|c"},
		{RTK_FROM_DETAILS, NULL, "x"},
		{RTK_FROM_DETAILS, "{a,b}", "{a,b}"},
		{RTK_FROM_PATH, NULL, NULL},
		{RTK_FROM_PATH, "x", "x"},
		{RTK_FROM_DATA, NULL, NULL},
		{RTK_FROM_SUCCESS, NULL, NULL},
		{RTK_FROM_QUERY, NULL, NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		RtkColumn	column = {.name = "x", .source = cases[i].source,
			.path = cases[i].path
		};

		is_str(rtk_lookup_member(&column), cases[i].member,
			   "the member of source %d at %s", (int) cases[i].source,
			   cases[i].path ? cases[i].path : "its name");
	}
}

static void
test_is_personal(void)
{
	RtkResource resource = {.name = "r", .personal = "ip|user_agent"};
	RtkColumn	ip = {.name = "ip", .source = RTK_FROM_ROW};
	RtkColumn	below = {.name = "x", .source = RTK_FROM_DETAILS,
	.path = "a.b|a.user_agent.name"};
	RtkColumn	renamed = {.name = "ip", .source = RTK_FROM_ROW,
	.path = "address"};
	RtkColumn	query = {.name = "ip", .source = RTK_FROM_QUERY};
	RtkColumn	path = {.name = "ip", .source = RTK_FROM_PATH};
	RtkColumn	data = {.name = "data", .source = RTK_FROM_DATA};

	ok(rtk_lookup_is_personal(&resource, &ip), "a personal member");
	ok(rtk_lookup_is_personal(&resource, &below), "one on one of its paths");
	ok(!rtk_lookup_is_personal(&resource, &renamed),
	   "the member counts, not the column's name");
	ok(!rtk_lookup_is_personal(&resource, &query), "a query parameter is none");
	ok(!rtk_lookup_is_personal(&resource, &path), "nor is a path parameter");
	ok(!rtk_lookup_is_personal(&resource, &data), "nor data as a whole");
	resource.personal = NULL;
	ok(!rtk_lookup_is_personal(&resource, &ip), "a resource without any");
}

static void
test_table(void)
{
	const RtkResource *participants =
		rtk_lookup_resource("sessions_participants");
	const RtkParent *parent = rtk_lookup_parent("peer_id");

	is_str(participants->name, "sessions_participants", "a resource by name");
	ok(rtk_lookup_resource("session") == NULL, "no resource by half a name");
	ok(rtk_lookup_resource("") == NULL, "nor by none");
	is_str(rtk_lookup_column(participants, "duration")->name, "duration",
		   "a column by name");
	ok(rtk_lookup_column(participants, "durations") == NULL,
	   "no column by another");
	ok(parent != NULL && parent->resource == participants,
	   "whose rows give a parameter of another name");
	is_str(parent->parameter, "peer_id", "which goes by its own");
	ok(rtk_lookup_parent("account_id") == NULL, "nothing gives the account");
	ok(rtk_lookup_parent("app") == NULL, "half a parameter is none");
	ok(rtk_lookup_is_personal(participants,
							  rtk_lookup_column(participants,
												"ip_information")),
	   "ip_information is personal");
	ok(rtk_lookup_is_personal(participants,
							  rtk_lookup_column(participants, "events")) ==
	   false, "events are not, as a whole");
}

int
main(void)
{
	test_list_has();
	test_list_has_text();
	test_path_names();
	test_member();
	test_is_personal();
	test_table();
	return done_testing();
}
