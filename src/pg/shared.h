/*
 * shared.h
 *		Memory that all backends share, when the library is preloaded, and
 *		what each backend has alone.
 */
#ifndef RTK_SHARED_H
#define RTK_SHARED_H

#include "postgres.h"

#include "lib/ilist.h"
#include "storage/lwlock.h"

#include "activity.h"
#include "pace.h"
#include "stats.h"

typedef struct RtkShared
{
	LWLock	   *pace_lock;		/* of buckets */
	LWLock	   *stats_lock;		/* of stats */
	RtkBuckets	buckets;
	RtkStatsTable stats;
	int			nactivities;
	RtkActivity activities[FLEXIBLE_ARRAY_MEMBER];	/* by backend */
} RtkShared;

typedef struct RtkOwn
{
	struct RtkPools *pools;		/* of connection.c; NULL: none so far */
	RtkStatsTable stats;
	RtkActivity activity;
	dlist_head	runs;			/* of progress.c, the newest first */
	TimestampTz statement;		/* start of the one that noticed_at is of */
	double		noticed_at;		/* when its last progress message was */
} RtkOwn;

/* From _PG_init. */
extern void rtk_shared_init(void);

/* NULL: the library is not in shared_preload_libraries. */
extern RtkShared *rtk_shared_all(void);

/* Of this backend, made when it is first asked for. */
extern RtkOwn *rtk_shared_own(void);

#endif							/* RTK_SHARED_H */
