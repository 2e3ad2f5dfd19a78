/*
 * compat.h
 *		What differs between the supported major versions of PostgreSQL, 15 to
 *		19.  The only file that tests PG_VERSION_NUM.
 */
#ifndef RTK_COMPAT_H
#define RTK_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 150000 || PG_VERSION_NUM >= 200000
#error "rtk_fdw supports PostgreSQL 15 to 19"
#endif

#include "executor/executor.h"
#include "fmgr.h"
#include "foreign/fdwapi.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "optimizer/pathnode.h"
#include "utils/wait_event.h"

#if PG_VERSION_NUM >= 180000
#include "commands/explain_format.h"
#include "commands/explain_state.h"
#else
#include "commands/explain.h"
#endif

/* Do input functions report what they cannot read without raising it? */
#if PG_VERSION_NUM >= 160000
#define RTK_HAS_SOFT_ERRORS
#endif

/*
 * Call a type's input function.  False, and *sqlerrcode is set, when it
 * reports an error of class 22 (data exception).  All other errors are
 * raised, and so are those of types that cannot do without raising them.
 */
extern bool rtk_input_safely(FmgrInfo *fn, char *str, Oid ioparam,
							 int32 typmod, Datum *result, int *sqlerrcode);

typedef struct RtkPathCost
{
	double		rows;
	Cost		startup;
	Cost		total;
	bool		disabled;		/* only when there is no other way */
} RtkPathCost;

/*
 * A path that scans a foreign table.  17 added an argument; 18 added another
 * that says "disabled", which was a large cost before.
 */
static inline ForeignPath *
rtk_compat_scan_path(PlannerInfo *root, RelOptInfo *rel,
					 const RtkPathCost *cost, Relids required_outer)
{
#if PG_VERSION_NUM >= 180000
	return create_foreignscan_path(root, rel, NULL, cost->rows,
								   cost->disabled, cost->startup, cost->total,
								   NIL, required_outer, NULL, NIL, NIL);
#else
	Cost		penalty = cost->disabled ? disable_cost : 0;

	return create_foreignscan_path(root, rel, NULL, cost->rows,
								   cost->startup + penalty,
								   cost->total + penalty,
								   NIL, required_outer, NULL,
#if PG_VERSION_NUM >= 170000
								   NIL,
#endif
								   NIL);
#endif
}

/* The user whose mapping a scan uses; 16 moved it into the plan. */
static inline Oid
rtk_compat_scan_user(ForeignScanState *node)
{
	ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
#if PG_VERSION_NUM >= 160000
	Oid			user = plan->checkAsUser;
#else
	Oid			user = exec_rt_fetch(plan->scan.scanrelid,
									 node->ss.ps.state)->checkAsUser;
#endif

	return OidIsValid(user) ? user : GetUserId();
}

/* 15 leaves it empty, and the library is built with hidden symbols. */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

/* Before a declaration; pg_noreturn is new in 18. */
#define RTK_NORETURN __attribute__((__noreturn__))

/* The second parameter of a syscache callback. */
#if PG_VERSION_NUM >= 190000
#define RtkSysCacheId SysCacheIdentifier
#else
#define RtkSysCacheId int
#endif

#endif							/* RTK_COMPAT_H */
