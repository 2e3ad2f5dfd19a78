/*
 * envelope.c
 *		What stands around the rows of a reply, and where each row stands.
 *
 * A reply is megabytes of rows with a few members around them.  Looking up
 * one member after the other would skip over the rows each time, so one walk
 * goes down only where something is wanted, and from row to row by the index.
 */
#include "envelope.h"

#include <stdlib.h>
#include <string.h>

#include "jsonwalk.h"
#include "list.h"

/* Paths that are wanted of every reply; those of the rows are the method's. */
static const char around[] =
"success|data|paging.total_count|data.paging.total_count|"
"paging.start_offset|data.paging.start_offset";

typedef struct RtkWalk
{
	RtkEnvelope *envelope;
	const RtkMethod *method;
	const char *end;
	const RtkJsonIndex *index;
	size_t		next;			/* in the index: none before starts here */
	int			place;			/* of the rows found, in method->rows */
	size_t		room;			/* of envelope->rows */
	bool		no_memory;
	char		path[RTK_LONGEST_PLACE];	/* of the value that is visited */
} RtkWalk;

static const char *visit_members(RtkWalk *walk, const char *at);

/* Which of the places is the path; -1: none. */
static int
place_of(const char *path, const char *places)
{
	size_t		len = strlen(path);
	const char *place;
	size_t		place_len;

	for (int i = 0; rtk_list_next(&places, &place, &place_len); i++)
		if (place_len == len && memcmp(place, path, len) == 0)
			return i;
	return -1;
}

/* Is something below the path among the places? */
static bool
leads_to(const char *path, const char *places)
{
	size_t		len = strlen(path);
	const char *place;
	size_t		place_len;

	while (rtk_list_next(&places, &place, &place_len))
		if (place_len > len && place[len] == '.' &&
			memcmp(place, path, len) == 0)
			return true;
	return false;
}

static bool
add_row(RtkWalk *walk, RtkText row)
{
	RtkEnvelope *envelope = walk->envelope;

	if (envelope->nrows == walk->room)
	{
		size_t		room = walk->room == 0 ? 64 : 2 * walk->room;
		RtkText    *rows = realloc(envelope->rows, room * sizeof(RtkText));

		if (rows == NULL)
		{
			walk->no_memory = true;
			return false;
		}
		envelope->rows = rows;
		walk->room = room;
	}
	envelope->rows[envelope->nrows++] = row;
	return true;
}

/* Rows were found at a place: they take the place of those of later ones. */
static void
begin_rows(RtkWalk *walk, int place, bool listed)
{
	walk->place = place;
	walk->envelope->found = true;
	walk->envelope->listed = listed;
	walk->envelope->nrows = 0;
}

/* The end of the value that starts here.  The walk never goes back. */
static const char *
skip(RtkWalk *walk, const char *at)
{
	const RtkText *containers = walk->index->containers;

	while (walk->next < walk->index->n && containers[walk->next].at < at)
		walk->next++;
	if (walk->next < walk->index->n && containers[walk->next].at == at)
		return at + containers[walk->next].len;
	return rtk_json_skip(at, walk->end);
}

/* An array of rows; returns its end. */
static const char *
list_rows(RtkWalk *walk, const char *at, int place)
{
	const char *last = at + 1;

	begin_rows(walk, place, true);
	while ((at = rtk_json_item(last, walk->end)) != NULL)
	{
		last = skip(walk, at);
		if (!add_row(walk, (RtkText) {at, (size_t) (last - at)}))
			break;
	}
	return rtk_json_close(last, walk->end);
}

/* Is an object that is no list the method's only row? */
static bool
is_row(const RtkMethod *method, RtkText object)
{
	return method->lone != NULL ? rtk_json_has_any(object, method->lone) :
		method->paging == RTK_NOT_PAGED;
}

/* One object that is the only row; of an unpaged method, null: no row. */
static void
take_single(RtkWalk *walk, RtkText value, int place)
{
	if (rtk_json_is_object(value) ? !is_row(walk->method, value) :
		!(rtk_json_is_null(value) && walk->method->paging == RTK_NOT_PAGED))
	{
		/* "data" itself may hold the places below it. */
		walk->envelope->refused |= strchr(walk->path, '.') != NULL &&
			!rtk_json_is_null(value) && !rtk_json_is_empty(value);
		return;
	}
	begin_rows(walk, place, false);
	if (!rtk_json_is_null(value))
		add_row(walk, value);
}

/* Keep a value that is wanted of every reply; null is as good as absent. */
static void
keep(RtkWalk *walk, RtkText value)
{
	RtkEnvelope *envelope = walk->envelope;

	if (rtk_json_is_null(value))
		return;
	if (strcmp(walk->path, "success") == 0)
		envelope->success = value;
	else if (strcmp(walk->path, "data") == 0)
		envelope->data = value;
	else if (strstr(walk->path, "paging.total_count") != NULL)
		envelope->total = value;
	else
		envelope->start = value;
}

/* Visit the value that starts here, at walk->path; returns its end. */
static const char *
visit(RtkWalk *walk, const char *at)
{
	RtkText		value = {at, 0};
	int			place = place_of(walk->path, walk->method->rows);
	bool		better = place >= 0 &&
		(!walk->envelope->found || place <= walk->place);

	if (*at == '[' && better)
		at = list_rows(walk, at, place);
	else if (*at == '{' && (leads_to(walk->path, walk->method->rows) ||
							leads_to(walk->path, around)))
		at = visit_members(walk, at + 1);
	else
		at = skip(walk, at);
	value.len = (size_t) (at - value.at);
	/* A place below this one may have been found on the way down. */
	if (better && *value.at != '[' &&
		(!walk->envelope->found || place <= walk->place))
		take_single(walk, value, place);
	if (place_of(walk->path, around) >= 0)
		keep(walk, value);
	return at;
}

/*
 * The name that a member counts as.  Elsewhere Cloudflare's API has "result"
 * for "data"; beside "data", which may come after it, it counts for nothing.
 */
static RtkText
member_name(const RtkWalk *walk, RtkText name, const char *value)
{
	static const char result[] = "result";
	static const char data[] = "data";

	if (walk->path[0] == '\0' && walk->envelope->data.at == NULL &&
		*value != 'n' && name.len == sizeof(result) - 1 &&
		memcmp(name.at, result, name.len) == 0)
		return (RtkText) {data, sizeof(data) - 1};
	return name;
}

/* Visit the members of an object; at stands behind its '{'. */
static const char *
visit_members(RtkWalk *walk, const char *at)
{
	size_t		len = strlen(walk->path);
	const char *last = at;
	RtkText		name;

	while (!walk->no_memory &&
		   (at = rtk_json_member(last, walk->end, &name)) != NULL)
	{
		name = member_name(walk, name, at);
		/* No wanted path has such a name. */
		if (len + name.len + 2 > RTK_LONGEST_PLACE ||
			memchr(name.at, '.', name.len) != NULL)
		{
			last = skip(walk, at);
			continue;
		}
		if (len > 0)
			walk->path[len] = '.';
		memcpy(walk->path + len + (len > 0), name.at, name.len);
		walk->path[len + (len > 0) + name.len] = '\0';
		last = visit(walk, at);
		walk->path[len] = '\0';
	}
	return rtk_json_close(last, walk->end);
}

bool
rtk_envelope_read(RtkEnvelope *envelope, RtkText document,
				  const RtkJsonIndex *index, const RtkMethod *method)
{
	RtkWalk		walk = {
		.envelope = envelope, .method = method, .index = index,
		.end = document.at + document.len
	};

	memset(envelope, 0, sizeof(*envelope));
	if (rtk_json_is_object(document))
		visit_members(&walk, document.at + 1);
	return !walk.no_memory;
}
