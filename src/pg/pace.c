/*
 * pace.c
 *		Buckets of requests that backends share.
 */
#include "postgres.h"

#include "common/hmac.h"
#include "storage/lwlock.h"

#include "pace.h"
#include "shared.h"

void
rtk_pace_prepare(RtkBuckets *buckets)
{
	if (!pg_strong_random(buckets->secret, sizeof(buckets->secret)))
		ereport(FATAL,
				(errcode(ERRCODE_SYSTEM_ERROR),
				 errmsg("could not generate a random key")));
}

/* HMAC-SHA256 of both texts and the zero that ends the first. */
static bool
make_digest(RtkPaceKey *key, const uint8 *secret, const char *base_url,
			const char *token)
{
	pg_hmac_ctx *hmac = pg_hmac_create(PG_SHA256);
	bool		made;

	if (hmac == NULL)
		return false;
	made = pg_hmac_init(hmac, secret, sizeof(key->digest)) == 0 &&
		pg_hmac_update(hmac, (const uint8 *) base_url,
					   strlen(base_url) + 1) == 0 &&
		pg_hmac_update(hmac, (const uint8 *) token, strlen(token)) == 0 &&
		pg_hmac_final(hmac, key->digest, sizeof(key->digest)) == 0;
	pg_hmac_free(hmac);
	return made;
}

RtkPaceKey
rtk_pace_key(const char *base_url, const char *token)
{
	const RtkShared *shared = rtk_shared_all();
	RtkPaceKey	key = {{0}};

	if (shared != NULL &&
		!make_digest(&key, shared->buckets.secret, base_url, token))
		ereport(ERROR,
				(errcode(ERRCODE_FDW_OUT_OF_MEMORY),
				 errmsg("could not compute the key of a rate limit")));
	return key;
}

/* The bucket of a key; a new one takes the place of the oldest. */
static RtkPacedBucket *
find_bucket(RtkBuckets *buckets, const RtkPaceKey *key)
{
	RtkPacedBucket *oldest = &buckets->entries[0];

	for (int i = 0; i < RTK_PACE_BUCKETS; i++)
	{
		RtkPacedBucket *entry = &buckets->entries[i];

		if (entry->used_at > 0 &&
			memcmp(&entry->key, key, sizeof(*key)) == 0)
			return entry;
		if (entry->used_at < oldest->used_at)
			oldest = entry;
	}
	memset(oldest, 0, sizeof(*oldest));
	oldest->key = *key;
	return oldest;
}

/* RtkSharedBucket.enter */
static RtkBucket *
enter(void *key, double now)
{
	RtkShared  *shared = rtk_shared_all();
	RtkPacedBucket *entry;

	LWLockAcquire(shared->pace_lock, LW_EXCLUSIVE);
	entry = find_bucket(&shared->buckets, key);
	entry->used_at = now;
	return &entry->bucket;
}

/* RtkSharedBucket.leave */
static void
leave(void *key)
{
	LWLockRelease(rtk_shared_all()->pace_lock);
}

void
rtk_pace_init(RtkRate *rate, double limit, RtkPaceKey *key)
{
	RtkSharedBucket bucket = {.enter = enter, .leave = leave, .arg = key};

	rtk_rate_init(rate, limit, rtk_shared_all() != NULL ? &bucket : NULL);
}
