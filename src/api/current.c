/*
 * current.c
 *		What the host reads of the current row of a scan.
 */
#include "current.h"

#include "engine.h"

RtkText
rtk_current_value(const RtkScan *scan, int level, int want)
{
	return rtk_reader_value(&scan->reader[level], want);
}

RtkText
rtk_current_row(const RtkScan *scan, int level)
{
	return scan->reader[level].row;
}

RtkText
rtk_current_id(const RtkScan *scan, int level)
{
	return rtk_reader_id(&scan->reader[level]);
}

RtkText
rtk_current_data(const RtkScan *scan, int level)
{
	const RtkPage *page = scan->reader[level].page;

	return page != NULL ? page->data : (RtkText) {NULL, 0};
}

bool
rtk_current_is_listed(const RtkScan *scan, int level)
{
	const RtkPage *page = scan->reader[level].page;

	return page != NULL && page->listed;
}

const char *
rtk_current_parameter(const RtkScan *scan, const char *name)
{
	const RtkFetch *fetch = scan->current;

	if (scan->undecided > 0)
		fetch = scan->spawn[scan->undecided].origin.parent;
	return fetch != NULL ? rtk_fetch_parameter(name, (void *) fetch) : NULL;
}
