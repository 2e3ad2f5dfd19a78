/*
 * fetch.h
 *		One list or one object being read: at most one request in flight, the
 *		page whose rows are being taken, and the page after it.
 */
#ifndef RTK_FETCH_H
#define RTK_FETCH_H

#include "idset.h"
#include "page.h"
#include "scan.h"

#define RTK_MAX_GIVEN 24

/* The row that leads to a fetch; the fetch of level 0 comes from none. */
typedef struct RtkOrigin
{
	struct RtkFetch *parent;	/* held; NULL at level 0 */
	RtkPage    *page;			/* of that row, held */
	RtkText		row;
	char	   *key;			/* what the row gives, owned */
	int			choice[RTK_MAX_GIVEN];	/* value of each given parameter */
} RtkOrigin;

typedef struct RtkFetch
{
	struct RtkFetch *next;		/* in its level's queue */
	int			refs;
	RtkScan    *scan;
	int			level;
	const RtkMethod *method;	/* NULL: nothing to ask */
	RtkOrigin	origin;
	bool		closes;			/* the last one of its origin */

	/* the request (fetch.c) */
	RtkTransfer *transfer;		/* in flight, or NULL */
	char	   *path;			/* of the request, for messages */
	int			attempt;
	double		not_before;		/* of the next attempt */
	double		waited;
	bool		failed;
	RtkFailure	failure;

	/* the reading (read.c) */
	int64_t		page_no;		/* of the next request */
	int64_t		read;			/* rows on the pages that came */
	int64_t		total;			/* newest total_count, -1: none */
	int64_t		first_total;	/* that of the first page */
	bool		last;			/* no page comes after those held */
	bool		again;			/* reads the list for the second time */
	RtkPage    *page;			/* its rows are being taken */
	size_t		taken;			/* rows of it */
	RtkPage    *ahead;			/* the page after it */
	RtkIdSet   *ids;
	int64_t		rows;			/* given */
} RtkFetch;

/* A fetch with a copy of origin (which stays the caller's); NULL: no memory. */
extern RtkFetch *rtk_fetch_new(RtkScan *scan, int level,
							   const RtkOrigin *origin);
extern RtkFetch *rtk_fetch_hold(RtkFetch *fetch);	/* NULL allowed */
extern void rtk_fetch_drop(RtkFetch *fetch);	/* NULL allowed */
extern void rtk_origin_reset(RtkOrigin *origin);	/* drops what it holds */

/* The value that the host gave for a parameter, or NULL. */
extern const char *rtk_fetch_given(const RtkFetch *fetch, const char *name);

/* The same, or what a row above gives; an RtkParameterValue of request.h. */
extern const char *rtk_fetch_parameter(const char *name, void *fetch);

/* Would it send a request?  ahead: also for the page after the current one. */
extern bool rtk_fetch_is_ready(const RtkFetch *fetch, bool ahead);

/* Send it; false when it has to wait (scan->wake_at is set). */
extern bool rtk_fetch_send(RtkFetch *fetch, double now);

/* The URL of its next request, path included; malloc'd, NULL: no memory. */
extern char *rtk_fetch_url(const RtkFetch *fetch);

/* Look at the request in flight and act when it has ended. */
extern void rtk_fetch_poll(RtkFetch *fetch, double now);

/* End it with a failure, behind the rows of the page that it holds. */
extern void rtk_fetch_fail(RtkFetch *fetch, const RtkFailure *failure);

/* The same with a failure of that kind and summary. */
extern void rtk_fetch_fail_as(RtkFetch *fetch, RtkFailureKind kind,
							  const char *summary);

#endif							/* RTK_FETCH_H */
