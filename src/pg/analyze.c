/*
 * analyze.c
 *		ANALYZE: statistics from a bounded sample of requests.
 *
 * The sample is what the first requests of a scan of the whole table give.  How
 * many rows there are follows from the lengths of the lists that were read.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/rel.h"
#include "utils/sampling.h"

#include "analyze.h"
#include "execute.h"
#include "plan.h"
#include "scanstate.h"
#include "size.h"

/* Rows of the sample, while they are collected. */
typedef struct RtkSample
{
	HeapTuple  *rows;
	int			nrows;
	int			most;
	double		seen;
	double		skip;			/* rows to pass over, below zero: not chosen */
	ReservoirStateData reservoir;
} RtkSample;

/*
 * The columns that cost no request of their own.  Request parameters are null
 * where nothing is asked for.
 */
static Bitmapset *
sampled_columns(const RtkColumnMap *map)
{
	Bitmapset  *used = NULL;

	for (int i = 1; i <= map->natts; i++)
	{
		const RtkAttribute *att = rtk_column_get(map, i);

		if (att != NULL && att->source != RTK_FROM_DETAILS &&
			att->source != RTK_FROM_QUERY && !att->redacted && !att->secret)
			used = bms_add_member(used, i);
	}
	return used;
}

/* One after the other, so that none is spent on parents of what is not read. */
static void
bound_requests(RtkScanState *state)
{
	RtkOptions *options = &state->ask.options;

	state->sample = true;
	options->max_concurrency = 1;
	if (options->max_requests == 0 ||
		options->max_requests > options->analyze_max_requests)
		options->max_requests = options->analyze_max_requests;
}

/* A scan of the whole table, as the executor would begin it. */
static ForeignScanState *
begin_scan(Relation relation, EState *estate)
{
	ForeignScan *plan = makeNode(ForeignScan);
	ForeignScanState *node = makeNode(ForeignScanState);
	RtkPlanParts parts = {
		.relid = RelationGetRelid(relation), .row_goal = -1, .requests = -1
	};
	RtkAsk		ask;

	rtk_ask_load(&ask, relation);
	parts.used = sampled_columns(ask.map);
	plan->scan.scanrelid = 1;
	plan->fs_server = GetForeignServerIdByRelId(RelationGetRelid(relation));
	plan->fdw_private = rtk_plan_pack(&parts);
	node->ss.ps.plan = (Plan *) plan;
	node->ss.ps.state = estate;
	node->ss.ss_currentRelation = relation;
	node->ss.ss_ScanTupleSlot =
		MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsVirtual);
	ExecAssignExprContext(estate, &node->ss.ps);
	rtkBeginForeignScan(node, 0);
	bound_requests(node->fdw_state);
	return node;
}

/* Keep the row, or not, so that each row is as likely to be in the sample. */
static void
sample_row(RtkSample *sample, TupleTableSlot *slot)
{
	int			at = sample->nrows;

	sample->seen += 1;
	if (sample->nrows < sample->most)
		sample->nrows++;
	else
	{
		if (sample->skip < 0)
			sample->skip = reservoir_get_next_S(&sample->reservoir,
												sample->seen - 1,
												sample->most);
		if (sample->skip-- > 0)
			return;
		at = (int) (sample->most *
					sampler_random_fract(&sample->reservoir.randstate));
		heap_freetuple(sample->rows[at]);
	}
	sample->rows[at] = ExecCopySlotHeapTuple(slot);
}

/* AcquireSampleRowsFunc */
static int
acquire_sample(Relation relation, int elevel, HeapTuple *rows, int targrows,
			   double *totalrows, double *totaldeadrows)
{
	EState	   *estate = CreateExecutorState();
	ForeignScanState *node = begin_scan(relation, estate);
	RtkScanState *state = node->fdw_state;
	RtkSample	sample = {.rows = rows, .most = targrows, .skip = -1};
	RtkScanCounters counters;
	TupleTableSlot *slot;

	reservoir_init_selection_state(&sample.reservoir, targrows);
	while (slot = rtkIterateForeignScan(node), !TupIsNull(slot))
		sample_row(&sample, slot);
	*totalrows = state->scan != NULL ? rtk_size_rows(state->scan) : 0;
	*totalrows = Max(*totalrows, sample.seen);
	*totaldeadrows = 0;
	rtk_scan_totals(state, &counters);
	ereport(elevel,
			(errmsg("\"%s\": read %.0f rows in %lld requests; %d rows in "
					"sample, %.0f estimated total rows",
					RelationGetRelationName(relation), sample.seen,
					(long long) counters.requests, sample.nrows, *totalrows)));
	rtkEndForeignScan(node);
	ExecDropSingleTupleTableSlot(node->ss.ss_ScanTupleSlot);
	FreeExecutorState(estate);
	return sample.nrows;
}

bool
rtkAnalyzeForeignTable(Relation relation, AcquireSampleRowsFunc *func,
					   BlockNumber *totalpages)
{
	RtkAsk		ask;

	rtk_ask_load(&ask, relation);
	rtk_ask_build(&ask);
	if (ask.options.analyze_max_requests == 0 || ask.missing != NULL ||
		(!ask.options.enumerate && ask.chain.target > 0))
		return false;
	*func = acquire_sample;
	*totalpages = 1;
	return true;
}
