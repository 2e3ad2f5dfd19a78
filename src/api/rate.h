/*
 * rate.h
 *		Pacing of requests: our own limit, and the API's word.
 *
 * The API allows 1,200 requests in five minutes and blocks everything for five
 * minutes after that, so waiting a little is always cheaper than being told.
 * Source: developers.cloudflare.com/fundamentals/api/reference/limits.
 */
#ifndef RTK_RATE_H
#define RTK_RATE_H

#include <stdbool.h>

/*
 * What was sent and said.  Plain memory, so that processes may share it; all
 * zero is a new one.  Times are seconds of a monotonic clock that the caller
 * reads.
 */
typedef struct RtkBucket
{
	bool		used;
	double		limit;			/* requests per 300 s, 0: no limit of ours */
	double		limited_at;		/* when somebody last kept to that limit */
	double		tokens;			/* requests that may be sent at once */
	double		refilled_at;	/* when tokens was right */
	double		not_before;		/* the API asked for silence until then */
} RtkBucket;

/*
 * A bucket that others use too, each with a limit of its own: the smallest
 * counts.  enter gives the bucket, locked, and leave unlocks it; in between
 * are a few instructions.
 */
typedef struct RtkSharedBucket
{
	RtkBucket  *(*enter) (void *arg, double now);
	void		(*leave) (void *arg);
	void	   *arg;
} RtkSharedBucket;

typedef struct RtkRate
{
	double		limit;
	RtkBucket	own;
	RtkSharedBucket shared;		/* enter NULL: the own one is used */
} RtkRate;

/*
 * limit: requests per five minutes, 0 for none.  shared is copied; NULL: the
 * bucket is nobody else's.
 */
extern void rtk_rate_init(RtkRate *rate, double limit,
						  const RtkSharedBucket *shared);

/* 0: one request may be sent, and counts as sent; else seconds to wait. */
extern double rtk_rate_take(RtkRate *rate, double now);

/* Is it the API that has to be waited for? */
extern bool rtk_rate_is_paused(RtkRate *rate, double now);

/* The Ratelimit header said: remaining requests, seconds to its reset. */
extern void rtk_rate_learn(RtkRate *rate, double remaining, double reset,
						   double now);

/* A reply asked for seconds of silence. */
extern void rtk_rate_pause(RtkRate *rate, double seconds, double now);

#endif							/* RTK_RATE_H */
