/*
 * window.c
 *		Which pages of a list are read, where not all of its rows are needed.
 */
#include "window.h"

#include "engine.h"
#include "lookup.h"
#include "paging.h"

/* No list is so long that a row behind this one is worth a page of its own. */
#define FARTHEST INT32_MAX

/* Is a single list read, page after page? */
static bool
reads_one_list(const RtkScan *scan)
{
	if (scan->chain.target > 0 ||
		scan->chain.level[0].method->paging != RTK_PAGED ||
		scan->options.rows_each > 0)
		return false;
	for (int i = 0; i < scan->ngiven; i++)
		if (scan->given[i].n != 1 || rtk_paging_names_page(scan->given[i].name))
			return false;
	return true;
}

/* On how many pages of that size the rows stand, the first being row 0? */
static int64_t
pages(int64_t size, int64_t first, int64_t last)
{
	return last / size - first / size + 1;
}

/* As few pages as possible, and as small ones. */
static int64_t
best_size(int64_t largest, int64_t first, int64_t last)
{
	int64_t		best = largest;

	for (int64_t size = largest - 1; size > 0; size--)
		if (pages(size, first, last) <= pages(best, first, last))
			best = size;
	return best;
}

void
rtk_window_choose(RtkScan *scan)
{
	int64_t		first = scan->options.skip;
	int64_t		last = first;
	int64_t		largest;

	if (first <= 0 || first > FARTHEST || !reads_one_list(scan))
		return;
	largest = rtk_lookup_per_page(scan->chain.level[0].method,
								  scan->options.per_page);
	if (scan->options.row_goal > (double) first)
		last = scan->options.row_goal < FARTHEST ?
			(int64_t) scan->options.row_goal - 1 : FARTHEST;
	/* The first page has them all: one request that needs no proof. */
	if (last < largest)
		return;
	scan->window.size = scan->options.row_goal < 0 ? largest :
		best_size(largest, first, last);
	scan->window.page = first / scan->window.size + 1;
	if (scan->window.page == 1)
		scan->window.size = 0;
}

/* Is it the fetch that begins elsewhere than at page 1? */
static bool
is_of_window(const RtkFetch *fetch)
{
	return fetch->scan->window.size > 0 && fetch->level == 0;
}

void
rtk_window_begin(RtkFetch *fetch)
{
	const RtkWindow *window = &fetch->scan->window;

	if (!is_of_window(fetch))
		return;
	fetch->page_no = window->page;
	fetch->read = fetch->rows = (window->page - 1) * window->size;
}

/* Read the list from page 1. */
static void
begin_anew(RtkFetch *fetch)
{
	fetch->scan->window.size = 0;
	fetch->page_no = 1;
	fetch->read = fetch->rows = 0;
}

bool
rtk_window_is_there(RtkFetch *fetch, const RtkPage *page)
{
	RtkWindow  *window = &fetch->scan->window;
	bool		behind = page != NULL && page->nrows == 0 &&
		page->total >= 0 && page->total <= fetch->read;

	if (!is_of_window(fetch) || window->proven)
		return true;
	if (!behind && (page == NULL || page->nrows == 0 ||
					page->start != fetch->read + 1))
	{
		begin_anew(fetch);
		return false;
	}
	if (behind)
		fetch->read = fetch->rows = page->total;
	window->proven = true;
	fetch->scan->counters.skipped = fetch->read;
	return true;
}

bool
rtk_window_skips(const RtkFetch *fetch)
{
	RtkScan    *scan = fetch->scan;

	if (fetch->level != scan->chain.target || scan->options.ordered ||
		scan->counters.skipped >= scan->options.skip)
		return false;
	scan->counters.skipped++;
	return true;
}

int64_t
rtk_window_page_size(const RtkFetch *fetch)
{
	const RtkScan *scan = fetch->scan;
	int64_t		size = rtk_lookup_per_page(fetch->method, scan->options.per_page);

	if (fetch->level != scan->chain.target)
		return size;
	if (scan->window.size > 0)
		return scan->window.size;
	if (scan->options.row_goal >= 1 && scan->options.row_goal < (double) size)
		size = (int64_t) scan->options.row_goal;
	if (scan->options.rows_each > 0 && scan->options.rows_each < size)
		size = scan->options.rows_each;
	return size;
}
