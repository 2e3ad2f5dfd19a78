/*
 * ask.c
 *		What a scan asks the API for.
 */
#include "postgres.h"

#include "foreign/fdwapi.h"
#include "lib/stringinfo.h"
#include "utils/rel.h"

#include "ask.h"

/* What columns ask for of one parameter, as in "filters=a" and "filters=b". */
typedef struct RtkWish
{
	const char *name;
	bool		details;		/* asked of the details, else of the rows */
	bool		all;			/* "*": not sending it gives all */
	List	   *values;			/* of char * */
} RtkWish;

void
rtk_ask_load(RtkAsk *ask, Relation relation)
{
	Oid			relid = RelationGetRelid(relation);

	memset(ask, 0, sizeof(*ask));
	rtk_option_load(GetForeignServerIdByRelId(relid), relid, &ask->options);
	ask->map = rtk_column_map(relation, ask->options.resource);
}

RtkKey *
rtk_ask_key(const RtkAsk *ask, const char *name)
{
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		RtkKey	   *key = lfirst(lc);

		if (strcmp(key->name, name) == 0)
			return key;
	}
	return NULL;
}

void
rtk_ask_give(RtkAsk *ask, const RtkAttribute *attribute, double expected)
{
	RtkKey	   *key = rtk_ask_key(ask, attribute->parameter);

	if (key == NULL)
	{
		key = palloc0(sizeof(RtkKey));
		key->name = attribute->parameter;
		key->kind = attribute->kind;
		key->expected = expected;
		ask->keys = lappend(ask->keys, key);
	}
	key->expected = Min(key->expected, expected);
}

const char *
rtk_ask_option(const RtkAsk *ask, const char *name)
{
	if (strcmp(name, "account_id") == 0)
		return ask->options.account_id;
	if (strcmp(name, "app_id") == 0)
		return ask->options.app_id;
	return NULL;
}

/* Has the method, if there is one, the query parameter? */
static bool
method_knows(const RtkMethod *method, const char *name)
{
	return method != NULL && rtk_list_has(method->parameters, name);
}

/*
 * Does the query give a parameter that only the list knows, as "search"?  The
 * key's own method would answer with rows that the list leaves out.
 */
static bool
needs_list(const RtkAsk *ask)
{
	const RtkResource *resource = ask->map->resource;
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);

		if (key->kind == RTK_KEY_QUERY &&
			method_knows(resource->list, key->name) &&
			!method_knows(resource->single, key->name))
			return true;
	}
	return false;
}

/* RtkIsGiven of rtk_chain_build(). */
static bool
is_given(const char *parameter, void *arg)
{
	const RtkAsk *ask = arg;
	const RtkKey *key = rtk_ask_key(ask, parameter);
	const char *own = ask->map->resource->key;

	if (own != NULL && strcmp(parameter, own) == 0 && needs_list(ask))
		return false;
	return (key != NULL && key->kind == RTK_KEY_PATH) ||
		rtk_ask_option(ask, parameter) != NULL;
}

/* RtkValues of rtk_chain_estimate(). */
static double
expected_values(const char *parameter, void *arg)
{
	const RtkKey *key = rtk_ask_key(arg, parameter);

	return key != NULL ? key->expected : 1;
}

/* Is a column used whose values come from source? */
static bool
uses(const RtkAsk *ask, RtkSource source)
{
	int			attnum = -1;

	while ((attnum = bms_next_member(ask->used, attnum)) >= 0)
		if (rtk_column_get(ask->map, attnum)->source == source)
			return true;
	return false;
}

void
rtk_ask_build(RtkAsk *ask)
{
	ask->details = uses(ask, RTK_FROM_DETAILS);
	ask->missing = rtk_chain_build(&ask->chain, ask->map->resource, is_given,
								   ask, ask->details,
								   ask->options.callstats_from);
}

void
rtk_ask_estimate(const RtkAsk *ask, double *requests, double *rows)
{
	*requests = 1;
	*rows = ask->map->resource->rows;
	if (ask->missing == NULL)
		rtk_chain_estimate(&ask->chain, expected_values, (void *) ask,
						   requests, rows);
}

/* The level of the details, or -1. */
static int
details_level(const RtkAsk *ask)
{
	int			last = ask->chain.nlevels - 1;

	return ask->chain.level[last].details ? last : -1;
}

/* Can a level's requests carry the parameter? */
static bool
level_knows(const RtkAsk *ask, int level, const char *name)
{
	return level >= 0 &&
		(method_knows(ask->chain.level[level].method, name) ||
		 method_knows(ask->chain.level[level].fallback, name));
}

/* Is the target the method that answers with one row and its details? */
static bool
target_is_single(const RtkAsk *ask)
{
	return ask->chain.level[ask->chain.target].method ==
		ask->map->resource->single;
}

/* Has the path of one of a level's methods the parameter? */
static bool
path_has(const RtkMethod *method, const char *name)
{
	return method != NULL && rtk_path_has(method->path, name);
}

bool
rtk_ask_branches(const RtkAsk *ask, const char *name)
{
	for (int i = 0; i < ask->chain.nlevels; i++)
		if (path_has(ask->chain.level[i].method, name) ||
			path_has(ask->chain.level[i].fallback, name))
			return true;
	return level_knows(ask, ask->chain.target, name) ||
		level_knows(ask, details_level(ask), name);
}

/* Append what is sent with a level. */
static List *
add_send(List *sends, int level, const char *name, const char *value)
{
	RtkSend    *send = palloc0(sizeof(RtkSend));

	send->level = level;
	send->name = name;
	send->value = value;
	return lappend(sends, send);
}

/*
 * Parameters that filter by a member.  The API takes one value of them; with
 * more the rows are filtered here only.
 */
static List *
send_fields(const RtkAsk *ask, List *sends)
{
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);
		bool		one = key->values != NULL ? key->nvalues == 1 :
			key->expected == 1;

		if (key->kind == RTK_KEY_FIELD && one &&
			level_knows(ask, ask->chain.target, key->name))
			sends = add_send(sends, ask->chain.target, key->name,
							 key->values != NULL ? key->values[0] : NULL);
	}
	return sends;
}

/* The wish about a parameter, made when it is the first. */
static RtkWish *
find_wish(List **wishes, const char *name, bool details)
{
	RtkWish    *wish;
	ListCell   *lc;

	foreach(lc, *wishes)
	{
		wish = lfirst(lc);
		if (strcmp(wish->name, name) == 0 && wish->details == details)
			return wish;
	}
	wish = palloc0(sizeof(RtkWish));
	wish->name = name;
	wish->details = details;
	*wishes = lappend(*wishes, wish);
	return wish;
}

/* Add what a used column asks for. */
static void
add_wish(const RtkAsk *ask, List **wishes, const RtkAttribute *attribute)
{
	const char *equals = strchr(attribute->asks, '=');
	RtkWish    *wish;
	ListCell   *lc;

	/* "data" is the whole reply only where the reply is this row's own. */
	if (attribute->source == RTK_FROM_DATA && !target_is_single(ask))
		return;
	wish = find_wish(wishes, pnstrdup(attribute->asks,
									  equals - attribute->asks),
					 attribute->source != RTK_FROM_ROW);
	if (strcmp(equals + 1, "*") == 0)
		wish->all = true;
	foreach(lc, wish->values)
		if (strcmp(lfirst(lc), equals + 1) == 0)
			return;
	wish->values = lappend(wish->values, (char *) equals + 1);
}

/* Send a wish with a level, if one of its methods knows the parameter. */
static List *
send_wish(const RtkAsk *ask, List *sends, int level, const RtkWish *wish)
{
	StringInfoData value;
	ListCell   *lc;

	if (!level_knows(ask, level, wish->name))
		return sends;
	initStringInfo(&value);
	foreach(lc, wish->values)
		appendStringInfo(&value, "%s%s", value.len > 0 ? "," : "",
						 (char *) lfirst(lc));
	return add_send(sends, level, wish->name, value.data);
}

List *
rtk_ask_sends(const RtkAsk *ask)
{
	List	   *sends = send_fields(ask, NIL);
	List	   *wishes = NIL;
	int			details = details_level(ask);
	int			attnum = -1;
	ListCell   *lc;

	while ((attnum = bms_next_member(ask->used, attnum)) >= 0)
	{
		const RtkAttribute *attribute = rtk_column_get(ask->map, attnum);

		if (attribute->asks != NULL)
			add_wish(ask, &wishes, attribute);
	}
	foreach(lc, wishes)
	{
		RtkWish    *wish = lfirst(lc);
		RtkKey	   *key = rtk_ask_key(ask, wish->name);

		if (wish->all || (key != NULL && key->kind == RTK_KEY_QUERY))
			continue;
		if (!wish->details || target_is_single(ask))
			sends = send_wish(ask, sends, ask->chain.target, wish);
		if (wish->details && details >= 0)
			sends = send_wish(ask, sends, details, wish);
	}
	return sends;
}
