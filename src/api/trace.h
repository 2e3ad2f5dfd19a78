/*
 * trace.h
 *		The requests and replies of a scan, kept for the host to tell of: this
 *		side prints nothing, and a callback of the host's might jump.
 */
#ifndef RTK_TRACE_H
#define RTK_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http.h"

/* One request that was sent, or its end. */
typedef struct RtkEvent
{
	char		path[512];		/* without host and query, cut to fit */
	const char *method_path;	/* the same with {parameters} for values */
	int64_t		page_no;
	int			attempt;		/* 1 for the first */
	bool		ended;
	int			status;			/* HTTP status, 0: no reply came */
	double		seconds;		/* from sending it to its end */
	double		limit_remaining;	/* r of the Ratelimit header, -1: none */
	char		problem[160];	/* why it is no page, if status tells not */
} RtkEvent;

typedef struct RtkTrace
{
	bool		wanted;
	RtkEvent   *events;			/* those that the host has not taken */
	size_t		n;
	size_t		taken;			/* of them */
	size_t		capacity;
} RtkTrace;

struct RtkScan;
struct RtkExchange;

/* Keep events from now on. */
extern void rtk_trace_start(struct RtkScan *scan);

/* Take the oldest event; false: there is none. */
extern bool rtk_trace_next(struct RtkScan *scan, RtkEvent *event);

/*
 * For exchange.c: a request was sent (reply NULL) or has ended.  An event for
 * which there is no memory is left out: no answer depends on it.
 */
extern void rtk_trace_add(const struct RtkExchange *exchange,
						  const RtkReply *reply);
extern void rtk_trace_free(RtkTrace *trace);

#endif							/* RTK_TRACE_H */
