/*
 * json.c
 *		The kinds, strings and whole numbers of JSON; the only user of json-c.
 */
#include "json.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "jsonwalk.h"
#include "number.h"

static bool
starts_with(RtkText value, char c)
{
	return value.len > 0 && value.at[0] == c;
}

bool
rtk_json_is_object(RtkText value)
{
	return starts_with(value, '{');
}

bool
rtk_json_is_array(RtkText value)
{
	return starts_with(value, '[');
}

bool
rtk_json_is_string(RtkText value)
{
	return starts_with(value, '"');
}

bool
rtk_json_is_null(RtkText value)
{
	return value.at == NULL || starts_with(value, 'n');
}

bool
rtk_json_is_true(RtkText value)
{
	return starts_with(value, 't');
}

bool
rtk_json_is_false(RtkText value)
{
	return starts_with(value, 'f');
}

/*
 * Have json-c decode a string with escapes.  It is checked already, so json-c
 * need not be strict: when it is, 0.18 takes bytes above 0x7f for control
 * characters.
 */
static char *
parse_string(RtkText value)
{
	struct json_tokener *tokener;
	struct json_object *string;
	char	   *copy = NULL;

	if (value.len > INT_MAX)
		return NULL;
	tokener = json_tokener_new_ex(1);
	if (tokener == NULL)
		return NULL;
	string = json_tokener_parse_ex(tokener, value.at, (int) value.len);
	if (json_object_is_type(string, json_type_string))
	{
		const char *text = json_object_get_string(string);
		size_t		len = (size_t) json_object_get_string_len(string);

		if (strlen(text) == len)
			copy = strdup(text);
	}
	json_object_put(string);
	json_tokener_free(tokener);
	return copy;
}

/*
 * Decode a string with escapes.  To 0.18, json-c takes U+1D800 and the like for
 * half of a surrogate pair, so pairs are written out before.
 */
static char *
decode_string(RtkText value)
{
	char	   *written = malloc(value.len);
	char	   *decoded;

	if (written == NULL)
		return NULL;
	decoded = parse_string((RtkText) {
		written, rtk_json_write_pairs(value, written)
	});
	free(written);
	return decoded;
}

char *
rtk_json_string(RtkText value)
{
	char	   *copy;
	size_t		len;

	if (!rtk_json_is_string(value) || value.len < 2)
		return NULL;
	len = value.len - 2;
	if (memchr(value.at + 1, '\\', len) != NULL)
		return decode_string(value);
	copy = malloc(len + 1);
	if (copy == NULL)
		return NULL;
	memcpy(copy, value.at + 1, len);
	copy[len] = '\0';
	return copy;
}

bool
rtk_json_integer(RtkText value, int64_t *number)
{
	return value.at != NULL &&
		rtk_number_scaled(value.at, value.len, 0, number) == RTK_NUMBER_EXACT;
}

const char *
rtk_json_version(void)
{
	return json_c_version();
}
