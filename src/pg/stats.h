/*
 * stats.h
 *		Sums of what scans did, by server and resource: rtk_stats().
 */
#ifndef RTK_STATS_H
#define RTK_STATS_H

#include "postgres.h"

#include "datatype/timestamp.h"

#include "counters.h"

/* Rows of a table; what has no row of its own is summed up in one more. */
#define RTK_STATS_ROWS 128

/* What is read, and where. */
typedef struct RtkSubject
{
	Oid			dbid;
	Oid			serverid;
	char		server[NAMEDATALEN];	/* when it was last read */
	char		resource[NAMEDATALEN];
} RtkSubject;

typedef struct RtkStats
{
	int64		scans;
	int64		errors;			/* scans that an error ended, ours or not */
	int64		nulled;
	double		waiting;		/* seconds for the API */
	RtkScanCounters counters;
} RtkStats;

typedef struct RtkStatsRow
{
	RtkSubject	subject;
	RtkStats	stats;
} RtkStatsRow;

typedef struct RtkStatsTable
{
	TimestampTz since;
	int			nrows;
	RtkStatsRow rows[RTK_STATS_ROWS];
	RtkStats	others;
} RtkStatsTable;

extern void rtk_stats_clear(RtkStatsTable *table);

/*
 * Count what was done, in this backend and for all.  rtk_shared_own() must
 * have been called before; then this raises no error.
 */
extern void rtk_stats_count(const RtkSubject *subject, const RtkStats *stats);

#endif							/* RTK_STATS_H */
