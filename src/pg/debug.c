/*
 * debug.c
 *		Requests (DEBUG2) and replies (DEBUG1) as messages for the log.
 *
 * A path has ids; the query string, which may have names that people search
 * for, is left out, as are headers and bodies.  A client who reads through a
 * view or function, as somebody else, may be meant to see few of the ids: only
 * the log shows him the others.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/acl.h"

#include "debug.h"
#include "error.h"

void
rtk_debug_start(RtkScan *scan)
{
	if (message_level_is_interesting(DEBUG1))
		rtk_trace_start(scan);
}

/* What a request or reply is called: "HTTP 200 in 5 ms: GET". */
static const char *
event_name(const RtkEvent *event)
{
	double		ms = event->seconds * 1000;

	if (!event->ended)
		return "GET";
	if (event->status == 0)
		return psprintf("no reply in %.0f ms: GET", ms);
	return psprintf("HTTP %d in %.0f ms: GET", event->status, ms);
}

void
rtk_debug_event(const RtkEvent *event, Oid userid)
{
	bool		hides_ids = !has_privs_of_role(GetSessionUserId(), userid);

	ereport(event->ended ? DEBUG1 : DEBUG2,
			(errmsg_internal("%s %s, page %lld, attempt %d%s%s",
							 event_name(event),
							 hides_ids ? event->method_path : event->path,
							 (long long) event->page_no, event->attempt,
							 event->problem[0] != '\0' ? ": " : "",
							 rtk_error_text(event->problem)),
			 hides_ids ? errdetail_log("GET %s", event->path) : 0));
}

void
rtk_debug_show(RtkScan *scan, Oid userid)
{
	RtkEvent	event;

	while (rtk_trace_next(scan, &event))
		rtk_debug_event(&event, userid);
}
