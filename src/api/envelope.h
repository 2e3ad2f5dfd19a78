/*
 * envelope.h
 *		What stands around the rows of a reply, and where each row stands.
 */
#ifndef RTK_ENVELOPE_H
#define RTK_ENVELOPE_H

#include "jsonindex.h"
#include "resource.h"

#define RTK_LONGEST_PLACE 128	/* of rows or paging in a reply, NUL too */

typedef struct RtkEnvelope
{
	RtkText		success;
	RtkText		data;			/* "data", or "result" where there is none */
	RtkText		total;			/* paging.total_count, in either place */
	RtkText		start;			/* paging.start_offset, likewise */
	bool		found;			/* one of the places of rows is there */
	bool		listed;			/* the rows stood in an array */
	bool		refused;		/* something else stood where rows stand */
	RtkText    *rows;			/* malloc'd, the caller frees it */
	size_t		nrows;
} RtkEnvelope;

/*
 * Read a checked reply of a method, with its index, in one walk.  Rows are
 * those of the first of the method's places that has an array, or an object
 * that is the only row (the method is not paged, or "lone" says so), or, where
 * the method is not paged, null (no row).  False when memory is out; the rows
 * must be freed then too.
 */
extern bool rtk_envelope_read(RtkEnvelope *envelope, RtkText document,
							  const RtkJsonIndex *index,
							  const RtkMethod *method);

#endif							/* RTK_ENVELOPE_H */
