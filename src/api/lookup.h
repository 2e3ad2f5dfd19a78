/*
 * lookup.h
 *		Finding something in the table of resources.
 */
#ifndef RTK_LOOKUP_H
#define RTK_LOOKUP_H

#include <stddef.h>

#include "resource.h"

/* Whose rows give the values of a path parameter that a query leaves open. */
typedef struct RtkParent
{
	const char *parameter;
	const RtkResource *resource;
} RtkParent;

/* How the descriptions of columns for query parameters begin. */
#define RTK_QUERY_DESCRIPTION "request parameter: "

/* The table, resources.c. */
extern const RtkResource *const rtk_resources[];	/* NULL ends it */
extern const RtkParent rtk_parents[];	/* parameter NULL ends it */

/* By name, or NULL. */
extern const RtkResource *rtk_lookup_resource(const char *name);
extern const RtkColumn *rtk_lookup_column(const RtkResource *resource,
										  const char *name);

/* Whose rows give the values of a path parameter, or NULL. */
extern const RtkParent *rtk_lookup_parent(const char *parameter);

/*
 * Path of the member of the row or its details that a column shows, or NULL.
 * A column of a path parameter may have one, for rows found without it.
 */
extern const char *rtk_lookup_member(const RtkColumn *column);

/*
 * The path or query parameter that "column = value" gives, or NULL.  The row's
 * own id is one where a method asks by it.
 */
extern const char *rtk_lookup_given(const RtkResource *resource,
									const RtkColumn *column);

/*
 * The value of sort_by that makes the method sort by a member, not ended but
 * len bytes long; or NULL.  sort_order is ASC or DESC.
 */
extern const char *rtk_lookup_sort(const RtkMethod *method,
								   const char *member, size_t *len);

/* The largest page: what is wanted (0: the most) and the method gives. */
extern int	rtk_lookup_per_page(const RtkMethod *method, int wanted);

/* Does the column show one of the resource's personal members? */
extern bool rtk_lookup_is_personal(const RtkResource *resource,
								   const RtkColumn *column);

#endif							/* RTK_LOOKUP_H */
