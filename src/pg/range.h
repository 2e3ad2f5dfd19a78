/*
 * range.h
 *		Clauses on times, as the range of time that a list is asked for.
 *
 * Which time start_time and end_time are compared with is not documented, so
 * the range is widened (option time_margin) and all clauses are checked again.
 */
#ifndef RTK_RANGE_H
#define RTK_RANGE_H

#include "postgres.h"

#include "qual.h"
#include "scanstate.h"

/* The time is not before, or not after, a value. */
typedef struct RtkBound
{
	Expr	   *value;			/* timestamptz, timestamp or date */
	bool		upper;
	int			slack;			/* seconds that the time may be beyond it */
} RtkBound;

/* The bounds (List of RtkBound, palloc'd) that RestrictInfos imply. */
extern List *rtk_range_match(const RtkQualContext *context, List *rinfos);

/* What the plan keeps of bounds besides their values (IntList), and back. */
extern List *rtk_range_pack(List *bounds);

/* Note, without values, which ends of a range packed bounds give. */
extern void rtk_range_announce(RtkAsk *ask, const List *packed);

/*
 * Evaluate the bounds (the first of these ExprStates) into the range, whose
 * texts go into context.  False: no time is within, so there is no row.
 */
extern bool rtk_range_bind(RtkAsk *ask, const List *packed,
						   const List *values, ExprContext *econtext,
						   MemoryContext context);

#endif							/* RTK_RANGE_H */
