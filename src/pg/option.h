/*
 * option.h
 *		Options of servers, user mappings, foreign tables and columns.
 *
 * One row of a table is one option; validator and loader are loops over it.
 */
#ifndef RTK_OPTION_H
#define RTK_OPTION_H

#include "postgres.h"

#include "access/attnum.h"

typedef enum RtkOnMissing
{
	RTK_MISSING_SKIP, RTK_MISSING_ERROR
} RtkOnMissing;

typedef enum RtkOnBadValue
{
	RTK_BAD_VALUE_ERROR, RTK_BAD_VALUE_NULL
} RtkOnBadValue;

typedef enum RtkOnNul
{
	RTK_NUL_ERROR, RTK_NUL_STRIP
} RtkOnNul;

typedef enum RtkSortPushdown
{
	RTK_SORT_SAFE, RTK_SORT_OFF, RTK_SORT_TRUST
} RtkSortPushdown;

/* Texts are NULL where not given and without default. */
typedef struct RtkOptions
{
	char	   *base_url;
	char	   *account_id;
	char	   *app_id;
	char	   *ca_file;
	char	   *proxy;
	char	   *resource;		/* the table's name unless given */
	int			per_page;		/* 0: not given */
	int			max_concurrency;
	int			connect_timeout;	/* ms */
	int			request_timeout;	/* ms */
	int			max_retries;
	int			retry_budget;	/* ms */
	int			rate_limit;		/* requests per 5 minutes, 0: none */
	int			max_requests;	/* 0: no bound */
	int			analyze_max_requests;	/* 0: no ANALYZE */
	int			max_response_size;	/* bytes */
	int			cache_ttl;		/* ms, 0: no cache */
	int			cache_size;		/* bytes */
	int			time_margin;	/* seconds */
	int			rows;			/* 0: not given */
	int			on_missing;		/* RtkOnMissing */
	int			on_bad_value;	/* RtkOnBadValue */
	int			on_nul;			/* RtkOnNul */
	int			sort_pushdown;	/* RtkSortPushdown */
	int			callstats_from; /* RtkDetailsFrom of chain.h */
	bool		async_capable;
	bool		enable_pushdown;
	bool		enumerate;
	bool		count_pushdown;
	bool		redact_pii;
	bool		show_secrets;
} RtkOptions;

/*
 * The options of a foreign table: its server's, overridden by its own, else
 * the defaults; palloc'd in the current context.  InvalidOid: the server's.
 */
extern void rtk_option_load(Oid serverid, Oid relid, RtkOptions *options);

/* Have two tables of a server the same options, but for what the table is? */
extern bool rtk_option_equal(const RtkOptions *a, const RtkOptions *b);

/* The column option "path", or NULL. */
extern char *rtk_option_column_path(Oid relid, AttrNumber attnum);

#endif							/* RTK_OPTION_H */
