/*
 * early.c
 *		Quals that are checked before a row's details are asked for.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "optimizer/restrictinfo.h"
#include "utils/rel.h"

#include "early.h"
#include "joined.h"
#include "param.h"
#include "plan.h"
#include "row.h"

/* What it takes to check quals on a row that is not the scan's tuple yet. */
typedef struct RtkEarly
{
	ExprState  *quals[RTK_MAX_LEVELS];
	Bitmapset  *used[RTK_MAX_LEVELS];	/* positions of their columns, from 1 */
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

/* The positions in the tuple, from 1, that quals read. */
static Bitmapset *
positions_used(const RtkScanState *state, const Scan *scan, List *quals)
{
	Bitmapset  *varattnos = NULL;
	Bitmapset  *used = NULL;
	int			member = -1;

	if (scan->scanrelid > 0)
		return rtk_column_used(state->ask.map, (Node *) quals,
							   scan->scanrelid, NULL);
	pull_varattnos((Node *) quals, INDEX_VAR, &varattnos);
	while ((member = bms_next_member(varattnos, member)) >= 0)
		used = bms_add_member(used,
							  member + FirstLowInvalidHeapAttributeNumber);
	return used;
}

/* What all levels share. */
static RtkEarly *
new_early(ForeignScanState *node)
{
	TupleDesc	tupdesc = node->ss.ss_ScanTupleSlot->tts_tupleDescriptor;
	EState	   *estate = node->ss.ps.state;
	RtkEarly   *early = palloc0(sizeof(RtkEarly));

	early->econtext = CreateExprContext(estate);
	early->slot = ExecInitExtraTupleSlot(estate, tupdesc, &TTSOpsVirtual);
	if (node->ss.ss_currentRelation != NULL)
		early->slot->tts_tableOid =
			RelationGetRelid(node->ss.ss_currentRelation);
	return early;
}

/* Prepare quals for the rows of a level. */
static void
add_quals(ForeignScanState *node, int level, List *quals)
{
	RtkScanState *state = node->fdw_state;
	Scan	   *scan = (Scan *) node->ss.ps.plan;
	Bitmapset  *params;

	if (state->early == NULL)
		state->early = new_early(node);
	state->early->quals[level] = ExecInitQual(quals, &node->ss.ps);
	state->early->used[level] = positions_used(state, scan, quals);
	/* Rows that are dropped early are not kept for a replay. */
	params = rtk_param_exec((Node *) quals);
	state->checks_params |= !bms_is_subset(params, state->sent_params);
	state->sent_params = bms_add_members(state->sent_params, params);
}

/* Those of the plan's quals that are checked before what is below a level. */
static void
add_level(ForeignScanState *node, int level, List *positions)
{
	RtkScanState *state = node->fdw_state;
	List	   *quals = NIL;
	ListCell   *lc;

	foreach(lc, positions)
		quals = lappend(quals, list_nth(node->ss.ps.plan->qual,
										lfirst_int(lc)));
	if (quals == NIL)
		return;
	state->checked |= 1u << level;
	add_quals(node, level, quals);
}

/* What the rows of the table below have to match. */
static void
add_matching(ForeignScanState *node)
{
	RtkScanState *state = node->fdw_state;
	Expr	   *expr = llast(((ForeignScan *) node->ss.ps.plan)->fdw_exprs);
	List	   *quals = make_ands_implicit(expr);

	state->matches_all = quals == NIL;
	if (quals != NIL)
		add_quals(node, state->ask.chain.target, quals);
}

void
rtk_early_begin(RtkScanState *state, ForeignScanState *node)
{
	List	   *private = ((ForeignScan *) node->ss.ps.plan)->fdw_private;
	List	   *parents = list_nth(private, RTK_PLAN_PARENTS);

	state->join = linitial_int(list_nth(private, RTK_PLAN_JOIN));
	if (state->join != JOIN_INNER)
		add_matching(node);
	if (state->ask.missing != NULL || !state->ask.options.enable_pushdown)
		return;
	if (state->ask.details)
		add_level(node, state->ask.chain.target,
				  list_nth(private, RTK_PLAN_EARLY));
	for (int i = 0; i < state->nparents; i++)
		add_level(node, state->parents[i].ask.chain.target,
				  list_nth(list_nth(parents, i), RTK_PARENT_EARLY));
}

/* A value that became null is counted once, when the row is given. */
static bool
passes(RtkScanState *state, int level, RtkDatumPolicy *policy)
{
	RtkEarly   *early = state->early;
	ExprContext *econtext = early->econtext;
	int64		nulled = policy->nulled;
	MemoryContext old;
	bool		passed;

	ResetExprContext(econtext);
	old = MemoryContextSwitchTo(econtext->ecxt_per_tuple_memory);
	rtk_row_store(state, early->slot, early->used[level]);
	econtext->ecxt_scantuple = early->slot;
	passed = ExecQual(early->quals[level], econtext);
	MemoryContextSwitchTo(old);
	if (passed)
		policy->nulled = nulled;
	return passed;
}

bool
rtk_early_passes(RtkScanState *state)
{
	int			level = rtk_scan_undecided(state->scan);
	RtkJoined  *joined = rtk_joined_at(state, level);

	return passes(state, level,
				  joined != NULL ? &joined->policy : &state->policy);
}

bool
rtk_early_matches(RtkScanState *state)
{
	return state->matches_all ||
		passes(state, state->ask.chain.target, &state->policy);
}
