/*
 * plan.h
 *		The planner's side of a foreign table, and what the plan carries.
 */
#ifndef RTK_PLAN_H
#define RTK_PLAN_H

#include "postgres.h"

#include "foreign/fdwapi.h"
#include "nodes/pathnodes.h"

#include "ask.h"
#include "plan_parts.h"
#include "qual.h"

/* RelOptInfo.fdw_private of a foreign table. */
typedef struct RtkPlanRel
{
	RtkAsk		ask;			/* without keys */
	RtkQualContext context;
	Bitmapset  *joined;			/* rtk_path_joined() */
	double		analyzed;		/* rows that ANALYZE counted on, or 0 */
	const RtkResource *scaled;	/* has scale times its typical rows, or NULL */
	double		scale;
} RtkPlanRel;

/* What RtkPlanPart says, for rtk_plan_pack(), which makes fdw_private of it. */
typedef struct RtkPlanParts
{
	Oid			relid;
	Bitmapset  *used;
	List	   *keys;
	double		row_goal;
	double		requests;
	List	   *early;
	List	   *bounds;
	List	   *sort;
	List	   *parents;
	List	   *slots;
	JoinType	join;			/* JOIN_INNER: its quals are the plan's */
	List	   *limit;
	RtkCountBy	count;
} RtkPlanParts;

extern List *rtk_plan_pack(const RtkPlanParts *parts);

/*
 * Rows of a path after which the query needs no more, or -1.  It only bounds
 * what is fetched ahead: the executor may still ask for more rows than that.
 */
extern double rtk_plan_row_goal(const RtkPlanRel *plan,
								const ForeignPath *path);

/* What is asked for where the usable clauses (RtkClauses) are these. */
extern RtkAsk rtk_plan_ask(const RtkPlanRel *plan, List *clauses);

/* RTK_PLAN_KEYS of RtkClauses; appends their values to *exprs. */
extern List *rtk_plan_keys(List *clauses, List **exprs);

/* RTK_PLAN_BOUNDS of RestrictInfos; appends their values to *exprs. */
extern List *rtk_plan_bounds(const RtkQualContext *context, List *rinfos,
							 List **exprs);

extern void rtkGetForeignRelSize(PlannerInfo *root, RelOptInfo *baserel,
								 Oid foreigntableid);
extern void rtkGetForeignPaths(PlannerInfo *root, RelOptInfo *baserel,
							   Oid foreigntableid);
extern ForeignScan *rtkGetForeignPlan(PlannerInfo *root, RelOptInfo *baserel,
									  Oid foreigntableid,
									  ForeignPath *best_path, List *tlist,
									  List *scan_clauses, Plan *outer_plan);

#endif							/* RTK_PLAN_H */
