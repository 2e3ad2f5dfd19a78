/*
 * execute.h
 *		The executor's side of a foreign table: FdwRoutine callbacks.
 */
#ifndef RTK_EXECUTE_H
#define RTK_EXECUTE_H

#include "compat.h"

#include "nodes/execnodes.h"

/* Loads options and columns; sends nothing.  scan.c. */
extern void rtkBeginForeignScan(ForeignScanState *node, int eflags);

/* The first call connects; each waits for the API as long as it must. */
extern TupleTableSlot *rtkIterateForeignScan(ForeignScanState *node);

/* Replays the rows when nothing changed, else starts anew. */
extern void rtkReScanForeignScan(ForeignScanState *node);
extern void rtkEndForeignScan(ForeignScanState *node);

/* Sends nothing; values only in VERBOSE, never the token.  explain.c. */
extern void rtkExplainForeignScan(ForeignScanState *node, ExplainState *es);

#endif							/* RTK_EXECUTE_H */
