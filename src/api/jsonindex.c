/*
 * jsonindex.c
 *		Where the containers of a document stand, noted while it is checked.
 */
#include "jsonindex.h"

#include <stdlib.h>

/* What is shorter is skipped as fast as it is looked up. */
#define SHORTEST 64

#define FIRST_ROOM 256
#define NOT_NOTED SIZE_MAX

/* Make room for one more; false when memory is out. */
static bool
make_room(RtkJsonIndex *index)
{
	size_t		room = index->room == 0 ? FIRST_ROOM : 2 * index->room;
	RtkText    *containers;

	if (index->n < index->room)
		return true;
	containers = realloc(index->containers, room * sizeof(RtkText));
	if (containers == NULL)
		return false;
	index->containers = containers;
	index->room = room;
	return true;
}

void
rtk_json_index_open(RtkJsonIndex *index, int depth, const void *at)
{
	if (index == NULL || depth >= RTK_INDEXED_DEPTH)
		return;
	index->open[depth] = NOT_NOTED;
	if (!make_room(index))
		return;
	index->open[depth] = index->n;
	index->containers[index->n++] = (RtkText) {at, 0};
}

void
rtk_json_index_close(RtkJsonIndex *index, int depth, const void *end)
{
	RtkText    *container;

	if (index == NULL || depth >= RTK_INDEXED_DEPTH ||
		index->open[depth] == NOT_NOTED)
		return;
	container = &index->containers[index->open[depth]];
	container->len = (size_t) ((const char *) end - container->at);
	/* With it go those within it, which are shorter still. */
	if (container->len < SHORTEST)
		index->n = index->open[depth];
}
