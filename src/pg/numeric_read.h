/*
 * numeric_read.h
 *		JSON numbers to numeric.
 */
#ifndef RTK_NUMERIC_READ_H
#define RTK_NUMERIC_READ_H

#include "postgres.h"

#include "utils/numeric.h"

#include "json.h"

/*
 * What numeric_in() makes of a JSON number, palloc'd in the current context.
 * False where it may have to raise an error, or the text is no JSON number.
 */
extern bool rtk_numeric_read(RtkText number, Numeric *numeric);

#endif							/* RTK_NUMERIC_READ_H */
