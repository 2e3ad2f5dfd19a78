/*
 * jsonwalk.c
 *		Reading checked JSON where it stands, without a tree.
 *
 * Values are skipped, not parsed: a string ends at the first quote that is not
 * escaped, a container where its brackets balance outside of strings, any
 * other value before a comma, bracket or blank.  That holds only for text
 * that rtk_json_check() has passed; but whatever the text, nothing beyond its
 * end is read.
 */
#include "jsonwalk.h"

#include <string.h>

#include "block.h"
#include "list.h"

static const RtkText no_text = {NULL, 0};

/* Blanks, and the mark among them when it is there. */
static inline const char *
skip_mark(const char *at, const char *end, char mark)
{
	for (; at < end; at++)
	{
		if (*at == mark)
			mark = ' ';
		else if (*at > ' ' || (*at != ' ' && *at != '\n' && *at != '\r' &&
							   *at != '\t'))
			break;
	}
	return at;
}

/* The first quote or backslash. */
static inline const char *
find_quote(const char *at, const char *end)
{
	for (; end - at >= RTK_BLOCK_SIZE; at += RTK_BLOCK_SIZE)
	{
		RtkBlock	block = RTK_BLOCK_LOAD(at);
		uint64_t	found =
			RTK_BLOCK_MATCHES(RTK_BLOCK_OR(RTK_BLOCK_EQUAL(block, '"'),
								RTK_BLOCK_EQUAL(block, '\\')));

		if (found != 0)
			return at + rtk_block_first(found);
	}
	while (at < end && *at != '"' && *at != '\\')
		at++;
	return at;
}

/* From the opening quote to the byte after the closing one. */
static inline const char *
skip_string(const char *at, const char *end, bool *escaped)
{
	at = find_quote(at + 1, end);
	*escaped = at < end && *at == '\\';
	while (at < end && *at == '\\')
		at = find_quote(end - at > 1 ? at + 2 : end, end);
	return at < end ? at + 1 : end;
}

/* The value that starts here, and the byte after it. */
static inline const char *
read_value(const char *at, const char *end, RtkText *value)
{
	bool		escaped;

	value->at = at;
	if (at < end && *at == '"')
		at = skip_string(at, end, &escaped);
	else if (at < end && (*at | 0x20) == '{')
		at = rtk_json_skip_container(at, end);
	else
	{
		while (at < end && *at > ' ' && *at != ',' && (*at | 0x20) != '}')
			at++;
	}
	value->len = (size_t) (at - value->at);
	return at;
}

/* rtk_json_member(); does its name have escapes? */
static inline const char *
read_member(const char *at, const char *end, RtkText *name, bool *escaped)
{
	const char *after;

	at = skip_mark(at, end, ',');
	if (at == end || *at != '"')
		return NULL;
	after = skip_string(at, end, escaped);
	if (after - at < 2)
		return NULL;
	*name = (RtkText) {at + 1, (size_t) (after - at - 2)};
	at = skip_mark(after, end, ':');
	return at < end ? at : NULL;
}

const char *
rtk_json_member(const char *at, const char *end, RtkText *name)
{
	bool		escaped;

	return read_member(at, end, name, &escaped);
}

const char *
rtk_json_item(const char *at, const char *end)
{
	at = skip_mark(at, end, ',');
	return at < end && *at != ']' ? at : NULL;
}

bool
rtk_json_element(RtkText array, const char **position, RtkText *element)
{
	const char *end;
	const char *at;

	*element = no_text;
	if (!rtk_json_is_array(array))
		return false;
	end = array.at + array.len;
	at = rtk_json_item(*position == NULL ? array.at + 1 : *position, end);
	if (at == NULL)
		return false;
	*position = read_value(at, end, element);
	/* Checked text has no empty values, and others must not loop. */
	return element->len > 0;
}

const char *
rtk_json_skip(const char *at, const char *end)
{
	RtkText		value;

	return read_value(at, end, &value);
}

const char *
rtk_json_close(const char *at, const char *end)
{
	at = skip_mark(at, end, ',');
	return at < end ? at + 1 : at;
}

/* Is the name the wanted one?  Only one with an escape needs decoding. */
static bool
is_wanted(RtkText name, bool escaped, RtkText wanted)
{
	if (escaped)
		return rtk_json_name_is(name, wanted);
	return wanted.len == name.len && memcmp(wanted.at, name.at, name.len) == 0;
}

/*
 * Which of the names is this one?  They are tried from the one that is
 * expected; -1: none.
 */
static int
find_name(RtkText name, bool escaped, const RtkText *names, int n,
		  int expected)
{
	for (int i = expected; i < n; i++)
		if (is_wanted(name, escaped, names[i]))
			return i;
	for (int i = 0; i < expected; i++)
		if (is_wanted(name, escaped, names[i]))
			return i;
	return -1;
}

void
rtk_json_members(RtkText object, const RtkText *names, int n,
				 RtkText *values)
{
	const char *at;
	const char *end;
	RtkText		name;
	RtkText		value;
	bool		escaped;
	int			expected = 0;

	for (int i = 0; i < n; i++)
		values[i] = no_text;
	if (!rtk_json_is_object(object))
		return;
	end = object.at + object.len;
	at = object.at + 1;
	while ((at = read_member(at, end, &name, &escaped)) != NULL)
	{
		int			found = find_name(name, escaped, names, n, expected);

		at = read_value(at, end, &value);
		if (found < 0 || value.len == 0)
			continue;
		values[found] = value;
		expected = found + 1;
	}
}

RtkText
rtk_json_get(RtkText value, const char *path)
{
	if (*path == '\0')
		return value;
	for (;;)
	{
		size_t		len = strcspn(path, ".");
		RtkText		name = {path, len};

		rtk_json_members(value, &name, 1, &value);
		if (path[len] == '\0')
			return value;
		path += len + 1;
	}
}

bool
rtk_json_has_any(RtkText object, const char *names)
{
	RtkText		name;
	RtkText		value;

	while (rtk_list_next(&names, &name.at, &name.len))
	{
		rtk_json_members(object, &name, 1, &value);
		if (!rtk_json_is_null(value))
			return true;
	}
	return false;
}

bool
rtk_json_is_empty(RtkText value)
{
	const char *end = value.at + value.len;
	const char *at;

	if (!rtk_json_is_object(value) && !rtk_json_is_array(value))
		return false;
	at = skip_mark(value.at + 1, end, ' ');
	return at < end && (*at | 0x20) == '}';
}
