/*
 * async.h
 *		Foreign scans side by side under one Append.
 *
 * An Append asks each of them for a row.  One that has none yet says so, and
 * the Append waits for all of them at once.
 */
#ifndef RTK_ASYNC_H
#define RTK_ASYNC_H

#include "postgres.h"

#include "nodes/execnodes.h"
#include "nodes/pathnodes.h"

#include "scanstate.h"

/*
 * Is the wait for the scan's next row left to an Append?  If not, which is also
 * where there is no descriptor left for it, the scan has to wait by itself.
 */
extern bool rtk_async_defer(RtkScanState *state);

/* False where the option async_capable or a LIMIT wants one after the other. */
extern bool rtkIsForeignPathAsyncCapable(ForeignPath *path);

/* A row, the end, or that the request is pending; sends, does not wait. */
extern void rtkForeignAsyncRequest(AsyncRequest *areq);

/* Adds a descriptor that is readable when the pending request can go on. */
extern void rtkForeignAsyncConfigureWait(AsyncRequest *areq);

/* It is readable: the same as a request. */
extern void rtkForeignAsyncNotify(AsyncRequest *areq);

#endif							/* RTK_ASYNC_H */
