/*
 * row.h
 *		From the current row of a scan of the API to a tuple.
 */
#ifndef RTK_ROW_H
#define RTK_ROW_H

#include "scanstate.h"

/* Make the cells (once), and ask a new scan for their members. */
extern void rtk_row_prepare(RtkScanState *state, TupleDesc tupdesc);

/*
 * Fill slot from the scan's current row, in the current context; only the
 * positions in used (from 1), unless that is NULL.
 */
extern void rtk_row_store(RtkScanState *state, TupleTableSlot *slot,
						  const Bitmapset *used);

#endif							/* RTK_ROW_H */
