/*
 * path.c
 *		The ways to scan a foreign table.
 */
#include "compat.h"

#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"

#include "estimate.h"
#include "path.h"
#include "sort.h"

/*
 * Share of the cost by which the order of the API costs more: above what makes
 * the planner take two costs for equal, so that it also keeps the path without,
 * and nothing depends on an order that is not needed.
 */
#define SORT_SURCHARGE 0.011

/* Most sets of outer relations for which a parameterized path is made. */
#define MAX_OUTER_SETS 16

/* ec_matches_callback_type: is the member the column *arg? */
static bool
is_column(PlannerInfo *root, RelOptInfo *rel, EquivalenceClass *ec,
		  EquivalenceMember *em, void *arg)
{
	AttrNumber	attnum = *(const AttrNumber *) arg;
	Expr	   *expr = em->em_expr;

	while (expr != NULL && IsA(expr, RelabelType))
		expr = ((RelabelType *) expr)->arg;
	return expr != NULL && IsA(expr, Var) &&
		((Var *) expr)->varno == rel->relid &&
		((Var *) expr)->varattno == attnum;
}

/* Clauses that equivalence classes imply between a column and other tables. */
static List *
implied_clauses(const RtkPlanRel *plan, const RtkAttribute *attribute)
{
	RelOptInfo *rel = plan->context.rel;
	AttrNumber	attnum = attribute->attnum;

	if (!rel->has_eclass_joins)
		return NIL;
	return generate_implied_equalities_for_column(plan->context.root, rel,
												  is_column, &attnum,
												  rel->lateral_referencers);
}

Bitmapset *
rtk_path_joined(const RtkPlanRel *plan)
{
	RelOptInfo *rel = plan->context.rel;
	const RtkColumnMap *map = plan->context.map;
	Bitmapset  *named = NULL;
	Bitmapset  *joined = NULL;
	ListCell   *lc;

	foreach(lc, rel->joininfo)
		named = rtk_column_named(map,
								 (Node *) lfirst_node(RestrictInfo, lc)->clause,
								 rel->relid, named);
	for (int i = 1; i <= map->natts; i++)
	{
		const RtkAttribute *att = rtk_column_get(map, i);

		if (att != NULL && att->kind == RTK_KEY_QUERY &&
			(bms_is_member(i, named) || implied_clauses(plan, att) != NIL))
			joined = bms_add_member(joined, i);
	}
	return joined;
}

const RtkAttribute *
rtk_path_unsent(const RtkPlanRel *plan, List *clauses)
{
	Bitmapset  *unsent = bms_copy(plan->joined);
	int			first;
	ListCell   *lc;

	foreach(lc, clauses)
		unsent = bms_del_member(unsent,
								((RtkClause *) lfirst(lc))->attribute->attnum);
	first = bms_next_member(unsent, -1);
	return first >= 0 ? rtk_column_get(plan->context.map, first) : NULL;
}

/* The join clauses that could give a parameter of a scan. */
static List *
driving_clauses(const RtkPlanRel *plan)
{
	RelOptInfo *rel = plan->context.rel;
	List	   *candidates = NIL;
	List	   *clauses = NIL;
	ListCell   *lc;

	foreach(lc, rel->joininfo)
		if (join_clause_is_movable_to(lfirst_node(RestrictInfo, lc), rel))
			candidates = lappend(candidates, lfirst(lc));
	for (int i = 1; i <= plan->context.map->natts; i++)
	{
		const RtkAttribute *att = rtk_column_get(plan->context.map, i);

		if (att != NULL && att->kind != RTK_KEY_NONE)
			candidates = list_concat(candidates, implied_clauses(plan, att));
	}
	foreach(lc, candidates)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);

		if (rtk_qual_match(&plan->context, rinfo->clause) != NULL)
			clauses = lappend(clauses, rinfo);
	}
	return clauses;
}

/* Add a set of outer relations that is not there yet. */
static List *
add_outer_set(List *sets, Relids set)
{
	ListCell   *lc;

	if (bms_is_empty(set) || list_length(sets) >= MAX_OUTER_SETS)
		return sets;
	foreach(lc, sets)
		if (bms_equal(lfirst(lc), set))
			return sets;
	return lappend(sets, set);
}

/* The sets of outer relations that can drive a scan: each, and all at once. */
static List *
outer_sets(const RtkPlanRel *plan)
{
	RelOptInfo *rel = plan->context.rel;
	List	   *sets = NIL;
	Relids		all = NULL;
	ListCell   *lc;

	foreach(lc, driving_clauses(plan))
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		Relids		set = bms_union(rinfo->clause_relids,
									rel->lateral_relids);

		set = bms_del_member(set, rel->relid);
		sets = add_outer_set(sets, set);
		all = bms_add_members(all, set);
	}
	return add_outer_set(sets, all);
}

/* Offer a path, as a last resort where it would end in an error. */
static void
add_scan_path(const RtkPlanRel *plan, const RtkEstimate *estimate,
			  Relids required_outer)
{
	RelOptInfo *rel = plan->context.rel;

	add_path(rel, (Path *)
			 create_foreignscan_path(plan->context.root, rel, NULL,
									 estimate->rows, RTK_PATH_COST(estimate),
									 NIL, required_outer, NULL,
									 RTK_PATH_END(list_make2(NIL, NIL))));
}

/*
 * Offer the rows in the order that the query wants, where the API can sort
 * them.
 */
static void
add_sorted_path(const RtkPlanRel *plan, const RtkEstimate *estimate)
{
	RelOptInfo *rel = plan->context.rel;
	RtkEstimate sorted = *estimate;
	List	   *sort;
	List	   *pathkeys = estimate->runs ?
		rtk_sort_choose(plan, &sort) : NIL;

	if (pathkeys == NIL)
		return;
	sorted.total += sorted.total * SORT_SURCHARGE +
		sorted.rows * cpu_operator_cost;
	add_path(rel, (Path *)
			 create_foreignscan_path(plan->context.root, rel, NULL,
									 sorted.rows, RTK_PATH_COST(&sorted),
									 pathkeys, NULL, NULL,
									 RTK_PATH_END(list_make2(sort, NIL))));
}

void
rtkGetForeignPaths(PlannerInfo *root, RelOptInfo *baserel, Oid foreigntableid)
{
	RtkPlanRel *plan = baserel->fdw_private;
	RtkEstimate estimate;
	ListCell   *lc;

	rtk_estimate_scan(plan, baserel->baserestrictinfo, &estimate);
	add_scan_path(plan, &estimate, baserel->lateral_relids);
	add_sorted_path(plan, &estimate);
	foreach(lc, outer_sets(plan))
	{
		Relids		required_outer = lfirst(lc);
		ParamPathInfo *info = get_baserel_parampathinfo(root, baserel,
														required_outer);

		rtk_estimate_scan(plan,
						  list_concat_copy(baserel->baserestrictinfo,
										   info->ppi_clauses),
						  &estimate);
		info->ppi_rows = estimate.rows;
		add_scan_path(plan, &estimate, required_outer);
	}
}
