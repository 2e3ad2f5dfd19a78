/*
 * aggregate.h
 *		Scans that count the rows of their table and give the number only.
 */
#ifndef RTK_AGGREGATE_H
#define RTK_AGGREGATE_H

#include "plan.h"
#include "scan.h"
#include "scanstate.h"

/* Offers one where counting the rows of a table is all that the query wants. */
extern void rtk_aggregate_add_path(PlannerInfo *root, RelOptInfo *input_rel,
								   RelOptInfo *grouped_rel, Node *having);

/* The plan of such a path. */
extern ForeignScan *rtk_aggregate_plan(RelOptInfo *grouped_rel, List *tlist);

/* The table whose rows such a path counts. */
extern RtkPlanRel *rtk_aggregate_table(const RelOptInfo *grouped_rel);

/*
 * Count the rows of the run, which next() gives, and store the number in slot:
 * ROW, or WAIT (call it again).
 */
extern RtkScanStatus
rtk_aggregate_store(RtkScanState *state, TupleTableSlot *slot,
					RtkScanStatus (*next) (RtkScanState *state));

#endif							/* RTK_AGGREGATE_H */
