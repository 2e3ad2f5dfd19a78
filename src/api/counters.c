/*
 * counters.c
 *		Sums of what scans did.
 */
#include "counters.h"

void
rtk_counters_add(RtkScanCounters *sum, const RtkScanCounters *counters)
{
	sum->requests += counters->requests;
	sum->retries += counters->retries;
	sum->rate_limited += counters->rate_limited;
	sum->pages += counters->pages;
	sum->rows += counters->rows;
	sum->skipped += counters->skipped;
	sum->counted += counters->counted;
	sum->bytes += counters->bytes;
	sum->missing += counters->missing;
	sum->dropped += counters->dropped;
	sum->duplicates += counters->duplicates;
	sum->cache_hits += counters->cache_hits;
	sum->reread += counters->reread;
	sum->miscounted += counters->miscounted;
	sum->waited += counters->waited;
}
