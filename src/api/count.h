/*
 * count.h
 *		How many rows a list has, where the host only counts them.
 */
#ifndef RTK_COUNT_H
#define RTK_COUNT_H

#include "fetch.h"

/*
 * Does the total_count of the first page stand for the rows of the list, which
 * is longer than that page?  Then the list is at its end and gives no row.
 */
extern bool rtk_count_by_total(RtkFetch *fetch);

#endif							/* RTK_COUNT_H */
