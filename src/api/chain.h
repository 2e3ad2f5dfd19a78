/*
 * chain.h
 *		Which requests, in which order of levels, answer a query.
 *
 * A row of one level gives the path parameters of the next: apps -> sessions
 * -> participants -> participant details.  What the query gives needs no level.
 * Planner, EXPLAIN and scan build the same chain from the same facts.
 */
#ifndef RTK_CHAIN_H
#define RTK_CHAIN_H

#include <stdbool.h>

#include "resource.h"

#define RTK_MAX_LEVELS 8
#define RTK_NAME_SIZE 64		/* longest name of a path parameter, NUL too */

/* Where the details (call statistics) of a row are read. */
typedef enum RtkDetailsFrom
{
	RTK_DETAILS_AUTO,			/* single; report where single carries none */
	RTK_DETAILS_SINGLE,
	RTK_DETAILS_REPORT
} RtkDetailsFrom;

typedef struct RtkLevel
{
	const RtkResource *resource;
	const RtkMethod *method;	/* NULL: the parent's row carries the details */
	const RtkMethod *fallback;	/* asked when method's reply has no details */
	bool		details;		/* one row for each parent row, found or not */
	bool		own_row_first;	/* details: look into the parent's row first */
	const char *gives;			/* path parameter that its rows give, or NULL */
} RtkLevel;

typedef struct RtkChain
{
	int			nlevels;
	int			target;			/* the level whose rows are the table's rows */
	double		listed;			/* share of the target's rows that filters of
								 * the API leave */
	double		kept;			/* share of rows whose details are asked for */
	const RtkResource *scaled;	/* has scale times its typical rows, or NULL */
	double		scale;
	RtkLevel	level[RTK_MAX_LEVELS];
	char		missing[RTK_NAME_SIZE]; /* what rtk_chain_build() returned */
} RtkChain;

/* Is a path parameter given by the query or an option? */
typedef bool (*RtkIsGiven) (const char *parameter, void *arg);

/*
 * Build the chain for a table.  details: a column of its details is used.
 * Returns NULL, or the path parameter that nothing gives (account_id).
 */
extern const char *rtk_chain_build(RtkChain *chain,
								   const RtkResource *resource,
								   RtkIsGiven is_given, void *arg,
								   bool details, RtkDetailsFrom from);

/*
 * The resource of the chain whose number is least known: where a table has more
 * or fewer rows than typical, there are more or fewer of these.
 */
extern const RtkResource *rtk_chain_scaled(const RtkChain *chain);

/*
 * Typical number of requests and of rows at a level, when a given parameter
 * has values(parameter) values: 1 unless it is a list.
 */
typedef double (*RtkValues) (const char *parameter, void *arg);

extern void rtk_chain_estimate(const RtkChain *chain, RtkValues values,
							   void *arg, double *requests, double *rows);

/* Step through the "{parameter}"s of a path: copies the next into name. */
extern bool rtk_path_parameter(const char **path, char *name);

/* Has path the parameter? */
extern bool rtk_path_has(const char *path, const char *parameter);

#endif							/* RTK_CHAIN_H */
