/*
 * connection.c
 *		The pools of connections of one backend, and the SQL function
 *		rtk_cache_clear().
 */
#include "compat.h"

#include "foreign/foreign.h"
#include "miscadmin.h"
#include "storage/latch.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/syscache.h"
#include "utils/wait_event.h"

#include "clock.h"
#include "connection.h"
#include "credential.h"
#include "descriptor.h"
#include "error.h"
#include "guard.h"
#include "host.h"
#include "shared.h"
#include "wait.h"

PGDLLEXPORT Datum rtk_fdw_cache_clear(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_cache_clear);

/* Descriptors that a pool holds for good: its epoll and its timer. */
#define POOL_DESCRIPTORS 2

/* What lives as long as the backend. */
typedef struct RtkPools
{
	MemoryContext context;
	dlist_head	connections;
	uint32		wait_event;
} RtkPools;

/* Take a pool out of the list and free it; it has no users. */
static void
free_connection(RtkConnection *connection)
{
	dlist_delete(&connection->node);
	rtk_http_free(connection->http);
	rtk_cache_free(connection->cache);
	if (connection->reserved)
		rtk_descriptor_release(POOL_DESCRIPTORS);
	explicit_bzero(connection->token, strlen(connection->token));
	pfree(connection);
}

/* Free the pools that are not in use; with all false, only the stale ones. */
static void
sweep(bool all)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &rtk_shared_own()->pools->connections)
	{
		RtkConnection *connection = dlist_container(RtkConnection, node,
													iter.cur);

		if (connection->users == 0 && (all || connection->stale))
			free_connection(connection);
	}
}

/*
 * A server or mapping changed (hash 0: any).  Callbacks come at times when
 * nothing can be freed, so this only takes note.
 */
static void
invalidate(Datum arg, RtkSysCacheId cacheid, uint32 hash)
{
	dlist_iter	iter;

	dlist_foreach(iter, &rtk_shared_own()->pools->connections)
	{
		RtkConnection *connection = dlist_container(RtkConnection, node,
													iter.cur);
		uint32		own = cacheid == FOREIGNSERVEROID ?
			connection->server_hash : connection->mapping_hash;

		if (hash == 0 || hash == own)
			connection->stale = true;
	}
}

/* Set up the backend's state on first use; complete before it is seen. */
static void
start_backend(void)
{
	RtkOwn	   *own = rtk_shared_own();
	MemoryContext context;
	RtkPools   *pools;

	if (own->pools != NULL)
		return;
	context = AllocSetContextCreate(CacheMemoryContext, "rtk_fdw",
									ALLOCSET_SMALL_SIZES);
	pools = MemoryContextAllocZero(context, sizeof(RtkPools));
	pools->context = context;
	dlist_init(&pools->connections);
	pools->wait_event = RTK_WAIT_EVENT();
	own->pools = pools;
	CacheRegisterSyscacheCallback(FOREIGNSERVEROID,
								  invalidate, (Datum) 0);
	CacheRegisterSyscacheCallback(USERMAPPINGOID,
								  invalidate, (Datum) 0);
}

/* An entry in the list, stale until it has a pool, with one user. */
static RtkConnection *
enter_connection(Oid serverid, Oid umid, const char *token)
{
	uint32		server_hash = GetSysCacheHashValue1(FOREIGNSERVEROID,
													ObjectIdGetDatum(serverid));
	uint32		mapping_hash = GetSysCacheHashValue1(USERMAPPINGOID,
													 ObjectIdGetDatum(umid));
	RtkPools   *pools = rtk_shared_own()->pools;
	RtkConnection *connection;

	connection = MemoryContextAllocZero(pools->context,
										offsetof(RtkConnection, token) +
										strlen(token) + 1);
	strcpy(connection->token, token);
	connection->serverid = serverid;
	connection->umid = umid;
	connection->server_hash = server_hash;
	connection->mapping_hash = mapping_hash;
	connection->stale = true;
	connection->users = 1;
	dlist_push_head(&pools->connections, &connection->node);
	return connection;
}

/* Give an entry its pool, or set *failure; raises no error. */
static bool
open_connection(RtkConnection *connection, const RtkOptions *options,
				RtkFailure *failure)
{
	RtkHttpOptions http = {
		.token = connection->token,
		.ca_file = options->ca_file,
		.proxy = options->proxy,
		.connect_timeout = options->connect_timeout,
		.request_timeout = options->request_timeout,
		.max_connections = options->max_concurrency,
		.max_response_size = options->max_response_size
	};

	/* Pools that nobody uses make room, if need be. */
	connection->reserved = rtk_descriptor_reserve(POOL_DESCRIPTORS);
	if (!connection->reserved)
	{
		sweep(true);
		connection->reserved = rtk_descriptor_reserve(POOL_DESCRIPTORS);
	}
	if (!connection->reserved)
	{
		rtk_failure_set(failure, RTK_FAIL_MEMORY,
						"too many file descriptors are in use");
		return false;
	}
	connection->http = rtk_http_new(&http, failure);
	if (connection->http == NULL)
		return false;
	connection->cache = rtk_cache_new(options->cache_size);
	if (connection->cache == NULL)
	{
		rtk_failure_set(failure, RTK_FAIL_MEMORY, "out of memory");
		return false;
	}
	rtk_pace_init(&connection->rate, options->rate_limit,
				  &connection->pace_key);
	connection->stale = false;
	return true;
}

/* RtkGuard.release: give a pool back. */
static void
release(void *arg)
{
	RtkConnection *connection = arg;

	connection->users--;
	if (connection->users == 0 && connection->stale)
		free_connection(connection);
}

/* A new pool with one user; it outlives a scan, whose options may be old. */
static RtkConnection *
new_connection(Oid serverid, Oid umid, const char *token)
{
	RtkOptions	options;
	RtkPaceKey	pace_key;
	RtkConnection *connection;
	RtkFailure	failure;

	rtk_option_load(serverid, InvalidOid, &options);
	pace_key = rtk_pace_key(options.base_url, token);
	connection = enter_connection(serverid, umid, token);
	connection->pace_key = pace_key;
	if (open_connection(connection, &options, &failure))
		return connection;
	release(connection);
	ereport(ERROR,
			(errcode(rtk_error_sqlstate(failure.kind)),
			 errmsg("could not prepare connections to server \"%s\": %s",
					GetForeignServer(serverid)->servername,
					failure.summary)));
}

/* The pool that is already there, or NULL. */
static RtkConnection *
find_connection(Oid serverid, Oid umid)
{
	dlist_iter	iter;

	dlist_foreach(iter, &rtk_shared_own()->pools->connections)
	{
		RtkConnection *connection = dlist_container(RtkConnection, node,
													iter.cur);

		if (!connection->stale && connection->serverid == serverid &&
			connection->umid == umid)
			return connection;
	}
	return NULL;
}

/* The pool that is there for this token, or a new one; with one user more. */
static RtkConnection *
use_connection(Oid serverid, Oid umid, const char *token)
{
	RtkConnection *connection;

	start_backend();
	connection = find_connection(serverid, umid);
	if (connection != NULL && strcmp(connection->token, token) != 0)
	{
		connection->stale = true;
		connection = NULL;
	}
	sweep(false);
	if (connection == NULL)
		return new_connection(serverid, umid, token);
	connection->users++;
	return connection;
}

/* RtkGuard.release: leave nothing of a token in memory. */
static void
wipe(void *token)
{
	explicit_bzero(token, strlen(token));
}

RtkConnection *
rtk_connection_get(MemoryContext context, Oid userid, Oid serverid,
				   const char *base_url)
{
	MemoryContext old = MemoryContextSwitchTo(context);
	RtkGuard   *user = rtk_guard_new(context, release);
	RtkGuard   *token = rtk_guard_new(context, wipe);
	Oid			umid;

	rtk_host_check(base_url, serverid);
	token->object = rtk_credential_token(userid, serverid, &umid);
	user->object = use_connection(serverid, umid, token->object);
	rtk_guard_release(token);
	MemoryContextSwitchTo(old);
	return user->object;
}

/* RtkGuard.release of a scan. */
static void
end_scan(void *scan)
{
	rtk_scan_free(scan);
}

/* Its guard is armed after that of the pool, so it goes first. */
RtkScan *
rtk_connection_scan(RtkConnection *connection, MemoryContext context,
					RtkBudget *budget, const RtkChain *chain,
					const RtkScanOptions *options)
{
	RtkGuard   *guard = rtk_guard_new(context, end_scan);

	guard->object = rtk_scan_new(connection->http, &connection->rate, budget,
								 chain, options);
	rtk_error_check_memory(guard->object != NULL);
	return guard->object;
}

void
rtk_connection_wait(RtkHttp *http, RtkScan *scan, long timeout,
					double *waited)
{
	double		from = rtk_clock_now();

	rtk_wait_prepare(scan);
	(void) WaitLatchOrSocket(MyLatch,
							 WL_LATCH_SET | WL_SOCKET_READABLE |
							 WL_EXIT_ON_PM_DEATH |
							 (timeout >= 0 ? WL_TIMEOUT : 0),
							 rtk_http_fd(http), timeout,
							 rtk_shared_own()->pools->wait_event);
	ResetLatch(MyLatch);
	*waited += rtk_clock_now() - from;
	CHECK_FOR_INTERRUPTS();
}

int
rtk_connection_count(void)
{
	RtkPools   *pools = rtk_shared_own()->pools;
	int			n = 0;
	dlist_iter	iter;

	if (pools == NULL)
		return 0;
	dlist_foreach(iter, &pools->connections)
		n++;
	return n;
}

/* The SQL function rtk_cache_clear(): returns how much was dropped. */
Datum
rtk_fdw_cache_clear(PG_FUNCTION_ARGS)
{
	RtkPools   *pools = rtk_shared_own()->pools;
	int64		n = 0;
	dlist_iter	iter;

	if (pools == NULL)
		PG_RETURN_INT64(0);
	dlist_foreach(iter, &pools->connections)
	{
		RtkConnection *connection = dlist_container(RtkConnection, node,
													iter.cur);

		if (connection->cache != NULL)
			n += (int64) rtk_cache_clear(connection->cache);
	}
	PG_RETURN_INT64(n);
}
