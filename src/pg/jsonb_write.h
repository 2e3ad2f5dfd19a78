/*
 * jsonb_write.h
 *		The jsonb of checked JSON text, written without a tree between.
 */
#ifndef RTK_JSONB_WRITE_H
#define RTK_JSONB_WRITE_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "json.h"

/* What is used again from value to value. */
typedef struct RtkJsonbWriter
{
	MemoryContext context;		/* of what follows; set by the caller */
	StringInfoData jsonb;		/* data NULL: nothing is kept */
	struct RtkChild *children;	/* of the containers that are being written */
	int			nchildren;
	size_t		room;
} RtkJsonbWriter;

/*
 * The jsonb of an object or array, in the database's encoding: byte for byte
 * what jsonb_in() makes of it, palloc'd in the current context.  False where
 * that has to judge: a text that jsonb cannot hold, a number that may be out of
 * range, two members of one name, a scalar, a value of more than 32 MB; and any
 * escape in a database whose encoding is not UTF-8.  The writer starts zeroed.
 */
extern bool rtk_jsonb_write(RtkJsonbWriter *writer, RtkText value,
							Datum *jsonb);

#endif							/* RTK_JSONB_WRITE_H */
