/*
 * scan_query.h
 *		A query of the chain engine over fake_http.h, and what came of it.
 */
#ifndef RTK_SCAN_QUERY_H
#define RTK_SCAN_QUERY_H

#include "fake_http.h"
#include "../../src/api/current.h"
#include "../../src/api/list.h"
#include "../../src/api/lookup.h"
#include "../../src/api/reuse.h"

/* One query: what it gives, and what came of it. */
typedef struct Query
{
	const char *resource;
	const char *given[4];		/* "session_id=s1,s2" */
	bool		details;
	double		row_goal;		/* 0: none */
	int			skip;			/* rows */
	bool		ordered;
	bool		totals;
	int			stop_after;		/* rows, 0: all */
	int			max_requests;
	RtkDetailsFrom from;
	const char *upper;			/* shown of each row, NULL: session_id */
	const char *wanted;			/* likewise, NULL: id */
	const char *wanted_details; /* NULL: statistics of a participant */
	RtkCache   *cache;			/* or NULL */
	const char *dropped;		/* rows that get no details, "a|b" of wanted */
} Query;

typedef struct Result
{
	char		rows[20000];	/* "app/upper/wanted " for each row */
	char		statistics[2000];	/* "details " likewise */
	int			nrows;
	RtkScanStatus status;
	RtkFailure	failure;
	RtkScanCounters counters;
} Result;

static bool
is_given(const char *parameter, void *arg)
{
	const Query *q = arg;
	size_t		len = strlen(parameter);

	if (strcmp(parameter, "account_id") == 0)
		return true;
	for (int i = 0; i < 4 && q->given[i] != NULL; i++)
		if (strncmp(q->given[i], parameter, len) == 0 &&
			q->given[i][len] == '=')
			return true;
	return false;
}

static void
give(RtkScan *scan, const char *given)
{
	char		copy[200];
	const char *values[20];
	int			n = 0;
	char	   *rest;
	char	   *name;

	snprintf(copy, sizeof(copy), "%s", given);
	name = strtok_r(copy, "=", &rest);
	for (char *value = strtok_r(NULL, ",", &rest); value != NULL;
		 value = strtok_r(NULL, ",", &rest))
		values[n++] = value;
	rtk_scan_give(scan, name, values, n, strcmp(name, "app_id") != 0);
}

/* Add one row to the result. */
static void
note(Result *r, RtkScan *scan, const RtkChain *chain, const Query *q,
	 const int *wants)
{
	RtkText		text = rtk_current_value(scan, chain->target, wants[0]);
	const char *app = rtk_current_parameter(scan, "app_id");
	const char *upper = rtk_current_parameter(scan, q->upper ? q->upper :
											  "session_id");
	size_t		used = strlen(r->rows);

	snprintf(r->rows + used, sizeof(r->rows) - used, "%s/%s/%.*s ",
			 app ? app : "", upper ? upper : "", (int) text.len,
			 text.at ? text.at : "");
	if (wants[1] >= 0)
	{
		text = rtk_current_value(scan, chain->nlevels - 1, wants[1]);
		used = strlen(r->statistics);
		snprintf(r->statistics + used, sizeof(r->statistics) - used, "%.*s ",
				 (int) text.len, text.at ? text.at : "");
	}
	r->nrows++;
}

static void
run(const Query *q, Result *r)
{
	RtkChain	chain;
	RtkRate		rate;
	RtkBudget	budget = {0};
	RtkScan    *scan;
	static const char *account[] = {"acc"};
	RtkScanOptions options = {
		.base_url = "", .max_concurrency = 4, .max_retries = 2,
		.retry_budget = 60, .max_requests = q->max_requests,
		.skip_missing = true, .row_goal = q->row_goal > 0 ? q->row_goal : -1,
		.skip = q->skip, .ordered = q->ordered, .totals = q->totals
	};
	int			wants[2] = {-1, -1};

	memset(r, 0, sizeof(*r));
	rtk_rate_init(&rate, 0, NULL);
	rtk_chain_build(&chain, rtk_lookup_resource(q->resource),
					&(RtkChainFacts) {
						.is_given = is_given, .arg = (void *) q,
							.details = q->details, .from = q->from
					});
	if (q->dropped != NULL)
		options.checked = 1u << chain.target;
	scan = rtk_scan_new(NULL, &rate, &budget, &chain, &options);
	if (q->cache != NULL)
		rtk_reuse_start(scan, q->cache, 60);
	rtk_scan_give(scan, "account_id", account, 1, false);
	for (int i = 0; i < 4 && q->given[i] != NULL; i++)
		give(scan, q->given[i]);
	wants[0] = rtk_scan_want(scan, chain.target, q->wanted ? q->wanted : "id");
	if (q->details)
		wants[1] = rtk_scan_want(scan, chain.nlevels - 1,
								 q->wanted_details ? q->wanted_details :
								 "peer_stats.of|peer_report.of");
	while ((r->status = rtk_scan_next(scan)) != RTK_SCAN_END &&
		   r->status != RTK_SCAN_FAILED)
	{
		if (r->status == RTK_SCAN_CHECK)
		{
			RtkText		text = rtk_current_value(scan, chain.target, wants[0]);

			rtk_scan_decide(scan, !rtk_list_has_text(q->dropped, text.at,
													 text.len));
		}
		if (r->status == RTK_SCAN_ROW)
			note(r, scan, &chain, q, wants);
		if (q->stop_after > 0 && r->nrows >= q->stop_after)
			break;
	}
	if (r->status == RTK_SCAN_FAILED)
		r->failure = *rtk_scan_failure(scan);
	r->counters = *rtk_scan_counters(scan);
	rtk_scan_free(scan);
	is_int(fake.nrunning, 0, "nothing is left running");
}

#endif							/* RTK_SCAN_QUERY_H */
