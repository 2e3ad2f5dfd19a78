/*
 * explain.h
 *		EXPLAIN: expressions of the query that a scan evaluates itself.
 */
#ifndef RTK_EXPLAIN_H
#define RTK_EXPLAIN_H

#include "compat.h"

/* The values that the query gives to requests, of all tables of a join. */
extern void rtk_explain_given(ForeignScanState *node, ExplainState *es);

/* What the table below has to match, where the join is not an inner one. */
extern void rtk_explain_join(ForeignScanState *node, ExplainState *es);

#endif							/* RTK_EXPLAIN_H */
