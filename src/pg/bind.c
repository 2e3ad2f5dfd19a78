/*
 * bind.c
 *		The values that the clauses of a query give to parameters.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "mb/pg_wchar.h"
#include "nodes/nodeFuncs.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "bind.h"
#include "joined.h"
#include "limit.h"
#include "plan.h"
#include "range.h"
#include "request.h"
#include "scanstate.h"
#include "timetext.h"

/* Values of one clause, while they are collected. */
typedef struct RtkValueSet
{
	const RtkAttribute *att;	/* that is given them */
	int			n;
	int			room;
	char	  **values;
} RtkValueSet;

/* Text of a date or time for a parameter. */
static char *
time_text(const char *parameter, Datum value, bool is_date)
{
	char	   *text = is_date ? rtk_timetext_date(DatumGetDateADT(value)) :
		rtk_timetext_timestamp(DatumGetTimestampTz(value));

	if (text == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_FIELD_OVERFLOW),
				 errmsg("time for request parameter \"%s\" is out of range",
						parameter),
				 errdetail("The API takes the years 1 to %d.", RTK_LAST_YEAR)));
	return text;
}

/* Text of a value as a request shows it, in UTF-8. */
static char *
value_text(const char *parameter, Datum value, Oid type)
{
	Oid			output;
	bool		varlena;
	char	   *text;

	type = getBaseType(type);
	if (type == BOOLOID)
		return DatumGetBool(value) ? "true" : "false";
	if (type == DATEOID || type == TIMESTAMPTZOID)
		return time_text(parameter, value, type == DATEOID);
	getTypeOutputInfo(type, &output, &varlena);
	text = OidOutputFunctionCall(output, value);
	return pg_server_to_any(text, strlen(text), PG_UTF8);
}

/*
 * Add a value unless it is NULL or names nothing: both match no row.  An empty
 * query parameter would be as if it were not given.
 */
static void
add_value(RtkValueSet *set, NullableDatum value, Oid type)
{
	char	   *text;

	if (value.isnull)
		return;
	text = value_text(set->att->parameter, value.value, type);
	if (set->att->kind == RTK_KEY_PATH ? !rtk_request_is_segment(text) :
		set->att->kind == RTK_KEY_QUERY && text[0] == '\0')
		return;
	if (set->n == set->room)
	{
		set->room *= 2;
		set->values = repalloc(set->values, sizeof(char *) * set->room);
	}
	set->values[set->n++] = text;
}

/* Add the elements of an array of any shape. */
static void
add_array(RtkValueSet *set, Datum array)
{
	ArrayType  *value = DatumGetArrayTypeP(array);
	Oid			type = ARR_ELEMTYPE(value);
	int16		len;
	bool		byval;
	char		align;
	Datum	   *elements;
	bool	   *nulls;
	int			n;

	get_typlenbyvalalign(type, &len, &byval, &align);
	deconstruct_array(value, type, len, byval, align, &elements, &nulls, &n);
	for (int i = 0; i < n; i++)
		add_value(set, (NullableDatum) {elements[i], nulls[i]}, type);
}

/* Evaluate one expression into the set. */
static void
add_expr(RtkValueSet *set, ExprState *expr, bool is_array,
		 ExprContext *econtext)
{
	NullableDatum value;

	value.value = ExecEvalExpr(expr, econtext, &value.isnull);
	if (!is_array)
		add_value(set, value, exprType((Node *) expr->expr));
	else if (!value.isnull)
		add_array(set, value.value);
}

/* Order of values for qsort(), the same as in restrict_key(). */
static int
compare_values(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Sort the values and drop repeated ones. */
static void
make_distinct(RtkValueSet *set)
{
	int			kept = 0;

	if (set->n == 0)
		return;
	qsort(set->values, set->n, sizeof(char *), compare_values);
	for (int i = 1; i < set->n; i++)
		if (strcmp(set->values[kept], set->values[i]) != 0)
			set->values[++kept] = set->values[i];
	set->n = kept + 1;
}

/* Every clause must hold: keep of the key's values those in the set, too. */
static void
restrict_key(RtkKey *key, const RtkValueSet *set)
{
	int			kept = 0;
	int			j = 0;

	if (key->values == NULL)
	{
		key->values = palloc(sizeof(char *) * Max(set->n, 1));
		for (int i = 0; i < set->n; i++)
			key->values[i] = pstrdup(set->values[i]);
		key->nvalues = set->n;
		return;
	}
	for (int i = 0; i < key->nvalues; i++)
	{
		while (j < set->n && strcmp(set->values[j], key->values[i]) < 0)
			j++;
		if (j < set->n && strcmp(set->values[j], key->values[i]) == 0)
			key->values[kept++] = key->values[i];
	}
	key->nvalues = kept;
}

/*
 * A table has the rows of the app that an option names and of no other,
 * whatever the query says.  The table of apps has them all: theirs is its own
 * key.
 */
static void
restrict_to_option(RtkKey *key, const RtkAsk *ask)
{
	const char *own = ask->map->resource->key;
	char	   *option = unconstify(char *, rtk_ask_option(ask, key->name));
	RtkValueSet only = {.n = 1, .values = &option};

	if (option != NULL && (own == NULL || strcmp(key->name, own) != 0))
		restrict_key(key, &only);
}

/* Forget the values of the run before. */
static void
clear_keys(RtkAsk *ask)
{
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		RtkKey	   *key = lfirst(lc);

		key->values = NULL;
		key->nvalues = 0;
	}
	ask->range.bound = false;
	ask->range.from_text = NULL;
	ask->range.to_text = NULL;
}

/* Evaluate the keys of one table into its ask, in the context given. */
static bool
bind_keys(RtkAsk *ask, const List *keys, const List *states,
		  ExprContext *econtext, MemoryContext context)
{
	int			n = list_length(keys) / RTK_PLAN_KEY_SIZE;
	int			i = 0;

	clear_keys(ask);
	while (i < n)
	{
		RtkPlanKey	arm = rtk_plan_key(keys, i);
		int			clause = arm.clause;
		const RtkAttribute *att = rtk_column_get(ask->map, arm.attnum);
		RtkKey	   *key = rtk_ask_key(ask, att->parameter);
		RtkValueSet set = {.att = att, .room = 8};
		MemoryContext old;

		set.values = palloc(set.room * sizeof(char *));
		while (i < n && arm.clause == clause)
		{
			add_expr(&set, list_nth(states, i), arm.is_array, econtext);
			if (++i < n)
				arm = rtk_plan_key(keys, i);
		}
		make_distinct(&set);
		old = MemoryContextSwitchTo(context);
		restrict_key(key, &set);
		restrict_to_option(key, ask);
		MemoryContextSwitchTo(old);
		if (key->nvalues == 0)
			return false;
	}
	return true;
}

/* Evaluate keys and range of one table. */
static bool
bind_table(RtkAsk *ask, const List *keys, const List *bounds,
		   const List *states, RtkScanState *state, ExprContext *econtext)
{
	int			n = list_length(keys) / RTK_PLAN_KEY_SIZE;

	return bind_keys(ask, keys, states, econtext, state->run_context) &&
		rtk_range_bind(ask, bounds, list_copy_tail(states, n), econtext,
					   state->run_context);
}

bool
rtk_bind_keys(RtkScanState *state, ForeignScanState *node)
{
	ExprContext *econtext = node->ss.ps.ps_ExprContext;
	int			at = rtk_plan_values(state->plan_keys, state->plan_bounds);

	if (!bind_table(&state->ask, state->plan_keys, state->plan_bounds,
					state->key_states, state, econtext))
		return false;
	for (int i = 0; i < state->nparents; i++)
	{
		RtkJoined  *joined = &state->parents[i];

		if (!bind_table(&joined->ask, joined->keys, joined->bounds,
						list_copy_tail(state->key_states, at), state,
						econtext))
			return false;
		at += rtk_plan_values(joined->keys, joined->bounds);
	}
	return true;
}

void
rtk_bind_announce(RtkAsk *ask, const List *keys, const List *exprs)
{
	int			n = list_length(keys) / RTK_PLAN_KEY_SIZE;

	for (int i = 0; i < n;)
	{
		RtkPlanKey	first = rtk_plan_key(keys, i);
		RtkPlanKey	key = first;
		RtkClause	clause = {
			.attribute = rtk_column_get(ask->map, first.attnum),
		};

		while (i < n && key.clause == first.clause)
		{
			RtkArm	   *arm = palloc(sizeof(RtkArm));

			arm->value = list_nth(exprs, i);
			arm->is_array = key.is_array;
			clause.arms = lappend(clause.arms, arm);
			if (++i < n)
				key = rtk_plan_key(keys, i);
		}
		rtk_ask_give(ask, clause.attribute, rtk_qual_values(&clause));
	}
}

/* Append a number and a blank, without a format: each rescan does it. */
static void
append_number(StringInfo to, int64 number)
{
	char		digits[MAXINT8LEN + 1];

	appendBinaryStringInfo(to, digits, pg_lltoa(number, digits));
	appendStringInfoChar(to, ' ');
}

/* Append a text so that its end does not depend on what is in it. */
static void
append_counted(StringInfo to, const char *text)
{
	append_number(to, (int64) strlen(text));
	appendStringInfoString(to, text);
}

/* Append what one table is asked for. */
static void
append_ask(StringInfo text, const RtkAsk *ask)
{
	const RtkRange *range = &ask->range;
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);

		append_number(text, key->nvalues);
		for (int i = 0; i < key->nvalues; i++)
			append_counted(text, key->values[i]);
	}
	append_counted(text, range->from_text != NULL ? range->from_text : "");
	append_counted(text, range->to_text != NULL ? range->to_text : "");
}

char *
rtk_bind_text(const RtkScanState *state)
{
	StringInfoData text;

	initStringInfo(&text);
	append_ask(&text, &state->ask);
	for (int i = 0; i < state->nparents; i++)
		append_ask(&text, &state->parents[i].ask);
	append_number(&text, rtk_limit_offset(state));
	append_number(&text, rtk_limit_count(state));
	return text.data;
}
