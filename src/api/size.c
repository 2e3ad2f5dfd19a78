/*
 * size.c
 *		How many rows there are, from the lengths of the lists that were read.
 */
#include "size.h"

#include "engine.h"

/* A list's length is its total_count, else the rows that come. */
void
rtk_size_note(const RtkFetch *fetch, const RtkPage *page)
{
	RtkSize    *size = &fetch->scan->size[fetch->level];

	if (fetch->again)
		return;
	if (fetch->read == 0)
		size->lists++;
	if (fetch->total < 0)
		size->rows += (int64_t) page->nrows;
	else if (fetch->read == 0)
		size->rows += fetch->total;
}

double
rtk_size_rows(const RtkScan *scan)
{
	double		rows = 1;

	for (int i = 0; i <= scan->chain.target && rows > 0; i++)
	{
		const RtkSize *size = &scan->size[i];

		rows *= size->lists > 0 ? (double) size->rows / (double) size->lists :
			scan->chain.level[i].resource->rows;
	}
	return rows;
}
