/*
 * trace.c
 *		The requests and replies of a scan, until the host takes them.
 */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* Events that there is room for at first. */
#define FIRST_CAPACITY 8

void
rtk_trace_start(RtkScan *scan)
{
	scan->trace.wanted = true;
}

/* Room for one more event, or NULL. */
static RtkEvent *
make_room(RtkTrace *trace)
{
	if (trace->n == trace->capacity)
	{
		size_t		capacity = trace->capacity > 0 ? 2 * trace->capacity :
			FIRST_CAPACITY;
		RtkEvent   *events = realloc(trace->events,
									 capacity * sizeof(RtkEvent));

		if (events == NULL)
			return NULL;
		trace->events = events;
		trace->capacity = capacity;
	}
	return &trace->events[trace->n];
}

/* Why there is no page, where the status does not say it. */
static void
add_problem(RtkEvent *event, const RtkExchange *exchange)
{
	const char *summary = exchange->failure.summary;

	if (exchange->state != RTK_EXCHANGE_PAGE)
		rtk_failure_copy(event->problem, sizeof(event->problem), summary,
						 strlen(summary));
}

void
rtk_trace_add(const RtkExchange *exchange, const RtkReply *reply)
{
	const RtkFetch *fetch = exchange->fetch;
	RtkTrace   *trace = &fetch->scan->trace;
	RtkEvent   *event = trace->wanted ? make_room(trace) : NULL;

	if (event == NULL)
		return;
	memset(event, 0, sizeof(*event));
	rtk_failure_copy(event->path, sizeof(event->path), fetch->path,
					 strlen(fetch->path));
	event->method_path = fetch->method->path;
	event->page_no = exchange->page_no;
	event->attempt = exchange->attempt;
	event->limit_remaining = -1;
	if (reply != NULL)
	{
		event->ended = true;
		event->status = reply->status;
		event->seconds = reply->seconds;
		event->limit_remaining = reply->limit_remaining;
		if (reply->status < 300)
			add_problem(event, exchange);
	}
	trace->n++;
}

bool
rtk_trace_next(RtkScan *scan, RtkEvent *event)
{
	RtkTrace   *trace = &scan->trace;

	if (trace->taken == trace->n)
	{
		trace->taken = trace->n = 0;
		return false;
	}
	*event = trace->events[trace->taken++];
	return true;
}

void
rtk_trace_free(RtkTrace *trace)
{
	free(trace->events);
}
