/*
 * path.h
 *		The ways to scan a foreign table.
 */
#ifndef RTK_PATH_H
#define RTK_PATH_H

#include "plan.h"

/* Members of ForeignPath.fdw_private of a table. */
typedef enum RtkPathPart
{
	RTK_PATH_SORT,				/* IntList of sort.h, or NIL */
	RTK_PATH_LIMIT				/* IntList of RtkLimitPart, or NIL */
} RtkPathPart;

static inline List *
rtk_path_sort(const ForeignPath *path)
{
	return list_nth(path->fdw_private, RTK_PATH_SORT);
}

/* Request parameters that are compared with other tables. */
extern Bitmapset *rtk_path_joined(const RtkPlanRel *plan);

/* One of these that the usable clauses do not pass down, or NULL. */
extern const RtkAttribute *rtk_path_unsent(const RtkPlanRel *plan,
										   List *clauses);

#endif							/* RTK_PATH_H */
