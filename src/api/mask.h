/*
 * mask.h
 *		Which of 64 bytes are a given one, as the bits of a mask.
 *
 * The lowest bit is that of the first byte.
 */
#ifndef RTK_MASK_H
#define RTK_MASK_H

#include <stdint.h>

#include "block.h"

#define RTK_MASK_SIZE 64

/* Bits of the bytes that are one or other once the bits of set are set. */
static inline uint64_t
rtk_mask(const char *at, uint8_t set, uint8_t one, uint8_t other)
{
#if RTK_MATCH_BITS == 4
	/* NEON has no movemask: each byte keeps its own bit, and they are added. */
	static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128,
	1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t	sums[4];

	for (int i = 0; i < 4; i++)
	{
		RtkBlock	block = RTK_BLOCK_OR(RTK_BLOCK_LOAD(at + 16 * i),
										 RTK_BLOCK_EACH(set));

		sums[i] = vandq_u8(vld1q_u8(bits),
						   RTK_BLOCK_OR(RTK_BLOCK_EQUAL(block, one),
										RTK_BLOCK_EQUAL(block, other)));
	}
	sums[0] = vpaddq_u8(vpaddq_u8(sums[0], sums[1]),
						vpaddq_u8(sums[2], sums[3]));
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums[0], sums[0])),
						  0);
#else
	uint64_t	mask = 0;

#pragma GCC unroll 8
	for (int i = 0; i < RTK_MASK_SIZE; i += RTK_BLOCK_SIZE)
	{
		RtkBlock	block = RTK_BLOCK_OR(RTK_BLOCK_LOAD(at + i),
										 RTK_BLOCK_EACH(set));
		RtkBlock	found = RTK_BLOCK_OR(RTK_BLOCK_EXACT(block, one),
										 RTK_BLOCK_EXACT(block, other));

		mask |= RTK_BLOCK_BITS(found) << i;
	}
	return mask;
#endif
}

/* Bits from each set bit up to the next one, the latter not included. */
static inline uint64_t
rtk_mask_between(uint64_t mask)
{
#pragma GCC unroll 6
	for (int i = 1; i < RTK_MASK_SIZE; i *= 2)
		mask ^= mask << i;
	return mask;
}

#endif							/* RTK_MASK_H */
