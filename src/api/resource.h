/*
 * resource.h
 *		The vocabulary of resources.c: a new endpoint is a new entry there.
 */
#ifndef RTK_RESOURCE_H
#define RTK_RESOURCE_H

#include <stdbool.h>

typedef enum RtkType
{
	RTK_TEXT, RTK_FLOAT8, RTK_INTEGER, RTK_BIGINT, RTK_BOOLEAN, RTK_DATE,
	RTK_TIMESTAMPTZ, RTK_JSONB
} RtkType;

/* Where a column's value comes from. */
typedef enum RtkSource
{
	RTK_FROM_PATH,				/* path parameter of a request, else member */
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
	const char *path;			/* member "a.b", first of "a.b|c", object of
								 * "{a,b}"; NULL: name (FROM_PATH: none) */
	const char *parameter;		/* query parameter that "column =" sends */
	const char *values;			/* every generation takes "A|B"; NULL: any */
	const char *asks;			/* "name=value" to send when it is used, values
								 * joined by commas; "*", all: send nothing;
								 * "name": null unless the query gives that */
	const char *description;
} RtkColumn;

/*
 * By page_no and per_page.  MAYBE: some generations of the API ignore them;
 * UNCOUNTED: so, and total_count counts other rows.
 */
typedef enum RtkPaging
{
	RTK_PAGED, RTK_PAGED_MAYBE, RTK_PAGED_UNCOUNTED, RTK_NOT_PAGED
} RtkPaging;

typedef struct RtkMethod
{
	const char *path;			/* below base_url: "/accounts/{account_id}" */
	const char *rows;			/* first of "data.a|data" that can be rows */
	RtkPaging	paging;
	const char *lone;			/* members "a|b" of which an object has one that
								 * is the only row; NULL: any, where unpaged */
	bool		missing_ok;		/* 404: there is no row */
	const char *around;			/* members "a|b" of "data" that may be there
								 * without rows; "": none; NULL: rows must be */
	int			max_per_page;	/* largest known, 0: unknown */
	const char *parameters;		/* query parameters it knows: "a|b" */
	const char *joined;			/* those that take "A,B": either value */
	const char *times;			/* columns that start_time and end_time bound */
	const char *defaults;		/* sent unless something gives one of them */
	const char *sorts;			/* members and their sort_by: "a=b|c=d" */
	const char *filled;			/* those of them that every row has: "a|c" */
	bool		one_filter;		/* "filters" takes a single value */
} RtkMethod;

typedef struct RtkResource
{
	const char *name;			/* of the table */
	const char *description;
	const char *key;			/* column of the id, as single has it; NULL */
	const RtkMethod *list;		/* rows of one parent, never NULL */
	const RtkMethod *single;	/* one row by its key, or NULL */
	const RtkMethod *report;	/* details where single carries none, or NULL */
	const char *details;		/* members that prove details: "a|b" */
	const char *envelope;		/* member that holds a row in data, or NULL */
	const char *secrets;		/* members never shown, at any depth: "a|b" */
	const char *personal;		/* members that tell where and who: "a|b" */
	const char *settled;		/* "member=value" of a row below which nothing
								 * changes any more, or NULL */
	double		rows;			/* typical number for one parent */
	int			ncolumns;
	const RtkColumn *columns;
} RtkResource;

#endif							/* RTK_RESOURCE_H */
