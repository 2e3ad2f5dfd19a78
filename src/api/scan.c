/*
 * scan.c
 *		Runs a chain of requests and gives its rows: the outside of a scan.
 */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine.h"
#include "lookup.h"
#include "pump.h"
#include "read.h"
#include "spawn.h"

/* Rows that are given between two looks at the requests in flight. */
#define ROWS_BETWEEN_STEPS 64

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
	double		now = rtk_clock_now();

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
	rtk_given_free(scan);
	rtk_trace_free(&scan->trace);
	free(scan->base_url);
	free(scan);
}

int
rtk_scan_want(RtkScan *scan, int level, const char *path)
{
	return rtk_reader_want(&scan->reader[level], path);
}

static void
start(RtkScan *scan)
{
	scan->started = true;
	rtk_given_place(scan);
	rtk_window_choose(scan);
	scan->spawn[0].active = true;
}

/* The rows that led to origin, and its own, become the current ones. */
static void
read_origin(RtkScan *scan, const RtkOrigin *origin)
{
	for (; origin->parent != NULL; origin = &origin->parent->origin)
	{
		RtkReader  *reader = &scan->reader[origin->parent->level];

		if (reader->row.at != origin->row.at)
			rtk_reader_set(reader, origin->row, origin->page);
	}
}

/* Make fetch the origin of the current row. */
static void
set_current(RtkScan *scan, RtkFetch *fetch)
{
	if (scan->current != fetch)
	{
		rtk_fetch_drop(scan->current);
		scan->current = rtk_fetch_hold(fetch);
	}
	read_origin(scan, &fetch->origin);
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

/* A fetch of the last level has ended; was it the last one of its origin? */
static bool
close_origin(RtkScan *scan, RtkFetch *fetch)
{
	bool		closes = scan->options.closing && fetch->closes;

	if (closes)
		set_current(scan, fetch);
	rtk_spawn_pop(scan, fetch->level);
	return closes;
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
				scan->counters.rows++;
				return RTK_SCAN_ROW;
			case RTK_TAKE_END:
				if (close_origin(scan, head))
					return RTK_SCAN_CLOSED;
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
	return rtk_pump_run(scan, rtk_clock_now());
}

/* Show the host the row that it has to decide on. */
static RtkScanStatus
ask_host(RtkScan *scan)
{
	read_origin(scan, &scan->spawn[scan->undecided].origin);
	return RTK_SCAN_CHECK;
}

/* Does nothing move before the descriptor is readable? */
static bool
must_wait(RtkScan *scan)
{
	return !move(scan) && scan->undecided == 0 && !scan->no_memory;
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
		status = scan->undecided > 0 ? ask_host(scan) : take(scan);
		if (status <= RTK_SCAN_CLOSED)
			return status;
		if (scan->no_memory)
			return RTK_SCAN_FAILED;
	} while (scan->undecided > 0 ||
			 (status == RTK_SCAN_WAIT && !must_wait(scan)));
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
