/*
 * reader.c
 *		What is read from each row of a level: one walk over the row gives all.
 */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

/* Index of a member name, added when new; -1 when memory is out. */
static int
add_name(RtkReader *reader, const char *name)
{
	size_t		len = strlen(name);
	RtkText    *names;
	RtkText    *members;

	for (int i = 0; i < reader->nnames; i++)
		if (reader->names[i].len == len &&
			memcmp(reader->names[i].at, name, len) == 0)
			return i;
	names = realloc(reader->names, (reader->nnames + 1) * sizeof(RtkText));
	if (names == NULL)
		return -1;
	reader->names = names;
	members = realloc(reader->members, (reader->nnames + 1) * sizeof(RtkText));
	if (members == NULL)
		return -1;
	reader->members = members;
	names[reader->nnames] = (RtkText) {name, len};
	members[reader->nnames] = (RtkText) {NULL, 0};
	return reader->nnames++;
}

bool
rtk_reader_init(RtkReader *reader, const char *id)
{
	return add_name(reader, id != NULL ? id : "") >= 0;
}

void
rtk_reader_reset(RtkReader *reader)
{
	for (int i = 0; i < reader->nwants; i++)
	{
		free(reader->wants[i].path);
		free(reader->wants[i].places);
	}
	free(reader->wants);
	free(reader->names);
	free(reader->members);
	rtk_page_drop(reader->page);
	memset(reader, 0, sizeof(*reader));
}

/* Cut "a.b|c" into its places; false when memory is out. */
static bool
cut_places(RtkReader *reader, RtkWant *want)
{
	char	   *rest;

	for (char *place = strtok_r(want->path, "|", &rest); place != NULL;
		 place = strtok_r(NULL, "|", &rest))
	{
		RtkPlace   *places = realloc(want->places,
									 (want->nplaces + 1) * sizeof(RtkPlace));
		char	   *dot = strchr(place, '.');
		int			name;

		if (places == NULL)
			return false;
		want->places = places;
		if (dot != NULL)
			*dot = '\0';
		name = add_name(reader, place);
		if (name < 0)
			return false;
		places[want->nplaces].name = name;
		places[want->nplaces++].below = dot != NULL ? dot + 1 : "";
	}
	return true;
}

int
rtk_reader_want(RtkReader *reader, const char *path)
{
	RtkWant    *wants = realloc(reader->wants,
								(reader->nwants + 1) * sizeof(RtkWant));
	RtkWant    *want;

	if (wants == NULL)
		return -1;
	reader->wants = wants;
	want = &wants[reader->nwants++];
	*want = (RtkWant) {.path = strdup(path)};
	if (want->path == NULL || !cut_places(reader, want))
		return -1;
	return reader->nwants - 1;
}

void
rtk_reader_set(RtkReader *reader, RtkText row, RtkPage *page)
{
	if (reader->page != page)
	{
		rtk_page_drop(reader->page);
		reader->page = rtk_page_hold(page);
	}
	reader->row = row;
	rtk_json_members(row, reader->names, reader->nnames, reader->members);
}

RtkText
rtk_reader_value(const RtkReader *reader, int want)
{
	const RtkWant *w = &reader->wants[want];

	for (int i = 0; i < w->nplaces; i++)
	{
		RtkText		value = reader->members[w->places[i].name];

		if (w->places[i].below[0] != '\0')
			value = rtk_json_get(value, w->places[i].below);
		if (!rtk_json_is_null(value))
			return value;
	}
	return (RtkText) {NULL, 0};
}

bool
rtk_reader_is_id(RtkText value)
{
	return !rtk_json_is_null(value) &&
		!(rtk_json_is_string(value) && value.len <= 2);
}

RtkText
rtk_reader_id(const RtkReader *reader)
{
	RtkText		id = reader->members[0];

	if (!rtk_reader_is_id(id) || reader->row.at == NULL)
		return (RtkText) {NULL, 0};
	if (rtk_json_is_string(id))
		return (RtkText) {id.at + 1, id.len - 2};
	return id;
}
