/*
 * key.h
 *		What the clauses of a query give to requests.
 */
#ifndef RTK_KEY_H
#define RTK_KEY_H

#include "postgres.h"

#include "column.h"

/* A parameter that the query gives. */
typedef struct RtkKey
{
	const char *name;
	RtkKeyKind	kind;
	const char *known;			/* values that may be sent, "a|b"; NULL: any */
	double		expected;		/* expected number of values */
	int			nvalues;		/* once they are known: their number ... */
	char	  **values;			/* ... and text in UTF-8, sorted, distinct */
} RtkKey;

/* The range of time that the clauses give; texts or NULL once it is bound. */
typedef struct RtkRange
{
	bool		from, to, bound;
	char	   *from_text, *to_text;
} RtkRange;

#endif							/* RTK_KEY_H */
