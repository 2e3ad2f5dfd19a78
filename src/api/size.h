/*
 * size.h
 *		How many rows there are, from the lengths of the lists that were read.
 */
#ifndef RTK_SIZE_H
#define RTK_SIZE_H

#include <stdint.h>

#include "fetch.h"

/* The lists of one level. */
typedef struct RtkSize
{
	int64_t		lists;
	int64_t		rows;
} RtkSize;

/* Note the next page of a list, before it counts as read. */
extern void rtk_size_note(const RtkFetch *fetch, const RtkPage *page);

/*
 * The number of rows of a whole scan, typical lengths where no list was read.
 */
extern double rtk_size_rows(const RtkScan *scan);

#endif							/* RTK_SIZE_H */
