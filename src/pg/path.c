/*
 * path.c
 *		The ways to scan a foreign table, and what they cost.
 *
 * A request costs far more than anything PostgreSQL does with its rows, so the
 * cost is the requests: those that wait for one another, and the share of the
 * API's rate limit that each of them uses up.
 */
#include "postgres.h"

#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"

#include "compat.h"
#include "early.h"
#include "path.h"
#include "sort.h"

#define ROUND_TRIP_COST 100.0	/* from a request to its reply */
#define REQUEST_COST 25.0		/* share of the rate limit */
#define ROW_COST 0.01			/* of a row, on top of cpu_tuple_cost */

/*
 * Share of the cost by which the order of the API costs more: above what makes
 * the planner take two costs for equal, so that it also keeps the path without,
 * and nothing depends on an order that is not needed.
 */
#define SORT_SURCHARGE 0.011

/* Most sets of outer relations for which a parameterized path is made. */
#define MAX_OUTER_SETS 16

/* The restrictions whose check a sent value does not make superfluous. */
static List *
inexact(const RtkPlanRel *plan, List *rinfos)
{
	List	   *rest = NIL;
	ListCell   *lc;

	foreach(lc, rinfos)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		RtkClause  *clause = rtk_qual_match(&plan->context, rinfo->clause);

		if (clause == NULL || !rtk_qual_is_exact(clause))
			rest = lappend(rest, rinfo);
	}
	return rest;
}

/* Cost of that many requests, of which those of one level run side by side. */
static void
cost_requests(const RtkAsk *ask, RtkEstimate *estimate)
{
	double		levels = ask->missing != NULL ? 1 : ask->chain.nlevels;
	double		more = Max(estimate->requests - levels, 0);
	double		lanes = Max(ask->options.max_concurrency, 1);

	estimate->startup = levels * ROUND_TRIP_COST;
	estimate->total = estimate->startup +
		more * ROUND_TRIP_COST / lanes +
		estimate->requests * REQUEST_COST;
}

void
rtk_path_estimate(const RtkPlanRel *plan, List *rinfos, RtkEstimate *estimate)
{
	RelOptInfo *rel = plan->context.rel;
	RtkAsk		ask = plan->ask;
	List	   *clauses = rtk_qual_match_list(&plan->context, rinfos);
	double		fetched;
	ListCell   *lc;

	ask.keys = NIL;
	foreach(lc, clauses)
	{
		RtkClause  *clause = lfirst(lc);

		rtk_ask_give(&ask, clause->attribute, rtk_qual_values(clause));
	}
	rtk_ask_build(&ask);
	ask.chain.kept = rtk_early_selectivity(&plan->context,
										   inexact(plan, rinfos));
	rtk_ask_estimate(&ask, &estimate->requests, &fetched);
	fetched *= plan->scale;
	estimate->rows = clamp_row_est(fetched *
								   clauselist_selectivity(plan->context.root,
														  inexact(plan, rinfos),
														  rel->relid,
														  JOIN_INNER, NULL));
	cost_requests(&ask, estimate);
	estimate->total += fetched * (ROW_COST + cpu_tuple_cost +
								  rel->baserestrictcost.per_tuple);
	estimate->runs = ask.missing == NULL &&
		(ask.options.enumerate || ask.chain.target == 0) &&
		rtk_path_unsent(plan, clauses) == NULL;
}

double
rtk_path_scale(const RtkPlanRel *plan)
{
	double		known = plan->context.rel->tuples;
	RtkAsk		ask = plan->ask;
	double		requests;
	double		rows;

	if (known <= 0)
		known = ask.options.rows;
	if (known <= 0)
		return 1;
	/* The whole table is what is below the parameters nothing enumerates. */
	ask.keys = NIL;
	for (rtk_ask_build(&ask); ask.missing != NULL; rtk_ask_build(&ask))
	{
		RtkAttribute assumed = {.parameter = pstrdup(ask.missing),
		.kind = RTK_KEY_PATH};

		rtk_ask_give(&ask, &assumed, 1);
	}
	rtk_ask_estimate(&ask, &requests, &rows);
	return known / Max(rows, 1);
}

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

	add_path(rel, (Path *) RTK_SCAN_PATH(plan->context.root, rel, estimate,
										 NIL, required_outer, NIL));
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
		rtk_sort_choose(&plan->ask, &plan->context, &sort) : NIL;

	if (pathkeys == NIL)
		return;
	sorted.total += sorted.total * SORT_SURCHARGE +
		sorted.rows * cpu_operator_cost;
	add_path(rel, (Path *) RTK_SCAN_PATH(plan->context.root, rel, &sorted,
										 pathkeys, NULL, sort));
}

void
rtkGetForeignPaths(PlannerInfo *root, RelOptInfo *baserel, Oid foreigntableid)
{
	RtkPlanRel *plan = baserel->fdw_private;
	RtkEstimate estimate;
	ListCell   *lc;

	rtk_path_estimate(plan, baserel->baserestrictinfo, &estimate);
	add_scan_path(plan, &estimate, baserel->lateral_relids);
	add_sorted_path(plan, &estimate);
	foreach(lc, outer_sets(plan))
	{
		Relids		required_outer = lfirst(lc);
		ParamPathInfo *info = get_baserel_parampathinfo(root, baserel,
														required_outer);

		rtk_path_estimate(plan,
						  list_concat_copy(baserel->baserestrictinfo,
										   info->ppi_clauses),
						  &estimate);
		info->ppi_rows = estimate.rows;
		add_scan_path(plan, &estimate, required_outer);
	}
}
