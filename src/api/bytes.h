/*
 * bytes.h
 *		Text eight bytes at a time, and characters of UTF-8.
 *
 * A word is searched with the arithmetic that finds a zero byte: in
 * (word ^ EACH(c)) - EACH(1) a byte that was c borrows and its high bit gets
 * set.  The borrow may taint bytes after the first match, never before it, so
 * only the first one is asked for.  Works for bytes below 0x80; the rest is
 * masked out, or is itself a match.
 */
#ifndef RTK_BYTES_H
#define RTK_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A word of eight times the same byte. */
#define RTK_EACH(byte) (UINT64_C(0x0101010101010101) * (uint8_t) (byte))
#define RTK_HIGH_BITS RTK_EACH(0x80)

/* High bit of each byte of an ASCII word that is c; see above. */
#define RTK_BYTES_EQUAL(word, c) (((word) ^ RTK_EACH(c)) - RTK_EACH(1))

/* Eight bytes, the first in the lowest byte whatever the machine's order. */
static inline uint64_t
rtk_bytes_load(const void *at)
{
	uint64_t	word;

	memcpy(&word, at, sizeof(word));
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Index of the first byte whose high bit is set in matches, which is not 0. */
static inline int
rtk_bytes_first(uint64_t matches)
{
	return __builtin_ctzll(matches) >> 3;
}

/*
 * Length of the character that starts at at[0..len), len > 0: 1 to 4, 0 when
 * it is malformed (overlong, surrogate, above U+10FFFF, stray), -1 when it is
 * cut off by the end of the text.
 */
static inline int
rtk_utf8_length(const unsigned char *at, size_t len)
{
	unsigned char lead = at[0];
	unsigned char low = 0x80;	/* what the second byte may be */
	unsigned char high = 0xBF;
	int			length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	if (lead == 0xE0)
		low = 0xA0;
	else if (lead == 0xED)
		high = 0x9F;
	else if (lead == 0xF0)
		low = 0x90;
	else if (lead == 0xF4)
		high = 0x8F;
	for (int i = 1; i < length; i++)
	{
		if ((size_t) i == len)
			return -1;
		if (at[i] < low || at[i] > high)
			return 0;
		low = 0x80;
		high = 0xBF;
	}
	return length;
}

#endif							/* RTK_BYTES_H */
