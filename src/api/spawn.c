/*
 * spawn.c
 *		The next list or object to read, out of the next row of the level above.
 */
#include "spawn.h"

#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "jsonwalk.h"
#include "read.h"
#include "request.h"

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
	/* Others may hold it, for the sake of its rows: it asks for no more. */
	rtk_fetch_cancel(head);
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

/*
 * What a row gives to the next level, as text: NULL when it has no id that can
 * be one.  False when memory is out.
 */
static bool
row_key(const RtkReader *reader, char **key)
{
	RtkText		id = rtk_reader_id(reader);
	char	   *text;
	size_t		len;

	*key = NULL;
	if (id.at == NULL)
		return true;
	text = malloc(id.len + 1);
	if (text == NULL)
		return false;
	if (rtk_json_decode(id, text, &len))
	{
		text[len] = '\0';
		if (rtk_request_is_segment(text))
			*key = text;
	}
	if (*key == NULL)
		free(text);
	return true;
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
	if (!row_key(reader, &origin->key))
	{
		rtk_read_fail(parent, RTK_FAIL_MEMORY, "out of memory");
		rtk_origin_reset(origin);
		return false;
	}
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
