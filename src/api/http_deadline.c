/*
 * http_deadline.c
 *		How long transfers may take, by a clock that stands while the host
 *		neither waits for them nor moves them.
 *
 * The host may be busy with its rows, or wait for a client who reads slowly or
 * for the next FETCH.  What has come meanwhile is read before the clock is
 * looked at, so no reply is lost for that.
 */
#include <stdio.h>

#include "clock.h"
#include "http.private.h"

#define MS_PER_SECOND 1000L

/* A body that comes in slower than this has stalled. */
#define SLOW_BYTES_PER_SECOND 1000L
#define SLOW_SECONDS 15L

/* Not from the beginning: an answer may take its time to begin. */
void
rtk_deadline_bound_speed(RtkTransfer *transfer)
{
	curl_easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_LIMIT,
					 SLOW_BYTES_PER_SECOND);
	curl_easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_TIME,
					 SLOW_SECONDS + (long) transfer->excused);
}

/* Give a transfer more time: whole seconds for what libcurl watches over. */
static void
extend(RtkTransfer *transfer, double seconds)
{
	long		before = (long) transfer->excused;

	transfer->deadline += seconds;
	transfer->excused += seconds;
	if ((long) transfer->excused == before)
		return;
	curl_easy_setopt(transfer->easy, CURLOPT_CONNECTTIMEOUT_MS,
					 transfer->http->connect_timeout +
					 (long) transfer->excused * MS_PER_SECOND);
	if (transfer->reply.len > 0)
		rtk_deadline_bound_speed(transfer);
}

void
rtk_deadline_resume(RtkHttp *http)
{
	double		away = rtk_clock_now() - http->left_at;

	if (http->left_at == 0)
		return;
	http->left_at = 0;
	for (RtkTransfer *t = http->running; t != NULL; t = t->next)
		extend(t, away);
}

void
rtk_http_attend(RtkHttp *http)
{
	rtk_deadline_resume(http);
	rtk_loop_arm(&http->loop);
}

/* The host still is where it was. */
void
rtk_deadline_begin(RtkTransfer *transfer, RtkHttp *http)
{
	bool		left = http->left_at != 0;
	double		now = rtk_clock_now();

	rtk_deadline_resume(http);
	if (left)
		http->left_at = now;
	transfer->deadline = now + (double) http->request_timeout / MS_PER_SECOND;
	rtk_loop_hasten(&http->loop, RTK_TIMER_DEADLINE, http->request_timeout);
}

/* In libcurl's words, which end the transfers that it watches over. */
static void
time_out(RtkTransfer *transfer)
{
	curl_off_t	received = 0;
	long		sent = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
	snprintf(transfer->error, sizeof(transfer->error),
			 "%s timed out after %d milliseconds with %lld bytes received",
			 sent > 0 ? "Operation" : "Connection",
			 transfer->http->request_timeout, (long long) received);
	rtk_transfer_finish(transfer, CURLE_OPERATION_TIMEDOUT);
}

void
rtk_deadline_enforce(RtkHttp *http)
{
	double		now = rtk_clock_now();
	double		first = 0;
	RtkTransfer *next;

	rtk_loop_expired(&http->loop, RTK_TIMER_DEADLINE);
	for (RtkTransfer *t = http->running; t != NULL; t = next)
	{
		next = t->next;
		if (t->deadline <= now)
			time_out(t);
		else if (first == 0 || t->deadline < first)
			first = t->deadline;
	}
	rtk_loop_set(&http->loop, RTK_TIMER_DEADLINE,
				 first > 0 ? (first - now) * MS_PER_SECOND : -1);
	http->left_at = now;
}
