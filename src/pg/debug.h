/*
 * debug.h
 *		Requests and replies as debug messages.
 */
#ifndef RTK_DEBUG_H
#define RTK_DEBUG_H

#include "scan.h"
#include "trace.h"

/* Have the scan keep what rtk_debug_show() shows, if anybody would see it. */
extern void rtk_debug_start(RtkScan *scan);

/*
 * Send one event, or all that were kept, as messages; with ids, if the client
 * has the privileges of userid, as whom the API is read.  A message may raise
 * a cancel: call these where an interrupt could be checked as well.
 */
extern void rtk_debug_event(const RtkEvent *event, Oid userid);
extern void rtk_debug_show(RtkScan *scan, Oid userid);

#endif							/* RTK_DEBUG_H */
