/*
 * pump.c
 *		What is sent next, and how much side by side.
 *
 * Requests nearest to the output come first.  A list's further pages are asked
 * for side by side as soon as its first one says how many there are, a list of
 * a level when there is room for its request: so nothing is read ahead that
 * cannot be asked for at once.
 */
#include "pump.h"

#include <math.h>

#include "engine.h"
#include "paging.h"
#include "reuse.h"
#include "spawn.h"

/*
 * Pages of a level for each request in flight, and bytes that those may hold
 * which are more than one for each.
 */
#define HELD_PER_REQUEST 4
#define MOST_HELD ((size_t) 4 << 20)

/* Rows that count for the row goal: those to be skipped belong to it. */
static double
rows_read(const RtkScan *scan)
{
	return (double) (scan->counters.rows + scan->counters.skipped);
}

/*
 * How many lists may be read side by side.  With a row goal no more than are
 * needed if each gives as many rows as the lists did so far; the first one goes
 * alone.
 */
static int
concurrency(const RtkScan *scan)
{
	int			most = scan->options.max_concurrency;
	double		rows = rows_read(scan);
	double		left = scan->options.row_goal - rows;
	double		wanted;

	if (scan->options.row_goal < 0)
		return most;
	if (scan->chain.level[scan->chain.nlevels - 1].details)
		wanted = left;
	else if (rows == 0)
		wanted = (double) scan->leaves + 1;
	else
		wanted = ceil(left * (double) scan->leaves / rows);
	if (wanted < 1)
		return 1;
	return wanted < most ? (int) wanted : most;
}

/* Bytes of the pages that a fetch holds. */
static size_t
held(const RtkFetch *fetch)
{
	size_t		bytes = fetch->page != NULL ? fetch->page->data.len : 0;

	for (const RtkExchange *e = fetch->asked; e != NULL; e = e->next)
		if (e->page != NULL)
			bytes += e->page->data.len;
	return bytes;
}

/*
 * May a level have one more page?  While the reply to its first request takes
 * its time, those behind it go on and wait for their turn, as far as they are
 * small: else one late reply would leave the others' requests unsent.
 */
static bool
has_room(const RtkScan *scan, const RtkQueue *queue, int most)
{
	int			pages = 0;
	size_t		bytes = 0;

	for (const RtkFetch *f = queue->head; f != NULL; f = f->next)
	{
		pages += f->nasked + (f->page != NULL || f->nasked == 0);
		bytes += held(f);
	}
	if (pages < most)
		return true;
	return scan->options.row_goal < 0 &&
		pages < most * HELD_PER_REQUEST && bytes < MOST_HELD;
}

/*
 * Does the host need rows behind those on the pages that were asked for?  With
 * a row goal only the first list of the table is read ahead.
 */
static bool
goal_needs(const RtkScan *scan, const RtkFetch *fetch)
{
	const RtkScanOptions *options = &scan->options;
	double		coming = (double) (fetch->page->nrows - fetch->taken) +
		(double) fetch->nasked * (double) fetch->page_rows;

	if (fetch->level == scan->chain.target && options->rows_each > 0)
		return false;
	return options->row_goal < 0 ||
		(fetch->level == scan->chain.target &&
		 fetch == scan->queue[fetch->level].head &&
		 options->row_goal > rows_read(scan) + coming);
}

/*
 * May the next page of a list be asked for?  The first comes alone, and those
 * whose number is not known one ahead of the rows that are taken.
 */
static bool
wants_page(const RtkScan *scan, const RtkFetch *fetch)
{
	int64_t		coming = fetch->nasked * fetch->page_rows;

	if (fetch->failed || fetch->last)
		return false;
	if (fetch->nasked == 0 && rtk_fetch_is_drained(fetch))
		return true;
	return fetch->page != NULL && goal_needs(scan, fetch) &&
		(fetch->total < 0 ? fetch->nasked == 0 :
		 fetch->read + coming < fetch->total) &&
		has_room(scan, &scan->queue[fetch->level],
				 scan->options.max_concurrency);
}

/* Has it failed, or one of the pages that are still to be taken? */
static bool
has_failed(const RtkFetch *fetch)
{
	for (const RtkExchange *e = fetch->asked; e != NULL; e = e->next)
		if (e->state == RTK_EXCHANGE_FAILED)
			return true;
	return fetch->failed;
}

/*
 * Send the first request of a fetch that is due, or make that of a page, or
 * have its pages from the cache.
 */
static bool
start_page(RtkScan *scan, RtkFetch *fetch, double now)
{
	for (RtkExchange *e = fetch->asked; e != NULL; e = e->next)
	{
		if (e->state == RTK_EXCHANGE_DUE && rtk_exchange_send(e, now))
			return true;
		/* What waits to be sent for the first time has none behind it. */
		if (e->state == RTK_EXCHANGE_FAILED || e->attempt == 0)
			return false;
	}
	if (!wants_page(scan, fetch))
		return false;
	if (rtk_reuse_recall(fetch, now))
		return true;
	scan->no_memory |= !rtk_fetch_ask(fetch);
	return !scan->no_memory;
}

/*
 * Start one request, or make one fetch, at a level.  Nothing is started behind
 * a failure, neither here nor (*broken) at the levels above.
 */
static bool
start_at(RtkScan *scan, int level, double now, bool *broken)
{
	RtkQueue   *queue = &scan->queue[level];
	int			most = concurrency(scan);

	for (RtkFetch *fetch = queue->head; fetch != NULL; fetch = fetch->next)
	{
		if (scan->in_flight >= scan->options.max_concurrency)
			return false;
		if (start_page(scan, fetch, now))
			return true;
		*broken = has_failed(fetch);
		if (*broken)
			return false;
	}
	return scan->in_flight < most && has_room(scan, queue, most) &&
		rtk_spawn_next(scan, level);
}

/* Deepest level first; with a row goal nothing above a level that has work. */
static bool
start_one(RtkScan *scan, double now)
{
	bool		broken = false;

	for (int level = scan->chain.nlevels - 1; level >= 0 && !broken; level--)
	{
		if (start_at(scan, level, now, &broken))
			return true;
		if (scan->options.row_goal >= 0 &&
			(scan->queue[level].n > 0 || scan->undecided > 0))
			return false;
	}
	return false;
}

/* Look at what a fetch has asked for. */
static void
poll(RtkFetch *fetch, double now)
{
	for (RtkExchange *e = fetch->asked; e != NULL; e = e->next)
		rtk_exchange_poll(e, now);
	rtk_paging_advance(fetch);
}

bool
rtk_pump_run(RtkScan *scan, double now)
{
	int			flying = scan->in_flight;
	bool		moved;

	for (int level = 0; level < scan->chain.nlevels; level++)
		for (RtkFetch *f = scan->queue[level].head; f != NULL; f = f->next)
			poll(f, now);
	moved = scan->in_flight != flying;
	scan->wake_at = 0;
	while (start_one(scan, now))
		moved = true;
	return moved;
}
