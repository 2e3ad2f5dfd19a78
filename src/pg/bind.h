/*
 * bind.h
 *		The values that the clauses of a query give to parameters.
 */
#ifndef RTK_BIND_H
#define RTK_BIND_H

#include "scanstate.h"

/* Count, without values, the keys that a plan gives a table; exprs: theirs. */
extern void rtk_bind_announce(RtkAsk *ask, const List *keys,
							  const List *exprs);

/* Evaluate the keys; false: one has no value, so there is no row. */
extern bool rtk_bind_keys(RtkScanState *state, ForeignScanState *node);

/* The values bound, as one text that no others have; palloc'd. */
extern char *rtk_bind_text(const RtkScanState *state);

#endif							/* RTK_BIND_H */
