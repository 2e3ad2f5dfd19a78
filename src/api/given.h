/*
 * given.h
 *		What the host gave a scan for its requests.
 */
#ifndef RTK_GIVEN_H
#define RTK_GIVEN_H

#include <stdbool.h>

/* Values that the host gave for one parameter. */
typedef struct RtkGiven
{
	char	   *name;
	char	  **values;
	int			n;
	int			level;			/* where its branches start */
	bool		missing_ok;
} RtkGiven;

/* A query parameter of every request of a level. */
typedef struct RtkQuery
{
	int			level;
	char	   *name;
	char	   *value;
} RtkQuery;

#endif							/* RTK_GIVEN_H */
