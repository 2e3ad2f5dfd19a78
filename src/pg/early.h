/*
 * early.h
 *		Quals that are checked before a row's details are asked for.
 *
 * Details cost a request for each row, so a row that a qual on its other
 * columns removes must not get that far.
 */
#ifndef RTK_EARLY_H
#define RTK_EARLY_H

#include "postgres.h"

#include "qual.h"
#include "scanstate.h"

/*
 * The positions (IntList), among the plan's quals, of the clauses (a list of
 * RestrictInfos in the order of the quals) that need no details.  None that
 * could show a row to a function before a security barrier hides it.
 */
extern List *rtk_early_choose(const RtkQualContext *context, List *clauses);

/* Does an expression read columns that only details fill? */
extern bool rtk_early_reads_details(const RtkQualContext *context, Node *expr);

/* The share of rows that those of the clauses that need no details keep. */
extern double rtk_early_selectivity(const RtkQualContext *context,
									List *clauses);

/* Prepare the quals of each level below which something is asked for. */
extern void rtk_early_begin(RtkScanState *state, ForeignScanState *node);

/* Does the current row below match, as an outer or semi join wants it? */
extern bool rtk_early_matches(RtkScanState *state);

/* Does the row pass that the scan wants a decision on? */
extern bool rtk_early_passes(RtkScanState *state);

#endif							/* RTK_EARLY_H */
