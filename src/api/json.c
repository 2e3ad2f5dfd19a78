/*
 * json.c
 *		The kinds, strings and whole numbers of JSON; the only user of json-c.
 */
#include "json.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Larger than any exponent that matters, and than any number of digits. */
#define HUGE_EXPONENT INT64_C(1000000000000000)

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

/* Decode a string with escapes. */
static char *
decode_string(RtkText value)
{
	struct json_tokener *tokener;
	struct json_object *string;
	char	   *copy = NULL;

	if (value.len > INT_MAX)
		return NULL;
	tokener = json_tokener_new_ex(1);
	if (tokener == NULL)
		return NULL;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
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

/* Number of digits at text[0..len). */
static size_t
count_digits(const char *text, size_t len)
{
	size_t		n = 0;

	while (n < len && text[n] >= '0' && text[n] <= '9')
		n++;
	return n;
}

/* The digits after 'e', cut off where they stop mattering. */
static int64_t
read_exponent(const char *text, size_t len)
{
	bool		negative = len > 0 && text[0] == '-';
	int64_t		exponent = 0;

	for (size_t i = 0; i < len; i++)
	{
		if (text[i] >= '0' && text[i] <= '9' && exponent < HUGE_EXPONENT)
			exponent = exponent * 10 + (text[i] - '0');
	}
	return negative ? -exponent : exponent;
}

/* Append a digit to a number that is kept negative, for INT64_MIN's sake. */
static bool
append_digit(int64_t *number, int digit)
{
	return !__builtin_mul_overflow(*number, 10, number) &&
		!__builtin_sub_overflow(*number, digit, number);
}

/*
 * The whole number that the digits make when the point stands after so many
 * of them; false when others than zeros are left behind it.  The sign stays
 * negative, as append_digit() wants it.
 */
static bool
read_digits(const char *text, size_t len, int64_t whole, int64_t *number)
{
	int64_t		seen = 0;

	*number = 0;
	for (size_t i = 0; i < len; i++)
	{
		if (text[i] == '.')
			continue;
		if (seen++ >= whole ? text[i] != '0' :
			!append_digit(number, text[i] - '0'))
			return false;
	}
	for (; *number != 0 && seen < whole; seen++)
	{
		if (!append_digit(number, 0))
			return false;
	}
	return true;
}

/*
 * Read the decimal digits themselves: a double has no room for an int64, and
 * neither strtod() nor json-c tells what it has rounded or cut off.
 */
bool
rtk_json_integer(RtkText value, int64_t *number)
{
	bool		negative = starts_with(value, '-');
	const char *text;
	size_t		len = value.len - negative;
	size_t		mantissa = 0;
	int64_t		whole;			/* digits before the point, once shifted */
	int64_t		result;

	if (value.at == NULL)
		return false;
	text = value.at + negative;
	whole = (int64_t) count_digits(text, len);
	if (whole == 0)
		return false;
	while (mantissa < len && (text[mantissa] | 0x20) != 'e')
		mantissa++;
	if (mantissa < len)
		whole += read_exponent(text + mantissa + 1, len - mantissa - 1);
	if (!read_digits(text, mantissa, whole, &result))
		return false;
	*number = result;
	return negative || !__builtin_sub_overflow(0, result, number);
}

const char *
rtk_json_version(void)
{
	return json_c_version();
}
