/*
 * ask.c
 *		What a scan asks the API for.
 */
#include "postgres.h"

#include "foreign/fdwapi.h"
#include "utils/rel.h"

#include "ask.h"
#include "list.h"

void
rtk_ask_load(RtkAsk *ask, Relation relation)
{
	Oid			relid = RelationGetRelid(relation);

	memset(ask, 0, sizeof(*ask));
	rtk_option_load(GetForeignServerIdByRelId(relid), relid, &ask->options);
	ask->map = rtk_column_map(relation, &ask->options);
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
		key->known = attribute->values;
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
	if (ask->unsent != NULL && strcmp(parameter, ask->unsent) == 0)
		return false;
	return (key != NULL && key->kind == RTK_KEY_PATH) ||
		rtk_ask_option(ask, parameter) != NULL;
}

/* RtkIsWanted of rtk_chain_build(). */
static bool
is_wanted(const RtkResource *resource, void *arg)
{
	const RtkAsk *ask = arg;

	return list_member_ptr(ask->wanted, resource);
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

/* Do the rows of the chain show the parameter, although it is not sent? */
static bool
is_found(const RtkAsk *ask, const char *parameter)
{
	const char *own = ask->map->resource->key;

	for (int i = 0; i < ask->chain.target; i++)
		if (strcmp(ask->chain.level[i].gives, parameter) == 0)
			return true;
	return own != NULL && strcmp(own, parameter) == 0;
}

/*
 * Build the chain without the given path parameter unsent (NULL: with all).
 * False: a given parameter has no place in it.
 */
static bool
build_without(RtkAsk *ask, const char *unsent)
{
	RtkChainFacts facts = {
		.is_given = is_given, .is_wanted = is_wanted, .arg = ask,
		.details = ask->details, .from = ask->options.callstats_from
	};
	ListCell   *lc;

	ask->unsent = unsent;
	ask->missing = rtk_chain_build(&ask->chain, ask->map->resource, &facts);
	if (ask->missing != NULL)
		return unsent == NULL;
	if (unsent != NULL && !is_found(ask, unsent))
		return false;
	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);

		if (key->kind == RTK_KEY_PATH && is_given(key->name, ask) &&
			!rtk_ask_branches(ask, key->name))
			return false;
	}
	return true;
}

/* Columns that are null unless the query gives a parameter are not used. */
static Bitmapset *
used_columns(const RtkAsk *ask)
{
	Bitmapset  *used = NULL;
	int			attnum = -1;

	while ((attnum = bms_next_member(ask->used, attnum)) >= 0)
	{
		const char *asks = rtk_column_get(ask->map, attnum)->asks;

		if (asks == NULL || strchr(asks, '=') != NULL ||
			rtk_ask_key(ask, asks) != NULL)
			used = bms_add_member(used, attnum);
	}
	return used;
}

/*
 * A row found by its own id need not say what it belongs to, so where the query
 * gives both and the request for the id has no place for the other, the id is
 * looked for among the rows of the other.
 */
void
rtk_ask_build(RtkAsk *ask)
{
	ListCell   *lc;

	ask->used = used_columns(ask);
	ask->details = uses(ask, RTK_FROM_DETAILS);
	if (build_without(ask, NULL))
		return;
	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);

		if (key->kind == RTK_KEY_PATH && build_without(ask, key->name))
			return;
	}
	build_without(ask, NULL);
}

void
rtk_ask_estimate(const RtkAsk *ask, double *requests, double *rows)
{
	*requests = 1;
	*rows = ask->map->resource->rows;
	if (ask->missing == NULL)
		rtk_chain_estimate(&ask->chain, ask->options.per_page,
						   expected_values, (void *) ask, requests, rows);
}

bool
rtk_ask_follow(RtkAsk *ask, const RtkAsk *below)
{
	const RtkResource *resource = ask->map->resource;

	ask->chain = below->chain;
	for (int i = 0; i < below->chain.target; i++)
		if (below->chain.level[i].resource == resource)
		{
			ask->chain.target = i;
			return true;
		}
	return false;
}

int
rtk_ask_details_level(const RtkAsk *ask)
{
	int			next = ask->chain.target + 1;

	return next < ask->chain.nlevels && ask->chain.level[next].details ?
		next : -1;
}

bool
rtk_ask_level_knows(const RtkAsk *ask, int level, const char *name)
{
	return level >= 0 &&
		(method_knows(ask->chain.level[level].method, name) ||
		 method_knows(ask->chain.level[level].fallback, name));
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
	if (ask->unsent != NULL && strcmp(name, ask->unsent) == 0)
		return false;
	for (int i = 0; i < ask->chain.nlevels; i++)
		if (path_has(ask->chain.level[i].method, name) ||
			path_has(ask->chain.level[i].fallback, name))
			return true;
	return rtk_ask_level_knows(ask, ask->chain.target, name) ||
		rtk_ask_level_knows(ask, rtk_ask_details_level(ask), name);
}
