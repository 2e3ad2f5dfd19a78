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
 * create_foreignscan_path() with an RtkEstimate.  17 added an argument; 18
 * another that says "disabled", which was a large cost before.  And: does a
 * PathKey ascend?
 */
#if PG_VERSION_NUM >= 180000
#define RTK_SCAN_PATH(root, rel, estimate, order, outer, private) \
	create_foreignscan_path(root, rel, NULL, (estimate)->rows, \
							!(estimate)->runs, (estimate)->startup, \
							(estimate)->total, order, outer, NULL, NIL, private)
#define RTK_ASCENDS(pathkey) ((pathkey)->pk_cmptype == COMPARE_LT)
#else
#if PG_VERSION_NUM >= 170000
#define RTK_PATH_END(private) NIL, private
#else
#define RTK_PATH_END(private) private
#endif
#define RTK_DISABLED_COST(estimate) ((estimate)->runs ? 0 : disable_cost)
#define RTK_SCAN_PATH(root, rel, estimate, order, outer, private) \
	create_foreignscan_path(root, rel, NULL, (estimate)->rows, \
							(estimate)->startup + RTK_DISABLED_COST(estimate), \
							(estimate)->total + RTK_DISABLED_COST(estimate), \
							order, outer, NULL, RTK_PATH_END(private))
#define RTK_ASCENDS(pathkey) ((pathkey)->pk_strategy == BTLessStrategyNumber)
#endif

/* The user that a ForeignScan names, or InvalidOid; 16 moved it. */
#if PG_VERSION_NUM >= 160000
#define RTK_SCAN_USER(plan, estate) ((plan)->checkAsUser)
#else
#define RTK_SCAN_USER(plan, estate) \
	((estate)->es_range_table == NIL ? InvalidOid : \
	 exec_rt_fetch((plan)->scan.scanrelid, estate)->checkAsUser)
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
