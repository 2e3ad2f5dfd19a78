/*
 * path.h
 *		The ways to scan a foreign table.
 */
#ifndef RTK_PATH_H
#define RTK_PATH_H

#include "plan.h"

/* Request parameters that are compared with other tables. */
extern Bitmapset *rtk_path_joined(const RtkPlanRel *plan);

/* One of these that the usable clauses do not pass down, or NULL. */
extern const RtkAttribute *rtk_path_unsent(const RtkPlanRel *plan,
										   List *clauses);

#endif							/* RTK_PATH_H */
