/*
 * details.c
 *		The details of a row: which request has them, and where that has none.
 */
#include "details.h"

#include "engine.h"
#include "jsonwalk.h"
#include "reuse.h"

/* Does the row carry one of the details of its resource? */
static bool
has_details(RtkText row, const RtkResource *resource)
{
	return rtk_json_has_any(row, resource->details);
}

const RtkMethod *
rtk_details_method(const RtkFetch *fetch)
{
	const RtkScan *scan = fetch->scan;
	const RtkLevel *level = &scan->chain.level[fetch->level];

	if (!level->details)
		return level->method;
	if (level->own_row_first &&
		has_details(fetch->origin.row, level->resource))
		return NULL;
	return scan->details_method;
}

/*
 * As long as none of them carried any, this generation of the API keeps them in
 * the report, and the rows to come are asked for there at once.
 */
bool
rtk_details_fall_back(RtkFetch *fetch, const RtkPage *page)
{
	RtkScan    *scan = fetch->scan;
	const RtkLevel *level = &scan->chain.level[fetch->level];

	if (level->fallback == NULL || fetch->method == level->fallback)
		return false;
	if (page->nrows > 0 && has_details(page->rows[0], level->resource))
	{
		scan->details_method = level->method;
		scan->details_proven = true;
		return false;
	}
	if (!scan->details_proven)
		scan->details_method = level->fallback;
	rtk_reuse_keep(fetch);
	rtk_fetch_use(fetch, level->fallback);
	return true;
}

RtkTake
rtk_details_take(RtkFetch *fetch)
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
