/*
 * jsoncheck.c
 *		The check of a whole reply: strict RFC 8259, bounded depth and number
 *		of values.
 *
 * One pass, without recursion: what is open is a bit for each level.  A fault
 * that more bytes could mend is TRUNCATED, which may be tried again; any other
 * is final.
 */
#include <string.h>

#include "block.h"
#include "jsonindex.h"
#include "utf8.h"

/*
 * More values than RTK_JSON_MAX_VALUES are accepted where each takes so many
 * bytes.  What PostgreSQL makes of one can take 600, be it written as "{}".
 */
#define BYTES_PER_VALUE 16

typedef struct Check
{
	const unsigned char *at;
	const unsigned char *end;
	uint64_t	objects;		/* lowest bit: is the innermost an object? */
	int			depth;
	size_t		values_left;	/* how many more may come */
	bool		due;			/* must a value come next? */
	RtkJsonIndex *index;		/* or NULL */
} Check;

_Static_assert(RTK_JSON_MAX_DEPTH <= 64, "one bit of objects for each level");

/* The fault of a byte that may not stand where it stands, or of the end. */
static RtkJsonFault
fault_here(const Check *check)
{
	if (check->at == check->end)
		return RTK_JSON_TRUNCATED;
	if (rtk_utf8_length(check->at, (size_t) (check->end - check->at)) == 0)
		return RTK_JSON_NOT_UTF8;
	return RTK_JSON_INVALID;
}

/* The next byte that is no blank, 0 at the end (and for a NUL: both faults). */
static inline unsigned char
next_mark(Check *check)
{
	while (check->at < check->end)
	{
		unsigned char c = *check->at;

		if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t'))
			return c;
		check->at++;
	}
	return 0;
}

/* Match a word: that is what begins with its first letter. */
static RtkJsonFault
check_word(Check *check, const char *word)
{
	for (; *word != '\0'; word++, check->at++)
	{
		if (check->at == check->end || *check->at != (unsigned char) *word)
			return fault_here(check);
	}
	return RTK_JSON_OK;
}

/* Is there a byte, and is it this one or that one? */
static bool
stands(const Check *check, const unsigned char *at, unsigned char one,
	   unsigned char other)
{
	return at < check->end && (*at == one || *at == other);
}

/* The byte after the digits; at itself when there is none, as there must be. */
static const unsigned char *
skip_digits(const Check *check, const unsigned char *at)
{
	while (at < check->end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

static RtkJsonFault
check_number(Check *check)
{
	const unsigned char *at = check->at;
	const unsigned char *digits;

	at += stands(check, at, '-', '-');
	digits = at;
	/* A digit after a leading 0 is left for the caller to stumble over. */
	at = stands(check, at, '0', '0') ? at + 1 : skip_digits(check, at);
	if (at > digits && stands(check, at, '.', '.'))
	{
		digits = at + 1;
		at = skip_digits(check, digits);
	}
	if (at > digits && stands(check, at, 'e', 'E'))
	{
		digits = at + 1;
		digits += stands(check, digits, '+', '-');
		at = skip_digits(check, digits);
	}
	check->at = at;
	return at > digits ? RTK_JSON_OK : fault_here(check);
}

/* From a backslash to the byte after the escape. */
static RtkJsonFault
check_escape(Check *check)
{
	check->at++;
	if (check->at == check->end || *check->at == '\0' ||
		strchr("\"\\/bfnrtu", *check->at) == NULL)
		return fault_here(check);
	if (*check->at++ != 'u')
		return RTK_JSON_OK;
	for (int i = 0; i < 4; i++, check->at++)
	{
		unsigned char c = check->at < check->end ? *check->at : 0;

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
			  (c >= 'A' && c <= 'F')))
			return fault_here(check);
	}
	return RTK_JSON_OK;
}

/* A run of characters beyond ASCII: they come in runs. */
static RtkJsonFault
check_multibyte(Check *check)
{
	while (check->at < check->end && *check->at >= 0x80)
	{
		size_t		left = (size_t) (check->end - check->at);
		int			length = rtk_utf8_length(check->at, left);

		if (length == 0)
			return RTK_JSON_NOT_UTF8;
		if (length < 0)
		{
			check->at = check->end;
			return RTK_JSON_TRUNCATED;
		}
		check->at += length;
	}
	return RTK_JSON_OK;
}

/* The first quote, backslash, control character or byte beyond ASCII. */
static const unsigned char *
find_special(const unsigned char *at, const unsigned char *end)
{
	for (; end - at >= RTK_BLOCK_SIZE; at += RTK_BLOCK_SIZE)
	{
		RtkBlock	block = RTK_BLOCK_LOAD(at);
		uint64_t	special =
			RTK_BLOCK_MATCHES(RTK_BLOCK_OR(RTK_BLOCK_UNPRINTED(block),
								RTK_BLOCK_OR(RTK_BLOCK_EQUAL(block, '"'),
									RTK_BLOCK_EQUAL(block, '\\'))));

		if (special != 0)
			return at + rtk_block_first(special);
	}
	while (at < end && *at >= ' ' && *at < 0x80 && *at != '"' && *at != '\\')
		at++;
	return at;
}

/* From the opening quote to the byte after the closing one. */
static RtkJsonFault
check_string(Check *check)
{
	RtkJsonFault fault = RTK_JSON_OK;

	check->at++;
	while (fault == RTK_JSON_OK)
	{
		check->at = find_special(check->at, check->end);
		if (check->at == check->end)
			return RTK_JSON_TRUNCATED;
		if (*check->at == '"')
		{
			check->at++;
			return RTK_JSON_OK;
		}
		if (*check->at == '\\')
			fault = check_escape(check);
		else if (*check->at >= 0x80)
			fault = check_multibyte(check);
		else
			fault = RTK_JSON_INVALID;
	}
	return fault;
}

/* A member's name and its colon. */
static RtkJsonFault
check_name(Check *check)
{
	RtkJsonFault fault;

	if (next_mark(check) != '"')
		return fault_here(check);
	fault = check_string(check);
	if (fault != RTK_JSON_OK)
		return fault;
	if (next_mark(check) != ':')
		return fault_here(check);
	check->at++;
	return RTK_JSON_OK;
}

/* From '[' or '{' to where its first value is due, or after it when empty. */
static RtkJsonFault
check_opening(Check *check)
{
	bool		is_object = *check->at == '{';

	if (check->depth == RTK_JSON_MAX_DEPTH)
		return RTK_JSON_TOO_DEEP;
	rtk_json_index_open(check->index, check->depth, check->at);
	check->at++;
	if (next_mark(check) == (is_object ? '}' : ']'))
	{
		check->at++;
		check->due = false;
		rtk_json_index_close(check->index, check->depth, check->at);
		return RTK_JSON_OK;
	}
	check->depth++;
	check->objects = check->objects << 1 | is_object;
	return is_object ? check_name(check) : RTK_JSON_OK;
}

/* A whole scalar or empty container, or the opening of a container. */
static RtkJsonFault
check_value(Check *check)
{
	unsigned char mark = next_mark(check);

	if (check->values_left-- == 0)
		return RTK_JSON_TOO_DENSE;
	if (mark == '{' || mark == '[')
		return check_opening(check);
	check->due = false;
	switch (mark)
	{
		case '"':
			return check_string(check);
		case 't':
			return check_word(check, "true");
		case 'f':
			return check_word(check, "false");
		case 'n':
			return check_word(check, "null");
		default:
			return check_number(check);
	}
}

/* After a value: close what ends here, or step to where the next is due. */
static RtkJsonFault
check_separator(Check *check)
{
	while (check->depth > 0)
	{
		bool		in_object = check->objects & 1;
		unsigned char mark = next_mark(check);

		if (mark == ',')
		{
			check->at++;
			check->due = true;
			return in_object ? check_name(check) : RTK_JSON_OK;
		}
		if (mark != (in_object ? '}' : ']'))
			return fault_here(check);
		check->at++;
		check->depth--;
		check->objects >>= 1;
		rtk_json_index_close(check->index, check->depth, check->at);
	}
	return RTK_JSON_OK;
}

/* Some proxies put a byte order mark first.  It may be all there is yet. */
static void
skip_byte_order_mark(Check *check)
{
	size_t		left = (size_t) (check->end - check->at);
	size_t		len = left < 3 ? left : 3;

	if (memcmp(check->at, "\xEF\xBB\xBF", len) == 0)
		check->at += len;
}

static RtkJsonFault
check_document(Check *check, RtkText *document)
{
	RtkJsonFault fault = RTK_JSON_OK;

	skip_byte_order_mark(check);
	next_mark(check);
	document->at = (const char *) check->at;
	check->due = true;
	while (fault == RTK_JSON_OK && check->due)
	{
		fault = check_value(check);
		if (fault == RTK_JSON_OK && !check->due)
			fault = check_separator(check);
	}
	document->len = (size_t) ((const char *) check->at - document->at);
	if (fault != RTK_JSON_OK)
		return fault;
	next_mark(check);
	return check->at == check->end ? RTK_JSON_OK : fault_here(check);
}

RtkJsonFault
rtk_json_check_index(const char *body, size_t len, RtkText *document,
					 size_t *offset, RtkJsonIndex *index)
{
	Check		check = {.at = (const unsigned char *) body, .index = index};
	RtkJsonFault fault;

	check.end = check.at + len;
	check.values_left = len / BYTES_PER_VALUE;
	if (check.values_left < RTK_JSON_MAX_VALUES)
		check.values_left = RTK_JSON_MAX_VALUES;
	fault = check_document(&check, document);
	*offset = (size_t) ((const char *) check.at - body);
	if (fault != RTK_JSON_OK)
		*document = (RtkText) {NULL, 0};
	return fault;
}

RtkJsonFault
rtk_json_check(const char *body, size_t len, RtkText *document,
			   size_t *offset)
{
	return rtk_json_check_index(body, len, document, offset, NULL);
}
