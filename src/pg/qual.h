/*
 * qual.h
 *		Which clauses of a query say the value of a request's parameter.
 *
 * Usable are equality, IN and = ANY, and an OR of them, between a column that
 * can give a parameter and an expression that is known before the scan starts.
 * All clauses are checked again on the rows, so these only narrow the requests.
 */
#ifndef RTK_QUAL_H
#define RTK_QUAL_H

#include "compat.h"

#include "nodes/pathnodes.h"

#include "column.h"

/* One alternative of a clause: the value, or an array of values. */
typedef struct RtkArm
{
	Expr	   *value;
	bool		is_array;
} RtkArm;

/* A usable clause: the column equals one of the alternatives. */
typedef struct RtkClause
{
	const RtkAttribute *attribute;
	List	   *arms;			/* of RtkArm */
} RtkClause;

/* Whose clauses are looked at. */
typedef struct RtkQualContext
{
	PlannerInfo *root;
	const RtkColumnMap *map;
	RelOptInfo *rel;
	Oid			relid;			/* of the foreign table */
} RtkQualContext;

/* Is the expression the same for the whole scan? */
extern bool rtk_qual_is_known_before(const RtkQualContext *context,
									 Expr *expr);

/* Is the expression the ordinary "a = b" of two values of a plain type? */
extern bool rtk_qual_is_equality(const Node *expr);

/* The usable form of an expression, palloc'd, or NULL. */
extern RtkClause *rtk_qual_match(const RtkQualContext *context, Expr *expr);

/*
 * The usable ones (List of RtkClause) of a list of RestrictInfos, and what they
 * imply where they are not usable as a whole: an OR of ANDs.
 */
extern List *rtk_qual_match_list(const RtkQualContext *context, List *rinfos);

/* The same of the table's own restrictions. */
extern List *rtk_qual_match_own(const RtkQualContext *context);

/*
 * Error 0A000 when a restriction says something about a request parameter
 * that cannot be sent.
 */
extern void rtk_qual_check(const RtkQualContext *context, List *rinfos);

/* Raise that error for one column. */
RTK_NORETURN extern void rtk_qual_refuse(const RtkAttribute *attribute);

/* Expected number of values of a clause. */
extern double rtk_qual_values(const RtkClause *clause);

/*
 * Is the clause exact: once its values are sent, every row passes it?  True
 * for path parameters and for query parameters, which show what was sent.
 */
extern bool rtk_qual_is_exact(const RtkClause *clause);

#endif							/* RTK_QUAL_H */
