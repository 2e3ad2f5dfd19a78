/*
 * resource.h
 *		The vocabulary in which resources.c describes the API.
 *
 * A resource is a table.  Everything that knows an endpoint reads these
 * structs: import, validation, pushdown, enumeration, EXPLAIN, documentation
 * and tests.  A new endpoint is a new entry in resources.c and no code.
 * Facts: developers.cloudflare.com/api/resources/realtime_kit.
 */
#ifndef RTK_RESOURCE_H
#define RTK_RESOURCE_H

#include <stdbool.h>

typedef enum RtkType
{
	RTK_TEXT, RTK_FLOAT8, RTK_INTEGER, RTK_BOOLEAN, RTK_TIMESTAMPTZ, RTK_JSONB
} RtkType;

/* Where a column's value comes from. */
typedef enum RtkSource
{
	RTK_FROM_PATH,				/* path parameter of the request */
	RTK_FROM_ROW,				/* member of the row object */
	RTK_FROM_DETAILS,			/* member that only the details carry */
	RTK_FROM_DATA,				/* the row in the reply's envelope shape */
	RTK_FROM_SUCCESS,			/* "success" of the reply */
	RTK_FROM_QUERY				/* query parameter, shown as it was sent */
} RtkSource;

typedef struct RtkColumn
{
	const char *name;
	RtkType		type;
	RtkSource	source;
	const char *path;			/* members "a.b", alternatives "a.b|c", object
								 * of those present "{a,b}"; NULL: name */
	const char *parameter;		/* query parameter that "column =" sends */
	const char *asks;			/* "name=value" to send when the column is used;
								 * values of one name are joined by commas,
								 * "name=*" means all: the name is not sent */
	const char *description;
} RtkColumn;

typedef enum RtkPaging
{
	RTK_PAGED,					/* page_no and per_page */
	RTK_PAGED_MAYBE,			/* some generations of the API ignore them */
	RTK_NOT_PAGED
} RtkPaging;

typedef struct RtkMethod
{
	const char *path;			/* "/accounts/{account_id}/…", below base_url */
	const char *rows;			/* where rows stand, "data.sessions|data": the
								 * first that is an array or object */
	RtkPaging	paging;
	int			max_per_page;	/* largest known, 0: unknown */
	const char *parameters;		/* query parameters it knows: "a|b" */
	const char *defaults;		/* sent unless the query gives one of them */
	bool		one_filter;		/* "filters" takes a single value */
} RtkMethod;

typedef struct RtkResource
{
	const char *name;			/* of the table */
	const char *description;
	const char *key;			/* column that identifies a row: the path
								 * parameter of single; NULL: none */
	const RtkMethod *list;		/* rows of one parent */
	const RtkMethod *single;	/* one row by its key, or NULL */
	const RtkMethod *report;	/* details where single carries none, or NULL */
	const char *details;		/* members that prove details: "a|b" */
	const char *envelope;		/* member that holds a row in data, or NULL */
	double		rows;			/* typical number for one parent */
	int			ncolumns;
	const RtkColumn *columns;
} RtkResource;

extern const RtkResource *const rtk_resources[];	/* NULL ends it */

extern const RtkResource *rtk_resource_find(const char *name);

/* The resource whose rows give the values of a path parameter, or NULL. */
extern const RtkResource *rtk_resource_parent(const char *parameter);

/* The column of that name, or NULL. */
extern const RtkColumn *rtk_resource_column(const RtkResource *resource,
											const char *name);

/* Does "a|b|c" hold name?  NULL lists hold nothing. */
extern bool rtk_list_has(const char *list, const char *name);

#endif							/* RTK_RESOURCE_H */
