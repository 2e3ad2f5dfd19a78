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
#include "qual.h"

/* Members of ForeignScan.fdw_private; fdw_exprs holds the keys' values. */
typedef enum RtkPlanPart
{
	RTK_PLAN_USED,				/* IntList: attribute numbers */
	RTK_PLAN_KEYS,				/* IntList: RtkPlanKey of each of fdw_exprs */
	RTK_PLAN_ROW_GOAL,			/* Float: rows wanted, -1: all or unknown */
	RTK_PLAN_REQUESTS,			/* Float: estimate */
	RTK_PLAN_EARLY,				/* IntList: quals checked before details */
	RTK_PLAN_BOUNDS,			/* IntList: rtk_range_pack(), last exprs */
	RTK_PLAN_SORT				/* IntList of sort.h, or NIL */
} RtkPlanPart;

/* What one of fdw_exprs is; expressions of one clause stand together. */
typedef struct RtkPlanKey
{
	AttrNumber	attnum;			/* the column it is compared with */
	int			clause;			/* an alternative of this clause, from 0 */
	bool		is_array;
} RtkPlanKey;

#define RTK_PLAN_KEY_SIZE 3
/* The i-th member of RTK_PLAN_KEYS. */
static inline RtkPlanKey
rtk_plan_key(const List *keys, int i)
{
	RtkPlanKey	key = {
		.attnum = list_nth_int(keys, RTK_PLAN_KEY_SIZE * i),
		.clause = list_nth_int(keys, RTK_PLAN_KEY_SIZE * i + 1),
		.is_array = list_nth_int(keys, RTK_PLAN_KEY_SIZE * i + 2),
	};

	return key;
}

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

/* fdw_private of a scan that gives these columns of all rows. */
extern List *rtk_plan_all(Bitmapset *used);

extern void rtkGetForeignRelSize(PlannerInfo *root, RelOptInfo *baserel,
								 Oid foreigntableid);
extern void rtkGetForeignPaths(PlannerInfo *root, RelOptInfo *baserel,
							   Oid foreigntableid);
extern ForeignScan *rtkGetForeignPlan(PlannerInfo *root, RelOptInfo *baserel,
									  Oid foreigntableid,
									  ForeignPath *best_path, List *tlist,
									  List *scan_clauses, Plan *outer_plan);

#endif							/* RTK_PLAN_H */
