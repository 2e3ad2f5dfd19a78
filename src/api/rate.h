/*
 * rate.h
 *		Pacing of the requests of one pool: our own limit, and the API's word.
 *
 * The API allows 1,200 requests in five minutes and blocks everything for five
 * minutes after that, so waiting a little is always cheaper than being told.
 * Source: developers.cloudflare.com/fundamentals/api/reference/limits.
 */
#ifndef RTK_RATE_H
#define RTK_RATE_H

/* All times are seconds of a monotonic clock that the caller reads. */
typedef struct RtkRate
{
	double		limit;			/* requests per 300 s, 0: no limit of ours */
	double		tokens;			/* requests that may be sent at once */
	double		refilled_at;	/* when tokens was right */
	double		not_before;		/* the API asked for silence until then */
} RtkRate;

/* limit: requests per five minutes, 0 for none. */
extern void rtk_rate_init(RtkRate *rate, double limit, double now);

/* Seconds until one more request may be sent; 0: now. */
extern double rtk_rate_delay(RtkRate *rate, double now);

/* One request is being sent. */
extern void rtk_rate_spend(RtkRate *rate, double now);

/* The Ratelimit header said: remaining requests, seconds to its reset. */
extern void rtk_rate_learn(RtkRate *rate, double remaining, double reset,
						   double now);

/* A reply asked for seconds of silence. */
extern void rtk_rate_pause(RtkRate *rate, double seconds, double now);

#endif							/* RTK_RATE_H */
