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
	double		scale;			/* times the typical rows of one list */
	double		listed;			/* share of its rows that filters leave */
	double		kept;			/* share of these with requests below */
} RtkLevel;

typedef struct RtkChain
{
	int			nlevels;
	int			target;			/* the level whose rows are the table's rows */
	RtkLevel	level[RTK_MAX_LEVELS];
	char		missing[RTK_NAME_SIZE]; /* what rtk_chain_build() returned */
} RtkChain;

/* Is a path parameter given?  Are a parent's rows wanted even if it is? */
typedef bool (*RtkIsGiven) (const char *parameter, void *arg);
typedef bool (*RtkIsWanted) (const RtkResource *resource, void *arg);

typedef struct RtkChainFacts
{
	RtkIsGiven	is_given;
	RtkIsWanted is_wanted;		/* NULL: none are */
	void	   *arg;			/* of both */
	bool		details;		/* a column of the table's details is used */
	RtkDetailsFrom from;
} RtkChainFacts;

/* Build it for a table: NULL, or the path parameter that nothing gives. */
extern const char *rtk_chain_build(RtkChain *chain,
								   const RtkResource *resource,
								   const RtkChainFacts *facts);

/* The resource of which there are more where a table has more than typical. */
extern const RtkResource *rtk_chain_scaled(const RtkChain *chain);

/* Say that the lists of a resource (NULL: none) are that much longer. */
extern void rtk_chain_scale(RtkChain *chain, const RtkResource *resource,
							double scale);

/*
 * Typical number of requests and of rows at a level, when a given parameter
 * has values(parameter) values: 1 unless it is a list.
 */
typedef double (*RtkValues) (const char *parameter, void *arg);

extern void rtk_chain_estimate(const RtkChain *chain, int per_page,
							   RtkValues values, void *arg,
							   double *requests, double *rows);

/* Step through the "{parameter}"s of a path: copies the next into name. */
extern bool rtk_path_parameter(const char **path, char *name);

/* Has path the parameter? */
extern bool rtk_path_has(const char *path, const char *parameter);

#endif							/* RTK_CHAIN_H */
