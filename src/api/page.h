/*
 * page.h
 *		One checked reply: where its rows stand, and how many there are.
 */
#ifndef RTK_PAGE_H
#define RTK_PAGE_H

#include <stdint.h>

#include "failure.h"
#include "json.h"
#include "resource.h"

typedef struct RtkPage
{
	int			refs;
	char	   *body;
	size_t		len;			/* of body */
	RtkText		data;			/* "data" of the reply */
	bool		listed;			/* rows stood in an array */
	RtkText    *rows;			/* the rows, in their order */
	size_t		nrows;
	int64_t		total;			/* paging.total_count, -1: none */
	int64_t		start;			/* paging.start_offset, from 1; -1: none */
} RtkPage;

/*
 * Check a reply with status 200 and find its rows.  Takes over body (malloc'd,
 * len bytes).  NULL with *failure set when it is not such a reply;
 * *truncated says that it only ends too early and may be asked for again.
 * The caller drops the page.
 */
extern RtkPage *rtk_page_parse(char *body, size_t len,
							   const RtkMethod *method, RtkFailure *failure,
							   bool *truncated);

extern RtkPage *rtk_page_hold(RtkPage *page);	/* NULL allowed */
extern void rtk_page_drop(RtkPage *page);	/* NULL allowed */

/* Bytes that it takes. */
extern size_t rtk_page_size(const RtkPage *page);

#endif							/* RTK_PAGE_H */
