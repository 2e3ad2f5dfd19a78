/*
 * jsonskip.c
 *		Over an object or array to its end, 64 bytes at a time.
 *
 * Most of a reply is skipped: rows on the way to their number, members that a
 * query does not use.  So it costs but a few instructions for each byte: masks
 * tell where the quotes and brackets are, and arithmetic on the quotes which
 * brackets stand within a string (Langdale and Lemire, Parsing gigabytes of
 * JSON per second, 2019).
 */
#include <string.h>

#include "jsonwalk.h"
#include "mask.h"

typedef struct Skip
{
	int			depth;
	bool		escaped;		/* is the next byte? */
	uint64_t	in_string;		/* all bits set: the next byte is in one */
} Skip;

/* Bits of the bytes that are escaped by a backslash before them. */
static uint64_t
escaped_bytes(Skip *skip, uint64_t backslashes)
{
	uint64_t	escaped = skip->escaped;

	backslashes &= ~escaped;
	skip->escaped = false;
	while (backslashes != 0)
	{
		uint64_t	next = (backslashes & -backslashes) << 1;

		skip->escaped = next == 0;
		escaped |= next;
		backslashes &= backslashes - 1;
		backslashes &= ~next;
	}
	return escaped;
}

/*
 * The brackets that are in no string.  0x20 maps square to curly ones; outside
 * of strings all is ASCII.
 */
static uint64_t
find_brackets(Skip *skip, const char *block)
{
	uint64_t	quotes = rtk_mask(block, 0, '"', '"');
	uint64_t	backslashes = rtk_mask(block, 0, '\\', '\\');
	uint64_t	strings;

	if (backslashes != 0 || skip->escaped)
		quotes &= ~escaped_bytes(skip, backslashes);
	strings = rtk_mask_between(quotes) ^ skip->in_string;
	skip->in_string = strings >> 63 != 0 ? ~UINT64_C(0) : 0;
	return rtk_mask(block, 0x20, '{', '}') & ~strings;
}

const char *
rtk_json_skip_container(const char *at, const char *end)
{
	Skip		skip = {0};

	for (; at < end; at += RTK_MASK_SIZE)
	{
		char		last[RTK_MASK_SIZE];
		size_t		left = (size_t) (end - at);
		const char *block = at;

		if (left < RTK_MASK_SIZE)
		{
			memset(last, 0, sizeof(last));
			block = memcpy(last, at, left);
		}
		for (uint64_t found = find_brackets(&skip, block); found != 0;
			 found &= found - 1)
		{
			int			i = __builtin_ctzll(found);

			skip.depth += (block[i] | 0x20) == '{' ? 1 : -1;
			if (skip.depth == 0)
				return at + i + 1;
		}
	}
	return end;
}
