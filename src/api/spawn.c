/*
 * spawn.c
 *		What is started next.
 *
 * Requests nearest to the output come first.  A fetch of a level is made when
 * there is room for its request, out of the next row of the level above, so
 * nothing is read ahead that cannot be asked for at once.
 */
#include "engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Fetches of a level for each request in flight, and bytes of pages that those
 * may hold which are more than one for each.
 */
#define QUEUED_PER_REQUEST 4
#define MOST_HELD ((size_t) 4 << 20)

void
rtk_spawn_pop(RtkScan *scan, int level)
{
	RtkQueue   *queue = &scan->queue[level];
	RtkFetch   *head = queue->head;

	queue->head = head->next;
	if (queue->head == NULL)
		queue->tail = NULL;
	queue->n--;
	if (level == scan->chain.nlevels - 1)
		scan->leaves++;
	rtk_fetch_drop(head);
}

static void
push(RtkQueue *queue, RtkFetch *fetch)
{
	if (queue->tail != NULL)
		queue->tail->next = fetch;
	else
		queue->head = fetch;
	queue->tail = fetch;
	queue->n++;
}

/* What a row gives to the next level, as text; NULL when it has no id. */
static char *
row_key(const RtkReader *reader)
{
	RtkText		id = rtk_reader_id(reader);

	if (id.at == NULL)
		return NULL;
	if (rtk_json_is_string(reader->members[0]))
		return rtk_json_string(reader->members[0]);
	return strndup(id.at, id.len);
}

/*
 * Make the row just read from parent the origin of the fetches to come, unless
 * it is not wanted.  False: it failed.
 */
static bool
set_origin(RtkScan *scan, RtkSpawn *spawn, RtkFetch *parent)
{
	RtkReader  *reader = &scan->reader[parent->level];
	const char *gives = scan->chain.level[parent->level].gives;
	RtkOrigin  *origin = &spawn->origin;

	memcpy(origin->choice, parent->origin.choice, sizeof(origin->choice));
	origin->parent = rtk_fetch_hold(parent);
	origin->page = rtk_page_hold(reader->page);
	origin->row = reader->row;
	origin->key = row_key(reader);
	if (origin->key == NULL && rtk_fetch_parameter(gives, parent) == NULL)
	{
		rtk_read_fail(parent, RTK_FAIL_REPLY,
					  "unexpected reply: a row has no id");
		rtk_origin_reset(origin);
		return false;
	}
	if (origin->key != NULL &&
		!rtk_given_wants(scan, parent->level, origin->key))
	{
		rtk_origin_reset(origin);
		return true;
	}
	spawn->active = true;
	if (scan->options.checked & (1u << parent->level))
		scan->undecided = parent->level + 1;
	return true;
}

/*
 * Find the next row of the level above, which may be empty for lack of a row of
 * its own level above: so a walk goes on even where nothing is started ahead.
 */
static bool
next_origin(RtkScan *scan, int level)
{
	RtkQueue   *above = level > 0 ? &scan->queue[level - 1] : NULL;

	while (above != NULL && scan->undecided == 0 &&
		   (above->head != NULL || rtk_spawn_next(scan, level - 1)))
	{
		switch (rtk_read_row(above->head))
		{
			case RTK_TAKE_ROW:
				if (!set_origin(scan, &scan->spawn[level], above->head))
					return false;
				if (scan->spawn[level].active)
					return true;
				break;
			case RTK_TAKE_END:
				rtk_spawn_pop(scan, level - 1);
				break;
			case RTK_TAKE_WAIT:
			case RTK_TAKE_FAILED:
				return false;
		}
	}
	return false;
}

/* Go on to the next values of the parameters that branch at this level. */
static bool
next_choice(RtkScan *scan, int level)
{
	int		   *choice = scan->spawn[level].origin.choice;

	for (int i = scan->ngiven - 1; i >= 0; i--)
	{
		if (scan->given[i].level != level)
			continue;
		if (++choice[i] < scan->given[i].n)
			return true;
		choice[i] = 0;
	}
	return false;
}

bool
rtk_spawn_next(RtkScan *scan, int level)
{
	RtkSpawn   *spawn = &scan->spawn[level];
	RtkFetch   *fetch;

	if (!spawn->active && !next_origin(scan, level))
		return false;
	if (scan->undecided == level && level > 0)
		return false;
	fetch = rtk_fetch_new(scan, level, &spawn->origin);
	if (fetch == NULL)
	{
		scan->no_memory = true;
		return false;
	}
	push(&scan->queue[level], fetch);
	fetch->closes = !next_choice(scan, level);
	if (fetch->closes)
	{
		rtk_origin_reset(&spawn->origin);
		spawn->active = false;
	}
	return true;
}

/*
 * How many requests may be in flight.  With a row goal no more than are needed
 * if each list gives as many rows as the lists did so far; the first one goes
 * alone.
 */
static int
concurrency(const RtkScan *scan)
{
	int			most = scan->options.max_concurrency;
	double		left = scan->options.row_goal - (double) scan->counters.rows;
	double		wanted;

	if (scan->options.row_goal < 0)
		return most;
	if (scan->chain.level[scan->chain.nlevels - 1].details)
		wanted = left;
	else if (scan->counters.rows == 0)
		wanted = (double) scan->leaves + 1;
	else
		wanted = ceil(left * (double) scan->leaves /
					  (double) scan->counters.rows);
	if (wanted < 1)
		return 1;
	return wanted < most ? (int) wanted : most;
}

/* Bytes of the pages that wait for their turn. */
static size_t
held(const RtkQueue *queue)
{
	size_t		bytes = 0;

	for (const RtkFetch *fetch = queue->head; fetch != NULL;
		 fetch = fetch->next)
		if (fetch->page != NULL)
			bytes += fetch->page->data.len;
	return bytes;
}

/*
 * May a level have one more fetch?  While the reply to its first one takes its
 * time, those behind it go on and wait for their turn, as far as they are
 * small: else one late reply would leave the others' requests unsent.
 */
static bool
has_room(const RtkScan *scan, const RtkQueue *queue, int most)
{
	if (queue->n < most)
		return true;
	return scan->options.row_goal < 0 &&
		queue->n < most * QUEUED_PER_REQUEST && held(queue) < MOST_HELD;
}

/* Start one request, or make one fetch, at a level. */
static bool
start_at(RtkScan *scan, int level, double now)
{
	RtkQueue   *queue = &scan->queue[level];
	int			most = concurrency(scan);

	for (RtkFetch *fetch = queue->head; fetch != NULL; fetch = fetch->next)
	{
		bool		ahead = fetch == queue->head &&
			scan->options.row_goal < 0 && scan->options.rows_each == 0;

		if (scan->in_flight >= most || (scan->broken && fetch != queue->head))
			return false;
		if (rtk_fetch_is_ready(fetch, ahead) && rtk_fetch_send(fetch, now))
			return true;
	}
	return scan->in_flight < most && has_room(scan, queue, most) &&
		!scan->broken &&
		rtk_spawn_next(scan, level);
}

/* Deepest level first; with a row goal nothing above a level that has work. */
static bool
start_one(RtkScan *scan, double now)
{
	for (int level = scan->chain.nlevels - 1; level >= 0; level--)
	{
		if (start_at(scan, level, now))
			return true;
		if (scan->options.row_goal >= 0 &&
			(scan->queue[level].n > 0 || scan->undecided > 0))
			return false;
	}
	return false;
}

bool
rtk_spawn_pump(RtkScan *scan, double now)
{
	int			flying = scan->in_flight;
	bool		moved;

	for (int level = 0; level < scan->chain.nlevels; level++)
		for (RtkFetch *f = scan->queue[level].head; f != NULL; f = f->next)
			rtk_fetch_poll(f, now);
	moved = scan->in_flight != flying;
	scan->wake_at = 0;
	while (start_one(scan, now))
		moved = true;
	return moved;
}
