/*
 * test_rate.c
 *		Pacing: the bucket, and what the API's headers do to it.
 */
#include <math.h>

#include "rate.h"
#include "tap.h"

/* Equal but for rounding. */
static void
is_time(double got, double expected, const char *name)
{
	if (!ok(fabs(got - expected) < 1e-3, "%s", name))
		printf("#      got: %g\n# expected: %g\n", got, expected);
}

/* How many may be sent at once. */
static int
burst(RtkRate *rate, double now)
{
	int			n = 0;

	while (n < 5000 && rtk_rate_take(rate, now) == 0)
		n++;
	return n;
}

static void
test_bucket(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 1200, NULL);
	is_int(burst(&rate, 1000), 1200, "a full bucket may be sent at once");
	is_time(rtk_rate_take(&rate, 1000), 0.25, "then one each 300 s / limit");
	is_time(rtk_rate_take(&rate, 1000.1), 0.15, "time counts");
	is_time(rtk_rate_take(&rate, 1000.05), 0.15, "a clock set back");
	is_int(burst(&rate, 1010), 40, "ten seconds give back 40 of 1200");
	is_int(burst(&rate, 99999), 1200, "never more than the limit");
	is_time(rtk_rate_take(&rate, 99999), 0.25, "what has to wait is not counted");

	/* Waiting for exactly the delay is enough, whatever the rounding. */
	rtk_rate_init(&rate, 7, NULL);
	burst(&rate, 1.1);
	for (double now = 1.1; now < 1000;)
	{
		double		delay = rtk_rate_take(&rate, now);

		now += delay;
		if (rtk_rate_take(&rate, now) > 0)
		{
			ok(false, "delay at %g was too short", now);
			return;
		}
	}
	ok(true, "a delay that was waited for is over");
}

static void
test_no_limit(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 0, NULL);
	is_int(burst(&rate, 10), 5000, "0 is no limit of ours");
	rtk_rate_learn(&rate, 0, 30, 10);
	is_time(rtk_rate_take(&rate, 10), 30, "but the API's word counts");
	rtk_rate_init(&rate, -5, NULL);
	is_int(burst(&rate, 10), 5000, "nor is a limit below zero");
}

static void
test_learn(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 1200, NULL);
	rtk_rate_learn(&rate, 2000, 10, 0);
	rtk_rate_learn(&rate, -1, -1, 0);
	rtk_rate_learn(&rate, NAN, NAN, 0);
	is_int(burst(&rate, 0), 1200, "more left than we have adds none");
	rtk_rate_init(&rate, 1200, NULL);
	rtk_rate_learn(&rate, 3, 10, 0);
	is_int(burst(&rate, 0), 3, "fewer left than we have: that many");
	rtk_rate_init(&rate, 1200, NULL);
	rtk_rate_learn(&rate, 0, 20, 5);
	is_time(rtk_rate_take(&rate, 5), 20, "none left: wait for the reset");
	is_time(rtk_rate_take(&rate, 24), 1, "which comes nearer");
	is_time(rtk_rate_take(&rate, 26), 0, "and passes");
}

static void
test_pause(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 1200, NULL);
	rtk_rate_pause(&rate, 30, 0);
	rtk_rate_pause(&rate, 10, 0);
	is_time(rtk_rate_take(&rate, 0), 30, "a pause is never made shorter");
	rtk_rate_pause(&rate, 30, 10);
	is_time(rtk_rate_take(&rate, 10), 30, "but longer");
	rtk_rate_init(&rate, 1200, NULL);
	rtk_rate_pause(&rate, -1, 0);
	rtk_rate_pause(&rate, NAN, 0);
	is_time(rtk_rate_take(&rate, 0), 0, "no seconds, no pause");
	rtk_rate_init(&rate, 300, NULL);
	burst(&rate, 0);
	rtk_rate_pause(&rate, 0.1, 0);
	is_time(rtk_rate_take(&rate, 0), 1, "the later of pause and bucket");
}

/* A bucket of several processes, as the host keeps it. */
typedef struct Together
{
	RtkBucket	bucket;
	int			entered;
	int			left;
} Together;

static RtkBucket *
together_enter(void *arg, double now)
{
	Together   *together = arg;

	(void) now;
	together->entered++;
	return &together->bucket;
}

static void
together_leave(void *arg)
{
	((Together *) arg)->left++;
}

static void
test_shared(void)
{
	Together	together = {0};
	RtkSharedBucket shared = {together_enter, together_leave, &together};
	RtkRate		rate;
	RtkRate		other;
	RtkRate		small;
	RtkRate		none;

	rtk_rate_init(&rate, 10, &shared);
	rtk_rate_init(&other, 10, &shared);
	is_int(burst(&rate, 0), 10, "one takes all");
	is_time(rtk_rate_take(&other, 0), 30, "the other has to wait");
	is_time(rtk_rate_take(&other, 30), 0, "and takes what comes in");
	is_time(rtk_rate_take(&rate, 30), 30, "before the one does");
	rtk_rate_pause(&rate, 500, 100);
	is_time(rtk_rate_take(&other, 100), 500, "a pause silences both");
	rtk_rate_learn(&other, 2, 10, 1000);
	is_int(burst(&rate, 1000), 2, "what one learns counts for both");

	rtk_rate_init(&small, 5, &shared);
	is_int(burst(&small, 2000), 5, "the smaller limit counts");
	is_time(rtk_rate_take(&rate, 2000), 60, "for all");
	is_int(burst(&rate, 2300), 5, "for as long as it is kept to");
	is_int(burst(&rate, 2601), 5, "and five minutes more");
	is_int(burst(&rate, 2901), 10, "then the larger one counts again");
	rtk_rate_init(&none, 0, &shared);
	is_time(rtk_rate_take(&none, 2901), 30, "none is larger than any");
	is_int(burst(&none, 3300), 5000, "and counts when it is alone");
	is_int(burst(&rate, 3300), 10, "a limit after none begins full");
	is_int(together.left, together.entered, "each enter has its leave");
}

int
main(void)
{
	test_bucket();
	test_no_limit();
	test_learn();
	test_pause();
	test_shared();
	return done_testing();
}
