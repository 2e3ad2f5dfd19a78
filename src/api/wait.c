/*
 * wait.c
 *		When a scan that waits can go on.
 */
#include "wait.h"

#include "engine.h"

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
	if (has_reply(scan))
		rtk_http_wake(scan->http, 0);
	else if (scan->wake_at > 0)
		rtk_http_wake(scan->http, (scan->wake_at - rtk_now()) * 1000);
}
