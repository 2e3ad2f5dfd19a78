/*
 * activity.h
 *		What each backend reads just now: rtk_activity().
 */
#ifndef RTK_ACTIVITY_H
#define RTK_ACTIVITY_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "storage/spin.h"

#include "stats.h"

#define RTK_NO_WAIT (-1)

typedef struct RtkActivity
{
	slock_t		lock;			/* of the rest, while it is copied */
	int			pid;			/* 0: reads nothing */
	Oid			roleid;
	RtkSubject	subject;
	TimestampTz started;
	int64		requests;
	double		estimated;		/* requests, below zero: unknown */
	int64		rows;
	int			wait;			/* RtkWait, or RTK_NO_WAIT */
	TimestampTz wait_until;		/* 0: unknown */
} RtkActivity;

/*
 * Show what this backend reads, or that it reads nothing: activity NULL.
 * rtk_shared_own() must have been called before; then this raises no error.
 */
extern void rtk_activity_show(const RtkActivity *activity);

/* on_shmem_exit: a backend that has ended reads nothing. */
extern void rtk_activity_exit(int code, Datum arg);

#endif							/* RTK_ACTIVITY_H */
