/*
 * details.h
 *		The details of a row: which request has them, and where that has none.
 */
#ifndef RTK_DETAILS_H
#define RTK_DETAILS_H

#include "read.h"

/* The method that a new fetch asks; NULL: its origin's row has the details. */
extern const RtkMethod *rtk_details_method(const RtkFetch *fetch);

/*
 * A page of details has come: does the fetch ask for the row's report instead,
 * since it carries none?
 */
extern bool rtk_details_fall_back(RtkFetch *fetch, const RtkPage *page);

/* Take a row's details: always exactly one row, which may be none. */
extern RtkTake rtk_details_take(RtkFetch *fetch);

#endif							/* RTK_DETAILS_H */
