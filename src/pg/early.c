/*
 * early.c
 *		Quals that are checked before a row's details are asked for.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "optimizer/restrictinfo.h"
#include "utils/rel.h"

#include "bind.h"
#include "early.h"

/* What it takes to check quals on a row that is not the scan's tuple yet. */
typedef struct RtkEarly
{
	ExprState  *quals;
	Bitmapset  *used;			/* attribute numbers of their columns */
	ExprContext *econtext;
	TupleTableSlot *slot;
} RtkEarly;

bool
rtk_early_reads_details(const RtkQualContext *context, Node *expr)
{
	const RtkColumnMap *map = context->map;
	Bitmapset  *used = rtk_column_used(map, expr, context->rel->relid, NULL);
	int			attnum = -1;

	while ((attnum = bms_next_member(used, attnum)) >= 0)
	{
		RtkSource	source = rtk_column_get(map, attnum)->source;

		if (source == RTK_FROM_DETAILS || source == RTK_FROM_DATA)
			return true;
	}
	return false;
}

/* Volatile functions must run once for a row, and subplans are costly. */
static bool
is_cheap(const RtkQualContext *context, const RestrictInfo *rinfo)
{
	Node	   *expr = (Node *) rinfo->clause;

	return !rtk_early_reads_details(context, expr) &&
		!contain_volatile_functions(expr) && !contain_subplans(expr);
}

/*
 * Does every row pass, as it was asked for so?  Where there are security
 * barriers it is checked all the same: it may be one.
 */
static bool
is_known(const RtkQualContext *context, const RestrictInfo *rinfo)
{
	RtkClause  *clause = rtk_qual_match(context, rinfo->clause);

	return clause != NULL && rtk_qual_is_exact(clause) &&
		context->root->qual_security_level == 0;
}

List *
rtk_early_choose(const RtkQualContext *context, List *clauses)
{
	Index		barrier = context->root->qual_security_level;
	List	   *positions = NIL;
	int			position = 0;
	ListCell   *lc;

	foreach(lc, clauses)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);

		if (!rinfo->pseudoconstant && !is_cheap(context, rinfo))
			barrier = Min(barrier, rinfo->security_level);
	}
	foreach(lc, clauses)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);

		if (rinfo->pseudoconstant)
			continue;
		if (is_cheap(context, rinfo) && !is_known(context, rinfo) &&
			(rinfo->security_level <= barrier || rinfo->leakproof))
			positions = lappend_int(positions, position);
		position++;
	}
	return positions;
}

double
rtk_early_selectivity(const RtkQualContext *context, List *clauses)
{
	List	   *cheap = NIL;
	ListCell   *lc;

	foreach(lc, clauses)
		if (is_cheap(context, lfirst_node(RestrictInfo, lc)))
			cheap = lappend(cheap, lfirst(lc));
	return clauselist_selectivity(context->root, cheap, context->rel->relid,
								  JOIN_INNER, NULL);
}

void
rtk_early_begin(RtkScanState *state, ForeignScanState *node, List *positions)
{
	ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
	RtkEarly   *early;
	Bitmapset  *params;
	List	   *quals = NIL;
	ListCell   *lc;

	if (!state->ask.details || !state->ask.options.enable_pushdown)
		return;
	foreach(lc, positions)
		quals = lappend(quals, list_nth(plan->scan.plan.qual, lfirst_int(lc)));
	if (quals == NIL)
		return;
	state->early = early = palloc(sizeof(RtkEarly));
	early->used = rtk_column_used(state->ask.map, (Node *) quals,
								  plan->scan.scanrelid, NULL);
	/* Rows that are dropped early are not kept for a replay. */
	params = rtk_bind_params((Node *) quals);
	state->checks_params = !bms_is_subset(params, state->sent_params);
	state->sent_params = bms_add_members(state->sent_params, params);
	early->quals = ExecInitQual(quals, &node->ss.ps);
	early->econtext = CreateExprContext(node->ss.ps.state);
	early->slot =
		ExecInitExtraTupleSlot(node->ss.ps.state,
							   RelationGetDescr(node->ss.ss_currentRelation),
							   &TTSOpsVirtual);
	early->slot->tts_tableOid = RelationGetRelid(node->ss.ss_currentRelation);
}

/* A value that became null is counted once, when the row is given. */
bool
rtk_early_passes(RtkScanState *state)
{
	RtkEarly   *early = state->early;
	ExprContext *econtext = early->econtext;
	int64		nulled = state->policy.nulled;
	MemoryContext old;
	bool		passes;

	ResetExprContext(econtext);
	old = MemoryContextSwitchTo(econtext->ecxt_per_tuple_memory);
	rtk_row_store(state, early->slot, early->used);
	econtext->ecxt_scantuple = early->slot;
	passes = ExecQual(early->quals, econtext);
	MemoryContextSwitchTo(old);
	if (passes)
		state->policy.nulled = nulled;
	return passes;
}
