/*
 * budget.c
 *		What a statement may spend: requests, and waits between them.
 */
#include "budget.h"

#include "engine.h"

/* What a wait adds to those counted: waits side by side count once. */
static double
uncounted(const RtkScan *scan, double now, double seconds)
{
	double		from = scan->waiting_until > now ? scan->waiting_until : now;

	return now + seconds > from ? now + seconds - from : 0;
}

bool
rtk_budget_wait(RtkScan *scan, double now, double seconds)
{
	double		more = uncounted(scan, now, seconds);

	if (scan->options.deadline != 0 &&
		now + seconds >= scan->options.deadline)
		return false;
	if (scan->budget->waited + more > scan->options.retry_budget)
		return false;
	scan->counters.waited += more;
	scan->budget->waited += more;
	if (more > 0)
		scan->waiting_until = now + seconds;
	return true;
}

void
rtk_budget_wake(RtkScan *scan, double at)
{
	if (scan->wake_at == 0 || at < scan->wake_at)
		scan->wake_at = at;
}

RtkPermit
rtk_budget_permit(RtkScan *scan, double now, RtkFailure *failure)
{
	double		delay = rtk_rate_delay(scan->rate, now);

	if (scan->options.max_requests > 0 &&
		scan->budget->requests >= scan->options.max_requests)
	{
		rtk_failure_set(failure, RTK_FAIL_TOO_MANY,
						"more than %lld requests are needed",
						(long long) scan->options.max_requests);
		return RTK_PERMIT_NEVER;
	}
	if (delay <= 0)
		return RTK_PERMIT_NOW;
	if (!rtk_budget_wait(scan, now, delay))
	{
		rtk_failure_set(failure, RTK_FAIL_RATE_LIMITED,
						"the rate limit is reached");
		failure->retry_after = delay;
		return RTK_PERMIT_NEVER;
	}
	rtk_budget_wake(scan, now + delay);
	return RTK_PERMIT_LATER;
}

void
rtk_budget_spend(RtkScan *scan, double now)
{
	rtk_rate_spend(scan->rate, now);
	scan->budget->requests++;
	scan->counters.requests++;
}
