/*
 * encoding.c
 *		The API's UTF-8 in the database's encoding.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "encoding.h"
#include "jsonwalk.h"

/* Length of \uXXXX */
#define UNIT_ESCAPE_LEN 6

/* ASCII means the same in every encoding of a database. */
static bool
is_ascii_only(RtkText text)
{
	for (size_t i = 0; i < text.len; i++)
	{
		if (IS_HIGHBIT_SET(text.at[i]))
			return false;
	}
	return true;
}

/*
 * pg_any_to_server() would raise an error where a character has no place;
 * that would end the scan whatever on_bad_value says.
 */
bool
rtk_encoding_to_server(RtkText *text)
{
	int			encoding = GetDatabaseEncoding();
	Oid			conversion;
	Size		size;
	char	   *converted;

	if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII ||
		is_ascii_only(*text))
		return true;
	conversion = FindDefaultConversionProc(PG_UTF8, encoding);
	if (!OidIsValid(conversion))
		return false;
	size = text->len * MAX_CONVERSION_GROWTH + 1;
	if (size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("could not convert a value of %zu bytes to encoding "
						"\"%s\"", text->len, GetDatabaseEncodingName())));
	converted = palloc(size);
	if (pg_do_encoding_conversion_buf(conversion, PG_UTF8, encoding,
									  (unsigned char *) text->at,
									  (int) text->len,
									  (unsigned char *) converted,
									  (int) size, true) < (int) text->len)
	{
		pfree(converted);
		return false;
	}
	text->at = converted;
	text->len = strlen(converted);
	return true;
}

/* The code unit of the escape \uXXXX that begins here, or -1. */
static int
escaped_unit(const char *at, const char *end)
{
	int			unit = 0;

	if (end - at < UNIT_ESCAPE_LEN || at[0] != '\\' || at[1] != 'u')
		return -1;
	for (int i = 2; i < UNIT_ESCAPE_LEN; i++)
		unit = unit << 4 | (at[i] <= '9' ? at[i] - '0' : (at[i] & 0x0f) + 9);
	return unit;
}

/*
 * What to write in the place of the escape that begins here, at *to and a step
 * over it: the end of the escape, or NULL to keep it.
 */
typedef const char *(*RtkReplace) (const char *at, const char *end, char **to);

static const char *
replace_nul(const char *at, const char *end, char **to)
{
	return escaped_unit(at, end) == 0 ? at + UNIT_ESCAPE_LEN : NULL;
}

/* ASCII stays, as does half of a pair, which is for the reader to refuse. */
static const char *
replace_character(const char *at, const char *end, char **to)
{
	int			unit = escaped_unit(at, end);
	int			second;

	if (unit < 0x80 || is_utf16_surrogate_second(unit))
		return NULL;
	at += UNIT_ESCAPE_LEN;
	if (is_utf16_surrogate_first(unit))
	{
		second = escaped_unit(at, end);
		if (second < 0 || !is_utf16_surrogate_second(second))
			return NULL;
		unit = surrogate_pair_to_codepoint(unit, second);
		at += UNIT_ESCAPE_LEN;
	}
	unicode_to_utf8(unit, (unsigned char *) *to);
	*to += pg_encoding_mblen(PG_UTF8, *to);
	return at;
}

/*
 * A copy with escapes replaced by what is no longer.  Each backslash found
 * begins an escape, because the byte behind it is stepped over with it: in
 * "\\u0000" the second one begins nothing.
 */
static RtkText
replace_escapes(RtkText json, RtkReplace replace)
{
	const char *from = json.at;
	const char *end = json.at + json.len;
	const char *backslash = memchr(from, '\\', json.len);
	char	   *copy;
	char	   *to;

	if (backslash == NULL)
		return json;
	copy = to = palloc(json.len);
	while (backslash != NULL)
	{
		const char *behind;

		memcpy(to, from, backslash - from);
		to += backslash - from;
		behind = replace(backslash, end, &to);
		if (behind == NULL)
		{
			behind = backslash + 2;
			memcpy(to, backslash, 2);
			to += 2;
		}
		from = behind;
		backslash = memchr(from, '\\', end - from);
	}
	memcpy(to, from, end - from);
	to += end - from;
	return (RtkText) {copy, to - copy};
}

RtkText
rtk_encoding_strip_nul(RtkText json)
{
	return replace_escapes(json, replace_nul);
}

RtkText
rtk_encoding_unescape(RtkText json)
{
	int			encoding = GetDatabaseEncoding();

	if (encoding == PG_UTF8 || memchr(json.at, '\\', json.len) == NULL ||
		OidIsValid(FindDefaultConversionProc(PG_UTF8, encoding)))
		return json;
	return replace_escapes(json, replace_character);
}

bool
rtk_encoding_decode(RtkText text, char *to, size_t *len)
{
	return GetDatabaseEncoding() == PG_UTF8 && rtk_json_decode(text, to, len);
}
