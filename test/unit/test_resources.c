/*
 * test_resources.c
 *		The whole table of resources: what must hold for every entry.
 */
#include <ctype.h>
#include <stdlib.h>

#include "../../src/api/chain.h"
#include "../../src/api/fetch.h"
#include "../../src/api/envelope.h"
#include "../../src/api/list.h"
#include "../../src/api/lookup.h"
#include "tap.h"

#define LONGEST_NAME 63			/* of an identifier of PostgreSQL */
#define LONGEST_DESCRIPTION 100

/* Mistakes of the resource that is looked at. */
static int	mistakes;

/* Count a mistake and say which. */
static void
expect(bool holds, const RtkResource *resource, const char *what,
	   const char *rule)
{
	if (holds)
		return;
	mistakes++;
	printf("# %s, %s: %s\n", resource->name, what, rule);
}

/* Look at every resource with one rule. */
static void
each(void (*look) (const RtkResource *resource), const char *rule)
{
	for (int i = 0; rtk_resources[i] != NULL; i++)
	{
		mistakes = 0;
		look(rtk_resources[i]);
		is_int(mistakes, 0, "%s: %s", rtk_resources[i]->name, rule);
	}
}

/* The methods of a resource, NULL where it has none. */
#define METHODS 3
static const char *const method_names[METHODS] = {"list", "single", "report"};

static const RtkMethod *
method_of(const RtkResource *resource, int i)
{
	const RtkMethod *const methods[METHODS] = {
		resource->list, resource->single, resource->report
	};

	return methods[i];
}

/* Step through the items of "a|b": false behind the last. */
static bool
next_item(const char **list, char *item, const char *separators)
{
	size_t		len;

	if (*list == NULL)
		return false;
	len = strcspn(*list, separators);
	snprintf(item, 256, "%.*s", (int) len, *list);
	*list = (*list)[len] != '\0' ? *list + len + 1 : NULL;
	return true;
}

static bool
is_name(const char *name)
{
	if (!islower((unsigned char) name[0]) || strlen(name) > LONGEST_NAME)
		return false;
	for (; *name != '\0'; name++)
		if (!islower((unsigned char) *name) && *name != '_' &&
			!isdigit((unsigned char) *name))
			return false;
	return true;
}

static bool
is_description(const char *text)
{
	size_t		len = text != NULL ? strlen(text) : 0;

	return len > 0 && len <= LONGEST_DESCRIPTION && text[len - 1] != '.' &&
		text[0] != ' ' && text[len - 1] != ' ' && strchr(text, '\n') == NULL;
}

static bool
knows_parameter(const RtkResource *resource, const char *name)
{
	for (int i = 0; i < METHODS; i++)
		if (method_of(resource, i) != NULL &&
			rtk_list_has(method_of(resource, i)->parameters, name))
			return true;
	return false;
}

static bool
has_path_parameter(const RtkResource *resource, const char *name)
{
	for (int i = 0; i < METHODS; i++)
		if (method_of(resource, i) != NULL &&
			rtk_path_has(method_of(resource, i)->path, name))
			return true;
	return false;
}

/* Names and descriptions. */
static void
look_at_names(const RtkResource *resource)
{
	int			same = 0;

	for (int i = 0; rtk_resources[i] != NULL; i++)
		same += strcmp(rtk_resources[i]->name, resource->name) == 0;
	expect(same == 1, resource, "its name", "is its own");
	expect(is_name(resource->name), resource, "its name", "is a plain name");
	expect(is_description(resource->description), resource, "description",
		   "is one short phrase");
	expect(resource->rows > 0, resource, "rows", "are estimated");
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];

		expect(is_name(column->name), resource, column->name,
			   "is a plain name");
		expect(rtk_lookup_column(resource, column->name) == column, resource,
			   column->name, "stands once");
		expect(is_description(column->description), resource, column->name,
			   "description is one short phrase");
	}
}

/*
 * Columns stand in this order: account_id and app_id; the other parameters of
 * paths; the key; members of rows and details; data; success; query
 * parameters.
 */
static int
room_of(const RtkResource *resource, const RtkColumn *column)
{
	if (column->source == RTK_FROM_PATH)
		return strcmp(column->name, "account_id") == 0 ? 0 :
			strcmp(column->name, "app_id") == 0 ? 1 : 2;
	if (resource->key != NULL && strcmp(column->name, resource->key) == 0)
		return 3;
	switch (column->source)
	{
		case RTK_FROM_DATA:
			return 5;
		case RTK_FROM_SUCCESS:
			return 6;
		case RTK_FROM_QUERY:
			return 7;
		default:
			return 4;
	}
}

static void
look_at_order(const RtkResource *resource)
{
	int			in_room[8] = {0};
	int			before = 0;

	for (int i = 0; i < resource->ncolumns; i++)
	{
		int			room = room_of(resource, &resource->columns[i]);

		expect(room >= before, resource, resource->columns[i].name,
			   "stands behind those of its kind");
		before = room;
		in_room[room]++;
	}
	expect(in_room[0] == 1, resource, "account_id", "stands first");
	expect(in_room[1] == (strcmp(resource->name, "apps") != 0), resource,
		   "app_id", "stands second");
	expect(in_room[3] == (resource->key != NULL), resource, "key",
		   "is a column");
	expect(in_room[5] == 1, resource, "data", "is there");
	expect(in_room[6] == 1, resource, "success", "is there");
}

/* Types by source, and members where there can be one. */
static void
look_at_columns(const RtkResource *resource)
{
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];
		const char *member = rtk_lookup_member(column);
		const char *place = member;
		char		item[256];

		if (column->source == RTK_FROM_PATH)
			expect(column->type == RTK_TEXT, resource, column->name,
				   "is text, as a path");
		if (column->source == RTK_FROM_DATA)
			expect(column->type == RTK_JSONB &&
				   strcmp(column->name, "data") == 0, resource, column->name,
				   "is data jsonb");
		if (column->source == RTK_FROM_SUCCESS)
			expect(column->type == RTK_BOOLEAN &&
				   strcmp(column->name, "success") == 0, resource,
				   column->name, "is success boolean");
		if (column->source == RTK_FROM_QUERY)
			expect(column->path == NULL && column->type != RTK_JSONB,
				   resource, column->name, "is sent, so it has no member");
		if (column->path != NULL)
			expect(member != NULL, resource, column->name,
				   "has a path, so it shows a member");
		while (next_item(&place, item, "|"))
			expect(item[0] != '\0' && item[0] != '.' &&
				   item[strlen(item) - 1] != '.' &&
				   strstr(item, "..") == NULL, resource, column->name,
				   "has whole places");
		if (member != NULL && strchr(member, '{') != NULL)
			expect(column->type == RTK_JSONB, resource, column->name,
				   "is jsonb, as an object is made for it");
		expect(member == NULL || !rtk_list_on_path(resource->secrets, member),
			   resource, column->name, "is no secret");
	}
}

static void
look_at_key(const RtkResource *resource)
{
	const RtkColumn *key = resource->key != NULL ?
		rtk_lookup_column(resource, resource->key) : NULL;

	expect(resource->list != NULL, resource, "list", "is there");
	expect(key != NULL || resource->single == NULL, resource, "single",
		   "is found by a key");
	if (key == NULL)
		return;
	expect(key->source == RTK_FROM_ROW && key->type == RTK_TEXT, resource,
		   key->name, "is a text member of the row");
	expect(strpbrk(rtk_lookup_member(key), ".|{") == NULL, resource,
		   key->name, "has one place, the row itself");
	expect(!rtk_path_has(resource->list->path, key->name), resource,
		   key->name, "is not needed by the list");
	for (int i = 1; i < METHODS; i++)
		if (method_of(resource, i) != NULL)
			expect(rtk_path_has(method_of(resource, i)->path, key->name),
				   resource, method_names[i], "takes the key");
}

/* What a path needs is a column and can be found; what is a column, is used. */
static void
look_at_path(const RtkResource *resource, const RtkMethod *method)
{
	const char *path = method->path;
	char		name[RTK_NAME_SIZE];

	expect(strncmp(path, "/accounts/{account_id}/realtime/kit/", 36) == 0,
		   resource, path, "is below the kit");
	expect(strpbrk(path, "?# ") == NULL, resource, path, "is a path alone");
	while (rtk_path_parameter(&path, name))
	{
		const RtkColumn *column = rtk_lookup_column(resource, name);
		bool		is_key = resource->key != NULL &&
			strcmp(resource->key, name) == 0;

		expect(column != NULL && (column->source == RTK_FROM_PATH || is_key),
			   resource, name, "is a column of the path, or the key");
		expect(strcmp(name, "account_id") == 0 || is_key ||
			   rtk_lookup_parent(name) != NULL, resource, name,
			   "is the key or has a parent");
	}
}

static void
look_at_paths(const RtkResource *resource)
{
	for (int i = 0; i < METHODS; i++)
		if (method_of(resource, i) != NULL)
			look_at_path(resource, method_of(resource, i));
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];

		if (column->source == RTK_FROM_PATH)
			expect(has_path_parameter(resource, column->name) ||
				   column->path != NULL, resource, column->name,
				   "is a parameter of a path, or a member");
	}
}

/* Query parameters: every one a column, every column one. */
static void
look_at_parameters(const RtkResource *resource)
{
	int			given = 0;

	for (int i = 0; i < METHODS; i++)
	{
		const RtkMethod *method = method_of(resource, i);
		const char *parameters = method != NULL ? method->parameters : NULL;
		char		name[256];

		while (next_item(&parameters, name, "|"))
		{
			const RtkColumn *column = rtk_lookup_column(resource, name);

			expect(column != NULL && column->parameter != NULL &&
				   strcmp(column->parameter, name) == 0, resource, name,
				   "is a parameter, so a column sends it");
		}
	}
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];

		given += column->parameter != NULL || column->source == RTK_FROM_PATH;
		expect(column->source != RTK_FROM_QUERY || column->parameter != NULL,
			   resource, column->name, "is a query parameter, so it is sent");
		expect(column->parameter == NULL ||
			   knows_parameter(resource, column->parameter), resource,
			   column->name, "sends what a method knows");
		expect(column->parameter == NULL ||
			   column->source == RTK_FROM_QUERY ||
			   column->source == RTK_FROM_ROW, resource, column->name,
			   "is sent, so it is of the query or the row");
		expect(column->values == NULL || column->parameter != NULL, resource,
			   column->name, "has values, so it is sent");
	}
	expect(given + (resource->key != NULL) <= RTK_MAX_GIVEN, resource,
		   "columns", "a scan takes them all as given");
}

/* "name=value" or "name" that is asked for when a column is used. */
static void
look_at_asks(const RtkResource *resource)
{
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];
		const char *asks = column->asks;
		char		name[256];

		/* data is the same column everywhere. */
		if (asks == NULL || column->source == RTK_FROM_DATA)
			continue;
		next_item(&asks, name, "=");
		expect(knows_parameter(resource, name) &&
			   rtk_lookup_column(resource, name) != NULL, resource,
			   column->name, "asks for what a method knows");
		expect(column->type == RTK_JSONB &&
			   rtk_lookup_member(column) != NULL, resource, column->name,
			   "asks, so it is a jsonb member");
	}
}

/* One method: paging, and the parameters that go with it. */
static void
look_at_method(const RtkResource *resource, const RtkMethod *method)
{
	bool		paged = method->paging != RTK_NOT_PAGED;
	const char *joined = method->joined;
	const char *defaults = method->defaults;
	char		name[256];

	expect(rtk_list_has(method->parameters, "page_no") == paged &&
		   rtk_list_has(method->parameters, "per_page") == paged, resource,
		   method->path, "takes a page if it is paged");
	expect(method->max_per_page == 0 || (paged && method->max_per_page > 0),
		   resource, method->path, "has a largest page if it is paged");
	while (next_item(&joined, name, "|"))
		expect(rtk_list_has(method->parameters, name), resource, name,
			   "takes two values, so it is a parameter");
	while (next_item(&defaults, name, "&"))
	{
		name[strcspn(name, "=")] = '\0';
		expect(rtk_list_has(method->parameters, name), resource, name,
			   "has a default, so it is a parameter");
	}
	expect(!method->one_filter || rtk_list_has(method->parameters, "filters"),
		   resource, method->path, "takes one filter, so it takes filters");
}

static void
look_at_methods(const RtkResource *resource)
{
	for (int i = 0; i < METHODS; i++)
	{
		const RtkMethod *method = method_of(resource, i);

		if (method == NULL)
			continue;
		look_at_method(resource, method);
		expect(i == 0 || method->paging == RTK_NOT_PAGED, resource,
			   method_names[i], "is one row, so it has no pages");
	}
}

/* Is it the first member of a row that a column shows? */
static bool
is_member(const RtkResource *resource, const char *name)
{
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const char *places = rtk_lookup_member(&resource->columns[i]);
		char		place[256];

		while (next_item(&places, place, "|{},"))
		{
			place[strcspn(place, ".")] = '\0';
			if (strcmp(place, name) == 0)
				return true;
		}
	}
	return false;
}

/*
 * Where there may be no row.  missing_ok: only of something below an app, and
 * not of a single row, whose 404 is known to mean that.  around: only where
 * the place is below data or lone tells a row from none: else any object is
 * one.  lone: names members of the row, and there is one where an object could
 * be taken for a list's only row.
 */
static void
look_at_rows(const RtkResource *resource)
{
	for (int i = 0; i < METHODS; i++)
	{
		const RtkMethod *method = method_of(resource, i);
		const char *lone = method != NULL ? method->lone : NULL;
		const char *places = method != NULL ? method->rows : NULL;
		char		name[256];
		int			nplaces = 0;

		while (next_item(&places, name, "|"))
		{
			nplaces++;
			expect(strncmp(name, "data", 4) == 0 &&
				   (name[4] == '.' || name[4] == '\0'), resource, name,
				   "rows stand in data");
			expect(strlen(name) < RTK_LONGEST_PLACE, resource, name,
				   "is a place that is found");
		}
		expect(method == NULL || nplaces > 0, resource, method_names[i],
			   "has a place of rows");
		while (next_item(&lone, name, "|"))
			expect(is_member(resource, name), resource, name,
				   "proves a row, so it is a member of it");
		if (method == NULL)
			continue;
		expect(i == 0 || !(method->missing_ok || method->around), resource,
			   method_names[i], "is one row by its key");
		places = strrchr(method->path, '{');
		expect(!method->missing_ok || (places != NULL &&
									   strncmp(places, "{app_id}", 8) != 0 &&
									   strncmp(places, "{account_id}",
											   12) != 0), resource,
			   method->path, "may be missing, so it is of one object");
		expect(i > 0 || method->paging != RTK_NOT_PAGED ||
			   resource->rows <= 1 || method->lone != NULL, resource,
			   method->path, "is a list, so an object must prove to be a row");
		expect(method->around == NULL || method->lone != NULL ||
			   strncmp(method->rows, "data.", 5) == 0, resource,
			   method->path, "may be absent, so its place tells");
	}
}

/* What a range of time is of: times, of a list that takes a range. */
static void
look_at_times(const RtkResource *resource)
{
	for (int i = 0; i < METHODS; i++)
	{
		const RtkMethod *method = method_of(resource, i);
		const char *times = method != NULL ? method->times : NULL;
		char		name[256];

		expect(times == NULL ||
			   (i == 0 && rtk_list_has(method->parameters, "start_time") &&
				rtk_list_has(method->parameters, "end_time")), resource,
			   method_names[i], "takes a range of times");
		while (next_item(&times, name, "|"))
		{
			const RtkColumn *column = rtk_lookup_column(resource, name);

			expect(column != NULL && column->type == RTK_TIMESTAMPTZ &&
				   column->source == RTK_FROM_ROW, resource, name,
				   "is a time of the row");
		}
	}
}

/* Does an item of "a|b" stand at the start of a path? */
static bool
starts_with_one(const char *path, const char *list)
{
	size_t		len = strcspn(path, ".|,}");

	return rtk_list_has_text(list, path, len);
}

static void
look_at_details(const RtkResource *resource)
{
	bool		has = false;

	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];
		const char *places = rtk_lookup_member(column);
		char		place[256];

		if (column->source != RTK_FROM_DETAILS)
			continue;
		has = true;
		expect(resource->single != NULL, resource, column->name,
			   "is a detail, so there is a single row");
		while (resource->details != NULL && next_item(&places, place, "|{},"))
			expect(place[0] == '\0' ||
				   starts_with_one(place, resource->details), resource,
				   column->name, "stands in what proves details");
	}
	expect(resource->report == NULL || resource->details != NULL, resource,
		   "report", "is asked for where details are proven to lack");
	expect(resource->details == NULL || has, resource, "details",
		   "are shown by a column");
	expect(!has || resource->key != NULL, resource, "details",
		   "are found by a key");
}

/* What is given: everything, or the account and one more. */
typedef struct Given
{
	bool		all;
	const char *one;
} Given;

static bool
is_given(const char *parameter, void *arg)
{
	const Given *given = arg;

	return given->all || strcmp(parameter, "account_id") == 0 ||
		(given->one != NULL && strcmp(parameter, given->one) == 0);
}

/* Is a parameter of a level's path given, or by a row of a level above? */
static bool
is_reached(const RtkChain *chain, int level, const char *name,
		   const Given *given)
{
	for (int i = 0; i < level; i++)
		if (chain->level[i].gives != NULL &&
			strcmp(chain->level[i].gives, name) == 0)
			return true;
	return is_given(name, (void *) given);
}

/* A chain ends at the resource, and each level has what its path needs. */
static void
look_at_chain(const RtkResource *resource, Given given, bool details,
			  const char *what)
{
	RtkChain	chain;
	RtkChainFacts facts = {
		.is_given = is_given, .arg = &given, .details = details
	};
	const char *missing = rtk_chain_build(&chain, resource, &facts);

	expect(missing == NULL, resource, what, missing ? missing : "");
	if (missing != NULL)
		return;
	expect(chain.nlevels <= RTK_MAX_LEVELS && chain.target < chain.nlevels &&
		   chain.nlevels == chain.target + 1 + details, resource, what,
		   "has room for its levels");
	expect(chain.level[chain.target].resource == resource, resource, what,
		   "ends at the resource");
	if (given.all)
		expect(chain.target == 0, resource, what, "is one level");
	for (int i = 0; i < chain.nlevels; i++)
	{
		const RtkMethod *method = chain.level[i].method;
		const char *path = method != NULL ? method->path : "";
		char		name[RTK_NAME_SIZE];

		while (rtk_path_parameter(&path, name))
			expect(is_reached(&chain, i, name, &given), resource, what,
				   name);
		expect(i >= chain.target || chain.level[i].gives != NULL, resource,
			   what, "a level above gives something");
	}
}

static void
look_at_chains(const RtkResource *resource)
{
	bool		details = false;

	for (int i = 0; i < resource->ncolumns; i++)
		details |= resource->columns[i].source == RTK_FROM_DETAILS;
	for (int with = 0; with <= details; with++)
	{
		look_at_chain(resource, (Given) {.one = NULL}, with,
					  "the chain of the account alone");
		look_at_chain(resource, (Given) {.all = true}, with,
					  "the chain of everything");
		for (int i = 0; i < resource->ncolumns; i++)
			look_at_chain(resource, (Given) {.one = resource->columns[i].name},
						  with, "the chain of the account and one more");
	}
}

/* Lists "a|b" without empty or repeated items. */
static void
look_at_lists(const RtkResource *resource)
{
	const char *lists[6 + 2 * METHODS] = {
		resource->secrets, resource->personal, resource->details
	};
	int			n = 3;

	for (int i = 0; i < METHODS; i++)
		if (method_of(resource, i) != NULL)
		{
			lists[n++] = method_of(resource, i)->parameters;
			lists[n++] = method_of(resource, i)->lone;
			lists[n++] = method_of(resource, i)->rows;
		}
	for (int i = 0; i < n; i++)
	{
		const char *rest = lists[i];
		char		item[256];

		while (next_item(&rest, item, "|"))
			expect(item[0] != '\0' && !rtk_list_has(rest, item), resource,
				   lists[i], "is a list of different items");
	}
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const char *rest = resource->columns[i].values;
		char		item[256];

		while (next_item(&rest, item, "|"))
			expect(item[0] != '\0' && !rtk_list_has(rest, item), resource,
				   resource->columns[i].name, "has different values");
	}
}

/* Parents: one for a parameter, with a key, and listed in the table. */
static void
test_parents(void)
{
	for (int i = 0; rtk_parents[i].parameter != NULL; i++)
	{
		const char *name = rtk_parents[i].parameter;
		const RtkResource *resource = rtk_parents[i].resource;
		bool		needed = false;

		for (int j = 0; rtk_resources[j] != NULL; j++)
			needed |= rtk_path_has(rtk_resources[j]->list->path, name);
		ok(rtk_lookup_parent(name) == &rtk_parents[i], "%s has one parent",
		   name);
		ok(needed, "%s is a parameter of a path", name);
		ok(resource->key != NULL &&
		   !rtk_path_has(resource->list->path, name), "its rows give %s",
		   name);
		ok(rtk_lookup_resource(resource->name) == resource,
		   "%s is of the table", resource->name);
	}
}

/* More than this many tables, or the walks above walk over nothing. */
static void
test_size(void)
{
	int			n = 0;

	while (rtk_resources[n] != NULL)
		n++;
	ok(n >= 26, "%d resources", n);
}

int
main(void)
{
	each(look_at_names, "names and descriptions");
	each(look_at_order, "order of columns");
	each(look_at_columns, "types and members");
	each(look_at_key, "key");
	each(look_at_paths, "paths");
	each(look_at_parameters, "parameters");
	each(look_at_asks, "what columns ask for");
	each(look_at_methods, "paging");
	each(look_at_rows, "rows");
	each(look_at_times, "ranges of time");
	each(look_at_details, "details");
	each(look_at_chains, "chains");
	each(look_at_lists, "lists");
	test_parents();
	test_size();
	return done_testing();
}
