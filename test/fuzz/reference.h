/*
 * reference.h
 *		json-c as the reference of what is JSON, and where it cannot be one.
 */
#ifndef RTK_REFERENCE_H
#define RTK_REFERENCE_H

#include "fuzz.h"
#include "number.h"

#include <ctype.h>
#include <json-c/json.h>

/* What json-c makes of a text. */
typedef struct Parsed
{
	bool		accepted;
	bool		unfinished;		/* it asks for more */
	struct json_object *tree;
} Parsed;

/* A text, and what we and json-c say of it. */
typedef struct Verdict
{
	const char *body;
	size_t		len;
	RtkJsonFault fault;
	size_t		offset;
	Parsed		parsed;
} Verdict;

/* Versions as json_c_version_num() has them. */
#define JSON_C(minor) ((minor) << 8)

/* A blank is added where it asks for more: behind a number, that is its end. */
static Parsed
reference_parse(const char *text, size_t len, int flags)
{
	struct json_tokener *tokener = json_tokener_new_ex(RTK_JSON_MAX_DEPTH + 1);
	Parsed		parsed = {0};

	EXPECT(tokener != NULL);
	json_tokener_set_flags(tokener, flags);
	parsed.tree = json_tokener_parse_ex(tokener, text, (int) len);
	parsed.unfinished = json_tokener_get_error(tokener) ==
		json_tokener_continue;
	if (parsed.unfinished)
		parsed.tree = json_tokener_parse_ex(tokener, " ", 1);
	parsed.accepted = json_tokener_get_error(tokener) == json_tokener_success;
	json_tokener_free(tokener);
	return parsed;
}

/* json-c lets pass much that is none, so this is no reference of its own. */
static bool
is_utf8(const char *text, size_t len)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *at = (const unsigned char *) text;
	const unsigned char *end = at + len;

	while (at < end)
	{
		unsigned char lead = *at++;
		int			more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 :
			lead < 0xF0 ? 2 : 3;
		uint32_t	c = more == 0 ? lead : lead & (0x3F >> more);

		if ((lead >= 0x80 && lead < 0xC0) || lead >= 0xF8 || end - at < more)
			return false;
		for (int i = 0; i < more; i++, at++)
		{
			if (*at >> 6 != 2)
				return false;
			c = c << 6 | (*at & 0x3F);
		}
		if (c < least[more] || c > 0x10FFFF || c >> 11 == 0xD800 >> 11)
			return false;
	}
	return true;
}

/* The byte of our fault; a blank at the end. */
static char
faulty_byte(const Verdict *verdict)
{
	return verdict->offset < verdict->len ? verdict->body[verdict->offset] : ' ';
}

static bool
is_control(const Verdict *verdict)
{
	return verdict->fault == RTK_JSON_INVALID &&
		(unsigned char) faulty_byte(verdict) < ' ';
}

static bool
is_apostrophe(const Verdict *verdict)
{
	return verdict->fault == RTK_JSON_INVALID && faulty_byte(verdict) == '\'';
}

/* Does the word stand at the fault, or as much of it as there is text? */
static bool
is_word(const Verdict *verdict, const char *word)
{
	size_t		left = verdict->len - verdict->offset;
	size_t		len = strlen(word);

	return left > 0 && memcmp(verdict->body + verdict->offset, word,
							  left < len ? left : len) == 0;
}

static bool
is_not_finite(const Verdict *verdict)
{
	return verdict->fault == RTK_JSON_INVALID &&
		(is_word(verdict, "NaN") || is_word(verdict, "Infinity"));
}

static bool
is_part_of_number(char c)
{
	return isdigit((unsigned char) c) || (c != '\0' && strchr("+-.eE", c));
}

/*
 * Is the fault in or right behind what strtod() alone takes for a number?  At
 * the end of the text json-c has not asked it yet.
 */
static bool
is_number_of_strtod(const Verdict *verdict)
{
	const char *at = verdict->body + verdict->offset;
	const char *end = at;
	char	   *number;
	char	   *behind;
	bool		taken;

	while (at > verdict->body && is_part_of_number(at[-1]))
		at--;
	while (end < verdict->body + verdict->len && is_part_of_number(*end))
		end++;
	number = strndup(at, (size_t) (end - at));
	EXPECT(number != NULL);
	(void) strtod(number, &behind);
	taken = (behind > number && *behind == '\0' &&
			 !rtk_number_is(number, (size_t) (end - at))) ||
		(!verdict->parsed.accepted && at < end &&
		 end == verdict->body + verdict->len);
	free(number);
	return taken;
}

/* How many containers are open within one another at most. */
static int
depth_of(struct json_object *tree)
{
	int			deepest = 0;

	if (json_object_is_type(tree, json_type_array))
		for (size_t i = 0; i < json_object_array_length(tree); i++)
		{
			int			depth = depth_of(json_object_array_get_idx(tree, i));

			deepest = depth > deepest ? depth : deepest;
		}
	else if (json_object_is_type(tree, json_type_object))
	{
		json_object_object_foreach(tree, key, value)
		{
			int			depth = depth_of(value);

			(void) key;
			deepest = depth > deepest ? depth : deepest;
		}
	}
	else
		return 0;
	return deepest + 1;
}

static bool
is_too_deep(const Verdict *verdict)
{
	return verdict->fault == RTK_JSON_TOO_DEEP &&
		depth_of(verdict->parsed.tree) > RTK_JSON_MAX_DEPTH;
}

static bool
is_too_dense(const Verdict *verdict)
{
	return verdict->fault == RTK_JSON_TOO_DENSE &&
		verdict->len > RTK_JSON_MAX_VALUES;
}

static bool
has_bytes_beyond_ascii(const Verdict *verdict)
{
	for (size_t i = 0; i < verdict->len; i++)
		if ((unsigned char) verdict->body[i] >= 0x80)
			return json_c_version_num() >> 8 == 18;
	return false;
}

/* As long as 9223372036854775808 at least. */
static bool
has_long_number(const Verdict *verdict)
{
	size_t		digits = 0;

	for (size_t i = 0; i < verdict->len && digits < 19; i++)
		digits = isdigit((unsigned char) verdict->body[i]) ? digits + 1 : 0;
	return digits >= 19 && json_c_version_num() >= JSON_C(17);
}

typedef bool (*Difference) (const Verdict *verdict);

/* What strict json-c takes for JSON and RFC 8259 and we do not. */
static const Difference lenient[] = {
	is_control,					/* in strings, to 0.17; in names, to 0.18 */
	is_apostrophe,				/* names in apostrophes */
	is_not_finite,				/* NaN, Infinity and -Infinity */
	is_number_of_strtod,		/* "1.", "-.5", "-01", "00", to 0.18 */
	is_too_deep,				/* it counts no level for an empty container */
	is_too_dense,				/* it takes as many values as there are */
	NULL
};

/* What we take for JSON, and json-c only when it is not strict. */
static const Difference strict[] = {
	has_bytes_beyond_ascii,		/* 0.18: bytes below 0 are below ' ' */
	has_long_number,			/* from 0.17: integers of no 64 bits */
	NULL
};

static bool
is_known(const Difference *differences, const Verdict *verdict)
{
	while (*differences != NULL)
		if ((*differences++) (verdict))
			return true;
	return false;
}

/* What a string holds that json-c decodes to something else than we. */
typedef enum Oddity
{
	HAS_NUL = 1,				/* U+0000 ends json-c's names; we refuse it */
	HAS_HALF = 2,				/* json-c replaces half a pair by U+FFFD */
	HAS_LIKE_HALF = 4			/* to 0.18 json-c takes U+1D800 for U+D800 */
} Oddity;

/* What of it a string holds, as it is written and without quotes. */
static unsigned
oddities(RtkText text)
{
	const char *end = text.at + text.len;
	unsigned	found = 0;
	unsigned	high = 0;		/* the first half right before */

	for (const char *at = text.at; at < end;)
	{
		bool		escape = *at == '\\';
		bool		unicode = escape && at[1] == 'u';
		unsigned	unit = ' ';

		if (unicode)
		{
			char		digits[5] = {at[2], at[3], at[4], at[5]};

			unit = (unsigned) strtoul(digits, NULL, 16);
		}
		if ((unit >> 10 == 0xDC00 >> 10) != (high != 0))
			found |= HAS_HALF;
		else if (high != 0 && json_c_version_num() < JSON_C(19) &&
				 (high >> 1 & 0x1F) == 0xD800 >> 11)
			found |= HAS_LIKE_HALF;
		if (unit == 0)
			found |= HAS_NUL;
		high = unit >> 10 == 0xD800 >> 10 ? unit : 0;
		at += unicode ? 6 : escape ? 2 : 1;
	}
	return high != 0 ? found | HAS_HALF : found;
}

#endif							/* RTK_REFERENCE_H */
