/*
 * exchange.c
 *		The requests of a fetch, one at a time: when one may be sent, what its
 *		reply means, when it is sent again.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "reply.h"
#include "request.h"

/* Back-off before the second attempt, and the most before a later one. */
#define FIRST_BACKOFF 0.25
#define LONGEST_BACKOFF 8.0

/* What a wait adds to those counted: waits side by side count once. */
static double
uncounted(const RtkScan *scan, double now, double seconds)
{
	double		from = scan->waiting_until > now ? scan->waiting_until : now;

	return now + seconds > from ? now + seconds - from : 0;
}

/* Does a wait fit before the host gives up, and into the budget? */
static bool
wait_fits(const RtkScan *scan, double now, double seconds)
{
	return (scan->options.deadline == 0 ||
			now + seconds < scan->options.deadline) &&
		scan->budget->waited + uncounted(scan, now, seconds) <=
		scan->options.retry_budget;
}

static void
count_wait(RtkScan *scan, double now, double seconds)
{
	double		more = uncounted(scan, now, seconds);

	scan->counters.waited += more;
	scan->budget->waited += more;
	if (more > 0)
		scan->waiting_until = now + seconds;
}

/* May a request be sent now?  If never, the fetch fails. */
static bool
is_allowed(RtkFetch *fetch, double now)
{
	RtkScan    *scan = fetch->scan;
	double		delay = rtk_rate_delay(scan->rate, now);
	RtkFailure	failure;

	if (scan->options.max_requests > 0 &&
		scan->budget->requests >= scan->options.max_requests)
		rtk_failure_set(&failure, RTK_FAIL_TOO_MANY,
						"more than %lld requests are needed",
						(long long) scan->options.max_requests);
	else if (delay > 0 && !wait_fits(scan, now, delay))
	{
		rtk_failure_set(&failure, RTK_FAIL_RATE_LIMITED,
						"the rate limit is reached");
		failure.retry_after = delay;
	}
	else
	{
		if (delay <= 0)
			return true;
		count_wait(scan, now, delay);
		if (scan->wake_at == 0 || now + delay < scan->wake_at)
			scan->wake_at = now + delay;
		return false;
	}
	rtk_fetch_fail(fetch, &failure);
	return false;
}

/* What a parameter cannot name is not there: nothing is asked. */
static bool
prepare_path(RtkFetch *fetch)
{
	RtkPathFault fault;

	free(fetch->path);
	fetch->path = rtk_request_path(fetch->method->path, rtk_fetch_parameter,
								   fetch, &fault);
	if (fetch->path != NULL)
		return true;
	if (fault == RTK_PATH_UNUSABLE)
	{
		fetch->last = true;
		return false;
	}
	if (fault == RTK_PATH_NO_VALUE)
		rtk_fetch_fail_as(fetch, RTK_FAIL_REPLY,
						  "a parameter of the path has no value");
	else
		rtk_fetch_fail_as(fetch, RTK_FAIL_MEMORY, "out of memory");
	return false;
}

bool
rtk_fetch_send(RtkFetch *fetch, double now)
{
	RtkScan    *scan = fetch->scan;
	char	   *url;

	if (fetch->not_before > now)
	{
		if (scan->wake_at == 0 || fetch->not_before < scan->wake_at)
			scan->wake_at = fetch->not_before;
		return false;
	}
	if (!is_allowed(fetch, now) || !prepare_path(fetch))
		return fetch->failed || fetch->last;
	url = rtk_fetch_url(fetch);
	fetch->transfer = url != NULL ? rtk_http_get(scan->http, url) : NULL;
	free(url);
	if (fetch->transfer == NULL)
	{
		rtk_fetch_fail_as(fetch, RTK_FAIL_MEMORY, "out of memory");
		return true;
	}
	rtk_rate_spend(scan->rate, now);
	fetch->attempt++;
	scan->in_flight++;
	scan->budget->requests++;
	scan->counters.requests++;
	return true;
}

/* Full jitter: anything between nothing and the doubled back-off. */
static double
backoff(RtkFetch *fetch)
{
	double		most = FIRST_BACKOFF;

	for (int i = 1; i < fetch->attempt && most < LONGEST_BACKOFF; i++)
		most *= 2;
	return erand48(fetch->scan->seed) * most;
}

/* Ask again later, or fail when that is too often or takes too long. */
static void
retry(RtkFetch *fetch, RtkFailure *failure, double retry_after, double now)
{
	RtkScan    *scan = fetch->scan;
	double		delay = retry_after >= 0 ? retry_after : backoff(fetch);

	if (failure->kind == RTK_FAIL_RATE_LIMITED)
	{
		scan->counters.rate_limited++;
		if (retry_after >= 0)
			rtk_rate_pause(scan->rate, retry_after, now);
	}
	if (fetch->attempt > scan->options.max_retries ||
		!wait_fits(scan, now, delay))
	{
		failure->retry_after = retry_after;
		rtk_fetch_fail(fetch, failure);
		return;
	}
	count_wait(scan, now, delay);
	fetch->waited += delay;
	fetch->not_before = now + delay;
	scan->counters.retries++;
}

/*
 * Did the query name something in this path that need not exist?  What a level
 * above was asked for by the same name has been found there.
 */
static bool
may_be_missing(const RtkFetch *fetch)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->ngiven; i++)
		if (scan->given[i].missing_ok &&
			scan->given[i].level == fetch->level &&
			rtk_path_has(fetch->method->path, scan->given[i].name))
			return true;
	return false;
}

/*
 * 404: no row of the query's own id, a vanished parent, or a wrong account.
 * After a first page it is none of them: part of a list is no answer.
 */
static void
take_missing(RtkFetch *fetch, const RtkFailure *failure)
{
	RtkScan    *scan = fetch->scan;
	RtkFailure	cut = *failure;

	if (fetch->page_no > 1 || fetch->again)
	{
		cut.kind = RTK_FAIL_REPLY;
		rtk_fetch_fail(fetch, &cut);
		return;
	}
	if (!fetch->method->missing_ok && !may_be_missing(fetch))
	{
		if (fetch->origin.parent == NULL || !scan->options.skip_missing)
		{
			rtk_fetch_fail(fetch, failure);
			return;
		}
		scan->counters.missing++;
	}
	fetch->last = true;
}

/*
 * The details carry none: ask for the report of this row.  As long as none of
 * them carried any, this generation of the API keeps them in the report, and
 * the rows to come are asked for there at once.
 */
static bool
fall_back(RtkFetch *fetch, const RtkPage *page)
{
	RtkScan    *scan = fetch->scan;
	const RtkLevel *level = &scan->chain.level[fetch->level];

	if (level->fallback == NULL || fetch->method == level->fallback)
		return false;
	if (page->nrows > 0 &&
		rtk_read_has_details(page->rows[0], level->resource))
	{
		scan->details_method = level->method;
		scan->details_proven = true;
		return false;
	}
	if (!scan->details_proven)
		scan->details_method = level->fallback;
	fetch->method = level->fallback;
	return true;
}

static void
take_body(RtkFetch *fetch, double now)
{
	const RtkReply *reply = rtk_transfer_reply(fetch->transfer);
	size_t		len = reply->len;
	RtkFailure	failure;
	bool		truncated;
	RtkPage    *page;

	page = rtk_page_parse(rtk_transfer_take_body(fetch->transfer), len,
						  fetch->method, &failure, &truncated);
	if (page == NULL && truncated)
		retry(fetch, &failure, -1, now);
	else if (page == NULL)
		rtk_fetch_fail(fetch, &failure);
	else
	{
		fetch->attempt = 0;
		if (fall_back(fetch, page))
		{
			fetch->scan->counters.pages++;
			rtk_page_drop(page);
		}
		else
			rtk_read_page(fetch, page);
	}
}

void
rtk_fetch_poll(RtkFetch *fetch, double now)
{
	RtkScan    *scan = fetch->scan;
	const RtkReply *reply;
	RtkFailure	failure;

	if (fetch->transfer == NULL)
		return;
	reply = rtk_transfer_reply(fetch->transfer);
	if (reply->result == RTK_TRANSFER_RUNNING)
		return;
	scan->in_flight--;
	scan->counters.bytes += (int64_t) reply->received;
	if (reply->limit_remaining >= 0)
		rtk_rate_learn(scan->rate, reply->limit_remaining, reply->limit_reset,
					   now);
	switch (rtk_reply_judge(reply, &failure))
	{
		case RTK_REPLY_PAGE:
			take_body(fetch, now);
			break;
		case RTK_REPLY_RETRY:
			retry(fetch, &failure, reply->retry_after, now);
			break;
		case RTK_REPLY_MISSING:
			take_missing(fetch, &failure);
			break;
		case RTK_REPLY_FAILED:
			rtk_fetch_fail(fetch, &failure);
			break;
	}
	rtk_transfer_free(fetch->transfer);
	fetch->transfer = NULL;
}
