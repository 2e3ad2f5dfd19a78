/*
 * send.c
 *		What is sent with requests besides the values of path parameters.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "list.h"
#include "send.h"

/* What columns ask for of one parameter, as in "filters=a" and "filters=b". */
typedef struct RtkWish
{
	const char *name;
	bool		details;		/* asked of the details, else of the rows */
	bool		all;			/* "*": not sending it gives all */
	List	   *values;			/* of char * */
} RtkWish;

/* Is the target the method that answers with one row and its details? */
static bool
target_is_single(const RtkAsk *ask)
{
	return ask->chain.level[ask->chain.target].method ==
		ask->map->resource->single;
}

/* Append what is sent with a level. */
static List *
add_send(List *sends, int level, const char *name, bool by_query,
		 const char *value)
{
	RtkSend    *send = palloc0(sizeof(RtkSend));

	send->level = level;
	send->name = name;
	send->by_query = by_query;
	send->value = value;
	return lappend(sends, send);
}

/* Are all values of a key such that every generation of the API takes them? */
static bool
values_known(const RtkKey *key)
{
	for (int i = 0; key->known != NULL && i < key->nvalues; i++)
		if (!rtk_list_has(key->known, key->values[i]))
			return false;
	return true;
}

/* The values of a key as one parameter. */
static char *
joined_values(const RtkKey *key)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < key->nvalues; i++)
		appendStringInfo(&text, "%s%s", i > 0 ? "," : "", key->values[i]);
	return text.data;
}

/*
 * Parameters that filter by a member.  Most take one value; with more, and with
 * one that the API could refuse, the rows are filtered here only.
 */
static List *
send_fields(const RtkAsk *ask, List *sends)
{
	int			target = ask->chain.target;
	const RtkMethod *method = ask->chain.level[target].method;
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);
		bool		bound = key->values != NULL;

		if (key->kind != RTK_KEY_FIELD || (bound && !values_known(key)) ||
			!rtk_list_has(method->parameters, key->name))
			continue;
		if ((bound ? key->nvalues : key->expected) == 1 ||
			rtk_list_has(method->joined, key->name))
			sends = add_send(sends, target, key->name, true,
							 bound ? joined_values(key) : NULL);
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

	if (!rtk_ask_level_knows(ask, level, wish->name))
		return sends;
	initStringInfo(&value);
	foreach(lc, wish->values)
		appendStringInfo(&value, "%s%s", value.len > 0 ? "," : "",
						 (char *) lfirst(lc));
	return add_send(sends, level, wish->name, false, value.data);
}

/* One end of the range of time; what the query itself gives counts first. */
static List *
send_end(const RtkAsk *ask, List *sends, const char *name, const char *text)
{
	int			target = ask->chain.target;

	if ((text == NULL && ask->range.bound) ||
		rtk_ask_key(ask, name) != NULL ||
		!rtk_ask_level_knows(ask, target, name))
		return sends;
	return add_send(sends, target, name, true, text);
}

/* The range of time that the clauses give. */
static List *
send_range(const RtkAsk *ask, List *sends)
{
	if (ask->range.from)
		sends = send_end(ask, sends, "start_time", ask->range.from_text);
	if (ask->range.to)
		sends = send_end(ask, sends, "end_time", ask->range.to_text);
	return sends;
}

/* The order that the rows are to come in. */
static List *
send_order(const RtkAsk *ask, List *sends)
{
	int			target = ask->chain.target;

	if (ask->sort_by == NULL)
		return sends;
	sends = add_send(sends, target, "sort_by", false, ask->sort_by);
	return add_send(sends, target, "sort_order", false, ask->sort_order);
}

List *
rtk_send_list(const RtkAsk *ask)
{
	List	   *sends = send_range(ask, send_fields(ask, NIL));
	List	   *wishes = NIL;
	int			details = rtk_ask_details_level(ask);
	int			attnum = -1;
	ListCell   *lc;

	while ((attnum = bms_next_member(ask->used, attnum)) >= 0)
	{
		const RtkAttribute *attribute = rtk_column_get(ask->map, attnum);

		if (attribute->asks != NULL && strchr(attribute->asks, '=') != NULL)
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
	return send_order(ask, sends);
}
