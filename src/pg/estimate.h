/*
 * estimate.h
 *		How many requests and rows a scan has, and what they cost.
 */
#ifndef RTK_ESTIMATE_H
#define RTK_ESTIMATE_H

#include "join.h"

typedef struct RtkEstimate
{
	double		requests;
	double		levels;			/* of them, that wait for one another */
	double		rows;
	Cost		startup;
	Cost		total;
	bool		runs;			/* false: would end in an error */
} RtkEstimate;

/* What a scan costs whose clauses (RestrictInfos) are these. */
extern void rtk_estimate_scan(const RtkPlanRel *plan, List *rinfos,
							  RtkEstimate *estimate);

/*
 * What it costs to count the rows of a scan with the restrictions; by_total:
 * with one request for each list.
 */
extern void rtk_estimate_count(const RtkPlanRel *plan, bool by_total,
							   RtkEstimate *estimate);

/* The requests up to the row of that number; -1: up to the last. */
extern double rtk_estimate_requests(const RtkEstimate *estimate,
									double row_goal);

/* What a join costs, and how many rows it has. */
extern void rtk_estimate_join(const RtkPlanJoin *join, RtkEstimate *estimate);

/* Set scaled and scale from the rows known: by ANALYZE, else option rows. */
extern void rtk_estimate_scale(RtkPlanRel *plan);

#endif							/* RTK_ESTIMATE_H */
