/*
 * decide.c
 *		What the host decides while rows come: what is asked for below a row.
 */
#include "engine.h"
#include "spawn.h"

int
rtk_scan_undecided(const RtkScan *scan)
{
	return scan->undecided - 1;
}

void
rtk_scan_decide(RtkScan *scan, bool keep)
{
	RtkSpawn   *spawn = &scan->spawn[scan->undecided];

	scan->undecided = 0;
	if (keep)
		return;
	rtk_origin_reset(&spawn->origin);
	spawn->active = false;
	scan->counters.dropped++;
}

/* Fetches of one origin stand together, and the last one closes it. */
void
rtk_scan_skip(RtkScan *scan)
{
	int			last = scan->chain.nlevels - 1;
	RtkSpawn   *spawn = &scan->spawn[last];

	while (scan->queue[last].head != NULL)
	{
		bool		closes = scan->queue[last].head->closes;

		rtk_spawn_pop(scan, last);
		if (closes)
			return;
	}
	rtk_origin_reset(&spawn->origin);
	spawn->active = false;
}
