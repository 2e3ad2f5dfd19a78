/*
 * datum.h
 *		JSON text to Datum, by the type of the column.
 *
 * A text column gets what jsonb's ->> would give, a jsonb column what
 * PostgreSQL's jsonb input gives, a number, boolean or time what is certainly
 * meant; any other type gets ->> text through its input function.  What does
 * not fit is an error that names column, row and JSON path, or NULL and
 * counted (option on_bad_value).
 */
#ifndef RTK_DATUM_H
#define RTK_DATUM_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "fmgr.h"

#include "json.h"

/* How values of one scan are converted; the caller fills and owns it. */
typedef struct RtkDatumPolicy
{
	int			on_bad_value;	/* RtkOnBadValue */
	int			on_nul;			/* RtkOnNul */
	int64		nulled;			/* counts values that became NULL */
	const char *relname;		/* for messages */
	RtkText		row_id;			/* of the current row, in its reply; or none */
} RtkDatumPolicy;

typedef struct RtkConverter RtkConverter;

/* The id of the current row as messages show it, palloc'd; NULL: none. */
extern const char *rtk_datum_row_id(const RtkDatumPolicy *policy);

/*
 * A converter to the type of an attribute, which of a join has no name; column
 * and JSON path are for messages.  palloc'd in the current context, like all
 * that it needs.
 */
extern RtkConverter *rtk_datum_converter(Form_pg_attribute attribute,
										 const char *column, const char *path,
										 RtkDatumPolicy *policy);

/*
 * Convert the JSON text of one value (none and null are NULL).  The Datum is
 * palloc'd in the current context.
 */
extern Datum rtk_datum_from_json(RtkConverter *converter, RtkText value,
								 bool *isnull);

/*
 * Convert a plain C string in UTF-8 (a request's parameter) through the
 * type's input function.
 */
extern Datum rtk_datum_from_string(RtkConverter *converter,
								   const char *string, bool *isnull);

#endif							/* RTK_DATUM_H */
