/*
 * origin.h
 *		The row that leads to a fetch.
 */
#ifndef RTK_ORIGIN_H
#define RTK_ORIGIN_H

#include "page.h"

#define RTK_MAX_GIVEN 24

typedef struct RtkOrigin
{
	struct RtkFetch *parent;	/* held; NULL at level 0, which has no row */
	RtkPage    *page;			/* of that row, held */
	RtkText		row;
	char	   *key;			/* what the row gives, owned */
	int			choice[RTK_MAX_GIVEN];	/* value of each given parameter */
} RtkOrigin;

/* A copy that holds the same; false, with nothing held: no memory. */
extern bool rtk_origin_copy(RtkOrigin *to, const RtkOrigin *from);
extern void rtk_origin_reset(RtkOrigin *origin);	/* drops what it holds */

#endif							/* RTK_ORIGIN_H */
