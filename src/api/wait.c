/*
 * wait.c
 *		What a scan waits for, and until when.
 */
#include "wait.h"

#include "clock.h"
#include "engine.h"

void
rtk_wait_deadline(RtkScan *scan, double at)
{
	scan->deadline = at;
}

RtkWait
rtk_wait_reason(const RtkScan *scan, double *until)
{
	*until = scan->in_flight > 0 ? 0 : scan->wake_at;
	return *until > 0 ? scan->wake_wait : RTK_WAIT_API;
}

/* Has a transfer of a fetch ended? */
static bool
brought_reply(const RtkFetch *fetch)
{
	for (const RtkExchange *e = fetch->asked; e != NULL; e = e->next)
		if (e->transfer != NULL &&
			rtk_transfer_reply(e->transfer)->result != RTK_TRANSFER_RUNNING)
			return true;
	return false;
}

/* Has a reply come that the scan has not looked at? */
static bool
has_reply(const RtkScan *scan)
{
	for (int i = 0; i < scan->chain.nlevels; i++)
		for (const RtkFetch *f = scan->queue[i].head; f != NULL; f = f->next)
			if (brought_reply(f))
				return true;
	return false;
}

void
rtk_wait_prepare(RtkScan *scan)
{
	rtk_http_attend(scan->http);
	if (has_reply(scan))
		rtk_http_wake(scan->http, 0);
	else if (scan->wake_at > 0)
		rtk_http_wake(scan->http, (scan->wake_at - rtk_clock_now()) * 1000);
}
