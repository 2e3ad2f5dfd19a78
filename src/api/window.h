/*
 * window.h
 *		Which pages of a list are read, where not all of its rows are needed.
 *
 * Rows to skip need not be read where only one list is: its first request is
 * for the page that has the first row needed.  What pages there are is the
 * server's to say, so the reply must prove where its rows stand
 * (paging.start_offset); else the list is read from its first page.
 */
#ifndef RTK_WINDOW_H
#define RTK_WINDOW_H

#include "fetch.h"

/* The first page of the only list, if it is not page 1. */
typedef struct RtkWindow
{
	int64_t		size;			/* rows of a page, 0: begins at page 1 */
	int64_t		page;
	bool		proven;			/* the page has come */
} RtkWindow;

/* Choose where to begin and how large pages are: before the first request. */
extern void rtk_window_choose(RtkScan *scan);

/* Let a new fetch begin there. */
extern void rtk_window_begin(RtkFetch *fetch);

/*
 * Has the page that has come the rows that it was asked for?  NULL: it was
 * refused.  False: it is of no use, and the list is read from page 1.
 */
extern bool rtk_window_is_there(RtkFetch *fetch, const RtkPage *page);

/* Is the row just taken one to pass over? */
extern bool rtk_window_skips(const RtkFetch *fetch);

/* The page size to ask for. */
extern int64_t rtk_window_page_size(const RtkFetch *fetch);

#endif							/* RTK_WINDOW_H */
