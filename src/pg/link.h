/*
 * link.h
 *		Which path parameters a join's clauses make the same for its tables.
 */
#ifndef RTK_LINK_H
#define RTK_LINK_H

#include "plan.h"

/*
 * Does the clause only say that a path parameter is the same for two of the
 * tables (RtkPlanRels)?
 */
extern bool rtk_link_is(List *members, const RestrictInfo *rinfo);

/*
 * Does each path parameter that two of the tables (RtkPlanRels in the order of
 * the chain of ask) share have one value for both, by the join clauses or by
 * what is given?  So it has in a chain.
 */
extern bool rtk_link_holds(const RtkAsk *ask, List *members, List *clauses);

/*
 * Does no restriction of the table below (the last of the members), and no
 * option, keep rows of those above from being read?  It does where it gives a
 * path parameter of theirs, unless they are restricted to the same.
 */
extern bool rtk_link_keeps_rows_above(const RtkAsk *ask, List *members);

#endif							/* RTK_LINK_H */
