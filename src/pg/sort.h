/*
 * sort.h
 *		Which order the API can give its rows in.
 */
#ifndef RTK_SORT_H
#define RTK_SORT_H

#include "postgres.h"

#include "plan.h"

/* Members of the IntList in which a plan carries an order; NIL: none. */
typedef enum RtkOrderPart
{
	RTK_ORDER_COLUMN,			/* attribute number */
	RTK_ORDER_DESCENDING,
	RTK_ORDER_NULLS_FIRST,
	RTK_ORDER_NULLS_DROPPED,	/* a clause removes them, wherever they are */
	RTK_ORDER_FILLED			/* there are none */
} RtkOrderPart;

/*
 * What the query's ORDER BY begins with, as a list of one pathkey, and the
 * order that a plan carries, if a scan with no clauses but the restrictions of
 * the relation reads one list that the API can sort so; else NIL.
 */
extern List *rtk_sort_choose(const RtkPlanRel *plan, List **sort);

/* Does the clause only say of the order's column that which is so: not null? */
extern bool rtk_sort_fills(const RtkQualContext *context, List *sort,
						   Expr *clause);

/* Add to the attribute numbers in used the one that the order is by. */
extern Bitmapset *rtk_sort_used(List *sort, Bitmapset *used);

#endif							/* RTK_SORT_H */
