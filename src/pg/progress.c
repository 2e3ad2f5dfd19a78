/*
 * progress.c
 *		Watches the scans of this backend while they run.
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "access/xact.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "clock.h"
#include "error.h"
#include "guard.h"
#include "joined.h"
#include "progress.h"
#include "shared.h"
#include "wait.h"

/* Rows between two looks at the clock. */
#define ROWS_BETWEEN_LOOKS 256

typedef struct RtkProgress
{
	RtkScanState *state;
	RtkActivity activity;		/* of all runs */
	/* the current run */
	dlist_node	node;			/* in RtkOwn.runs */
	const RtkScan *scan;
	bool		complete;
	int			moves;			/* rows since the last look */
	int64		nulled;			/* by the runs before */
	double		waited;			/* by the runs before */
} RtkProgress;

/* Milliseconds, 0: no messages. */
static int	progress_interval = 0;

void
rtk_progress_define_gucs(void)
{
	DefineCustomIntVariable("rtk_fdw.progress_interval",
							"Time between two messages about the progress of "
							"a statement.",
							"0 means no messages.",
							&progress_interval,
							0, 0, INT_MAX,
							PGC_USERSET,
							GUC_UNIT_MS,
							NULL, NULL, NULL);
}

/* RtkGuard.release of a run: the scan is still there, it was made before. */
static void
release(void *object)
{
	RtkProgress *progress = object;
	RtkOwn	   *own = rtk_shared_own();
	RtkStats	stats = {
		.scans = 1,
		.errors = progress->complete ? 0 : 1,
		.nulled = rtk_joined_nulled(progress->state) - progress->nulled,
		.waiting = progress->state->waited - progress->waited,
		.counters = *rtk_scan_counters(progress->scan)
	};

	rtk_stats_count(&progress->activity.subject, &stats);
	dlist_delete(&progress->node);
	if (dlist_is_empty(&own->runs))
		rtk_activity_show(NULL);
	else
		rtk_activity_show(&dlist_head_element(RtkProgress, node,
											  &own->runs)->activity);
}

/* What lasts for all runs. */
static RtkProgress *
new_progress(RtkScanState *state)
{
	RtkProgress *progress =
		MemoryContextAllocZero(GetMemoryChunkContext(state),
							   sizeof(RtkProgress));
	RtkSubject *subject = &progress->activity.subject;

	progress->state = state;
	progress->activity.pid = MyProcPid;
	progress->activity.roleid = GetSessionUserId();
	progress->activity.wait = RTK_NO_WAIT;
	progress->activity.started = GetCurrentTimestamp();
	progress->activity.estimated = state->estimated_requests;
	subject->dbid = MyDatabaseId;
	subject->serverid = state->serverid;
	strlcpy(subject->server, GetForeignServer(state->serverid)->servername,
			NAMEDATALEN);
	strlcpy(subject->resource, state->ask.map->resource->name, NAMEDATALEN);
	return progress;
}

/* The time of a statement's messages begins with its first run. */
static void
begin_messages(RtkOwn *own)
{
	TimestampTz statement = GetCurrentStatementStartTimestamp();

	if (own->statement == statement)
		return;
	own->statement = statement;
	own->noticed_at = rtk_clock_now();
}

void
rtk_progress_begin(RtkScanState *state)
{
	RtkOwn	   *own = rtk_shared_own();
	RtkGuard   *guard = rtk_guard_new(state->run_context, release);
	RtkProgress *progress = state->progress;

	if (progress == NULL)
		progress = state->progress = new_progress(state);
	progress->scan = state->scan;
	progress->complete = false;
	progress->moves = ROWS_BETWEEN_LOOKS;
	progress->nulled = rtk_joined_nulled(state);
	progress->waited = state->waited;
	begin_messages(own);
	dlist_push_head(&own->runs, &progress->node);
	guard->object = progress;
	rtk_activity_show(&progress->activity);
}

void
rtk_progress_end(RtkScanState *state)
{
	if (state->progress != NULL)
		state->progress->complete = true;
}

/* What the scan waits for, and until when. */
static void
look_at_wait(RtkProgress *progress)
{
	RtkActivity *activity = &progress->activity;
	double		until;

	activity->wait = rtk_wait_reason(progress->scan, &until);
	if (until > 0)
		activity->wait_until = GetCurrentTimestamp() +
			(TimestampTz) ((until - rtk_clock_now()) * USECS_PER_SEC);
}

/* " of about 520", as long as that is more than were sent. */
static const char *
estimate_text(const RtkActivity *activity)
{
	if (activity->estimated < activity->requests)
		return "";
	return psprintf(" of about %.0f", activity->estimated);
}

/* ", waiting for the rate limit until 12:00:05 CET" */
static const char *
wait_text(const RtkProgress *progress)
{
	static const char *const texts[] = {
		[RTK_WAIT_API] = ", waiting for the API",
		[RTK_WAIT_RATE_LIMIT] = ", waiting for the rate limit until ",
		[RTK_WAIT_BACKOFF] = ", waiting to try again until "
	};
	double		until;
	RtkWait		wait = rtk_wait_reason(progress->scan, &until);

	return psprintf("%s%s", texts[wait], until > 0 ?
					rtk_error_time_after(until - rtk_clock_now()) : "");
}

/* Say how far the scan has come, if it is time. */
static void
send_message(const RtkProgress *progress)
{
	const RtkActivity *activity = &progress->activity;

	if (rtk_progress_timeout() != 0)
		return;
	rtk_shared_own()->noticed_at = rtk_clock_now();
	ereport(NOTICE,
			(errmsg("rtk_fdw: %s: %lld%s requests, %lld rows%s",
					activity->subject.resource,
					(long long) activity->requests, estimate_text(activity),
					(long long) activity->rows,
					activity->wait == RTK_NO_WAIT ? "" :
					wait_text(progress))));
}

void
rtk_progress_update(RtkScanState *state, RtkScanStatus status)
{
	RtkProgress *progress = state->progress;
	RtkActivity *activity = &progress->activity;
	RtkScanCounters counters;

	if (status < RTK_SCAN_WAIT && activity->wait == RTK_NO_WAIT &&
		++progress->moves < ROWS_BETWEEN_LOOKS)
		return;
	progress->moves = 0;
	rtk_scan_totals(state, &counters);
	activity->requests = counters.requests;
	activity->rows = counters.rows;
	activity->wait = RTK_NO_WAIT;
	activity->wait_until = 0;
	if (status == RTK_SCAN_WAIT)
		look_at_wait(progress);
	rtk_activity_show(activity);
	send_message(progress);
}

long
rtk_progress_timeout(void)
{
	double		left;

	if (progress_interval == 0)
		return -1;
	left = progress_interval -
		(rtk_clock_now() - rtk_shared_own()->noticed_at) * 1000;
	return left > 0 ? (long) ceil(left) : 0;
}
