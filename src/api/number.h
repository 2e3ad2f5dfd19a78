/*
 * number.h
 *		JSON numbers as exact decimals: no value is rounded or cut unseen.
 */
#ifndef RTK_NUMBER_H
#define RTK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum RtkNumberFit
{
	RTK_NUMBER_EXACT,
	RTK_NUMBER_ROUNDED,			/* it had more decimals */
	RTK_NUMBER_TOO_LARGE,		/* beyond int64; the result is not set */
	RTK_NUMBER_NONE				/* not a JSON number; the result is not set */
} RtkNumberFit;

/* Is text[0..len) one JSON number and nothing else?  Blanks are not. */
extern bool rtk_number_is(const char *text, size_t len);

/*
 * The number times 10^scale, halves rounded away from zero: scale 0 reads
 * whole numbers in any notation (3.0, 1e2), scale 6 reads seconds as
 * microseconds.
 */
extern RtkNumberFit rtk_number_scaled(const char *text, size_t len,
									  int scale, int64_t *result);

/*
 * The number as digits / 10^scale, scale being its number of decimals; false
 * when it has an exponent, more than 18 digits behind leading zeros, or more
 * than 1000 decimals, or is no JSON number.
 */
extern bool rtk_number_decimal(const char *text, size_t len,
							   int64_t *digits, int *scale);

/*
 * The double nearest to the number; false when that is not certain without
 * arithmetic of more digits, or it is no JSON number.
 */
extern bool rtk_number_double(const char *text, size_t len, double *result);

#endif							/* RTK_NUMBER_H */
