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

	for (; n < 5000 && rtk_rate_delay(rate, now) == 0; n++)
		rtk_rate_spend(rate, now);
	return n;
}

static void
test_bucket(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 1200, 1000);
	is_int(burst(&rate, 1000), 1200, "a full bucket may be sent at once");
	is_time(rtk_rate_delay(&rate, 1000), 0.25, "then one each 300 s / limit");
	is_time(rtk_rate_delay(&rate, 1000.1), 0.15, "time counts");
	is_time(rtk_rate_delay(&rate, 1000.05), 0.15, "a clock set back");
	is_int(burst(&rate, 1010), 40, "ten seconds give back 40 of 1200");
	is_int(burst(&rate, 99999), 1200, "never more than the limit");
	rtk_rate_spend(&rate, 99999);
	is_time(rtk_rate_delay(&rate, 99999), 0.5, "a debt is paid back");

	/* Waiting for exactly the delay is enough, whatever the rounding. */
	rtk_rate_init(&rate, 7, 1.1);
	burst(&rate, 1.1);
	for (double now = 1.1; now < 1000;)
	{
		double		delay = rtk_rate_delay(&rate, now);

		now += delay;
		if (rtk_rate_delay(&rate, now) > 0)
		{
			ok(false, "delay at %g was too short", now);
			return;
		}
		rtk_rate_spend(&rate, now);
	}
	ok(true, "a delay that was waited for is over");
}

static void
test_no_limit(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 0, 10);
	is_int(burst(&rate, 10), 5000, "0 is no limit of ours");
	rtk_rate_learn(&rate, 0, 30, 10);
	is_time(rtk_rate_delay(&rate, 10), 30, "but the API's word counts");
	rtk_rate_init(&rate, -5, 10);
	is_int(burst(&rate, 10), 5000, "nor is a limit below zero");
}

static void
test_learn(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 1200, 0);
	rtk_rate_learn(&rate, 2000, 10, 0);
	rtk_rate_learn(&rate, -1, -1, 0);
	rtk_rate_learn(&rate, NAN, NAN, 0);
	is_int(burst(&rate, 0), 1200, "more left than we have adds none");
	rtk_rate_init(&rate, 1200, 0);
	rtk_rate_learn(&rate, 3, 10, 0);
	is_int(burst(&rate, 0), 3, "fewer left than we have: that many");
	rtk_rate_init(&rate, 1200, 0);
	rtk_rate_learn(&rate, 0, 20, 5);
	is_time(rtk_rate_delay(&rate, 5), 20, "none left: wait for the reset");
	is_time(rtk_rate_delay(&rate, 24), 1, "which comes nearer");
	is_time(rtk_rate_delay(&rate, 26), 0, "and passes");
}

static void
test_pause(void)
{
	RtkRate		rate;

	rtk_rate_init(&rate, 1200, 0);
	rtk_rate_pause(&rate, 30, 0);
	rtk_rate_pause(&rate, 10, 0);
	is_time(rtk_rate_delay(&rate, 0), 30, "a pause is never made shorter");
	rtk_rate_pause(&rate, 30, 10);
	is_time(rtk_rate_delay(&rate, 10), 30, "but longer");
	rtk_rate_init(&rate, 1200, 0);
	rtk_rate_pause(&rate, -1, 0);
	rtk_rate_pause(&rate, NAN, 0);
	is_time(rtk_rate_delay(&rate, 0), 0, "no seconds, no pause");
	rtk_rate_init(&rate, 300, 0);
	burst(&rate, 0);
	rtk_rate_pause(&rate, 0.1, 0);
	is_time(rtk_rate_delay(&rate, 0), 1, "the later of pause and bucket");
}

int
main(void)
{
	test_bucket();
	test_no_limit();
	test_learn();
	test_pause();
	return done_testing();
}
