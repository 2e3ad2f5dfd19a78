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

#include "fmgr.h"

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

/*
 * RTK_PATH_COST, RTK_PATH_END: arguments of create_foreignscan_path() and its
 * like, from an RtkEstimate: 18 has one that says "disabled", which was a large
 * cost before; 17 added one before the last.
 * RTK_ASCENDS: does a PathKey ascend?
 * RTK_WAIT_EVENT: what pg_stat_activity shows of a wait; named since 17.
 */
#if PG_VERSION_NUM >= 180000
#define RTK_PATH_COST(estimate) \
	!(estimate)->runs, (estimate)->startup, (estimate)->total
#define RTK_ASCENDS(pathkey) ((pathkey)->pk_cmptype == COMPARE_LT)
#else
#define RTK_PATH_COST(estimate) \
	(estimate)->startup + ((estimate)->runs ? 0 : disable_cost), \
	(estimate)->total + ((estimate)->runs ? 0 : disable_cost)
#define RTK_ASCENDS(pathkey) ((pathkey)->pk_strategy == BTLessStrategyNumber)
#endif
#if PG_VERSION_NUM >= 170000
#define RTK_PATH_END(private) NIL, private
#define RTK_WAIT_EVENT() WaitEventExtensionNew("RtkApi")
#else
#define RTK_PATH_END(private) private
#define RTK_WAIT_EVENT() PG_WAIT_EXTENSION
#endif

/* The user that a ForeignScan names, or InvalidOid; 16 moved it. */
#if PG_VERSION_NUM >= 160000
#define RTK_SCAN_USER(plan, estate) ((plan)->checkAsUser)
#else
#define RTK_SCAN_USER(plan, estate) \
	((estate)->es_range_table == NIL ? InvalidOid : \
	 exec_rt_fetch((plan)->scan.scanrelid > 0 ? (plan)->scan.scanrelid : \
				   bms_next_member((plan)->fs_relids, -1), \
				   estate)->checkAsUser)
#endif

/* 15 leaves it empty; the library is built with hidden symbols. */
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
