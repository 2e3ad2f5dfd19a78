/*
 * nearest.h
 *		"Perhaps you meant ...": the known name nearest to a misspelt one.
 *
 * getClosestMatch() would do, but PostgreSQL 15 has none.
 */
#ifndef RTK_NEAREST_H
#define RTK_NEAREST_H

#include "postgres.h"

typedef struct RtkNearest
{
	const char *word;			/* what was written */
	const char *match;			/* nearest name so far, or NULL */
	int			distance;		/* edits from word to match */
} RtkNearest;

/* Begin with no match; word must stay. */
extern void rtk_nearest_start(RtkNearest *nearest, const char *word);

/* The resource nearest to a name that is none, or NULL. */
extern const char *rtk_nearest_resource(const char *name);

/* Consider one name, which must stay. */
extern void rtk_nearest_consider(RtkNearest *nearest, const char *name);

#endif							/* RTK_NEAREST_H */
