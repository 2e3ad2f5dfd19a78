/*
 * scan.h
 *		Runs a chain of requests, many at a time, and gives its rows in the
 *		order in which one request after the other would give them.
 *
 * Use: rtk_scan_new(), then describe (rtk_scan_give, _query, _want), then
 * rtk_scan_next() until END or FAILED.  Only that sends, and it never blocks:
 * after WAIT, rtk_wait_prepare(), wait for rtk_http_fd(), and call it again.
 */
#ifndef RTK_SCAN_H
#define RTK_SCAN_H

#include <stdint.h>

#include "budget.h"
#include "chain.h"
#include "counters.h"
#include "failure.h"
#include "http.h"
#include "json.h"
#include "rate.h"

typedef struct RtkScan RtkScan;

typedef struct RtkScanOptions
{
	const char *base_url;
	int			per_page;		/* 0: the largest the method is known to give */
	int			max_concurrency;
	int			max_retries;	/* per request */
	double		retry_budget;	/* seconds of waits per statement */
	int64_t		max_requests;	/* per statement, 0: no bound */
	bool		sample;			/* max_requests end the scan without failure */
	bool		skip_missing;	/* 404 of an enumerated parent is no error */
	double		row_goal;		/* rows needed and to skip; -1: unknown */
	int64_t		skip;			/* rows of the table to pass over at first */
	int			rows_each;		/* of each list of the table, 0: all */
	unsigned	checked;		/* levels (bits) that the host decides on */
	bool		closing;		/* the host wants to know of RTK_SCAN_CLOSED */
	bool		ordered;		/* rows that come late would be out of order */
	bool		totals;			/* total_count may stand for a list's rows */
} RtkScanOptions;

typedef enum RtkScanStatus
{
	RTK_SCAN_ROW,
	RTK_SCAN_CHECK,				/* rtk_scan_decide() on rtk_scan_undecided() */
	RTK_SCAN_CLOSED,			/* no more rows below the row above the last */
	RTK_SCAN_WAIT, RTK_SCAN_END, RTK_SCAN_FAILED
} RtkScanStatus;

/*
 * http, rate and budget must outlive the scan; chain, options and base_url are
 * copied.  NULL when memory is out.
 */
extern RtkScan *rtk_scan_new(RtkHttp *http, RtkRate *rate, RtkBudget *budget,
							 const RtkChain *chain,
							 const RtkScanOptions *options);
extern void rtk_scan_free(RtkScan *scan);	/* and end its requests */

/*
 * Give the values of a path parameter, or of a query parameter of the target's
 * method: one branch of the chain for each.  missing_ok: a 404 of such a
 * value is no row.  These return false, or -1, when memory is out.
 */
extern bool rtk_scan_give(RtkScan *scan, const char *parameter,
						  const char *const *values, int n, bool missing_ok);

/* Send name=value where a level's method knows it, unless it is given. */
extern bool rtk_scan_query(RtkScan *scan, int level, const char *name,
						   const char *value);

/* Want member "a.b|c" of a level's rows: its index for rtk_current_value(). */
extern int	rtk_scan_want(RtkScan *scan, int level, const char *path);
extern RtkScanStatus rtk_scan_next(RtkScan *scan);

/*
 * After RTK_SCAN_CHECK: the level of the row to decide on; is what is below it
 * asked for?  After RTK_SCAN_ROW: pass over what else is below the row above.
 */
extern int	rtk_scan_undecided(const RtkScan *scan);
extern void rtk_scan_decide(RtkScan *scan, bool keep);
extern void rtk_scan_skip(RtkScan *scan);

extern const RtkFailure *rtk_scan_failure(const RtkScan *scan);
extern const char *rtk_scan_failed_resource(const RtkScan *scan);
extern const RtkScanCounters *rtk_scan_counters(const RtkScan *scan);

#endif							/* RTK_SCAN_H */
