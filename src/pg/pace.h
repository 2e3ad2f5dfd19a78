/*
 * pace.h
 *		Buckets of requests that backends share: one for each token and API.
 */
#ifndef RTK_PACE_H
#define RTK_PACE_H

#include "postgres.h"

#include "common/sha2.h"

#include "rate.h"

/* With more than these in use, the one that was not used for longest goes. */
#define RTK_PACE_BUCKETS 64

/*
 * Stands for a token and where it is sent to.  Made with a key that is drawn
 * when the server starts, so it says nothing about the token.
 */
typedef struct RtkPaceKey
{
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
} RtkPaceKey;

typedef struct RtkPacedBucket
{
	RtkPaceKey	key;
	double		used_at;		/* rtk_clock_now(), 0: never */
	RtkBucket	bucket;
} RtkPacedBucket;

typedef struct RtkBuckets
{
	uint8		secret[PG_SHA256_DIGEST_LENGTH];
	RtkPacedBucket entries[RTK_PACE_BUCKETS];
} RtkBuckets;

/* Draw the secret of empty buckets; an error ends the start of the server. */
extern void rtk_pace_prepare(RtkBuckets *buckets);

/* The key of a token for a base_url, all zero without shared memory. */
extern RtkPaceKey rtk_pace_key(const char *base_url, const char *token);

/*
 * Begin to pace: with all backends whose key is the same, or alone without
 * shared memory.  key must outlive the rate.  Raises no error.
 */
extern void rtk_pace_init(RtkRate *rate, double limit, RtkPaceKey *key);

#endif							/* RTK_PACE_H */
