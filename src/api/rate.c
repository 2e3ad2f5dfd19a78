/*
 * rate.c
 *		Pacing of requests: a bucket of tokens that the API's own headers may
 *		empty but never fill.
 */
#include "rate.h"

#include <stddef.h>
#include <string.h>

#define WINDOW 300.0			/* seconds that the limit counts */

/* Waiting for less than this share of a token is rounding, not waiting. */
#define ROUNDING 1e-6

void
rtk_rate_init(RtkRate *rate, double limit, const RtkSharedBucket *shared)
{
	memset(rate, 0, sizeof(*rate));
	rate->limit = limit > 0 ? limit : 0;
	if (shared != NULL)
		rate->shared = *shared;
}

/* Add what has come in since the bucket was last looked at. */
static void
refill(RtkBucket *bucket, double now)
{
	if (now <= bucket->refilled_at)
		return;
	bucket->tokens += (now - bucket->refilled_at) * bucket->limit / WINDOW;
	if (bucket->tokens > bucket->limit)
		bucket->tokens = bucket->limit;
	bucket->refilled_at = now;
}

/*
 * Keep to a limit, unless somebody kept to a smaller one lately.  A limit that
 * is not wanted any more ends with the time that it counted.
 */
static void
apply_limit(RtkBucket *bucket, double limit, double now)
{
	bool		smaller = limit > 0 &&
		(bucket->limit <= 0 || limit < bucket->limit);

	if (limit != bucket->limit && !smaller &&
		now - bucket->limited_at <= WINDOW)
		return;
	if (bucket->limit <= 0 || bucket->tokens > limit)
		bucket->tokens = limit;
	bucket->limit = limit;
	bucket->limited_at = now;
}

/* The bucket as of now; wants leave(). */
static RtkBucket *
enter(RtkRate *rate, double now)
{
	RtkBucket  *bucket = &rate->own;

	if (rate->shared.enter != NULL)
		bucket = rate->shared.enter(rate->shared.arg, now);
	if (!bucket->used)
	{
		bucket->used = true;
		bucket->limit = rate->limit;
		bucket->limited_at = now;
		bucket->tokens = rate->limit;
		bucket->refilled_at = now;
		bucket->not_before = now;
	}
	refill(bucket, now);
	apply_limit(bucket, rate->limit, now);
	return bucket;
}

static void
leave(RtkRate *rate)
{
	if (rate->shared.leave != NULL)
		rate->shared.leave(rate->shared.arg);
}

/* Seconds until one more request may be sent; 0: now. */
static double
delay(const RtkBucket *bucket, double now)
{
	double		silence = bucket->not_before - now;
	double		lacking = 0;

	if (bucket->limit > 0 && bucket->tokens < 1 - ROUNDING)
		lacking = (1 - bucket->tokens) * WINDOW / bucket->limit;
	if (silence > lacking)
		return silence;
	return lacking;
}

double
rtk_rate_take(RtkRate *rate, double now)
{
	RtkBucket  *bucket = enter(rate, now);
	double		seconds = delay(bucket, now);

	if (seconds <= 0 && bucket->limit > 0)
		bucket->tokens -= 1;
	leave(rate);
	return seconds;
}

bool
rtk_rate_is_paused(RtkRate *rate, double now)
{
	bool		paused = enter(rate, now)->not_before > now;

	leave(rate);
	return paused;
}

/* Only ever longer: replies that crossed on the way may say less. */
static void
pause_until(RtkBucket *bucket, double end)
{
	if (end > bucket->not_before)
		bucket->not_before = end;
}

void
rtk_rate_learn(RtkRate *rate, double remaining, double reset, double now)
{
	RtkBucket  *bucket;

	if (!(remaining >= 0))
		return;					/* the reply did not say */
	bucket = enter(rate, now);
	if (remaining < 1)
		pause_until(bucket, now + reset);
	else if (remaining < bucket->tokens)
		bucket->tokens = remaining;
	leave(rate);
}

void
rtk_rate_pause(RtkRate *rate, double seconds, double now)
{
	RtkBucket  *bucket = enter(rate, now);

	pause_until(bucket, now + seconds);
	leave(rate);
}
