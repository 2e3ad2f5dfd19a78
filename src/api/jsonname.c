/*
 * jsonname.c
 *		Names and strings with escapes: decoded into memory that is there, or
 *		compared as they are written, which takes none.
 */
#include <string.h>

#include "jsonwalk.h"

/* The number of the next four hexadecimal digits. */
static uint32_t
read_hex(const char **at, const char *end)
{
	uint32_t	number = 0;

	for (int i = 0; i < 4 && *at < end; i++, (*at)++)
	{
		unsigned char c = (unsigned char) **at;

		number = number << 4 | (c <= '9' ? c & 0xF : (c & 0xF) + 9);
	}
	return number;
}

/*
 * The character of an escape; *at stands behind its "\u".  Half of a surrogate
 * pair stays what it is, and so equals no text.
 */
static uint32_t
read_unicode(const char **at, const char *end)
{
	uint32_t	c = read_hex(at, end);
	const char *next = *at + 2;
	uint32_t	low;

	if (c < 0xD800 || c > 0xDBFF ||
		end - *at < 6 || memcmp(*at, "\\u", 2) != 0)
		return c;
	low = read_hex(&next, end);
	if (low < 0xDC00 || low > 0xDFFF)
		return c;
	*at = next;
	return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

/* Write a character as UTF-8; returns how many bytes it has. */
static size_t
put_utf8(uint32_t c, char *to)
{
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	size_t		len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (len == 1)
	{
		to[0] = (char) c;
		return 1;
	}
	for (size_t i = len - 1; i > 0; i--, c >>= 6)
		to[i] = (char) (0x80 | (c & 0x3F));
	to[0] = (char) (lead[len] | c);
	return len;
}

/* Decode what stands at *at, a byte or an escape, to 1 to 4 bytes. */
static size_t
decode(const char **at, const char *end, char *to)
{
	static const char escapes[] = "bfnrt";
	static const char meanings[] = "\b\f\n\r\t";
	const char *escape;

	*to = *(*at)++;
	if (*to != '\\' || *at == end)
		return 1;
	*to = *(*at)++;
	if (*to == 'u')
		return put_utf8(read_unicode(at, end), to);
	escape = strchr(escapes, *to);
	if (escape != NULL)
		*to = meanings[escape - escapes];
	return 1;
}

/* Has what decode() gave no place in a text: U+0000, or half of a pair? */
static bool
is_no_character(const char *bytes, size_t len)
{
	return bytes[0] == '\0' ||
		(len == 3 && bytes[0] == '\xED' && (unsigned char) bytes[1] >= 0xA0);
}

bool
rtk_json_name_is(RtkText name, RtkText wanted)
{
	const char *end = name.at + name.len;
	char		bytes[4];

	while (name.at < end)
	{
		size_t		len = decode(&name.at, end, bytes);

		if (is_no_character(bytes, len) || len > wanted.len ||
			memcmp(bytes, wanted.at, len) != 0)
			return false;
		wanted.at += len;
		wanted.len -= len;
	}
	return wanted.len == 0;
}

bool
rtk_json_decode(RtkText text, char *to, size_t *len)
{
	const char *at = text.at;
	const char *end = text.at + text.len;
	char	   *start = to;

	while (at < end)
	{
		size_t		left = (size_t) (end - at);
		const char *backslash = memchr(at, '\\', left);
		size_t		plain = backslash == NULL ? left :
			(size_t) (backslash - at);
		char		bytes[4];
		size_t		n;

		memcpy(to, at, plain);
		to += plain;
		at += plain;
		if (backslash == NULL)
			break;
		n = decode(&at, end, bytes);
		if (is_no_character(bytes, n))
			return false;
		memcpy(to, bytes, n);
		to += n;
	}
	*len = (size_t) (to - start);
	return true;
}

size_t
rtk_json_write_pairs(RtkText text, char *to)
{
	const char *at = text.at;
	const char *end = text.at + text.len;
	char	   *start = to;

	while (at < end)
	{
		const char *from = at;
		char		bytes[4];
		bool		pair = decode(&at, end, bytes) == sizeof(bytes);
		size_t		len = pair ? sizeof(bytes) : (size_t) (at - from);

		memcpy(to, pair ? bytes : from, len);
		to += len;
	}
	return (size_t) (to - start);
}

bool
rtk_json_has_nul(RtkText name)
{
	const char *end = name.at + name.len;
	char		bytes[4];

	while (name.at < end)
	{
		(void) decode(&name.at, end, bytes);
		if (bytes[0] == '\0')
			return true;
	}
	return false;
}
