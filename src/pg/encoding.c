/*
 * encoding.c
 *		The API's UTF-8 in the database's encoding.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "encoding.h"

/* Length of the escape of U+0000 */
#define NUL_ESCAPE_LEN 6

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

/* Does the escape that a backslash begins stand for U+0000? */
static bool
is_nul_escape(const char *backslash, const char *end)
{
	return end - backslash >= NUL_ESCAPE_LEN &&
		memcmp(backslash, "\\u0000", NUL_ESCAPE_LEN) == 0;
}

/*
 * Each backslash found begins an escape, because the byte behind it is stepped
 * over with it: in "\\u0000" the second one begins nothing.
 */
RtkText
rtk_encoding_strip_nul(RtkText json)
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
		bool		nul = is_nul_escape(backslash, end);
		const char *keep = nul ? backslash : backslash + 2;

		memcpy(to, from, keep - from);
		to += keep - from;
		from = nul ? backslash + NUL_ESCAPE_LEN : keep;
		backslash = memchr(from, '\\', end - from);
	}
	memcpy(to, from, end - from);
	to += end - from;
	return (RtkText) {copy, to - copy};
}
