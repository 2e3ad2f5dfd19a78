/*
 * origin.c
 *		The row that leads to a fetch.
 */
#include "origin.h"

#include <stdlib.h>
#include <string.h>

#include "fetch.h"

bool
rtk_origin_copy(RtkOrigin *to, const RtkOrigin *from)
{
	*to = *from;
	to->key = NULL;
	if (from->key != NULL && (to->key = strdup(from->key)) == NULL)
	{
		memset(to, 0, sizeof(*to));
		return false;
	}
	rtk_fetch_hold(to->parent);
	rtk_page_hold(to->page);
	return true;
}

void
rtk_origin_reset(RtkOrigin *origin)
{
	rtk_page_drop(origin->page);
	rtk_fetch_drop(origin->parent);
	free(origin->key);
	memset(origin, 0, sizeof(*origin));
}
