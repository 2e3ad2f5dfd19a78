/*
 * range.c
 *		Clauses on times, as the range of time that a list is asked for.
 *
 * Usable are comparisons of a time, of its date and of date_trunc() with a
 * value that is known before the scan starts.
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "nodes/nodeFuncs.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "range.h"
#include "timetext.h"

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

/* A day in some zone has up to two hours more where clocks are set. */
#define CLOCK_CHANGE (2 * HOUR)

/* Longest that a unit of date_trunc() lasts. */
typedef struct RtkUnit
{
	const char *name;
	int			seconds;
} RtkUnit;

static const RtkUnit units[] = {
	{"second", 1},
	{"minute", 60},
	{"hour", HOUR},
	{"day", DAY + CLOCK_CHANGE},
	{"week", 7 * DAY + CLOCK_CHANGE},
	{"month", 31 * DAY + CLOCK_CHANGE},
	{"quarter", 92 * DAY + CLOCK_CHANGE},
	{"year", 366 * DAY + CLOCK_CHANGE},
};

/* A column of a time, or what is made from it, on one side of an operator. */
typedef struct RtkTimeSide
{
	const Var  *var;
	int			slack;			/* seconds that the time may be after it */
} RtkTimeSide;

/* The length of a unit, or 0. */
static int
unit_length(const Node *unit)
{
	const Const *name = (const Const *) unit;
	char	   *word;

	if (!IsA(unit, Const) || name->constisnull || name->consttype != TEXTOID)
		return 0;
	word = TextDatumGetCString(name->constvalue);
	for (int i = 0; i < lengthof(units); i++)
		if (pg_strcasecmp(units[i].name, word) == 0)
			return units[i].seconds;
	return 0;
}

/* Take a function's result for the side of a time; false when it is none. */
static bool
match_function(const FuncExpr *function, RtkTimeSide *side)
{
	switch (function->funcid)
	{
		case F_DATE_TIMESTAMPTZ:
			side->var = linitial(function->args);
			side->slack = DAY + CLOCK_CHANGE;
			return true;
		case F_DATE_TRUNC_TEXT_TIMESTAMPTZ:
		case F_DATE_TRUNC_TEXT_TIMESTAMPTZ_TEXT:
			side->var = lsecond(function->args);
			side->slack = unit_length(linitial(function->args));
			return side->slack > 0;
		default:
			return false;
	}
}

/* Take an expression for the side of a time; false when it is none. */
static bool
match_side(const Expr *expr, RtkTimeSide *side)
{
	side->var = (const Var *) expr;
	side->slack = 0;
	if (IsA(expr, FuncExpr) &&
		!match_function((const FuncExpr *) expr, side))
		return false;
	return IsA(side->var, Var) && side->var->vartype == TIMESTAMPTZOID;
}

/* Does the list compare this column of the relation with its range? */
static bool
is_ranged(const RtkQualContext *context, const Var *var)
{
	const RtkAttribute *attribute;

	if (var->varno != context->rel->relid || var->varlevelsup != 0)
		return false;
	attribute = rtk_column_get(context->map, var->varattno);
	return attribute != NULL && attribute->ranged;
}

static List *
add_bound(List *bounds, Expr *value, bool upper, int slack)
{
	RtkBound   *bound = palloc(sizeof(RtkBound));

	bound->value = value;
	bound->upper = upper;
	bound->slack = slack;
	return lappend(bounds, bound);
}

/* Add what "side operator value" says, by the strategy of the operator. */
static List *
add_bounds(List *bounds, const RtkTimeSide *side, int strategy, Expr *value)
{
	/* Where clocks go back over midnight, a day begins at the second one. */
	int			before = side->slack >= DAY ? CLOCK_CHANGE : 0;

	switch (strategy)
	{
		case BTLessStrategyNumber:
		case BTLessEqualStrategyNumber:
			return add_bound(bounds, value, true, side->slack);
		case BTGreaterStrategyNumber:
		case BTGreaterEqualStrategyNumber:
			return add_bound(bounds, value, false, before);
		case BTEqualStrategyNumber:
			bounds = add_bound(bounds, value, false, before);
			return add_bound(bounds, value, true, side->slack);
		default:
			return bounds;
	}
}

static bool
is_time_type(Oid type)
{
	return type == TIMESTAMPTZOID || type == TIMESTAMPOID || type == DATEOID;
}

/* Add what one comparison says, if it is one of a time. */
static List *
match_op(const RtkQualContext *context, const OpExpr *op, List *bounds)
{
	TypeCacheEntry *type = lookup_type_cache(TIMESTAMPTZOID,
											 TYPECACHE_BTREE_OPFAMILY);
	Oid			opno = op->opno;
	Expr	   *left;
	Expr	   *right;
	RtkTimeSide side;

	if (list_length(op->args) != 2)
		return bounds;
	left = linitial(op->args);
	right = lsecond(op->args);
	if (!match_side(left, &side) || !is_ranged(context, side.var))
	{
		if (!match_side(right, &side) || !is_ranged(context, side.var))
			return bounds;
		right = left;
		opno = get_commutator(opno);
	}
	if (!OidIsValid(opno) || !is_time_type(exprType((Node *) right)) ||
		!rtk_qual_is_known_before(context, right))
		return bounds;
	return add_bounds(bounds, &side,
					  get_op_opfamily_strategy(opno, type->btree_opf), right);
}

List *
rtk_range_match(const RtkQualContext *context, List *rinfos)
{
	List	   *bounds = NIL;
	ListCell   *lc;

	foreach(lc, rinfos)
	{
		Expr	   *clause = lfirst_node(RestrictInfo, lc)->clause;

		if (IsA(clause, OpExpr))
			bounds = match_op(context, (OpExpr *) clause, bounds);
	}
	return bounds;
}

List *
rtk_range_pack(List *bounds)
{
	List	   *packed = NIL;
	ListCell   *lc;

	foreach(lc, bounds)
	{
		const RtkBound *bound = lfirst(lc);

		packed = lappend_int(packed, bound->upper);
		packed = lappend_int(packed, bound->slack);
	}
	return packed;
}

void
rtk_range_announce(RtkAsk *ask, const List *packed)
{
	for (int i = 0; i < list_length(packed); i += 2)
		if (list_nth_int(packed, i))
			ask->range.to = true;
		else
			ask->range.from = true;
}

/* The value as a time; false when it is no bound that could be sent. */
static bool
time_of(Datum value, Oid type, TimestampTz *time)
{
	if (type == DATEOID)
	{
		if (rtk_timetext_date(DatumGetDateADT(value)) == NULL)
			return false;
		value = DirectFunctionCall1(date_timestamptz, value);
	}
	else if (type == TIMESTAMPOID)
	{
		if (rtk_timetext_timestamp(DatumGetTimestamp(value)) == NULL)
			return false;
		value = DirectFunctionCall1(timestamp_timestamptz, value);
	}
	*time = DatumGetTimestampTz(value);
	return rtk_timetext_timestamp(*time) != NULL;
}

bool
rtk_range_bind(RtkAsk *ask, const List *packed, const List *values,
			   ExprContext *econtext, MemoryContext context)
{
	RtkRange   *range = &ask->range;
	int64		margin = ask->options.time_margin * USECS_PER_SEC;
	TimestampTz from = DT_NOBEGIN;
	TimestampTz to = DT_NOEND;
	MemoryContext old;

	for (int i = 0; i < list_length(packed) / 2; i++)
	{
		ExprState  *expr = list_nth(values, i);
		bool		upper = list_nth_int(packed, 2 * i);
		int64		slack = list_nth_int(packed, 2 * i + 1) * USECS_PER_SEC;
		bool		isnull;
		Datum		value = ExecEvalExpr(expr, econtext, &isnull);
		TimestampTz time;

		if (isnull)
			return false;
		if (!time_of(value, exprType((Node *) expr->expr), &time))
			continue;
		if (upper)
			to = Min(to, time + slack);
		else
			from = Max(from, time - slack);
	}
	if (from > to)
		return false;
	old = MemoryContextSwitchTo(context);
	range->from_text = TIMESTAMP_IS_NOBEGIN(from) ? NULL :
		rtk_timetext_timestamp(from - margin);
	range->to_text = TIMESTAMP_IS_NOEND(to) ? NULL :
		rtk_timetext_timestamp(to + margin);
	range->bound = true;
	MemoryContextSwitchTo(old);
	return true;
}
