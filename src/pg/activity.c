/*
 * activity.c
 *		What each backend reads just now, and the SQL function rtk_activity().
 */
#include "compat.h"

#include "catalog/pg_authid_d.h"
#include "commands/dbcommands.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "activity.h"
#include "function.h"
#include "shared.h"
#include "wait.h"

PGDLLEXPORT Datum rtk_fdw_activity(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_activity);

/* Where this backend shows what it reads, to all if it can. */
static RtkActivity *
own_place(void)
{
	RtkShared  *shared = rtk_shared_all();
	ptrdiff_t	number;

	if (shared == NULL)
		return &rtk_shared_own()->activity;
	/* As GetNumberFromPGProc() of later versions. */
	number = MyProc - ProcGlobal->allProcs;
	Assert(number >= 0 && number < shared->nactivities);
	return &shared->activities[number];
}

void
rtk_activity_show(const RtkActivity *activity)
{
	RtkActivity *place = own_place();
	Size		head = offsetof(RtkActivity, pid);

	SpinLockAcquire(&place->lock);
	if (activity != NULL)
		memcpy((char *) place + head, (const char *) activity + head,
			   sizeof(*place) - head);
	else
		place->pid = 0;
	SpinLockRelease(&place->lock);
}

void
rtk_activity_exit(int code, Datum arg)
{
	rtk_activity_show(NULL);
}

/* Of a backend that is there, and that the caller may know of. */
static bool
is_visible(const RtkActivity *activity)
{
	return activity->pid != 0 && BackendPidGetProc(activity->pid) != NULL &&
		(activity->pid == MyProcPid ||
		 has_privs_of_role(GetUserId(), activity->roleid) ||
		 has_privs_of_role(GetUserId(), ROLE_PG_READ_ALL_STATS));
}

static const char *
wait_text(int wait)
{
	static const char *const texts[] = {
		[RTK_WAIT_API] = "api",
		[RTK_WAIT_RATE_LIMIT] = "rate limit",
		[RTK_WAIT_BACKOFF] = "back-off"
	};

	return wait == RTK_NO_WAIT ? NULL : texts[wait];
}

/* A row of rtk_activity(), if there is one to show. */
static void
put_row(ReturnSetInfo *result, RtkActivity *place)
{
	RtkActivity activity;
	const char *texts[4];
	Datum		values[10];
	bool		nulls[lengthof(values)] = {false};

	SpinLockAcquire(&place->lock);
	memcpy(&activity, place, sizeof(activity));
	SpinLockRelease(&place->lock);
	if (!is_visible(&activity))
		return;
	values[0] = Int32GetDatum(activity.pid);
	texts[0] = get_database_name(activity.subject.dbid);
	texts[1] = activity.subject.server;
	texts[2] = activity.subject.resource;
	texts[3] = wait_text(activity.wait);
	rtk_function_texts(texts, lengthof(texts), &values[1], &nulls[1]);
	values[5] = TimestampTzGetDatum(activity.started);
	values[6] = Int64GetDatum(activity.requests);
	values[7] = Float8GetDatum(activity.estimated);
	nulls[7] = activity.estimated < 0;
	values[8] = Int64GetDatum(activity.rows);
	values[9] = TimestampTzGetDatum(activity.wait_until);
	nulls[9] = activity.wait_until == 0;
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The SQL function rtk_activity(). */
Datum
rtk_fdw_activity(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	RtkShared  *shared = rtk_shared_all();

	InitMaterializedSRF(fcinfo, 0);
	if (shared == NULL)
		put_row(result, &rtk_shared_own()->activity);
	for (int i = 0; shared != NULL && i < shared->nactivities; i++)
		put_row(result, &shared->activities[i]);
	return (Datum) 0;
}
