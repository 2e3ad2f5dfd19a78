/*
 * block_portable.h
 *		Blocks of 8 bytes, searched by arithmetic; for block.h alone.
 *
 * In (block ^ EACH(c)) - EACH(1) a byte that was c borrows and gets its high
 * bit set.  The borrow may taint bytes behind the first match, never before it.
 * Bytes beyond ASCII have that bit of their own: they are taken out, but where
 * they are wanted.
 */
#ifndef RTK_BLOCK_PORTABLE_H
#define RTK_BLOCK_PORTABLE_H

#include <stdint.h>
#include <string.h>

#define RTK_BLOCK_SIZE 8
#define RTK_MATCH_BITS 8
typedef uint64_t RtkBlock;

#define RTK_BLOCK_LOAD(at) rtk_block_word(at)
#define RTK_BLOCK_EACH(byte) (UINT64_C(0x0101010101010101) * (uint8_t) (byte))
#define RTK_BLOCK_OR(one, other) ((one) | (other))
#define RTK_BLOCK_EQUAL(block, byte) \
	((((block) ^ RTK_BLOCK_EACH(byte)) - RTK_BLOCK_EACH(1)) & ~(block))
#define RTK_BLOCK_UNPRINTED(block) (((block) - RTK_BLOCK_EACH(' ')) | (block))
#define RTK_BLOCK_MATCHES(found) ((found) & RTK_BLOCK_EACH(0x80))

/* Dearer, but right for every byte; and one bit for each of them. */
#define RTK_BLOCK_EXACT(block, byte) \
	(~(((((block) ^ RTK_BLOCK_EACH(byte)) & RTK_BLOCK_EACH(0x7F)) + \
		RTK_BLOCK_EACH(0x7F)) | ((block) ^ RTK_BLOCK_EACH(byte))) & \
	 RTK_BLOCK_EACH(0x80))
#define RTK_BLOCK_BITS(found) \
	(((found) >> 7) * UINT64_C(0x0102040810204080) >> 56)

/* The first byte in the lowest, whatever the machine's order. */
static inline uint64_t
rtk_block_word(const void *at)
{
	uint64_t	word;

	memcpy(&word, at, sizeof(word));
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

#endif							/* RTK_BLOCK_PORTABLE_H */
