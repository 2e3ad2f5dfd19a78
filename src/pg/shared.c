/*
 * shared.c
 *		Memory that all backends share, and what a backend has alone.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/shmem.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "shared.h"

/* Of the shared memory, its locks, and wait events on them. */
#define NAME "rtk_fdw"

/*
 * Where a process finds the memory.  PostgreSQL's hooks, and callbacks that may
 * come at any time, take no argument, so this has to be a variable.
 */
static struct
{
	shmem_request_hook_type next_request;
	shmem_startup_hook_type next_startup;
	RtkShared  *shared;
	RtkOwn	   *own;
} process;

static Size
shared_size(void)
{
	return add_size(offsetof(RtkShared, activities),
					mul_size(MaxBackends, sizeof(RtkActivity)));
}

/* shmem_request_hook */
static void
request(void)
{
	if (process.next_request != NULL)
		process.next_request();
	RequestAddinShmemSpace(shared_size());
	RequestNamedLWLockTranche(NAME, 2);
}

static void
fill(RtkShared *shared)
{
	LWLockPadded *locks = GetNamedLWLockTranche(NAME);

	memset(shared, 0, shared_size());
	shared->pace_lock = &locks[0].lock;
	shared->stats_lock = &locks[1].lock;
	rtk_pace_prepare(&shared->buckets);
	rtk_stats_clear(&shared->stats);
	shared->nactivities = MaxBackends;
	for (int i = 0; i < shared->nactivities; i++)
		SpinLockInit(&shared->activities[i].lock);
}

/* shmem_startup_hook, also after a crash */
static void
startup(void)
{
	bool		found;

	if (process.next_startup != NULL)
		process.next_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	process.shared = ShmemInitStruct(NAME, shared_size(), &found);
	if (!found)
		fill(process.shared);
	LWLockRelease(AddinShmemInitLock);
}

void
rtk_shared_init(void)
{
	if (!process_shared_preload_libraries_in_progress)
		return;
	process.next_request = shmem_request_hook;
	shmem_request_hook = request;
	process.next_startup = shmem_startup_hook;
	shmem_startup_hook = startup;
}

RtkShared *
rtk_shared_all(void)
{
	return process.shared;
}

RtkOwn *
rtk_shared_own(void)
{
	RtkOwn	   *own;

	if (process.own != NULL)
		return process.own;
	own = MemoryContextAllocZero(TopMemoryContext, sizeof(RtkOwn));
	rtk_stats_clear(&own->stats);
	SpinLockInit(&own->activity.lock);
	dlist_init(&own->runs);
	if (process.shared != NULL)
		on_shmem_exit(rtk_activity_exit, (Datum) 0);
	process.own = own;
	return own;
}
