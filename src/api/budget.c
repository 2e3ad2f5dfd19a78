/*
 * budget.c
 *		What a statement may spend: requests, and waits between them.
 */
#include "budget.h"

#include "engine.h"

/* What a wait adds to those counted: waits side by side count once. */
static double
uncounted(double waiting_until, double now, double seconds)
{
	double		from = waiting_until > now ? waiting_until : now;

	return now + seconds > from ? now + seconds - from : 0;
}

/* Add a wait to those that are counted up to *waiting_until. */
static void
count(double *waited, double *waiting_until, double now, double seconds)
{
	double		more = uncounted(*waiting_until, now, seconds);

	*waited += more;
	if (more > 0)
		*waiting_until = now + seconds;
}

RtkSpent
rtk_budget_wait(RtkScan *scan, double now, double seconds)
{
	RtkBudget  *budget = scan->budget;

	if (scan->deadline != 0 && now + seconds >= scan->deadline)
		return RTK_SPENT_TIME;
	if (budget->waited + uncounted(budget->waiting_until, now, seconds) >
		scan->options.retry_budget)
		return RTK_SPENT_BUDGET;
	count(&scan->counters.waited, &scan->waiting_until, now, seconds);
	count(&budget->waited, &budget->waiting_until, now, seconds);
	return RTK_SPENT_NOTHING;
}

void
rtk_budget_wake(RtkScan *scan, double at, RtkWait wait)
{
	if (scan->wake_at != 0 && scan->wake_at <= at)
		return;
	scan->wake_at = at;
	scan->wake_wait = wait;
}

RtkPermit
rtk_budget_permit(RtkScan *scan, double now, RtkFailure *failure)
{
	double		delay;
	RtkSpent	spent;

	if (scan->options.max_requests > 0 &&
		scan->budget->requests >= scan->options.max_requests)
	{
		rtk_failure_set(failure, RTK_FAIL_TOO_MANY,
						"more than %lld requests are needed",
						(long long) scan->options.max_requests);
		return RTK_PERMIT_NEVER;
	}
	delay = rtk_rate_take(scan->rate, now);
	if (delay <= 0)
	{
		scan->budget->requests++;
		scan->counters.requests++;
		return RTK_PERMIT_NOW;
	}
	spent = rtk_budget_wait(scan, now, delay);
	if (spent != RTK_SPENT_NOTHING)
	{
		rtk_failure_set(failure, rtk_rate_is_paused(scan->rate, now) ?
						RTK_FAIL_RATE_LIMITED : RTK_FAIL_PACED,
						"the rate limit is reached");
		failure->retry_after = delay;
		failure->spent = spent;
		return RTK_PERMIT_NEVER;
	}
	rtk_budget_wake(scan, now + delay, RTK_WAIT_RATE_LIMIT);
	return RTK_PERMIT_LATER;
}
