/*
 * convert.h
 *		The conversions of JSON text, by type; datum.c decides what becomes of
 *		a value that does not fit.
 */
#ifndef RTK_CONVERT_H
#define RTK_CONVERT_H

#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"

#include "datum.h"
#include "jsonb_write.h"

/*
 * Convert a value that is not null and is in the database's encoding.  Returns
 * 0, or the SQLSTATE of why it does not fit.  *result comes in as not null; a
 * text that stands for no value (as "" for a time) sets isnull.
 */
typedef int (*RtkConvert) (RtkConverter *converter, RtkText value,
						   NullableDatum *result);

struct RtkConverter
{
	RtkDatumPolicy *policy;
	RtkConvert	convert;
	const char *column;
	const char *path;
	Oid			type;			/* below domains */
	int32		typmod;
	Oid			ioparam;
	FmgrInfo	input;			/* of type */
	FmgrInfo	jsonb_in;
	RtkJsonbWriter jsonb;
	Oid			domain;			/* or InvalidOid */
	void	   *domain_cache;	/* of domain_check() */
	MemoryContext context;		/* where the converter lives */
	StringInfoData buffer;		/* the text being read, NUL-terminated */
};

/* The conversion for a base type. */
extern RtkConvert rtk_convert_find(Oid type);

/* The jsonb of a value.  Returns 0 or an SQLSTATE. */
extern int	rtk_convert_jsonb(RtkConverter *converter, RtkText value,
							  Datum *datum);

/*
 * The text that ->> gives of a value; it stands in the value itself or in the
 * current context.  Returns 0 or an SQLSTATE.
 */
extern int	rtk_convert_text(RtkConverter *converter, RtkText value,
							 RtkText *text);

/*
 * Read text, in the database's encoding, as the type's input function reads
 * it.  Returns 0 or an SQLSTATE.
 */
extern int	rtk_convert_input(RtkConverter *converter, RtkText text,
							  Datum *datum);

#endif							/* RTK_CONVERT_H */
