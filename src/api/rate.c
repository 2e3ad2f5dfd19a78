/*
 * rate.c
 *		Pacing of the requests of one pool: a bucket of tokens that the API's
 *		own headers may empty but never fill.
 */
#include "rate.h"

#define WINDOW 300.0			/* seconds that the limit counts */

/* Waiting for less than this share of a token is rounding, not waiting. */
#define ROUNDING 1e-6

/* Add what has come in since the bucket was last looked at. */
static void
rtk_rate_refill(RtkRate *rate, double now)
{
	if (now <= rate->refilled_at)
		return;
	rate->tokens += (now - rate->refilled_at) * rate->limit / WINDOW;
	if (rate->tokens > rate->limit)
		rate->tokens = rate->limit;
	rate->refilled_at = now;
}

void
rtk_rate_init(RtkRate *rate, double limit, double now)
{
	rate->limit = limit > 0 ? limit : 0;
	rate->tokens = rate->limit;
	rate->refilled_at = now;
	rate->not_before = now;
}

double
rtk_rate_delay(RtkRate *rate, double now)
{
	double		delay = rate->not_before - now;

	if (delay < 0)
		delay = 0;
	if (rate->limit <= 0)
		return delay;
	rtk_rate_refill(rate, now);
	if (rate->tokens < 1 - ROUNDING)
	{
		double		refill = (1 - rate->tokens) * WINDOW / rate->limit;

		if (refill > delay)
			delay = refill;
	}
	return delay;
}

void
rtk_rate_spend(RtkRate *rate, double now)
{
	if (rate->limit <= 0)
		return;
	rtk_rate_refill(rate, now);
	/* Below zero is a debt of a caller that did not wait: it is paid back. */
	rate->tokens -= 1;
}

void
rtk_rate_learn(RtkRate *rate, double remaining, double reset, double now)
{
	if (!(remaining >= 0))
		return;					/* the reply did not say */
	if (remaining < 1)
	{
		rtk_rate_pause(rate, reset, now);
		return;
	}
	rtk_rate_refill(rate, now);
	if (remaining < rate->tokens)
		rate->tokens = remaining;
}

void
rtk_rate_pause(RtkRate *rate, double seconds, double now)
{
	/* Only ever longer: replies that crossed on the way may say less. */
	if (seconds > 0 && now + seconds > rate->not_before)
		rate->not_before = now + seconds;
}
