/*
 * sort.c
 *		Which order the API can give its rows in.
 *
 * What is sorted is one list, so the query has to give all of its path, each
 * part with one value.  Where the API puts nulls is not known: only columns
 * that have none are sorted by, unless the user trusts it.
 */
#include "compat.h"

#include "access/stratnum.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "list.h"
#include "lookup.h"
#include "sort.h"

/* Does a clause give the key a single value? */
static bool
has_one_value(const RtkKey *key, List *clauses)
{
	ListCell   *lc;

	foreach(lc, clauses)
	{
		const RtkClause *clause = lfirst(lc);

		if (strcmp(clause->attribute->parameter, key->name) == 0 &&
			list_length(clause->arms) == 1 &&
			!((RtkArm *) linitial(clause->arms))->is_array)
			return true;
	}
	return false;
}

/* Does the query order the rows itself, or choose one page of another order? */
static bool
gives_order(const RtkAsk *ask)
{
	static const char *const names[] = {
		"sort_by", "sort_order", "page_no", "per_page"
	};

	for (int i = 0; i < lengthof(names); i++)
		if (rtk_ask_key(ask, names[i]) != NULL)
			return true;
	return false;
}

/* The method of the only list that a scan with these clauses reads, or NULL. */
static const RtkMethod *
only_list(const RtkPlanRel *plan, List *clauses)
{
	RtkAsk		ask = rtk_plan_ask(plan, clauses);
	ListCell   *lc;

	if (ask.missing != NULL || ask.chain.target != 0 || gives_order(&ask))
		return NULL;
	foreach(lc, ask.keys)
	{
		const RtkKey *key = lfirst(lc);

		if (key->kind != RTK_KEY_FIELD &&
			rtk_ask_branches(&ask, key->name) &&
			!has_one_value(key, clauses))
			return NULL;
	}
	return ask.chain.level[0].method;
}

/* Can the method sort by the column? */
static bool
can_sort(const RtkMethod *method, const RtkAttribute *attribute)
{
	size_t		len;

	return attribute != NULL && attribute->source == RTK_FROM_ROW &&
		!attribute->redacted && !attribute->secret &&
		rtk_lookup_sort(method, attribute->path, &len) != NULL;
}

/* The column as the planner names it. */
static Var *
column_var(const RtkQualContext *context, AttrNumber attnum)
{
	Oid			type;
	int32		typmod;
	Oid			collation;

	get_atttypetypmodcoll(context->relid, attnum, &type, &typmod,
						  &collation);
	return makeVar(context->rel->relid, attnum, type, typmod, collation, 0);
}

/* Does a pathkey order by the column, and by its type as the API would? */
static bool
orders_by(const RtkQualContext *context, const PathKey *pathkey, Var *var)
{
	TypeCacheEntry *type;

	if ((var->vartype != TIMESTAMPTZOID && var->vartype != FLOAT8OID) ||
		pathkey->pk_eclass->ec_has_volatile ||
		find_ec_member_matching_expr(pathkey->pk_eclass, (Expr *) var,
									 context->rel->relids) == NULL)
		return false;
	type = lookup_type_cache(var->vartype, TYPECACHE_BTREE_OPFAMILY);
	return pathkey->pk_opfamily == type->btree_opf;
}

/* Do the clauses let no row pass in which the column is null? */
static bool
drops_nulls(Var *var, List *rinfos)
{
	NullTest   *test = makeNode(NullTest);

	test->arg = (Expr *) var;
	test->nulltesttype = IS_NOT_NULL;
	test->location = -1;
	return predicate_implied_by(list_make1(test),
								extract_actual_clauses(rinfos, false), false);
}

/* The order of a pathkey by a column, if its nulls stand where they should. */
static List *
order_by(const RtkPlanRel *plan, const RtkMethod *method,
		 const PathKey *pathkey, Var *var)
{
	const RtkQualContext *context = &plan->context;
	const RtkOptions *options = &plan->ask.options;
	const char *member = rtk_column_get(context->map, var->varattno)->path;
	bool		descending = !RTK_ASCENDS(pathkey);
	bool		filled = rtk_list_has(method->filled, member) &&
		options->on_bad_value == RTK_BAD_VALUE_ERROR;
	bool		dropped = drops_nulls(var, context->rel->baserestrictinfo);

	if (!filled && !dropped &&
		(options->sort_pushdown != RTK_SORT_TRUST ||
		 pathkey->pk_nulls_first != descending))
		return NIL;
	return list_make5_int(var->varattno, descending, pathkey->pk_nulls_first,
						  dropped, filled);
}

/* What ORDER BY begins with: grouping alone needs no order of the API. */
static PathKey *
wanted_order(const PlannerInfo *root)
{
	if (root->query_pathkeys == NIL || root->sort_pathkeys == NIL ||
		linitial(root->query_pathkeys) != linitial(root->sort_pathkeys))
		return NULL;
	return linitial(root->query_pathkeys);
}

List *
rtk_sort_choose(const RtkPlanRel *plan, List **sort)
{
	const RtkQualContext *context = &plan->context;
	PathKey    *pathkey = wanted_order(context->root);
	const RtkMethod *method;

	*sort = NIL;
	if (pathkey == NULL ||
		plan->ask.options.sort_pushdown == RTK_SORT_OFF ||
		!bms_is_empty(context->rel->lateral_relids))
		return NIL;
	method = only_list(plan, rtk_qual_match_own(context));
	for (int i = 1; method != NULL && i <= context->map->natts; i++)
	{
		Var		   *var;

		if (!can_sort(method, rtk_column_get(context->map, i)))
			continue;
		var = column_var(context, i);
		if (!orders_by(context, pathkey, var))
			continue;
		*sort = order_by(plan, method, pathkey, var);
		return *sort != NIL ? list_make1(pathkey) : NIL;
	}
	return NIL;
}

bool
rtk_sort_fills(const RtkQualContext *context, List *sort, Expr *clause)
{
	const NullTest *test = (const NullTest *) clause;
	const Var  *var;

	if (sort == NIL || !list_nth_int(sort, RTK_ORDER_FILLED) ||
		!IsA(clause, NullTest) || test->nulltesttype != IS_NOT_NULL ||
		!IsA(test->arg, Var))
		return false;
	var = (const Var *) test->arg;
	return var->varno == context->rel->relid &&
		var->varattno == list_nth_int(sort, RTK_ORDER_COLUMN);
}

Bitmapset *
rtk_sort_used(List *sort, Bitmapset *used)
{
	if (sort == NIL)
		return used;
	return bms_add_member(used, list_nth_int(sort, RTK_ORDER_COLUMN));
}
