/*
 * column.h
 *		What each column of a foreign table stands for.
 *
 * A column stands for the resource column of its name (or of its option
 * "path"), else for that member of the row object.
 */
#ifndef RTK_COLUMN_H
#define RTK_COLUMN_H

#include "postgres.h"

#include "access/attnum.h"
#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "utils/relcache.h"

#include "chain.h"
#include "option.h"

/* What "column = value" can do for the requests. */
typedef enum RtkKeyKind
{
	RTK_KEY_NONE,
	RTK_KEY_PATH,				/* a path parameter, or the row's own id */
	RTK_KEY_QUERY,				/* a query parameter, shown as it was sent */
	RTK_KEY_FIELD				/* a query parameter that filters by a member */
} RtkKeyKind;

typedef struct RtkAttribute
{
	AttrNumber	attnum;			/* 0: dropped */
	const char *name;
	RtkSource	source;
	const char *path;			/* members, for FROM_ROW and FROM_DETAILS */
	const char *asks;			/* as in RtkColumn */
	const char *values;			/* as in RtkColumn */
	bool		redacted;		/* always null: personal data */
	bool		secret;			/* must not be read */
	bool		ranged;			/* the list is asked for a range of it */
	RtkKeyKind	kind;
	const char *parameter;		/* that "column = value" gives, or NULL */
} RtkAttribute;

typedef struct RtkColumnMap
{
	const RtkResource *resource;
	const char *secrets;		/* members to leave out, "a|b", or NULL */
	const char *personal;		/* likewise */
	int			natts;
	RtkAttribute *attributes;	/* [attnum - 1] */
} RtkColumnMap;

/*
 * The map of a foreign table, palloc'd in the current context.  Error HV00R
 * when there is no resource of the option's name.
 */
extern RtkColumnMap *rtk_column_map(Relation relation,
									const RtkOptions *options);

/* The attribute, or NULL for system and dropped columns. */
extern const RtkAttribute *rtk_column_get(const RtkColumnMap *map,
										  AttrNumber attnum);

/* The column that stands for a path parameter, or NULL. */
extern const RtkAttribute *rtk_column_for(const RtkColumnMap *map,
										  const char *parameter);

/*
 * Add to used the attribute numbers that an expression reads of the relation
 * at range table index varno; a whole-row reference reads all.  Redacted
 * columns are not read.  Error 42501 for a column that shows a secret.
 */
extern Bitmapset *rtk_column_used(const RtkColumnMap *map, Node *expr,
								  Index varno, Bitmapset *used);

/* The same without what only whole-row references read. */
extern Bitmapset *rtk_column_named(const RtkColumnMap *map, Node *expr,
								   Index varno, Bitmapset *used);

#endif							/* RTK_COLUMN_H */
