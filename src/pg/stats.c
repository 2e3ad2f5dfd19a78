/*
 * stats.c
 *		Sums of what scans did, and the SQL functions rtk_stats(),
 *		rtk_stats_reset() and rtk_requests().
 */
#include "compat.h"

#include "catalog/pg_authid_d.h"
#include "commands/dbcommands.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/lwlock.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "function.h"
#include "shared.h"
#include "stats.h"

PGDLLEXPORT Datum rtk_fdw_stats(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_stats_reset(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_requests(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_stats);
PG_FUNCTION_INFO_V1(rtk_fdw_stats_reset);
PG_FUNCTION_INFO_V1(rtk_fdw_requests);

void
rtk_stats_clear(RtkStatsTable *table)
{
	memset(table, 0, sizeof(*table));
	table->since = GetCurrentTimestamp();
}

/* The sums of a subject; those of others when the table is full. */
static RtkStats *
find_sums(RtkStatsTable *table, const RtkSubject *subject)
{
	RtkStatsRow *row;

	for (int i = 0; i < table->nrows; i++)
	{
		row = &table->rows[i];
		if (row->subject.dbid == subject->dbid &&
			row->subject.serverid == subject->serverid &&
			strcmp(row->subject.resource, subject->resource) == 0)
		{
			row->subject = *subject;
			return &row->stats;
		}
	}
	if (table->nrows == RTK_STATS_ROWS)
		return &table->others;
	row = &table->rows[table->nrows++];
	row->subject = *subject;
	return &row->stats;
}

static void
add(RtkStatsTable *table, const RtkSubject *subject, const RtkStats *stats)
{
	RtkStats   *sums = find_sums(table, subject);

	sums->scans += stats->scans;
	sums->errors += stats->errors;
	sums->nulled += stats->nulled;
	sums->waiting += stats->waiting;
	rtk_counters_add(&sums->counters, &stats->counters);
}

void
rtk_stats_count(const RtkSubject *subject, const RtkStats *stats)
{
	RtkShared  *shared = rtk_shared_all();

	add(&rtk_shared_own()->stats, subject, stats);
	if (shared == NULL)
		return;
	LWLockAcquire(shared->stats_lock, LW_EXCLUSIVE);
	add(&shared->stats, subject, stats);
	LWLockRelease(shared->stats_lock);
}

/* A row of rtk_stats(); others have no subject. */
static void
put_row(ReturnSetInfo *result, const char *scope, TimestampTz since,
		const RtkSubject *subject, const RtkStats *stats)
{
	const RtkScanCounters *counters = &stats->counters;
	const char *texts[] = {
		scope,
		subject != NULL ? get_database_name(subject->dbid) : NULL,
		subject != NULL ? subject->server : NULL,
		subject != NULL ? subject->resource : NULL
	};
	Datum		values[] = {
		0, 0, 0, 0,				/* texts */
		TimestampTzGetDatum(since),
		Int64GetDatum(stats->scans),
		Int64GetDatum(stats->errors),
		Int64GetDatum(counters->requests),
		Int64GetDatum(counters->pages),
		Int64GetDatum(counters->rows),
		Int64GetDatum(counters->bytes),
		Int64GetDatum(counters->retries),
		Int64GetDatum(counters->rate_limited),
		Float8GetDatum(rtk_function_round(stats->waiting)),
		Float8GetDatum(rtk_function_round(counters->waited)),
		Int64GetDatum(counters->missing),
		Int64GetDatum(stats->nulled),
		Int64GetDatum(counters->duplicates),
		Int64GetDatum(counters->cache_hits)
	};
	bool		nulls[lengthof(values)] = {false};

	rtk_function_texts(texts, lengthof(texts), values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* What the caller may see: of all backends, or of this one. */
static RtkStatsTable *
visible_table(bool *all)
{
	RtkShared  *shared = rtk_shared_all();
	RtkStatsTable *table;

	*all = shared != NULL &&
		has_privs_of_role(GetUserId(), ROLE_PG_READ_ALL_STATS);
	if (!*all)
		return &rtk_shared_own()->stats;
	table = palloc(sizeof(*table));
	LWLockAcquire(shared->stats_lock, LW_SHARED);
	memcpy(table, &shared->stats, sizeof(*table));
	LWLockRelease(shared->stats_lock);
	return table;
}

/* The SQL function rtk_stats(). */
Datum
rtk_fdw_stats(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const RtkStatsTable *table;
	const char *scope;
	bool		all;

	InitMaterializedSRF(fcinfo, 0);
	table = visible_table(&all);
	scope = all ? "all backends" : "own backend";
	for (int i = 0; i < table->nrows; i++)
		put_row(result, scope, table->since, &table->rows[i].subject,
				&table->rows[i].stats);
	if (table->others.scans > 0)
		put_row(result, scope, table->since, NULL, &table->others);
	return (Datum) 0;
}

/* The SQL function rtk_stats_reset(); the script revokes it from PUBLIC. */
Datum
rtk_fdw_stats_reset(PG_FUNCTION_ARGS)
{
	RtkShared  *shared = rtk_shared_all();

	rtk_stats_clear(&rtk_shared_own()->stats);
	if (shared != NULL)
	{
		LWLockAcquire(shared->stats_lock, LW_EXCLUSIVE);
		rtk_stats_clear(&shared->stats);
		LWLockRelease(shared->stats_lock);
	}
	PG_RETURN_VOID();
}

/* The SQL function rtk_requests(): of this backend, whoever asks. */
Datum
rtk_fdw_requests(PG_FUNCTION_ARGS)
{
	const RtkStatsTable *table = &rtk_shared_own()->stats;
	int64		requests = table->others.counters.requests;

	for (int i = 0; i < table->nrows; i++)
		requests += table->rows[i].stats.counters.requests;
	PG_RETURN_INT64(requests);
}
