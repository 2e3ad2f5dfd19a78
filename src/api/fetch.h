/*
 * fetch.h
 *		One list or one object being read: the page whose rows are being taken,
 *		and the requests for the pages after it.
 */
#ifndef RTK_FETCH_H
#define RTK_FETCH_H

#include "cache.h"
#include "exchange.h"
#include "idset.h"
#include "origin.h"
#include "scan.h"

typedef struct RtkFetch
{
	struct RtkFetch *next;		/* in its level's queue */
	int			refs;
	RtkScan    *scan;
	int			level;
	const RtkMethod *method;	/* NULL: nothing to ask */
	char	   *path;			/* of the requests */
	RtkOrigin	origin;
	bool		closes;			/* the last one of its origin */
	bool		settled;		/* what is asked for does not change any more */
	RtkEntry   *kept;			/* its pages, to be used again, or NULL */
	bool		failed;
	RtkFailure	failure;

	/* the requests, in the order of their pages, until they are taken */
	RtkExchange *asked;
	int			nasked;
	int64_t		page_no;		/* of the next one */

	/* the reading (paging.c, read.c) */
	RtkPage    *page;			/* its rows are being taken */
	size_t		taken;			/* rows of it */
	int64_t		read;			/* rows on the pages that were taken */
	int64_t		page_rows;		/* most on one of them */
	int64_t		total;			/* newest total_count, -1: none */
	int64_t		first_total;	/* that of the first page */
	bool		shrank;			/* total_count fell between its pages */
	bool		last;			/* no page comes after the one held */
	bool		again;			/* reads the list for the second time */
	RtkIdSet   *ids;
	int64_t		rows;			/* given, or on pages before the first */
} RtkFetch;

/* A fetch with a copy of origin (which stays the caller's); NULL: no memory. */
extern RtkFetch *rtk_fetch_new(RtkScan *scan, int level,
							   const RtkOrigin *origin);
extern RtkFetch *rtk_fetch_hold(RtkFetch *fetch);	/* NULL allowed */
extern void rtk_fetch_drop(RtkFetch *fetch);	/* NULL allowed */

/* The value that the host gave for a parameter, or NULL. */
extern const char *rtk_fetch_given(const RtkFetch *fetch, const char *name);

/* The same, or what a row above gives; an RtkParameterValue of request.h. */
extern const char *rtk_fetch_parameter(const char *name, void *fetch);

/* Ask for another method's reply: what was asked before is forgotten. */
extern void rtk_fetch_use(RtkFetch *fetch, const RtkMethod *method);

/* Append a request for the next page; false: no memory. */
extern bool rtk_fetch_ask(RtkFetch *fetch);

/* Take the first request off; the caller frees it. */
extern RtkExchange *rtk_fetch_shift(RtkFetch *fetch);

/* Forget what was asked for. */
extern void rtk_fetch_cancel(RtkFetch *fetch);

/* Have all rows of the page it holds been taken, or is there none? */
extern bool rtk_fetch_is_drained(const RtkFetch *fetch);

/* The URL of a page, 0: of the list; malloc'd, NULL: no memory. */
extern char *rtk_fetch_url(const RtkFetch *fetch, int64_t page_no);

/* End it with a failure, behind the rows of the page that it holds. */
extern void rtk_fetch_fail(RtkFetch *fetch, const RtkFailure *failure);

/* The same with a failure of that kind and summary, which names the path. */
extern void rtk_fetch_fail_as(RtkFetch *fetch, RtkFailureKind kind,
							  const char *summary);

/* Have a failure name the path of the requests. */
extern void rtk_fetch_name_path(const RtkFetch *fetch, RtkFailure *failure);

#endif							/* RTK_FETCH_H */
