/*
 * counters.h
 *		What a scan did.
 */
#ifndef RTK_COUNTERS_H
#define RTK_COUNTERS_H

#include <stdint.h>

typedef struct RtkScanCounters
{
	int64_t		requests;
	int64_t		retries;
	int64_t		rate_limited;	/* replies 429 */
	int64_t		pages;
	int64_t		rows;			/* given to the host */
	int64_t		skipped;		/* passed over; if ordered, only pages */
	int64_t		counted;		/* by total_count, in place of rows */
	int64_t		bytes;			/* received */
	int64_t		missing;		/* 404s skipped */
	int64_t		dropped;		/* rows whose details were not asked for */
	int64_t		duplicates;		/* rows seen before in their list */
	int64_t		cache_hits;		/* replies that were not asked for again */
	int64_t		reread;			/* lists read again: total_count differed */
	int64_t		miscounted;		/* of those, that differed again */
	int64_t		miscounted_rows;	/* of the last such list: rows seen ... */
	int64_t		miscounted_total;	/* ... and its total_count */
	double		waited;			/* seconds in back-off and rate limit */
} RtkScanCounters;

/* Add what one scan did; the last miscounted list stays as it is. */
extern void rtk_counters_add(RtkScanCounters *sum,
							 const RtkScanCounters *counters);

#endif							/* RTK_COUNTERS_H */
