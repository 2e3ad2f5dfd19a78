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

#include "cache.h"
#include "http.h"
#include "lib/ilist.h"
#include "option.h"
#include "pace.h"

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
 * The pool for a server and user mapping, from options and a token that were
 * read just now; token may be freed afterwards.
 * Errors: HV001 (no memory or descriptors left), HV00N.  Each call wants
 * one rtk_connection_release(), so make an armed guard (guard.h) first.
 */
extern RtkConnection *rtk_connection_get(Oid serverid, Oid umid,
										 const RtkOptions *options,
										 const char *token);

/*
 * Give a pool back (an RtkConnection: void, so that it fits RtkGuard.release).
 * Its transfers must have ended.  Raises no error.
 */
extern void rtk_connection_release(void *connection);

/* Drop all that the backend's connections have cached; returns its number. */
extern size_t rtk_connection_clear_caches(void);

#endif							/* RTK_CONNECTION_H */
