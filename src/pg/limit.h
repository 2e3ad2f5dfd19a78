/*
 * limit.h
 *		Scans that do the query's LIMIT and OFFSET themselves.
 */
#ifndef RTK_LIMIT_H
#define RTK_LIMIT_H

#include "plan.h"
#include "scanstate.h"

/* Offers them in place of those that a Limit node stands on. */
extern void rtk_limit_add_paths(PlannerInfo *root, RelOptInfo *input_rel,
								RelOptInfo *final_rel,
								FinalPathExtraData *extra);

/* Are the query's rows those of its FROM clause, as far as LIMIT lets them? */
extern bool rtk_limit_is_last(const Query *parse);

/* RTK_PLAN_LIMIT of a table's path; appends its values to *exprs. */
extern List *rtk_limit_plan(const Query *parse, const ForeignPath *path,
							List **exprs);

/* Take from a plan what of LIMIT its scan does; fdw_exprs are prepared. */
extern void rtk_limit_begin(RtkScanState *state, List *parts);

/*
 * Evaluate LIMIT and OFFSET for the run that starts, and set the number of rows
 * that it needs.  False: it needs none.  Errors 2201W and 2201X.
 */
extern bool rtk_limit_start(RtkScanState *state, ExprContext *econtext);

/* Were as many rows given as are wanted? */
extern bool rtk_limit_is_reached(const RtkScanState *state);

/* The scan has one more row: is it to be given, or skipped? */
extern bool rtk_limit_gives(RtkScanState *state);

/* How many rows to skip; those wanted behind them, -1: all. */
extern int64 rtk_limit_offset(const RtkScanState *state);
extern int64 rtk_limit_count(const RtkScanState *state);

#endif							/* RTK_LIMIT_H */
