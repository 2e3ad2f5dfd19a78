/*
 * debug.c
 *		Requests (DEBUG2) and replies (DEBUG1) as messages for the log.
 *
 * A path has ids; the query string, which may have names that people search
 * for, is left out, as are headers and bodies.
 */
#include "postgres.h"

#include "debug.h"
#include "error.h"

void
rtk_debug_start(RtkScan *scan)
{
	if (message_level_is_interesting(DEBUG1))
		rtk_trace_start(scan);
}

void
rtk_debug_event(const RtkEvent *event)
{
	const char *path = event->path;
	long long	page = event->page_no;
	double		ms = event->seconds * 1000;
	const char *colon = event->problem[0] != '\0' ? ": " : "";
	const char *problem = rtk_error_text(event->problem);

	if (!event->ended)
		ereport(DEBUG2,
				(errmsg_internal("GET %s, page %lld, attempt %d",
								 path, page, event->attempt)));
	else if (event->status == 0)
		ereport(DEBUG1,
				(errmsg_internal("no reply in %.0f ms: GET %s, page %lld, "
								 "attempt %d%s%s",
								 ms, path, page, event->attempt, colon,
								 problem)));
	else
		ereport(DEBUG1,
				(errmsg_internal("HTTP %d in %.0f ms: GET %s, page %lld, "
								 "attempt %d%s%s",
								 event->status, ms, path, page,
								 event->attempt, colon, problem)));
}

void
rtk_debug_show(RtkScan *scan)
{
	RtkEvent	event;

	while (rtk_trace_next(scan, &event))
		rtk_debug_event(&event);
}
