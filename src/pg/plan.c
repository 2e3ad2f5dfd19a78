/*
 * plan.c
 *		Planner callbacks: size of a foreign table, and the plan of its scan.
 */
#include "postgres.h"

#include "access/table.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/paths.h"
#include "optimizer/planmain.h"
#include "optimizer/restrictinfo.h"
#include "utils/rel.h"

#include "aggregate.h"
#include "early.h"
#include "estimate.h"
#include "join.h"
#include "limit.h"
#include "path.h"
#include "range.h"
#include "sort.h"
#include "upper.h"

/*
 * The columns that the scan has to fill.  Those of the plan's target list are
 * not it: under an aggregate that may list every column of the table.
 */
static Bitmapset *
columns_used(const RtkPlanRel *plan, List *rinfos)
{
	RelOptInfo *rel = plan->context.rel;
	const RtkColumnMap *map = plan->context.map;
	Bitmapset  *used;
	ListCell   *lc;

	used = rtk_column_used(map, (Node *) rel->reltarget->exprs, rel->relid,
						   NULL);
	foreach(lc, rinfos)
		used = rtk_column_used(map,
							   (Node *) lfirst_node(RestrictInfo, lc)->clause,
							   rel->relid, used);
	return used;
}

void
rtkGetForeignRelSize(PlannerInfo *root, RelOptInfo *baserel,
					 Oid foreigntableid)
{
	RtkPlanRel *plan = palloc0(sizeof(RtkPlanRel));
	Relation	relation = table_open(foreigntableid, NoLock);
	RtkEstimate estimate;

	rtk_ask_load(&plan->ask, relation);
	table_close(relation, NoLock);
	plan->context.root = root;
	plan->context.map = plan->ask.map;
	plan->context.rel = baserel;
	plan->context.relid = foreigntableid;
	baserel->fdw_private = plan;

	rtk_qual_check(&plan->context, baserel->baserestrictinfo);
	plan->ask.used = columns_used(plan, baserel->baserestrictinfo);
	plan->joined = rtk_path_joined(plan);
	plan->analyzed = baserel->tuples;
	rtk_estimate_scale(plan);
	rtk_estimate_scan(plan, baserel->baserestrictinfo, &estimate);
	baserel->rows = estimate.rows;
	baserel->tuples = Max(baserel->tuples, estimate.rows);
}

double
rtk_plan_row_goal(const RtkPlanRel *plan, const ForeignPath *path)
{
	PlannerInfo *root = plan->context.root;
	const RelOptInfo *rel = plan->context.rel;
	Relids		relids = IS_OTHER_REL(rel) ?
		rel->top_parent_relids : rel->relids;
	double		goal = root->limit_tuples;

	/* EXISTS looks at one row, without saying so by a LIMIT. */
	if (goal < 0 && root->tuple_fraction >= 1 && rtk_limit_is_last(root->parse))
		goal = root->tuple_fraction;
	if (goal < 0 ||
		root->parse->limitOption == LIMIT_OPTION_WITH_TIES ||
		root->parse->rowMarks != NIL ||
		!pathkeys_contained_in(root->query_pathkeys, path->path.pathkeys) ||
		bms_membership(root->all_baserels) != BMS_SINGLETON ||
		!bms_equal(root->all_baserels, relids) ||
		!rtk_upper_is_exact(plan, rtk_path_sort(path)))
		return -1;
	return goal;
}

RtkAsk
rtk_plan_ask(const RtkPlanRel *plan, List *clauses)
{
	RtkAsk		ask = plan->ask;
	ListCell   *lc;

	ask.keys = NIL;
	foreach(lc, clauses)
	{
		RtkClause  *clause = lfirst(lc);

		rtk_ask_give(&ask, clause->attribute, rtk_qual_values(clause));
	}
	rtk_ask_build(&ask);
	rtk_chain_scale(&ask.chain, plan->scaled, plan->scale);
	return ask;
}

List *
rtk_plan_keys(List *clauses, List **exprs)
{
	List	   *keys = NIL;
	int			number = 0;
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, clauses)
	{
		RtkClause  *clause = lfirst(lc);

		foreach(lc2, clause->arms)
		{
			RtkArm	   *arm = lfirst(lc2);

			*exprs = lappend(*exprs, arm->value);
			keys = lappend_int(keys, clause->attribute->attnum);
			keys = lappend_int(keys, number);
			keys = lappend_int(keys, arm->is_array);
		}
		number++;
	}
	return keys;
}

List *
rtk_plan_bounds(const RtkQualContext *context, List *rinfos, List **exprs)
{
	List	   *bounds = rtk_range_match(context, rinfos);
	ListCell   *lc;

	foreach(lc, bounds)
		*exprs = lappend(*exprs, ((RtkBound *) lfirst(lc))->value);
	return rtk_range_pack(bounds);
}

/* A plan may hold lists, not sets. */
static List *
used_list(Bitmapset *used)
{
	List	   *list = NIL;
	int			attnum = -1;

	while ((attnum = bms_next_member(used, attnum)) >= 0)
		list = lappend_int(list, attnum);
	return list;
}

/* A plan holds numbers as text. */
static Float *
float_node(double value)
{
	return makeFloat(psprintf("%.0f", value));
}

List *
rtk_plan_pack(const RtkPlanParts *parts)
{
	List	   *private = list_make5(list_make1_int((int) parts->relid),
									 used_list(parts->used), parts->keys,
									 float_node(parts->row_goal),
									 float_node(parts->requests));

	return list_concat(private,
					   list_concat(list_make3(parts->early, parts->bounds,
											  parts->sort),
								   list_make5(parts->parents, parts->slots,
											  list_make1_int(parts->join),
											  parts->limit,
											  list_make1_int(parts->count))));
}

ForeignScan *
rtkGetForeignPlan(PlannerInfo *root, RelOptInfo *baserel, Oid foreigntableid,
				  ForeignPath *best_path, List *tlist, List *scan_clauses,
				  Plan *outer_plan)
{
	RtkPlanRel *plan = baserel->fdw_private;
	RtkPlanParts parts = {.relid = foreigntableid};
	List	   *clauses;
	const RtkAttribute *unsent;
	RtkEstimate estimate;
	List	   *exprs = NIL;

	if (IS_UPPER_REL(baserel))
		return rtk_aggregate_plan(baserel, tlist);
	if (IS_JOIN_REL(baserel))
		return rtk_join_plan(root, baserel, tlist);
	clauses = rtk_qual_match_list(&plan->context, scan_clauses);
	unsent = rtk_path_unsent(plan, clauses);
	if (unsent != NULL)
		rtk_qual_refuse(unsent);
	plan->ask.used = rtk_sort_used(rtk_path_sort(best_path),
								   columns_used(plan, scan_clauses));
	rtk_estimate_scan(plan, scan_clauses, &estimate);
	parts.used = plan->ask.used;
	parts.keys = rtk_plan_keys(clauses, &exprs);
	parts.bounds = rtk_plan_bounds(&plan->context, scan_clauses, &exprs);
	parts.row_goal = rtk_plan_row_goal(plan, best_path);
	parts.requests = rtk_estimate_requests(&estimate, parts.row_goal);
	parts.early = rtk_early_choose(&plan->context, scan_clauses);
	parts.sort = rtk_path_sort(best_path);
	parts.limit = rtk_limit_plan(root->parse, best_path, &exprs);
	return make_foreignscan(tlist,
							extract_actual_clauses(scan_clauses, false),
							baserel->relid, exprs, rtk_plan_pack(&parts), NIL,
							NIL, outer_plan);
}
