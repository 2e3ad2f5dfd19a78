/*
 * read.h
 *		The rows of a fetch.
 */
#ifndef RTK_READ_H
#define RTK_READ_H

#include "fetch.h"

typedef enum RtkTake
{
	RTK_TAKE_ROW, RTK_TAKE_WAIT, RTK_TAKE_END, RTK_TAKE_FAILED
} RtkTake;

/* Take the next row into the reader of the fetch's level. */
extern RtkTake rtk_read_row(RtkFetch *fetch);

/* Fail at the row just taken: no row behind it is given. */
extern void rtk_read_fail(RtkFetch *fetch, RtkFailureKind kind,
						  const char *summary);

#endif							/* RTK_READ_H */
