/*
 * ask.h
 *		What a scan asks the API for: its chain of requests and what is sent
 *		with them.
 *
 * Planner, EXPLAIN and executor make the same RtkAsk from the same facts: the
 * table's options and columns, the columns used, the parameters given.
 */
#ifndef RTK_ASK_H
#define RTK_ASK_H

#include "postgres.h"

#include "key.h"
#include "option.h"

typedef struct RtkAsk
{
	RtkOptions	options;
	RtkColumnMap *map;
	Bitmapset  *used;			/* attribute numbers of the columns used */
	List	   *keys;			/* of RtkKey */
	RtkRange	range;
	List	   *wanted;			/* RtkResources above whose rows are, too */
	bool		details;		/* a column of the details is used */
	const char *sort_by;		/* sent with the target, or NULL */
	const char *sort_order;		/* likewise */
	const char *missing;		/* path parameter that nothing gives, or NULL */
	const char *unsent;			/* path parameter that is given but enumerated,
								 * so that another one is sent, or NULL */
	RtkChain	chain;			/* valid when nothing is missing */
} RtkAsk;

/*
 * Load options and columns of a foreign table; palloc'd in the current
 * context.  Keys and columns used are then added, and the chain built.
 */
extern void rtk_ask_load(RtkAsk *ask, Relation relation);

/* Count one more clause that gives the attribute's parameter. */
extern void rtk_ask_give(RtkAsk *ask, const RtkAttribute *attribute,
						 double expected);

/*
 * Build the chain from keys and columns used, and set what follows from it;
 * columns that the query does not ask for are taken from those used.
 */
extern void rtk_ask_build(RtkAsk *ask);

/*
 * Take over the chain of a table below, which reads the rows of this one, too;
 * the target is then their level.  False: it does not read them.
 */
extern bool rtk_ask_follow(RtkAsk *ask, const RtkAsk *below);

/* The key of that name, or NULL. */
extern RtkKey *rtk_ask_key(const RtkAsk *ask, const char *name);

/* The value of a path parameter that an option gives, or NULL. */
extern const char *rtk_ask_option(const RtkAsk *ask, const char *name);

/*
 * Do the values of a path or query parameter go into requests, each value as a
 * branch of the chain (rtk_scan_give())?
 */
extern bool rtk_ask_branches(const RtkAsk *ask, const char *name);

/* The level of the details, or -1. */
extern int	rtk_ask_details_level(const RtkAsk *ask);

/* Can the requests of a level (-1: none) carry the query parameter? */
extern bool rtk_ask_level_knows(const RtkAsk *ask, int level,
								const char *name);

/* Expected number of requests and rows of the chain. */
extern void rtk_ask_estimate(const RtkAsk *ask, double *requests,
							 double *rows);

#endif							/* RTK_ASK_H */
