/*
 * count.c
 *		How many rows a list has, where the host only counts them.
 */
#include "count.h"

#include "engine.h"

bool
rtk_count_by_total(RtkFetch *fetch)
{
	RtkScan    *scan = fetch->scan;

	if (!scan->options.totals || fetch->level != scan->chain.target ||
		fetch->last || fetch->total < 0 || fetch->page != NULL ||
		fetch->again)
		return false;
	scan->counters.counted += fetch->total;
	/* The rows given are not to be held against it. */
	fetch->total = -1;
	fetch->last = true;
	return true;
}
