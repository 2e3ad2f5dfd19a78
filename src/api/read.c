/*
 * read.c
 *		The pages of one list, and their rows.
 *
 * The end of a list is proven, never assumed: an empty page, or total_count
 * reached.  The server may cap per_page, so a short page proves nothing.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "jsonwalk.h"

/* The query gave the page: no paging, no count to compare with. */
static bool
is_fixed_page(const RtkFetch *fetch)
{
	return fetch->level == fetch->scan->chain.target &&
		(rtk_fetch_given(fetch, "page_no") != NULL ||
		 rtk_fetch_given(fetch, "per_page") != NULL);
}

/* The text of a row's id with its quotes, or the whole row. */
static RtkText
identity(const RtkFetch *fetch, RtkText row)
{
	RtkText		id;

	rtk_json_members(row, fetch->scan->reader[fetch->level].names, 1, &id);
	return rtk_json_is_null(id) ? row : id;
}

static bool
is_same(RtkText a, RtkText b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* Is a row with the identity on the page? */
static bool
is_on(const RtkFetch *fetch, const RtkPage *page, RtkText wanted)
{
	for (size_t i = 0; i < page->nrows; i++)
		if (is_same(identity(fetch, page->rows[i]), wanted))
			return true;
	return false;
}

/*
 * The same page again, whatever else of its rows has changed: the server
 * ignores page_no, or the list stands still.  It begins with the same row;
 * where that is how lists end, rows may have moved as well.
 */
static bool
is_repeated(const RtkFetch *fetch, const RtkPage *page)
{
	const RtkPage *before = fetch->page;

	if (before == NULL || before->nrows == 0 || page->nrows == 0)
		return false;
	if (fetch->method->paging == RTK_PAGED)
		return is_same(identity(fetch, page->rows[0]),
					   identity(fetch, before->rows[0]));
	for (size_t i = 0; i < page->nrows; i++)
		if (!is_on(fetch, before, identity(fetch, page->rows[i])))
			return false;
	return true;
}

void
rtk_read_fail(RtkFetch *fetch, RtkFailureKind kind, const char *summary)
{
	fetch->taken = fetch->page->nrows;
	rtk_fetch_fail_as(fetch, kind, summary);
}

/*
 * A method that only some generations page, or whose rows nothing counts,
 * ignored page_no: if it did so on the second page (page_no is that of the
 * third), the first was the whole list.  Anywhere else paging is broken.
 */
static void
end_repeated(RtkFetch *fetch, RtkPage *page)
{
	rtk_page_drop(page);
	if (fetch->method->paging != RTK_PAGED && fetch->page_no == 3 &&
		fetch->total < 0)
		fetch->last = true;
	else
		rtk_fetch_fail_as(fetch, RTK_FAIL_REPLY, "paging does not advance");
}

/*
 * One object in place of a list has no other pages, or we cannot reach them:
 * false when the fetch failed for that.
 */
static bool
end_lone(RtkFetch *fetch, RtkPage *page)
{
	fetch->last = true;
	if (fetch->total < 0)
		return true;
	rtk_page_drop(page);
	rtk_fetch_fail_as(fetch, RTK_FAIL_REPLY,
					  "unexpected reply: one object, not a list, though "
					  "total_count says more");
	return false;
}

void
rtk_read_page(RtkFetch *fetch, RtkPage *page)
{
	fetch->scan->counters.pages++;
	fetch->page_no++;
	if (is_repeated(fetch, page))
	{
		end_repeated(fetch, page);
		return;
	}
	if (fetch->method->paging != RTK_PAGED_UNCOUNTED)
		fetch->total = page->total;
	rtk_size_note(fetch, page);
	fetch->read += (int64_t) page->nrows;
	if (fetch->page == NULL && !fetch->again)
		fetch->first_total = fetch->total;
	fetch->last = fetch->method->paging == RTK_NOT_PAGED ||
		is_fixed_page(fetch) || page->nrows == 0 ||
		(fetch->total >= 0 && fetch->read >= fetch->total);
	if (!page->listed && !fetch->last && !end_lone(fetch, page))
		return;
	if (fetch->page == NULL)
		fetch->page = page;
	else
		fetch->ahead = page;
}

/* Was a row with this id given by this list before? */
static bool
is_duplicate(RtkFetch *fetch, RtkText id)
{
	if (id.at == NULL)
		return false;
	if (fetch->ids == NULL)
		fetch->ids = rtk_idset_new();
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
 * may belong before rows that were given.
 */
static bool
is_counted(const RtkFetch *fetch)
{
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
		is_fixed_page(fetch) ||
		(fetch->page != NULL && !fetch->page->listed) ||
		(fetch->method->paging == RTK_NOT_PAGED && fetch->rows > fetch->total))
		return true;
	/*
	 * Rows without ids cannot be told apart, and what has no pages has no
	 * others: they are read but once.
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

/* A row's details: always exactly one row, which may be none. */
static RtkTake
take_details(RtkFetch *fetch)
{
	RtkReader  *reader = &fetch->scan->reader[fetch->level];
	RtkText		none = {NULL, 0};

	if (fetch->rows > 0)
		return RTK_TAKE_END;
	if (!fetch->last)
		return RTK_TAKE_WAIT;
	fetch->rows++;
	if (fetch->method == NULL)
		rtk_reader_set(reader, fetch->origin.row, fetch->origin.page);
	else if (fetch->page != NULL && fetch->page->nrows > 0)
		rtk_reader_set(reader, fetch->page->rows[0], fetch->page);
	else
		rtk_reader_set(reader, none, NULL);
	return RTK_TAKE_ROW;
}

RtkTake
rtk_read_row(RtkFetch *fetch)
{
	if (fetch->scan->chain.level[fetch->level].details && !fetch->failed)
		return take_details(fetch);
	for (;;)
	{
		if (take_from_page(fetch))
			return RTK_TAKE_ROW;
		if (fetch->failed)
			return RTK_TAKE_FAILED;
		if (fetch->ahead != NULL)
		{
			rtk_page_drop(fetch->page);
			fetch->page = fetch->ahead;
			fetch->ahead = NULL;
			fetch->taken = 0;
		}
		else if (!fetch->last || !is_complete(fetch))
			return RTK_TAKE_WAIT;
		else
			return RTK_TAKE_END;
	}
}

bool
rtk_read_has_details(RtkText row, const RtkResource *resource)
{
	return rtk_json_has_any(row, resource->details);
}
