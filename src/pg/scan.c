/*
 * scan.c
 *		Executor callbacks: rows when they are asked for, and waiting for them.
 */
#include "compat.h"

#include "access/table.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#include "aggregate.h"
#include "async.h"
#include "bind.h"
#include "clock.h"
#include "connection.h"
#include "debug.h"
#include "early.h"
#include "error.h"
#include "execute.h"
#include "joined.h"
#include "limit.h"
#include "order.h"
#include "param.h"
#include "plan.h"
#include "progress.h"
#include "range.h"
#include "remember.h"
#include "row.h"
#include "scanstate.h"
#include "wait.h"

/* What the plan says, and what the catalogs say now. */
static void
load_plan(RtkScanState *state, ForeignScan *plan)
{
	List	   *private = plan->fdw_private;
	ListCell   *lc;

	foreach(lc, list_nth(private, RTK_PLAN_USED))
		state->ask.used = bms_add_member(state->ask.used, lfirst_int(lc));
	state->plan_keys = list_nth(private, RTK_PLAN_KEYS);
	state->row_goal = floatVal(list_nth(private, RTK_PLAN_ROW_GOAL));
	state->estimated_requests = floatVal(list_nth(private, RTK_PLAN_REQUESTS));
	state->plan_bounds = list_nth(private, RTK_PLAN_BOUNDS);
	state->count = linitial_int(list_nth(private, RTK_PLAN_COUNT));
	rtk_bind_announce(&state->ask, state->plan_keys, plan->fdw_exprs);
	rtk_range_announce(&state->ask, state->plan_bounds);
	rtk_joined_load(state, plan);
	rtk_ask_build(&state->ask);
	rtk_joined_follow(state);
}

/* Keep the rows from now on, so that they can be replayed. */
static void
keep_rows(ForeignScanState *node)
{
	RtkScanState *state = node->fdw_state;
	TupleDesc	tupdesc;
	MemoryContext old;

	old = MemoryContextSwitchTo(node->ss.ps.state->es_query_cxt);
	state->store = tuplestore_begin_heap(false, false, work_mem);
	tuplestore_set_eflags(state->store, EXEC_FLAG_REWIND);
	tupdesc = node->ss.ss_ScanTupleSlot->tts_tupleDescriptor;
	state->stored = MakeSingleTupleTableSlot(tupdesc, &TTSOpsMinimalTuple);
	MemoryContextSwitchTo(old);
}

/* Load the table whose rows the scan gives; the plan of a join names it. */
static void
load_table(RtkScanState *state, ForeignScanState *node)
{
	ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
	List	   *relids = list_nth(plan->fdw_private, RTK_PLAN_RELID);
	Relation	relation = table_open((Oid) linitial_int(relids), NoLock);

	rtk_ask_load(&state->ask, relation);
	state->relid = RelationGetRelid(relation);
	state->relname = pstrdup(RelationGetRelationName(relation));
	table_close(relation, NoLock);
}

void
rtkBeginForeignScan(ForeignScanState *node, int eflags)
{
	ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
	RtkScanState *state = palloc0(sizeof(RtkScanState));

	node->fdw_state = state;
	load_table(state, node);
	load_plan(state, plan);
	rtk_order_begin(state, list_nth(plan->fdw_private, RTK_PLAN_SORT),
					node->ss.ss_ScanTupleSlot->tts_tupleDescriptor);
	state->serverid = plan->fs_server;
	if (eflags & EXEC_FLAG_EXPLAIN_ONLY)
		return;
	state->userid = RTK_SCAN_USER(plan, node->ss.ps.state);
	if (!OidIsValid(state->userid))
		state->userid = GetUserId();
	state->key_states = ExecInitExprList(plan->fdw_exprs, &node->ss.ps);
	state->sent_params = rtk_param_exec((Node *) plan->fdw_exprs);
	rtk_limit_begin(state, list_nth(plan->fdw_private, RTK_PLAN_LIMIT));
	rtk_early_begin(state, node);
	state->run_context = AllocSetContextCreate(CurrentMemoryContext,
											   "rtk_fdw scan",
											   ALLOCSET_DEFAULT_SIZES);
	state->policy.on_bad_value = state->ask.options.on_bad_value;
	state->policy.on_nul = state->ask.options.on_nul;
	state->policy.relname = state->relname;
	if (eflags & EXEC_FLAG_REWIND)
		keep_rows(node);
}

/* All rows were read, but the API counted otherwise, twice. */
static void
warn_miscounted(const RtkScanState *state)
{
	const RtkScanCounters *counters = rtk_scan_counters(state->scan);

	if (counters->miscounted > 0)
		ereport(WARNING,
				(errcode(ERRCODE_WARNING),
				 errmsg("read %lld rows of %s, total_count says %lld",
						(long long) counters->miscounted_rows,
						state->ask.map->resource->name,
						(long long) counters->miscounted_total),
				 counters->miscounted > 1 ?
				 errdetail("This goes for %lld lists; the numbers are those "
						   "of the last one.",
						   (long long) counters->miscounted) : 0,
				 errhint("The list may have changed while it was read. Run "
						 "the query again.")));
}

/*
 * Let the scan know when statement_timeout strikes.  Each FETCH from a cursor
 * is a statement, and has its own time.
 */
static void
follow_statement_timeout(RtkScanState *state)
{
	TimestampTz end = get_timeout_active(STATEMENT_TIMEOUT) ?
		get_timeout_finish_time(STATEMENT_TIMEOUT) : 0;

	if (state->statement_end == end)
		return;
	state->statement_end = end;
	rtk_wait_deadline(state->scan, end == 0 ? 0 : rtk_clock_now() +
					  (end - GetCurrentTimestamp()) / (double) USECS_PER_SEC);
}

/*
 * Move the scan to its next row, or to the end of those below a parent, without
 * waiting.
 */
static RtkScanStatus
next_row(RtkScanState *state)
{
	follow_statement_timeout(state);
	for (;;)
	{
		RtkScanStatus status = rtk_scan_next(state->scan);

		rtk_progress_update(state, status);
		if (status != RTK_SCAN_ROW)
			rtk_debug_show(state->scan, state->userid);
		switch (status)
		{
			case RTK_SCAN_ROW:
			case RTK_SCAN_CLOSED:
			case RTK_SCAN_WAIT:
				return status;
			case RTK_SCAN_CHECK:
				rtk_scan_decide(state->scan, rtk_early_passes(state));
				break;
			case RTK_SCAN_END:
				warn_miscounted(state);
				return status;
			case RTK_SCAN_FAILED:
				rtk_error_throw(rtk_scan_failure(state->scan), state->relname,
								rtk_scan_failed_resource(state->scan),
								state->serverid, state->userid);
		}
	}
}

/* Give a row that was kept, if the replay has not come to its end. */
static bool
replay(RtkScanState *state, TupleTableSlot *slot)
{
	if (state->store == NULL ||
		!tuplestore_gettupleslot(state->store, true, false, state->stored))
		return false;
	ExecCopySlot(slot, state->stored);
	return true;
}

/* Read the next row of the run that the query needs: ROW, WAIT or END. */
static RtkScanStatus
read_next(RtkScanState *state, TupleTableSlot *slot)
{
	do
	{
		RtkScanStatus status = rtk_limit_is_reached(state) ?
			RTK_SCAN_END : rtk_joined_next(state, next_row);

		if (status != RTK_SCAN_ROW)
			return status;
		rtk_row_store(state, slot, NULL);
		rtk_order_check(state, slot);
	} while (!rtk_limit_gives(state));
	return RTK_SCAN_ROW;
}

/* Store the next row of the run in slot, without waiting: ROW, WAIT or END. */
static RtkScanStatus
store_next(RtkScanState *state, TupleTableSlot *slot)
{
	bool		counts = state->count != RTK_COUNT_NOT;
	RtkScanStatus status;

	if (state->status == RTK_RUN_ENDED)
		return RTK_SCAN_END;
	if (state->status == RTK_RUN_RECALLED)
		return rtk_remember_next(state->memory, slot) ?
			RTK_SCAN_ROW : RTK_SCAN_END;
	status = counts ? rtk_aggregate_store(state, slot, next_row) :
		read_next(state, slot);
	if (status == RTK_SCAN_END || (counts && status == RTK_SCAN_ROW))
		state->status = RTK_RUN_ENDED;
	if (state->memory != NULL && status == RTK_SCAN_ROW)
		rtk_remember_add(state->memory, slot);
	if (state->memory != NULL && state->status == RTK_RUN_ENDED)
		rtk_remember_end(state->memory);
	return status;
}

TupleTableSlot *
rtkIterateForeignScan(ForeignScanState *node)
{
	RtkScanState *state = node->fdw_state;
	TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;
	RtkScanStatus status;

	if (replay(state, slot))
		return slot;
	if (state->status == RTK_RUN_NONE)
		rtk_start_run(state, node);
	CHECK_FOR_INTERRUPTS();
	while ((status = store_next(state, slot)) == RTK_SCAN_WAIT &&
		   !rtk_async_defer(state))
		rtk_connection_wait(state->http, state->scan, rtk_progress_timeout(),
							&state->waited);
	if (status != RTK_SCAN_ROW)
		return ExecClearTuple(slot);
	if (state->store != NULL)
		tuplestore_puttupleslot(state->store, slot);
	return slot;
}

void
rtk_scan_totals(const RtkScanState *state, RtkScanCounters *sum)
{
	*sum = state->counters;
	if (state->scan != NULL)
		rtk_counters_add(sum, rtk_scan_counters(state->scan));
}

/* End the run: the guards of its context end the requests. */
static void
end_run(RtkScanState *state)
{
	rtk_scan_totals(state, &state->counters);
	rtk_progress_end(state);
	if (state->scan != NULL)
		rtk_debug_show(state->scan, state->userid);
	state->scan = NULL;
	state->statement_end = 0;
	state->http = NULL;
	MemoryContextReset(state->run_context);
	state->status = RTK_RUN_NONE;
	rtk_order_forget(state);
}

/*
 * The same rows again cost no request, whatever they are compared with here.  A
 * correlated subquery rescans without having said so at the start: its rows are
 * kept from the second time on.
 */
void
rtkReScanForeignScan(ForeignScanState *node)
{
	RtkScanState *state = node->fdw_state;
	bool		same = !bms_overlap(node->ss.ps.chgParam, state->sent_params);

	if (state->status == RTK_RUN_NONE)
		return;
	if (same && state->store != NULL)
	{
		tuplestore_rescan(state->store);
		return;
	}
	end_run(state);
	if (state->store != NULL)
		tuplestore_clear(state->store);
	else if (same)
		keep_rows(node);
}

void
rtkEndForeignScan(ForeignScanState *node)
{
	RtkScanState *state = node->fdw_state;

	if (state == NULL || state->run_context == NULL)
		return;
	end_run(state);
	if (state->store == NULL)
		return;
	tuplestore_end(state->store);
	ExecDropSingleTupleTableSlot(state->stored);
}
