/*
 * scanstate.h
 *		A foreign scan while it is executed.
 */
#ifndef RTK_SCANSTATE_H
#define RTK_SCANSTATE_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "nodes/execnodes.h"
#include "utils/tuplestore.h"

#include "ask.h"
#include "datum.h"
#include "plan_parts.h"
#include "scan.h"

typedef enum RtkRunStatus
{
	RTK_RUN_NONE,				/* nothing was asked for yet */
	RTK_RUN_ROWS,
	RTK_RUN_RECALLED,			/* its rows were read before */
	RTK_RUN_ENDED
} RtkRunStatus;

typedef struct RtkScanState
{
	RtkAsk		ask;
	Oid			relid;
	const char *relname;
	Oid			serverid;
	Oid			userid;
	List	   *plan_keys;		/* RTK_PLAN_KEYS */
	List	   *plan_bounds;	/* RTK_PLAN_BOUNDS */
	List	   *key_states;		/* ExprStates of fdw_exprs */
	int			nparents;
	struct RtkJoined *parents;	/* of joined.h: tables of a join above */
	List	   *slots;			/* RTK_PLAN_SLOTS */
	JoinType	join;			/* how the table below is joined */
	bool		matches_all;	/* any row below will do, one of each list */
	bool		matched;		/* a row below the current parent was */
	bool		unmatched;		/* the current row has none below */
	Bitmapset  *sent_params;	/* executor's, that decide what is fetched */
	bool		checks_params;	/* some of them without being sent */
	double		row_goal;
	struct RtkLimit *limit;		/* of limit.c; NULL: gives all rows */
	RtkCountBy	count;			/* gives their number only */
	bool		sample;			/* of ANALYZE: max_requests end it */
	double		estimated_requests;
	struct RtkAsync *async;		/* of async.c; NULL: waits by itself */

	/* one run: until the parameters change */
	MemoryContext run_context;
	RtkRunStatus status;
	RtkHttp    *http;
	RtkScan    *scan;			/* NULL: there is nothing to read */
	TimestampTz statement_end;	/* that the scan's deadline was set to */

	int			ncells;
	struct RtkCell *cells;		/* of row.c; NULL: not made yet */
	RtkDatumPolicy policy;
	StringInfoData text;		/* composed JSON of the current cell */
	StringInfoData redacted;	/* the same without what is not shown */

	struct RtkEarly *early;		/* of early.c; NULL: nothing to check early */
	unsigned	checked;		/* levels (bits) that it checks */
	struct RtkSorted *sorted;	/* of order.c; NULL: no order to check */
	Tuplestorestate *store;		/* rows so far, when they may be replayed */
	TupleTableSlot *stored;
	struct RtkMemory *memory;	/* of remember.c; NULL: run once so far */
	int64		recalls;		/* runs whose rows came from there */
	RtkScanCounters counters;	/* of the runs that are over */
	double		waited;			/* seconds waiting for the API */
	struct RtkProgress *progress;	/* of progress.c; NULL: not run so far */
} RtkScanState;

/* Start a run: bind, connect, describe; sends nothing; start.c. */
extern void rtk_start_run(RtkScanState *state, ForeignScanState *node);

/* Counters of all runs, the current one included; scan.c. */
extern void rtk_scan_totals(const RtkScanState *state, RtkScanCounters *sum);

#endif							/* RTK_SCANSTATE_H */
