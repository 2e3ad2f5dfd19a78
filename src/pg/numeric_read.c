/*
 * numeric_read.c
 *		JSON numbers to numeric.
 */
#include "postgres.h"

#include "utils/fmgrprotos.h"

#include "number.h"
#include "numeric_read.h"

/* Longest number that cannot be out of range, with "e-999" at its end. */
#define MOST_BYTES 64
#define MOST_EXPONENT_LEN 5

/* By numeric_in(), where that cannot raise an error. */
static bool
read_long(RtkText number, Numeric *numeric)
{
	char		text[MOST_BYTES + 1];

	if (number.len > MOST_BYTES || !rtk_number_is(number.at, number.len))
		return false;
	memcpy(text, number.at, number.len);
	text[number.len] = '\0';
	if (number.len - strcspn(text, "eE") > MOST_EXPONENT_LEN)
		return false;
	*numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in,
												   CStringGetDatum(text),
												   ObjectIdGetDatum(InvalidOid),
												   Int32GetDatum(-1)));
	return true;
}

bool
rtk_numeric_read(RtkText number, Numeric *numeric)
{
	int64_t		digits;
	int			scale;

	if (!rtk_number_decimal(number.at, number.len, &digits, &scale))
		return read_long(number, numeric);
	*numeric = scale == 0 ? int64_to_numeric(digits) :
		int64_div_fast_to_numeric(digits, scale);
	return true;
}
