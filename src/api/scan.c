/*
 * scan.c
 *		Runs a chain of requests and gives its rows: the outside of a scan.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lookup.h"

/* Rows that are given between two looks at the requests in flight. */
#define ROWS_BETWEEN_STEPS 64

double
rtk_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* The member that a resource's rows are told apart by. */
static const char *
id_member(const RtkResource *resource)
{
	const RtkColumn *key = resource->key != NULL ?
		rtk_lookup_column(resource, resource->key) : NULL;

	return key != NULL ? rtk_lookup_member(key) : NULL;
}

RtkScan *
rtk_scan_new(RtkHttp *http, RtkRate *rate, RtkBudget *budget,
			 const RtkChain *chain, const RtkScanOptions *options)
{
	RtkScan    *scan = calloc(1, sizeof(RtkScan));
	double		now = rtk_now();

	if (scan == NULL)
		return NULL;
	scan->http = http;
	scan->rate = rate;
	scan->budget = budget;
	scan->chain = *chain;
	scan->options = *options;
	scan->base_url = strdup(options->base_url);
	scan->options.base_url = scan->base_url;
	scan->details_method = chain->level[chain->nlevels - 1].method;
	memcpy(scan->seed, &now, sizeof(scan->seed));
	for (int i = 0; i < chain->nlevels; i++)
		if (!rtk_reader_init(&scan->reader[i],
							 id_member(chain->level[i].resource)))
			scan->no_memory = true;
	if (scan->base_url == NULL || scan->no_memory)
	{
		rtk_scan_free(scan);
		return NULL;
	}
	return scan;
}

static void
free_given(RtkGiven *given)
{
	for (int i = 0; i < given->n; i++)
		free(given->values[i]);
	free(given->values);
	free(given->name);
}

void
rtk_scan_free(RtkScan *scan)
{
	if (scan == NULL)
		return;
	rtk_fetch_drop(scan->current);
	for (int i = RTK_MAX_LEVELS - 1; i >= 0; i--)
	{
		while (scan->queue[i].head != NULL)
			rtk_spawn_pop(scan, i);
		rtk_origin_reset(&scan->spawn[i].origin);
		rtk_reader_reset(&scan->reader[i]);
	}
	for (int i = 0; i < scan->ngiven; i++)
		free_given(&scan->given[i]);
	for (int i = 0; i < scan->nqueries; i++)
	{
		free(scan->queries[i].name);
		free(scan->queries[i].value);
	}
	free(scan->queries);
	free(scan->base_url);
	free(scan);
}

bool
rtk_scan_give(RtkScan *scan, const char *parameter,
			  const char *const *values, int n, bool missing_ok)
{
	RtkGiven   *given;

	if (scan->ngiven >= RTK_MAX_GIVEN)
		return false;
	given = &scan->given[scan->ngiven++];
	given->missing_ok = missing_ok;
	given->name = strdup(parameter);
	given->values = calloc((size_t) n + 1, sizeof(char *));
	if (given->name == NULL || given->values == NULL)
		return false;
	for (; given->n < n; given->n++)
	{
		given->values[given->n] = strdup(values[given->n]);
		if (given->values[given->n] == NULL)
			return false;
	}
	scan->empty |= n == 0;
	return true;
}

bool
rtk_scan_query(RtkScan *scan, int level, const char *name, const char *value)
{
	RtkQuery   *queries = realloc(scan->queries,
								  (scan->nqueries + 1) * sizeof(RtkQuery));
	RtkQuery   *query;

	if (queries == NULL)
		return false;
	scan->queries = queries;
	query = &queries[scan->nqueries++];
	query->level = level;
	query->name = strdup(name);
	query->value = strdup(value);
	return query->name != NULL && query->value != NULL;
}

int
rtk_scan_want(RtkScan *scan, int level, const char *path)
{
	return rtk_reader_want(&scan->reader[level], path);
}

/* The first level whose path has the parameter; else the table's own. */
static int
branching_level(const RtkScan *scan, const char *parameter)
{
	for (int i = 0; i < scan->chain.target; i++)
		if (rtk_path_has(scan->chain.level[i].method->path, parameter))
			return i;
	return scan->chain.target;
}

static void
start(RtkScan *scan)
{
	scan->started = true;
	for (int i = 0; i < scan->ngiven; i++)
		scan->given[i].level = branching_level(scan, scan->given[i].name);
	scan->spawn[0].active = true;
}

/*
 * Make fetch the origin of the current row: the rows of the levels above are
 * those that led to it.
 */
static void
set_current(RtkScan *scan, RtkFetch *fetch)
{
	if (scan->current != fetch)
	{
		rtk_fetch_drop(scan->current);
		scan->current = rtk_fetch_hold(fetch);
	}
	for (const RtkOrigin *origin = &fetch->origin; origin->parent != NULL;
		 origin = &origin->parent->origin)
	{
		RtkReader  *reader = &scan->reader[origin->parent->level];

		if (reader->row.at != origin->row.at)
			rtk_reader_set(reader, origin->row, origin->page);
	}
	scan->counters.rows++;
}

/*
 * The last level has no fetch and could get none: the lowest fetch above it
 * has no row to give now, because it failed or waits.  Without one all is
 * read.
 */
static RtkScanStatus
look_above(RtkScan *scan)
{
	for (int level = scan->chain.nlevels - 2; level >= 0; level--)
	{
		RtkFetch   *head = scan->queue[level].head;

		if (head == NULL)
			continue;
		if (!head->failed)
			return RTK_SCAN_WAIT;
		scan->failed = head;
		return RTK_SCAN_FAILED;
	}
	return RTK_SCAN_END;
}

/* Take the next row from what has come. */
static RtkScanStatus
take(RtkScan *scan)
{
	int			last = scan->chain.nlevels - 1;

	for (;;)
	{
		RtkFetch   *head = scan->queue[last].head;

		if (head == NULL)
		{
			if (rtk_spawn_next(scan, last))
				continue;
			return look_above(scan);
		}
		switch (rtk_read_row(head))
		{
			case RTK_TAKE_ROW:
				set_current(scan, head);
				return RTK_SCAN_ROW;
			case RTK_TAKE_END:
				rtk_spawn_pop(scan, last);
				break;
			case RTK_TAKE_WAIT:
				return RTK_SCAN_WAIT;
			case RTK_TAKE_FAILED:
				scan->failed = head;
				return RTK_SCAN_FAILED;
		}
	}
}

/* Let libcurl work, and start what may be started. */
static bool
move(RtkScan *scan)
{
	scan->rows_unstepped = 0;
	rtk_http_step(scan->http);
	return rtk_spawn_pump(scan, rtk_now());
}

/* Show the host the row whose details are next. */
static RtkScanStatus
ask_host(RtkScan *scan)
{
	int			target = scan->chain.target;
	const RtkOrigin *origin = &scan->spawn[target + 1].origin;

	rtk_reader_set(&scan->reader[target], origin->row, origin->page);
	return RTK_SCAN_CHECK;
}

void
rtk_scan_decide(RtkScan *scan, bool keep)
{
	RtkSpawn   *spawn = &scan->spawn[scan->chain.target + 1];

	scan->undecided = false;
	if (keep)
		return;
	rtk_origin_reset(&spawn->origin);
	spawn->active = false;
	scan->counters.dropped++;
}

/* Does nothing move before the descriptor is readable? */
static bool
must_wait(RtkScan *scan)
{
	if (move(scan) || scan->undecided || scan->no_memory)
		return false;
	if (scan->wake_at > 0)
		rtk_http_wake(scan->http, (scan->wake_at - rtk_now()) * 1000);
	return true;
}

/* A failure ends a sample that has as many requests as it may. */
static RtkScanStatus
fail(const RtkScan *scan)
{
	return scan->options.sample && scan->failed != NULL &&
		scan->failed->failure.kind == RTK_FAIL_TOO_MANY ?
		RTK_SCAN_END : RTK_SCAN_FAILED;
}

RtkScanStatus
rtk_scan_next(RtkScan *scan)
{
	RtkScanStatus status;

	if (scan->empty)
		return RTK_SCAN_END;
	if (scan->failed != NULL || scan->no_memory)
		return fail(scan);
	if (!scan->started)
		start(scan);
	if (++scan->rows_unstepped > ROWS_BETWEEN_STEPS)
		move(scan);
	do
	{
		status = scan->undecided ? ask_host(scan) : take(scan);
		if (status == RTK_SCAN_ROW || status == RTK_SCAN_CHECK)
			return status;
		if (scan->no_memory)
			return RTK_SCAN_FAILED;
	} while (scan->undecided || (status == RTK_SCAN_WAIT && !must_wait(scan)));
	return status == RTK_SCAN_FAILED ? fail(scan) : status;
}

static const RtkFailure out_of_memory = {
	.kind = RTK_FAIL_MEMORY, .summary = "out of memory", .retry_after = -1
};

const RtkFailure *
rtk_scan_failure(const RtkScan *scan)
{
	return scan->failed != NULL ? &scan->failed->failure : &out_of_memory;
}

const char *
rtk_scan_failed_resource(const RtkScan *scan)
{
	int			level = scan->failed != NULL ? scan->failed->level :
		scan->chain.target;

	return scan->chain.level[level].resource->name;
}

const RtkScanCounters *
rtk_scan_counters(const RtkScan *scan)
{
	return &scan->counters;
}
