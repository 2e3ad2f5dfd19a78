/*
 * connection.h
 *		Connections to the API that outlive a scan.
 *
 * One pool for each server and user mapping and backend, made when it is first
 * needed.  ALTER of the server or the mapping, or another token in the file or
 * variable that the mapping names, makes a new pool; the old one goes with the
 * last scan that uses it.
 */
#ifndef RTK_CONNECTION_H
#define RTK_CONNECTION_H

#include "postgres.h"

#include "lib/ilist.h"

#include "cache.h"
#include "http.h"
#include "option.h"
#include "pace.h"
#include "scan.h"

typedef struct RtkConnection
{
	RtkHttp    *http;
	RtkRate		rate;
	RtkPaceKey	pace_key;		/* of rate */
	RtkCache   *cache;
	/* the rest is connection.c's own */
	dlist_node	node;
	Oid			serverid;
	Oid			umid;
	uint32		server_hash;	/* what invalidations name the server by */
	uint32		mapping_hash;
	int			users;			/* rtk_connection_get() without release */
	bool		stale;			/* free it as soon as nobody uses it */
	bool		reserved;		/* its descriptors are counted */
	char		token[FLEXIBLE_ARRAY_MEMBER];
} RtkConnection;

/*
 * The pool of a server for the user mapping of userid, given back when context
 * is reset.  It has the options that the server has now, whatever those of the
 * scan are.  Checks rtk_fdw.allowed_hosts for base_url, where requests will
 * go, and reads the token.  Errors: 42501 (host), 28000 and HV024 (token),
 * HV001 (no memory or descriptors left), HV00N.
 */
extern RtkConnection *rtk_connection_get(MemoryContext context, Oid userid,
										 Oid serverid, const char *base_url);

/*
 * A scan over a pool that rtk_connection_get() gave in context, freed when that
 * is reset.  Error HV001.
 */
extern RtkScan *rtk_connection_scan(RtkConnection *connection,
									MemoryContext context, RtkBudget *budget,
									const RtkChain *chain,
									const RtkScanOptions *options);

/*
 * After RTK_SCAN_WAIT: sleep until the scan, which uses this pool, can go on,
 * timeout milliseconds have passed (-1: none), or the backend is told
 * something.  Adds the seconds to *waited, and then checks interrupts.
 */
extern void rtk_connection_wait(RtkHttp *http, RtkScan *scan, long timeout,
								double *waited);

/* How many pools this backend has open. */
extern int	rtk_connection_count(void);

#endif							/* RTK_CONNECTION_H */
