/*
 * block.h
 *		Text a block at a time: where its first byte of some kind is.
 *
 * A block is 16 bytes with SSE2 and NEON, which every x86-64 and little-endian
 * AArch64 has, and 8 elsewhere or with RTK_PORTABLE.  Matches hold
 * RTK_MATCH_BITS bits for each byte; only the first match may be asked for.
 */
#ifndef RTK_BLOCK_H
#define RTK_BLOCK_H

#include <stdint.h>

#if defined(__SSE2__) && !defined(RTK_PORTABLE)

#include <emmintrin.h>
#define RTK_BLOCK_SIZE 16
#define RTK_MATCH_BITS 1
typedef __m128i RtkBlock;

#define RTK_BLOCK_LOAD(at) _mm_loadu_si128((const __m128i *) (at))
#define RTK_BLOCK_EACH(byte) _mm_set1_epi8(byte)
#define RTK_BLOCK_OR(one, other) _mm_or_si128(one, other)
#define RTK_BLOCK_EQUAL(block, byte) _mm_cmpeq_epi8(block, _mm_set1_epi8(byte))
/* Signed: bytes beyond ASCII are below zero. */
#define RTK_BLOCK_UNPRINTED(block) _mm_cmplt_epi8(block, _mm_set1_epi8(' '))
#define RTK_BLOCK_MATCHES(found) ((uint64_t) _mm_movemask_epi8(found))
#define RTK_BLOCK_EXACT(block, byte) RTK_BLOCK_EQUAL(block, byte)
#define RTK_BLOCK_BITS(found) RTK_BLOCK_MATCHES(found)

#elif defined(__AARCH64EL__) && defined(__ARM_NEON) && !defined(RTK_PORTABLE)

#include <arm_neon.h>
#define RTK_BLOCK_SIZE 16
#define RTK_MATCH_BITS 4
typedef uint8x16_t RtkBlock;

#define RTK_BLOCK_LOAD(at) vld1q_u8((const uint8_t *) (at))
#define RTK_BLOCK_EACH(byte) vdupq_n_u8(byte)
#define RTK_BLOCK_OR(one, other) vorrq_u8(one, other)
#define RTK_BLOCK_EQUAL(block, byte) vceqq_u8(block, vdupq_n_u8(byte))
#define RTK_BLOCK_UNPRINTED(block) \
	vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(' '))
#define RTK_BLOCK_MATCHES(found) \
	vget_lane_u64(vreinterpret_u64_u8( \
		vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0)

#else
#include "block_portable.h"
#endif

/* Index of the first match; there is one. */
static inline int
rtk_block_first(uint64_t matches)
{
	return __builtin_ctzll(matches) / RTK_MATCH_BITS;
}

#endif							/* RTK_BLOCK_H */
