/*
 * plan_parts.h
 *		What a plan carries from the planner to the executor.
 */
#ifndef RTK_PLAN_PARTS_H
#define RTK_PLAN_PARTS_H

#include "postgres.h"

#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"

/* Members of ForeignScan.fdw_private; fdw_exprs holds the keys' values. */
typedef enum RtkPlanPart
{
	RTK_PLAN_RELID,				/* IntList of one: the table it gives rows of */
	RTK_PLAN_USED,				/* IntList: attribute numbers */
	RTK_PLAN_KEYS,				/* IntList: RtkPlanKey of each of fdw_exprs */
	RTK_PLAN_ROW_GOAL,			/* Float: rows wanted, -1: all or unknown */
	RTK_PLAN_REQUESTS,			/* Float: estimate */
	RTK_PLAN_EARLY,				/* IntList: quals checked before details */
	RTK_PLAN_BOUNDS,			/* IntList: rtk_range_pack(), whose values are
								 * behind those of the keys */
	RTK_PLAN_SORT,				/* IntList of sort.h, or NIL */
	RTK_PLAN_PARENTS,			/* tables of a join above */
	RTK_PLAN_SLOTS,				/* IntList: what a join's tuples show */
	RTK_PLAN_JOIN,				/* IntList of one: JoinType of the table below,
								 * whose quals are the last of fdw_exprs */
	RTK_PLAN_LIMIT,				/* IntList of RtkLimitPart, whose values are the
								 * last of fdw_exprs; NIL: all rows are given */
	RTK_PLAN_COUNT				/* IntList of one: RtkCountBy */
} RtkPlanPart;

/* What of the query's LIMIT clause a scan does itself. */
typedef enum RtkLimitPart
{
	RTK_LIMIT_OFFSET,
	RTK_LIMIT_COUNT
} RtkLimitPart;

/* How a scan counts the rows in place of giving them. */
typedef enum RtkCountBy
{
	RTK_COUNT_NOT,				/* it gives them */
	RTK_COUNT_ROWS,
	RTK_COUNT_TOTALS			/* by total_count, but of the shortest lists */
} RtkCountBy;

/* What one of fdw_exprs is; expressions of one clause stand together. */
typedef struct RtkPlanKey
{
	AttrNumber	attnum;			/* the column it is compared with */
	int			clause;			/* an alternative of this clause, from 0 */
	bool		is_array;
} RtkPlanKey;

#define RTK_PLAN_KEY_SIZE 3
/* How many of fdw_exprs are values of these keys and bounds. */
static inline int
rtk_plan_values(const List *keys, const List *bounds)
{
	return list_length(keys) / RTK_PLAN_KEY_SIZE + list_length(bounds) / 2;
}

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

/*
 * What RTK_PLAN_PARENTS says of each; their values stand in fdw_exprs behind
 * those of the table below, in the same order.
 */
typedef enum RtkParentPart
{
	RTK_PARENT_RELID,			/* IntList of one */
	RTK_PARENT_KEYS,			/* as RTK_PLAN_KEYS */
	RTK_PARENT_BOUNDS,			/* as RTK_PLAN_BOUNDS */
	RTK_PARENT_EARLY			/* as RTK_PLAN_EARLY */
} RtkParentPart;

#endif							/* RTK_PLAN_PARTS_H */
