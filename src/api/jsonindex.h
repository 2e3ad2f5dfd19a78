/*
 * jsonindex.h
 *		Where the containers of a document stand, noted while it is checked.
 */
#ifndef RTK_JSONINDEX_H
#define RTK_JSONINDEX_H

#include "json.h"

/* Rows are no deeper. */
#define RTK_INDEXED_DEPTH 4

/*
 * In the order of the document: those less than RTK_INDEXED_DEPTH deep, but
 * those that are short, and those for which there was no memory.  What is not
 * in it is found by a walk.  It starts zeroed.
 */
typedef struct RtkJsonIndex
{
	RtkText    *containers;		/* malloc'd, the caller frees it */
	size_t		n;
	size_t		room;
	size_t		open[RTK_INDEXED_DEPTH];	/* place of each that is open */
} RtkJsonIndex;

/* A container begins at at, within depth others; it ends before end. */
extern void rtk_json_index_open(RtkJsonIndex *index, int depth,
								const void *at);
extern void rtk_json_index_close(RtkJsonIndex *index, int depth,
								 const void *end);

/*
 * rtk_json_check(), which makes the index on its way; NULL: none.  It is of use
 * when the check has passed.  In jsoncheck.c.
 */
extern RtkJsonFault rtk_json_check_index(const char *body, size_t len,
										 RtkText *document, size_t *offset,
										 RtkJsonIndex *index);

#endif							/* RTK_JSONINDEX_H */
