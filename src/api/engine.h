/*
 * engine.h
 *		The inside of a scan, shared by the files that run it.
 *
 * Each level has a queue of fetches in output order, and rows are only ever
 * taken from the head of a queue: so rows come in the order of the sequential
 * walk, in whatever order replies arrive.
 */
#ifndef RTK_ENGINE_H
#define RTK_ENGINE_H

#include "fetch.h"
#include "given.h"
#include "reader.h"
#include "size.h"
#include "trace.h"
#include "window.h"

typedef struct RtkQueue
{
	RtkFetch   *head;
	RtkFetch   *tail;
	int			n;
} RtkQueue;

/* A row of the level above whose branches are being started, one by one. */
typedef struct RtkSpawn
{
	bool		active;
	RtkOrigin	origin;
} RtkSpawn;

struct RtkScan
{
	RtkHttp    *http;
	RtkRate    *rate;
	RtkBudget  *budget;
	RtkCache   *cache;			/* or NULL */
	double		cache_ttl;		/* seconds */
	RtkChain	chain;
	RtkScanOptions options;
	char	   *base_url;		/* owns options.base_url */
	RtkGiven	given[RTK_MAX_GIVEN];
	int			ngiven;
	RtkQuery   *queries;
	int			nqueries;
	RtkReader	reader[RTK_MAX_LEVELS];
	RtkQueue	queue[RTK_MAX_LEVELS];
	RtkSpawn	spawn[RTK_MAX_LEVELS];
	RtkSize		size[RTK_MAX_LEVELS];
	RtkWindow	window;
	const RtkMethod *details_method;	/* of the next details request */
	bool		details_proven; /* its first method carried some */
	int			undecided;		/* level below a row not decided on, 0: none */
	RtkFetch   *current;		/* gave the current row, held */
	bool		started;
	bool		empty;			/* a parameter was given no value */
	int			in_flight;
	int			rows_unstepped; /* rows given since libcurl was last moved */
	int64_t		leaves;			/* fetches of the last level that ended */
	double		deadline;		/* when the host gives up, 0: never */
	double		wake_at;		/* when something may be sent, 0: nothing */
	RtkWait		wake_wait;		/* what it waits for until then */
	double		waiting_until;	/* waits up to then are counted */
	unsigned short seed[3];		/* of the jitter */
	const RtkFetch *failed;		/* the fetch that ended the scan */
	bool		no_memory;
	RtkScanCounters counters;
	RtkTrace	trace;
};

#endif							/* RTK_ENGINE_H */
