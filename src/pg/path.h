/*
 * path.h
 *		What a scan of a foreign table asks for, and what that costs.
 */
#ifndef RTK_PATH_H
#define RTK_PATH_H

#include "plan.h"

typedef struct RtkEstimate
{
	double		requests;
	double		rows;
	Cost		startup;
	Cost		total;
	bool		runs;			/* false: would end in an error */
} RtkEstimate;

/* What a scan costs whose clauses (RestrictInfos) are these. */
extern void rtk_path_estimate(const RtkPlanRel *plan, List *rinfos,
							  RtkEstimate *estimate);

/* Rows known (ANALYZE, option rows) over rows typical. */
extern double rtk_path_scale(const RtkPlanRel *plan);

/* Request parameters that are compared with other tables. */
extern Bitmapset *rtk_path_joined(const RtkPlanRel *plan);

/* One of these that the usable clauses do not pass down, or NULL. */
extern const RtkAttribute *rtk_path_unsent(const RtkPlanRel *plan,
										   List *clauses);

#endif							/* RTK_PATH_H */
