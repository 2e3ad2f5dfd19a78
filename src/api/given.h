/*
 * given.h
 *		What the host gave a scan for its requests.
 */
#ifndef RTK_GIVEN_H
#define RTK_GIVEN_H

#include <stdbool.h>

#include "scan.h"

/* Values that the host gave for one parameter. */
typedef struct RtkGiven
{
	char	   *name;
	char	  **values;
	int			n;
	int			level;			/* where its branches start, or -1 */
	int			filters;		/* level whose rows must give one, or -1 */
	bool		missing_ok;
} RtkGiven;

/* A query parameter of every request of a level. */
typedef struct RtkQuery
{
	int			level;
	char	   *name;
	char	   *value;
} RtkQuery;

/* Decide at which levels the values branch or filter: before the first row. */
extern void rtk_given_place(RtkScan *scan);

/* Does no value given for what a level's row gives speak against key? */
extern bool rtk_given_wants(const RtkScan *scan, int level, const char *key);

extern void rtk_given_free(RtkScan *scan);	/* all that was given */

#endif							/* RTK_GIVEN_H */
