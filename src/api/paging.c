/*
 * paging.c
 *		The pages of one list.
 *
 * The end of a list is proven, never assumed: an empty page, or total_count
 * reached.  The server may cap per_page, so a short page proves nothing.
 */
#include "paging.h"

#include <string.h>

#include "count.h"
#include "details.h"
#include "engine.h"
#include "reuse.h"

bool
rtk_paging_names_page(const char *parameter)
{
	return strcmp(parameter, "page_no") == 0 ||
		strcmp(parameter, "per_page") == 0;
}

bool
rtk_paging_is_fixed(const RtkFetch *fetch)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->ngiven; i++)
		if (rtk_paging_names_page(scan->given[i].name))
			return fetch->level == scan->chain.target;
	return false;
}

/* The text of a row's id with its quotes, or the whole row. */
static RtkText
identity(const RtkFetch *fetch, RtkText row)
{
	RtkText		id;

	rtk_json_members(row, fetch->scan->reader[fetch->level].names, 1, &id);
	return rtk_reader_is_id(id) ? id : row;
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

/*
 * A method that only some generations page, or whose rows nothing counts,
 * ignored page_no: if it did so on the second page, the first was the whole
 * list.  Anywhere else paging is broken.
 */
static void
end_repeated(RtkFetch *fetch, RtkPage *page)
{
	bool		second = fetch->read == (int64_t) fetch->page->nrows;

	rtk_page_drop(page);
	if (fetch->method->paging != RTK_PAGED && second && fetch->total < 0)
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

/* The page that comes next in the list.  Takes it over. */
static void
take_page(RtkFetch *fetch, RtkPage *page)
{
	int64_t		nrows = (int64_t) page->nrows;

	if (is_repeated(fetch, page))
	{
		end_repeated(fetch, page);
		return;
	}
	if (fetch->method->paging != RTK_PAGED_UNCOUNTED)
	{
		fetch->shrank |= fetch->read > 0 && page->total < fetch->total;
		fetch->total = page->total;
	}
	rtk_size_note(fetch, page);
	fetch->read += nrows;
	if (nrows > fetch->page_rows)
		fetch->page_rows = nrows;
	if (fetch->page == NULL && !fetch->again)
		fetch->first_total = fetch->total;
	fetch->last = fetch->method->paging == RTK_NOT_PAGED ||
		rtk_paging_is_fixed(fetch) || nrows == 0 ||
		(fetch->total >= 0 && fetch->read >= fetch->total);
	if (!page->listed && !fetch->last && !end_lone(fetch, page))
		return;
	if (rtk_count_by_total(fetch))
	{
		rtk_reuse_forget(fetch);
		rtk_page_drop(page);
		return;
	}
	rtk_page_drop(fetch->page);
	fetch->page = page;
	fetch->taken = 0;
}

/*
 * Did the query name something in this path that need not exist?  What a level
 * above was asked for by the same name has been found there.
 */
static bool
may_be_missing(const RtkFetch *fetch)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->ngiven; i++)
		if (scan->given[i].missing_ok &&
			scan->given[i].level == fetch->level &&
			rtk_path_has(fetch->method->path, scan->given[i].name))
			return true;
	return false;
}

/*
 * 404: no row of the query's own id, a vanished parent, or a wrong account.
 * After a first page it is none of them: part of a list is no answer.
 */
static void
take_missing(RtkFetch *fetch, RtkFailure *failure)
{
	RtkScan    *scan = fetch->scan;

	if (fetch->page != NULL || fetch->again)
	{
		failure->kind = RTK_FAIL_REPLY;
		rtk_fetch_fail(fetch, failure);
		return;
	}
	if (!fetch->method->missing_ok && !may_be_missing(fetch))
	{
		if (fetch->origin.parent == NULL || !scan->options.skip_missing)
		{
			if (fetch->origin.parent != NULL)
				failure->kind = RTK_FAIL_VANISHED;
			rtk_fetch_fail(fetch, failure);
			return;
		}
		scan->counters.missing++;
	}
	fetch->last = true;
}

/* Did it fail for the page that it asked for, as far as one can tell? */
static bool
is_page_refused(const RtkExchange *exchange)
{
	return exchange->state == RTK_EXCHANGE_MISSING ||
		exchange->failure.kind == RTK_FAIL_REFUSED ||
		exchange->failure.kind == RTK_FAIL_REPLY;
}

/* What a request came to.  Nothing that was asked behind an end is needed. */
static void
take_exchange(RtkFetch *fetch, RtkExchange *exchange)
{
	RtkPage    *page = exchange->page;

	exchange->page = NULL;
	if (page != NULL)
		rtk_reuse_add(fetch, page);
	if ((page != NULL || is_page_refused(exchange)) &&
		!rtk_window_is_there(fetch, page))
		rtk_page_drop(page);
	else if (page != NULL && rtk_details_fall_back(fetch, page))
		rtk_page_drop(page);
	else if (page != NULL)
		take_page(fetch, page);
	else if (exchange->state == RTK_EXCHANGE_MISSING)
		take_missing(fetch, &exchange->failure);
	else
		rtk_fetch_fail(fetch, &exchange->failure);
	if (fetch->last || fetch->failed)
		rtk_fetch_cancel(fetch);
}

bool
rtk_paging_advance(RtkFetch *fetch)
{
	RtkExchange *exchange = fetch->asked;

	if (exchange == NULL || exchange->state == RTK_EXCHANGE_DUE ||
		exchange->state == RTK_EXCHANGE_SENT || !rtk_fetch_is_drained(fetch))
		return false;
	take_exchange(fetch, rtk_fetch_shift(fetch));
	rtk_exchange_free(exchange);
	return true;
}
