/*
 * upper.h
 *		What a scan can do of a query beyond giving the rows of its table.
 */
#ifndef RTK_UPPER_H
#define RTK_UPPER_H

#include "compat.h"

#include "plan.h"

/* Offers scans that count, and scans that do LIMIT and OFFSET themselves. */
extern void rtkGetForeignUpperPaths(PlannerInfo *root,
									UpperRelationKind stage,
									RelOptInfo *input_rel,
									RelOptInfo *output_rel, void *extra);

/*
 * Is every row of a scan in this order (or NIL) one that passes the table's
 * restrictions, so that nothing is filtered here?
 */
extern bool rtk_upper_is_exact(const RtkPlanRel *plan, List *sort);

/* Say in EXPLAIN what of that a plan has its scan do. */
extern void rtk_upper_explain(const List *private, ExplainState *es);

#endif							/* RTK_UPPER_H */
