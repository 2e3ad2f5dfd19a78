/*
 * order.h
 *		The order that the API is asked for: what is sent, and the check of it.
 */
#ifndef RTK_ORDER_H
#define RTK_ORDER_H

#include "scanstate.h"

/* Ask for the plan's order, if there is one, and get ready to check it. */
extern void rtk_order_begin(RtkScanState *state, List *sort, TupleDesc tupdesc);

/* Error HV00M when the row may not follow the one before it. */
extern void rtk_order_check(RtkScanState *state, TupleTableSlot *slot);

/* A new run begins: no row came before. */
extern void rtk_order_forget(RtkScanState *state);

#endif							/* RTK_ORDER_H */
