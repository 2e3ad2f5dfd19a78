/*
 * join_find.c
 *		The chain that reads the tables of a join, if there is one.
 */
#include "postgres.h"

#include "optimizer/optimizer.h"

#include "join.h"
#include "link.h"

/* Does a clause do without anything but columns of tables? */
static bool
reads_columns_only(const RestrictInfo *rinfo)
{
	ListCell   *lc;

	foreach(lc, pull_var_clause((Node *) rinfo->clause,
								PVC_INCLUDE_PLACEHOLDERS))
	{
		const Var  *var = lfirst(lc);

		if (!IsA(var, Var) || var->varattno <= 0)
			return false;
	}
	return true;
}

bool
rtk_join_can_check(List *rinfos)
{
	ListCell   *lc;

	foreach(lc, rinfos)
		if (lfirst_node(RestrictInfo, lc)->pseudoconstant ||
			!reads_columns_only(lfirst_node(RestrictInfo, lc)))
			return false;
	return true;
}

/* Can the table be a part of a join with these options? */
static bool
can_be_joined(const RtkPlanRel *plan, const RtkOptions *options)
{
	List	   *rinfos = plan->context.rel->baserestrictinfo;

	return plan->ask.options.enable_pushdown &&
		rtk_option_equal(&plan->ask.options, options) &&
		bms_is_empty(plan->context.rel->lateral_relids) &&
		bms_is_empty(plan->joined) && rtk_join_can_check(rinfos);
}

/* Add what a table's clauses give; a path parameter is the same for all. */
static bool
give_keys(RtkAsk *ask, const RtkPlanRel *plan, bool below)
{
	ListCell   *lc;

	foreach(lc, rtk_qual_match_own(&plan->context))
	{
		const RtkClause *clause = lfirst(lc);
		const RtkAttribute *attribute = clause->attribute;

		if (!below && attribute->kind == RTK_KEY_QUERY)
			return false;
		if (!below && attribute->kind == RTK_KEY_PATH)
			attribute = rtk_column_for(ask->map, attribute->parameter);
		else if (!below)
			continue;
		if (attribute == NULL)
			return false;
		rtk_ask_give(ask, attribute, rtk_qual_values(clause));
	}
	return true;
}

/*
 * Do the tables stand above one of them, below?  If so *ask has the chain that
 * reads them all, and *members are in its order.
 */
static bool
stand_above(RtkAsk *ask, List **members, RtkPlanRel *below)
{
	List	   *ordered = NIL;
	ListCell   *lc;

	*ask = below->ask;
	ask->keys = NIL;
	foreach(lc, *members)
	{
		RtkPlanRel *plan = lfirst(lc);

		if (!give_keys(ask, plan, plan == below))
			return false;
		if (plan != below)
			ask->wanted = lappend(ask->wanted,
								  (void *) plan->context.map->resource);
	}
	rtk_ask_build(ask);
	if (ask->missing != NULL || ask->unsent != NULL ||
		(!ask->options.enumerate && ask->chain.target > 0))
		return false;
	for (int level = 0; level < ask->chain.target; level++)
		foreach(lc, *members)
		{
			RtkPlanRel *plan = lfirst(lc);

			if (plan != below && plan->context.map->resource ==
				ask->chain.level[level].resource)
				ordered = lappend(ordered, plan);
		}
	if (list_length(ordered) != list_length(*members) - 1)
		return false;
	*members = lappend(ordered, below);
	return true;
}

/* The columns that a join has to show, of one of its tables. */
static Bitmapset *
columns_used(const RtkPlanRel *plan, List *exprs)
{
	return rtk_column_used(plan->context.map, (Node *) exprs,
						   plan->context.rel->relid, NULL);
}

/* Does a table above read columns that only details or requests give? */
static bool
reads_rows_only(const RtkPlanRel *plan, List *exprs)
{
	Bitmapset  *used = columns_used(plan, exprs);
	int			attnum = -1;

	while ((attnum = bms_next_member(used, attnum)) >= 0)
	{
		const RtkAttribute *att = rtk_column_get(plan->context.map, attnum);

		if (att->source == RTK_FROM_DETAILS || att->source == RTK_FROM_QUERY)
			return false;
	}
	return true;
}

List *
rtk_join_exprs(const RtkPlanJoin *join, const RelOptInfo *joinrel)
{
	List	   *exprs = list_copy(joinrel->reltarget->exprs);
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, join->members)
	{
		RtkPlanRel *plan = lfirst(lc);

		foreach(lc2, plan->context.rel->baserestrictinfo)
			exprs = lappend(exprs, lfirst_node(RestrictInfo, lc2)->clause);
	}
	foreach(lc, join->clauses)
		exprs = lappend(exprs, lfirst_node(RestrictInfo, lc)->clause);
	return exprs;
}

bool
rtk_join_find(RtkPlanJoin *join, const RelOptInfo *joinrel)
{
	List	   *members = join->members;
	const RtkPlanRel *first = linitial(members);
	ListCell   *lc;

	foreach(lc, members)
		if (!can_be_joined(lfirst(lc), &first->ask.options))
			return false;
	foreach(lc, members)
	{
		RtkPlanRel *below = lfirst(lc);

		join->members = members;
		if (stand_above(&join->ask, &join->members, below))
			break;
	}
	if (lc == NULL || !rtk_link_holds(&join->ask, join->members,
									  join->clauses))
		return false;
	foreach(lc, join->members)
	{
		RtkPlanRel *plan = lfirst(lc);
		List	   *exprs = rtk_join_exprs(join, joinrel);

		if (lnext(join->members, lc) != NULL && !reads_rows_only(plan, exprs))
			return false;
		if (lnext(join->members, lc) == NULL)
			join->ask.used = columns_used(plan, exprs);
	}
	rtk_ask_build(&join->ask);
	return true;
}
