/*
 * join.h
 *		Joins of foreign tables as one chain of requests.
 *
 * A row of one level gives the path parameters of the next, whether the query
 * joins the tables of both or not: a join on path parameters only shows the
 * rows of more than one level.
 */
#ifndef RTK_JOIN_H
#define RTK_JOIN_H

#include "plan.h"

/* RelOptInfo.fdw_private of a join. */
typedef struct RtkPlanJoin
{
	RtkAsk		ask;			/* of the table below, its keys known */
	List	   *members;		/* RtkPlanRels, the table below last */
	JoinType	type;			/* how the table below is joined */
	List	   *clauses;		/* RestrictInfos of the joins, with ... */
	List	   *matching;		/* ... those that rows below must match */
} RtkPlanJoin;

/* Offers a join of tables that stand above one another in one chain. */
extern void rtkGetForeignJoinPaths(PlannerInfo *root, RelOptInfo *joinrel,
								   RelOptInfo *outerrel, RelOptInfo *innerrel,
								   JoinType jointype,
								   JoinPathExtraData *extra);

/* Are the clauses such that they can be checked on rows of a join? */
extern bool rtk_join_can_check(List *rinfos);

/*
 * Find the order of the tables, the one below being any of them, and their
 * chain.  False when there is none, or the clauses do not join them as one
 * does.
 */
extern bool rtk_join_find(RtkPlanJoin *join, const RelOptInfo *joinrel);

/* All that is computed or compared of the join's columns. */
extern List *rtk_join_exprs(const RtkPlanJoin *join,
							const RelOptInfo *joinrel);

/* The plan of such a path. */
extern ForeignScan *rtk_join_plan(PlannerInfo *root, RelOptInfo *joinrel,
								  List *tlist);

#endif							/* RTK_JOIN_H */
