/*
 * async.c
 *		Foreign scans side by side under one Append.
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "executor/execAsync.h"
#include "executor/executor.h"
#include "storage/latch.h"
#include "utils/memutils.h"

#include "aggregate.h"
#include "async.h"
#include "clock.h"
#include "descriptor.h"
#include "guard.h"
#include "join.h"
#include "plan.h"
#include "progress.h"
#include "wait.h"

/* Left to others: PostgreSQL needs one for each wait. */
#define SPARE_DESCRIPTORS 4

/*
 * A scan that an Append may wait for.  Several wait for one pool, and a set of
 * events takes each descriptor but once: so each has the pool's under a number
 * of its own.
 */
typedef struct RtkAsync
{
	int			fd;				/* of this run, -1: none */
	bool		tried;			/* to get one */
	double		since;			/* rtk_clock_now() when the wait began */
} RtkAsync;

/* The tables that a path scans: RtkPlanRels. */
static List *
tables_of(const RelOptInfo *rel)
{
	if (IS_JOIN_REL(rel))
		return ((RtkPlanJoin *) rel->fdw_private)->members;
	return list_make1(IS_UPPER_REL(rel) ? rtk_aggregate_table(rel) :
					  rel->fdw_private);
}

/*
 * Where a LIMIT bounds what is fetched ahead, nothing is sent for partitions
 * that it may never come to.
 */
bool
rtkIsForeignPathAsyncCapable(ForeignPath *path)
{
	RelOptInfo *rel = path->path.parent;
	ListCell   *lc;

	foreach(lc, tables_of(rel))
		if (!((RtkPlanRel *) lfirst(lc))->ask.options.async_capable)
			return false;
	return rel->reloptkind != RELOPT_OTHER_MEMBER_REL ||
		rtk_plan_row_goal(rel->fdw_private, path) < 0;
}

/* RtkGuard.release of an RtkAsync's descriptor. */
static void
close_descriptor(void *arg)
{
	RtkAsync   *async = arg;

	close(async->fd);
	async->fd = -1;
	rtk_descriptor_release(1);
}

/* Give the run a descriptor, if there is one. */
static void
open_descriptor(RtkScanState *state)
{
	RtkAsync   *async = state->async;
	RtkGuard   *guard = rtk_guard_new(state->run_context, close_descriptor);

	async->tried = true;
	if (!rtk_descriptor_reserve(1 + SPARE_DESCRIPTORS))
		return;
	rtk_descriptor_release(SPARE_DESCRIPTORS);
	async->fd = fcntl(rtk_http_fd(state->http), F_DUPFD_CLOEXEC, 0);
	if (async->fd >= 0)
		guard->object = async;
	else
		rtk_descriptor_release(1);
}

bool
rtk_async_defer(RtkScanState *state)
{
	if (state->async == NULL)
		return false;
	if (!state->async->tried)
		open_descriptor(state);
	return state->async->fd >= 0;
}

/*
 * Ask the node for its next row, filtered and projected.  If there is none and
 * the run still reads rows, it is to come.
 */
static void
answer(AsyncRequest *areq)
{
	RtkScanState *state = ((ForeignScanState *) areq->requestee)->fdw_state;
	TupleTableSlot *slot;

	/* Not ExecProcNode(): who calls us counts rows and time. */
	slot = areq->requestee->ExecProcNodeReal(areq->requestee);
	if (!TupIsNull(slot) || state->status != RTK_RUN_ROWS)
	{
		ExecAsyncRequestDone(areq, slot);
		return;
	}
	state->async->since = rtk_clock_now();
	ExecAsyncRequestPending(areq);
}

void
rtkForeignAsyncRequest(AsyncRequest *areq)
{
	RtkScanState *state = ((ForeignScanState *) areq->requestee)->fdw_state;

	if (state->async == NULL)
	{
		state->async = MemoryContextAllocZero(GetMemoryChunkContext(state),
											  sizeof(RtkAsync));
		state->async->fd = -1;
	}
	if (state->status == RTK_RUN_NONE)
		state->async->tried = false;
	answer(areq);
}

/*
 * Nothing is moved here, and no request completed: the Append would wait for
 * the others although one has its row, and what moves one scan can end
 * transfers of those that were configured before it.
 */
void
rtkForeignAsyncConfigureWait(AsyncRequest *areq)
{
	RtkScanState *state = ((ForeignScanState *) areq->requestee)->fdw_state;
	AppendState *append = (AppendState *) areq->requestor;
	long		timeout = rtk_progress_timeout();

	rtk_wait_prepare(state->scan);
	if (timeout >= 0)
		rtk_http_wake(state->http, timeout);
	AddWaitEventToSet(append->as_eventset, WL_SOCKET_READABLE,
					  state->async->fd, NULL, areq);
}

void
rtkForeignAsyncNotify(AsyncRequest *areq)
{
	RtkScanState *state = ((ForeignScanState *) areq->requestee)->fdw_state;

	state->waited += rtk_clock_now() - state->async->since;
	answer(areq);
}
