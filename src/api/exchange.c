/*
 * exchange.c
 *		One request: when it is sent, and sent again, and how it ends.
 */
#include "exchange.h"

#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "engine.h"
#include "http_token.h"
#include "reply.h"

/* Back-off before the second attempt, and the most before a later one. */
#define FIRST_BACKOFF 0.25
#define LONGEST_BACKOFF 8.0

/*
 * Of a URL.  No server takes as much, and where libcurl's own bounds are
 * reached it says that memory is out.
 */
#define MOST_BYTES 1000000

RtkExchange *
rtk_exchange_new(RtkFetch *fetch, int64_t page_no)
{
	RtkExchange *exchange = calloc(1, sizeof(RtkExchange));

	if (exchange == NULL)
		return NULL;
	exchange->fetch = fetch;
	exchange->page_no = page_no;
	return exchange;
}

/* It is in flight no more. */
static void
land(RtkExchange *exchange)
{
	if (exchange->transfer == NULL)
		return;
	exchange->fetch->scan->in_flight--;
	rtk_transfer_free(exchange->transfer);
	exchange->transfer = NULL;
}

void
rtk_exchange_free(RtkExchange *exchange)
{
	land(exchange);
	rtk_page_drop(exchange->page);
	free(exchange);
}

/* Keep what went wrong; an API that refuses a token may repeat it. */
static void
keep_failure(RtkExchange *exchange, const RtkFailure *failure)
{
	const RtkHttp *http = exchange->fetch->scan->http;

	exchange->failure = *failure;
	rtk_http_hide_token(http, exchange->failure.summary);
	rtk_http_hide_token(http, exchange->failure.api_message);
	rtk_http_hide_token(http, exchange->failure.ray);
}

/* It ends with a failure, which is told when its turn comes. */
static void
fail(RtkExchange *exchange, const RtkFailure *failure)
{
	exchange->state = RTK_EXCHANGE_FAILED;
	keep_failure(exchange, failure);
	exchange->failure.attempt = exchange->attempt;
	exchange->failure.waited = exchange->waited;
	if (exchange->attempt > 0)
		rtk_fetch_name_path(exchange->fetch, &exchange->failure);
}

static void
run_out_of_memory(RtkExchange *exchange)
{
	RtkFailure	failure;

	rtk_failure_set(&failure, RTK_FAIL_MEMORY, "out of memory");
	fail(exchange, &failure);
}

/* What the query asks for does not fit into a request. */
static void
refuse_length(RtkExchange *exchange)
{
	RtkFailure	failure;

	rtk_failure_set(&failure, RTK_FAIL_REFUSED,
					"the request would have more than %d bytes", MOST_BYTES);
	fail(exchange, &failure);
}

/* Send it as soon as it is permitted; false when it has to wait. */
static bool
send_url(RtkExchange *exchange, const char *url, double now)
{
	RtkScan    *scan = exchange->fetch->scan;
	RtkFailure	failure;

	switch (rtk_budget_permit(scan, now, &failure))
	{
		case RTK_PERMIT_NOW:
			break;
		case RTK_PERMIT_LATER:
			return false;
		case RTK_PERMIT_NEVER:
			fail(exchange, &failure);
			return true;
	}
	exchange->transfer = rtk_http_get(scan->http, url);
	if (exchange->transfer == NULL)
	{
		run_out_of_memory(exchange);
		return true;
	}
	exchange->state = RTK_EXCHANGE_SENT;
	exchange->attempt++;
	scan->in_flight++;
	rtk_trace_add(exchange, NULL);
	return true;
}

bool
rtk_exchange_send(RtkExchange *exchange, double now)
{
	char	   *url;
	bool		done = true;

	if (exchange->not_before > now)
	{
		rtk_budget_wake(exchange->fetch->scan, exchange->not_before,
						exchange->wait);
		return false;
	}
	url = rtk_fetch_url(exchange->fetch, exchange->page_no);
	if (url == NULL)
		run_out_of_memory(exchange);
	else if (strlen(url) > MOST_BYTES)
		refuse_length(exchange);
	else
		done = send_url(exchange, url, now);
	free(url);
	return done;
}

/* Full jitter: anything between nothing and the doubled back-off. */
static double
backoff(const RtkExchange *exchange)
{
	double		most = FIRST_BACKOFF;

	for (int i = 1; i < exchange->attempt && most < LONGEST_BACKOFF; i++)
		most *= 2;
	return erand48(exchange->fetch->scan->seed) * most;
}

/* Ask again later, or fail when that is too often or takes too long. */
static void
retry(RtkExchange *exchange, RtkFailure *failure, double retry_after,
	  double now)
{
	RtkScan    *scan = exchange->fetch->scan;
	double		delay = retry_after >= 0 ? retry_after : backoff(exchange);
	RtkSpent	spent;

	if (failure->kind == RTK_FAIL_RATE_LIMITED)
	{
		scan->counters.rate_limited++;
		if (retry_after >= 0)
			rtk_rate_pause(scan->rate, retry_after, now);
	}
	spent = exchange->attempt > scan->options.max_retries ?
		RTK_SPENT_RETRIES : rtk_budget_wait(scan, now, delay);
	if (spent != RTK_SPENT_NOTHING)
	{
		failure->retry_after = retry_after;
		failure->spent = spent;
		fail(exchange, failure);
		return;
	}
	exchange->state = RTK_EXCHANGE_DUE;
	keep_failure(exchange, failure);
	exchange->waited += delay;
	exchange->not_before = now + delay;
	exchange->wait = failure->kind == RTK_FAIL_RATE_LIMITED ?
		RTK_WAIT_RATE_LIMIT : RTK_WAIT_BACKOFF;
	scan->counters.retries++;
}

static void
take_body(RtkExchange *exchange, size_t len, double now)
{
	RtkFetch   *fetch = exchange->fetch;
	RtkFailure	failure;
	bool		truncated;

	exchange->page =
		rtk_page_parse(rtk_transfer_take_body(exchange->transfer), len,
					   fetch->method, &failure, &truncated);
	if (exchange->page != NULL)
	{
		exchange->state = RTK_EXCHANGE_PAGE;
		fetch->scan->counters.pages++;
	}
	else if (truncated)
		retry(exchange, &failure, -1, now);
	else
		fail(exchange, &failure);
}

void
rtk_exchange_poll(RtkExchange *exchange, double now)
{
	RtkScan    *scan = exchange->fetch->scan;
	const RtkReply *reply;
	RtkFailure	failure;

	if (exchange->transfer == NULL)
		return;
	reply = rtk_transfer_reply(exchange->transfer);
	if (reply->result == RTK_TRANSFER_RUNNING)
		return;
	scan->counters.bytes += (int64_t) reply->received;
	if (reply->limit_remaining >= 0)
		rtk_rate_learn(scan->rate, reply->limit_remaining, reply->limit_reset,
					   now);
	switch (rtk_reply_judge(reply, &failure))
	{
		case RTK_REPLY_PAGE:
			take_body(exchange, reply->len, now);
			break;
		case RTK_REPLY_RETRY:
			retry(exchange, &failure, reply->retry_after, now);
			break;
		case RTK_REPLY_MISSING:
			fail(exchange, &failure);
			exchange->state = RTK_EXCHANGE_MISSING;
			break;
		case RTK_REPLY_FAILED:
			fail(exchange, &failure);
			break;
	}
	rtk_trace_add(exchange, reply);
	land(exchange);
}
