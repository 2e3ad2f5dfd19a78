/*
 * paging.h
 *		The pages of one list, in their order.
 */
#ifndef RTK_PAGING_H
#define RTK_PAGING_H

#include "fetch.h"

/*
 * Go on to the page after the one whose rows have been taken, if it has come.
 * What came in its place ends the fetch.
 */
extern bool rtk_paging_advance(RtkFetch *fetch);

/* Is the query parameter one that says which page to read? */
extern bool rtk_paging_names_page(const char *parameter);

/* Does the query name the page: no others, no count to compare with? */
extern bool rtk_paging_is_fixed(const RtkFetch *fetch);

#endif							/* RTK_PAGING_H */
