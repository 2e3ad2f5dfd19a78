/*
 * remember.h
 *		Rows of keys that a scan has read before, for when they come again.
 *
 * A correlated subquery, or a nested loop that PostgreSQL does not memoize, is
 * run again and again with the values of other rows, and often with the same.
 */
#ifndef RTK_REMEMBER_H
#define RTK_REMEMBER_H

#include "postgres.h"

#include "executor/tuptable.h"

typedef struct RtkMemory RtkMemory;

/*
 * A memory of at most limit bytes, which forgets what was used least recently;
 * palloc'd in the current context and freed with it.
 */
extern RtkMemory *rtk_remember_new(TupleDesc tupdesc, Size limit);

/* Rows of this key (copied) follow; until _end() they count for nothing. */
extern void rtk_remember_begin(RtkMemory *memory, const char *key);

/* Add a copy of the slot's row, if rtk_remember_begin() came before. */
extern void rtk_remember_add(RtkMemory *memory, TupleTableSlot *slot);

/* These were all: they can be recalled from now on. */
extern void rtk_remember_end(RtkMemory *memory);

/* Recall the rows of the key from the first; false when they are not there. */
extern bool rtk_remember_recall(RtkMemory *memory, const char *key);

/* Store the next row recalled in slot; false after the last. */
extern bool rtk_remember_next(RtkMemory *memory, TupleTableSlot *slot);

#endif							/* RTK_REMEMBER_H */
