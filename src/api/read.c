/*
 * read.c
 *		The rows of one list, each once, and whether they are all.
 */
#include "read.h"

#include "details.h"
#include "engine.h"
#include "paging.h"
#include "reuse.h"

void
rtk_read_fail(RtkFetch *fetch, RtkFailureKind kind, const char *summary)
{
	fetch->taken = fetch->page->nrows;
	rtk_fetch_fail_as(fetch, kind, summary);
}

/* Was a row with this id given by this list before? */
static bool
is_duplicate(RtkFetch *fetch, RtkText id)
{
	if (id.at == NULL)
		return false;
	if (fetch->ids == NULL)
		fetch->ids = rtk_idset_new(fetch->total);
	if (fetch->ids != NULL)
		switch (rtk_idset_add(fetch->ids, id.at, id.len))
		{
			case RTK_ID_NEW:
				return false;
			case RTK_ID_SEEN:
				fetch->scan->counters.duplicates += !fetch->again;
				return true;
			case RTK_ID_NO_MEMORY:
				break;
		}
	rtk_read_fail(fetch, RTK_FAIL_MEMORY, "out of memory");
	return true;
}

/* Take the next new row of the page; false when it has none left. */
static bool
take_from_page(RtkFetch *fetch)
{
	RtkReader  *reader = &fetch->scan->reader[fetch->level];

	while (fetch->page != NULL && fetch->taken < fetch->page->nrows)
	{
		RtkText		row = fetch->page->rows[fetch->taken++];

		if (!rtk_json_is_object(row))
			rtk_read_fail(fetch, RTK_FAIL_REPLY,
						  "unexpected reply: a row is not an object");
		else
		{
			rtk_reader_set(reader, row, fetch->page);
			if (!fetch->page->listed ||
				!is_duplicate(fetch, rtk_reader_id(reader)))
			{
				fetch->rows++;
				return true;
			}
		}
	}
	return false;
}

/*
 * Are the rows given as many as total_count says?  In an order that the host
 * relies on, those that were there at first are enough: what was added since
 * may belong before rows that were given.  Where rows vanished meanwhile, one
 * that was given stands in the count for one that moved to a page read before.
 */
static bool
is_counted(const RtkFetch *fetch)
{
	if (fetch->shrank && !fetch->again)
		return false;
	return fetch->rows == fetch->total ||
		(fetch->scan->options.ordered && fetch->rows == fetch->first_total);
}

/*
 * The list is at its end.  Where it gave another number of rows than its
 * total_count says, rows moved between pages while they were read: read it
 * once more, giving only the rows that are new.  False when it begins again.
 */
static bool
is_complete(RtkFetch *fetch)
{
	RtkScanCounters *counters = &fetch->scan->counters;
	int64_t		ids = fetch->ids != NULL ?
		(int64_t) rtk_idset_count(fetch->ids) : 0;

	if (fetch->total < 0 || is_counted(fetch) ||
		rtk_paging_is_fixed(fetch) ||
		(fetch->page != NULL && !fetch->page->listed) ||
		(fetch->method->paging == RTK_NOT_PAGED && fetch->rows > fetch->total))
		return true;
	/*
	 * Rows without ids cannot be told apart, nor new ones from those of pages
	 * that were passed over, and what has no pages has no others: they are
	 * read but once.
	 */
	if (fetch->again || fetch->rows > ids ||
		fetch->method->paging == RTK_NOT_PAGED)
	{
		counters->miscounted++;
		counters->miscounted_rows = fetch->rows;
		counters->miscounted_total = fetch->total;
		return true;
	}
	fetch->again = true;
	fetch->last = false;
	fetch->page_no = 1;
	fetch->read = 0;
	fetch->taken = 0;
	rtk_page_drop(fetch->page);
	fetch->page = NULL;
	counters->reread++;
	return false;
}

/* Take the next row of the list that is not to be passed over. */
static RtkTake
take_from_list(RtkFetch *fetch)
{
	for (;;)
	{
		while (take_from_page(fetch))
			if (!rtk_window_skips(fetch))
				return RTK_TAKE_ROW;
		if (fetch->failed)
			return RTK_TAKE_FAILED;
		if (fetch->last)
			return is_complete(fetch) ? RTK_TAKE_END : RTK_TAKE_WAIT;
		if (!rtk_paging_advance(fetch))
			return RTK_TAKE_WAIT;
	}
}

RtkTake
rtk_read_row(RtkFetch *fetch)
{
	bool		details = fetch->scan->chain.level[fetch->level].details;
	RtkTake		take = details && !fetch->failed ? rtk_details_take(fetch) :
		take_from_list(fetch);

	if (take == RTK_TAKE_END)
		rtk_reuse_keep(fetch);
	return take;
}
