/*
 * joined.h
 *		The tables above that a scan of a join gives rows of, too.
 */
#ifndef RTK_JOINED_H
#define RTK_JOINED_H

#include "scanstate.h"

/* Where an attribute of a join's tuples comes from, in RTK_PLAN_SLOTS. */
typedef struct RtkSlot
{
	int			parent;			/* index in RTK_PLAN_PARENTS, -1: table below */
	AttrNumber	attnum;
} RtkSlot;

#define RTK_SLOT_SIZE 2
/* The i-th member of RTK_PLAN_SLOTS. */
static inline RtkSlot
rtk_joined_slot(const List *slots, int i)
{
	RtkSlot		slot = {
		.parent = list_nth_int(slots, RTK_SLOT_SIZE * i),
		.attnum = list_nth_int(slots, RTK_SLOT_SIZE * i + 1),
	};

	return slot;
}

/* A table above. */
typedef struct RtkJoined
{
	RtkAsk		ask;			/* with the chain of the table below */
	const char *relname;
	List	   *keys;			/* of its plan ... */
	List	   *bounds;
	List	   *states;			/* ... and their ExprStates, in this order */
	RtkDatumPolicy policy;
} RtkJoined;

/*
 * Load the parents that a plan names: options, columns used, what is known of
 * keys.  The table below then wants their rows.
 */
extern void rtk_joined_load(RtkScanState *state, ForeignScan *plan);

/*
 * Move the scan of a join to its next row, whose parts below are null where
 * state->unmatched is set; next moves to a row below, or to the end of them.
 * ROW, WAIT (nothing is lost) or END.
 */
extern RtkScanStatus
rtk_joined_next(RtkScanState *state,
				RtkScanStatus (*next) (RtkScanState *state));

/* Have them follow the chain of the table below, which is built. */
extern void rtk_joined_follow(RtkScanState *state);

/* The parent whose rows a level reads, or NULL: none's. */
extern RtkJoined *rtk_joined_at(const RtkScanState *state, int level);

/* Values that became NULL in all runs, of all tables of a join. */
extern int64 rtk_joined_nulled(const RtkScanState *state);

/* The ask that a level is for: a parent's, else that of the table below. */
extern const RtkAsk *rtk_joined_ask(const RtkScanState *state, int level);

#endif							/* RTK_JOINED_H */
