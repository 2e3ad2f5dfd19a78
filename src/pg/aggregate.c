/*
 * aggregate.c
 *		Scans that count the rows of their table and give the number only.
 */
#include "compat.h"

#include "executor/tuptable.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/planmain.h"
#include "optimizer/tlist.h"
#include "utils/fmgroids.h"

#include "aggregate.h"
#include "estimate.h"
#include "path.h"
#include "upper.h"

/*
 * Share of the cost of counting in PostgreSQL that it costs here: no row is
 * formed.
 */
#define OWN_COUNT_SHARE 0.9

/* RelOptInfo.fdw_private of the aggregates over a table. */
typedef struct RtkPlanAggregate
{
	RtkPlanRel *table;
	List	   *counts;			/* Aggrefs */
	List	   *having;			/* expressions */
	RtkCountBy	by;
	double		requests;
} RtkPlanAggregate;

/* Does the expression count all rows: count(*), or count(1)? */
static bool
counts_rows(const Node *expr)
{
	const Aggref *aggref = (const Aggref *) expr;
	const TargetEntry *argument;

	if (!IsA(expr, Aggref) || aggref->agglevelsup > 0 ||
		aggref->aggdistinct != NIL || aggref->aggorder != NIL ||
		aggref->aggfilter != NULL || aggref->aggsplit != AGGSPLIT_SIMPLE)
		return false;
	if (aggref->aggfnoid == F_COUNT_)
		return true;
	if (aggref->aggfnoid != F_COUNT_ANY)
		return false;
	argument = linitial_node(TargetEntry, aggref->args);
	return IsA(argument->expr, Const) &&
		!((const Const *) argument->expr)->constisnull;
}

/* What expressions need of the rows, if that is only their number; else NIL. */
static List *
counts_of(List *exprs)
{
	List	   *needed = pull_var_clause((Node *) exprs,
										 PVC_INCLUDE_AGGREGATES |
										 PVC_INCLUDE_WINDOWFUNCS |
										 PVC_INCLUDE_PLACEHOLDERS);
	ListCell   *lc;

	foreach(lc, needed)
		if (!counts_rows(lfirst(lc)))
			return NIL;
	return needed;
}

/* Is the whole of the rows one group, of a table whose scan filters nothing? */
static bool
is_whole_table(const Query *parse, const RelOptInfo *rel)
{
	return parse->hasAggs && parse->groupClause == NIL &&
		parse->groupingSets == NIL && rel->reloptkind == RELOPT_BASEREL &&
		rel->fdw_private != NULL && !IS_DUMMY_REL((RelOptInfo *) rel) &&
		rtk_upper_is_exact(rel->fdw_private, NIL);
}

/*
 * total_count may stand for the rows where nothing but the path says which: it
 * is not documented whether it counts what a filter leaves.
 */
static RtkCountBy
count_by(const RtkPlanRel *plan, List *clauses)
{
	ListCell   *lc;

	if (!plan->ask.options.count_pushdown)
		return RTK_COUNT_ROWS;
	foreach(lc, clauses)
		if (((RtkClause *) lfirst(lc))->attribute->kind != RTK_KEY_PATH)
			return RTK_COUNT_ROWS;
	return RTK_COUNT_TOTALS;
}

void
rtk_aggregate_add_path(PlannerInfo *root, RelOptInfo *input_rel,
					   RelOptInfo *grouped_rel, Node *having)
{
	RtkPlanRel *plan = input_rel->fdw_private;
	RtkPlanAggregate *aggregate;
	List	   *clauses;
	List	   *counts;
	RtkEstimate estimate;

	if (!is_whole_table(root->parse, input_rel))
		return;
	counts = counts_of(list_concat_copy(grouped_rel->reltarget->exprs,
										(List *) having));
	clauses = rtk_qual_match_own(&plan->context);
	if (counts == NIL || rtk_path_unsent(plan, clauses) != NULL)
		return;
	aggregate = palloc0(sizeof(RtkPlanAggregate));
	aggregate->table = plan;
	aggregate->counts = counts;
	aggregate->having = (List *) having;
	aggregate->by = count_by(plan, clauses);
	rtk_estimate_count(plan, aggregate->by == RTK_COUNT_TOTALS, &estimate);
	aggregate->requests = estimate.requests;
	estimate.startup *= OWN_COUNT_SHARE;
	estimate.total *= OWN_COUNT_SHARE;
	grouped_rel->fdw_private = aggregate;
	add_path(grouped_rel, (Path *)
			 create_foreign_upper_path(root, grouped_rel,
									   grouped_rel->reltarget, estimate.rows,
									   RTK_PATH_COST(&estimate), NIL, NULL,
									   RTK_PATH_END(NIL)));
}

ForeignScan *
rtk_aggregate_plan(RelOptInfo *grouped_rel, List *tlist)
{
	RtkPlanAggregate *aggregate = grouped_rel->fdw_private;
	RtkPlanRel *plan = aggregate->table;
	const RtkQualContext *context = &plan->context;
	RtkPlanParts parts = {.relid = context->relid, .row_goal = -1};
	List	   *exprs = NIL;

	parts.keys = rtk_plan_keys(rtk_qual_match_own(context), &exprs);
	parts.requests = aggregate->requests;
	parts.count = aggregate->by;
	return make_foreignscan(tlist, aggregate->having, 0, exprs,
							rtk_plan_pack(&parts),
							add_to_flat_tlist(NIL, aggregate->counts), NIL,
							NULL);
}

RtkPlanRel *
rtk_aggregate_table(const RelOptInfo *grouped_rel)
{
	return ((RtkPlanAggregate *) grouped_rel->fdw_private)->table;
}

/* Pass over the rows of the run: WAIT or END. */
static RtkScanStatus
pass_rows(RtkScanState *state, RtkScanStatus (*next) (RtkScanState *state))
{
	RtkScanStatus status = RTK_SCAN_END;

	while (state->scan != NULL && (status = next(state)) == RTK_SCAN_ROW)
		CHECK_FOR_INTERRUPTS();
	return status;
}

/* The number of rows that a run gave; there is none where nothing is read. */
static int64
count_rows(const RtkScanState *state)
{
	const RtkScanCounters *counters;

	if (state->scan == NULL)
		return 0;
	counters = rtk_scan_counters(state->scan);
	return counters->rows + counters->counted;
}

RtkScanStatus
rtk_aggregate_store(RtkScanState *state, TupleTableSlot *slot,
					RtkScanStatus (*next) (RtkScanState *state))
{
	int64		rows;

	if (pass_rows(state, next) == RTK_SCAN_WAIT)
		return RTK_SCAN_WAIT;
	rows = count_rows(state);
	ExecClearTuple(slot);
	for (int i = 0; i < slot->tts_tupleDescriptor->natts; i++)
	{
		slot->tts_values[i] = Int64GetDatum(rows);
		slot->tts_isnull[i] = false;
	}
	ExecStoreVirtualTuple(slot);
	return RTK_SCAN_ROW;
}
