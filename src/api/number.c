/*
 * number.c
 *		JSON numbers as exact decimals.
 */
#include "number.h"

#include <float.h>

/* Beyond this an exponent only says "huge" or "tiny". */
#define MAX_EXPONENT 1000000000

/* No int64 has more digits, and any number of so many fits in a uint64. */
#define MAX_DIGITS 19

/* Bounds of what rtk_number_decimal() takes: beyond them it is no use. */
#define MOST_SUM INT64_C(1000000000000000000)
#define MOST_SCALE 1000

/* A number's parts, where they stand in its text. */
typedef struct RtkDecimal
{
	bool		negative;
	const char *whole;			/* digits before the point */
	size_t		nwhole;
	const char *fraction;		/* digits behind it */
	size_t		nfraction;
	bool		has_exponent;
	int64_t		exponent;
} RtkDecimal;

/* Step over digits; returns how many there were. */
static size_t
skip_digits(const char **at, const char *end)
{
	const char *start = *at;

	while (*at < end && **at >= '0' && **at <= '9')
		(*at)++;
	return (size_t) (*at - start);
}

/* Read what stands behind "e"; false when no digit does. */
static bool
read_exponent(const char **at, const char *end, int64_t *exponent)
{
	bool		negative = *at < end && **at == '-';
	const char *digit;

	if (*at < end && (**at == '-' || **at == '+'))
		(*at)++;
	digit = *at;
	if (skip_digits(at, end) == 0)
		return false;
	*exponent = 0;
	for (; digit < *at && *exponent < MAX_EXPONENT; digit++)
		*exponent = *exponent * 10 + (*digit - '0');
	if (negative)
		*exponent = -*exponent;
	return true;
}

/* Take a number apart by the grammar of RFC 8259; false when it is none. */
static bool
read_decimal(const char *text, size_t len, RtkDecimal *decimal)
{
	const char *end = text + len;

	*decimal = (RtkDecimal) {0};
	decimal->negative = text < end && *text == '-';
	if (decimal->negative)
		text++;
	decimal->whole = text;
	decimal->nwhole = skip_digits(&text, end);
	if (decimal->nwhole == 0 ||
		(decimal->nwhole > 1 && *decimal->whole == '0'))
		return false;
	if (text < end && *text == '.')
	{
		decimal->fraction = ++text;
		decimal->nfraction = skip_digits(&text, end);
		if (decimal->nfraction == 0)
			return false;
	}
	if (text < end && (*text == 'e' || *text == 'E'))
	{
		text++;
		decimal->has_exponent = true;
		if (!read_exponent(&text, end, &decimal->exponent))
			return false;
	}
	return text == end;
}

/* The i-th digit, the point left out; zeros follow the last. */
static int
digit_at(const RtkDecimal *decimal, int64_t i)
{
	if (i < (int64_t) decimal->nwhole)
		return decimal->whole[i] - '0';
	i -= (int64_t) decimal->nwhole;
	if (decimal->fraction != NULL && i < (int64_t) decimal->nfraction)
		return decimal->fraction[i] - '0';
	return 0;
}

/* Index of the first digit from i on that is not 0, or of the end. */
static int64_t
next_nonzero(const RtkDecimal *decimal, int64_t i)
{
	int64_t		n = (int64_t) (decimal->nwhole + decimal->nfraction);

	while (i < n && digit_at(decimal, i) == 0)
		i++;
	return i;
}

bool
rtk_number_is(const char *text, size_t len)
{
	RtkDecimal	decimal;

	return read_decimal(text, len, &decimal);
}

RtkNumberFit
rtk_number_scaled(const char *text, size_t len, int scale, int64_t *result)
{
	RtkDecimal	decimal;
	uint64_t	sum = 0;
	uint64_t	limit;
	int64_t		ndigits;
	int64_t		first;
	int64_t		point;
	bool		exact;

	if (!read_decimal(text, len, &decimal))
		return RTK_NUMBER_NONE;
	ndigits = (int64_t) (decimal.nwhole + decimal.nfraction);
	first = next_nonzero(&decimal, 0);
	point = (int64_t) decimal.nwhole + decimal.exponent + scale;

	/* 0e999999999 is 0: without a digit the place of the point is no matter */
	if (first == ndigits)
		point = first;
	if (point - first > MAX_DIGITS)
		return RTK_NUMBER_TOO_LARGE;
	for (int64_t i = first; i < point; i++)
		sum = sum * 10 + (uint64_t) digit_at(&decimal, i);
	exact = next_nonzero(&decimal, point > first ? point : first) >= ndigits;
	if (!exact && point >= 0 && digit_at(&decimal, point) >= 5)
		sum++;

	limit = (uint64_t) INT64_MAX + (decimal.negative ? 1 : 0);
	if (sum > limit)
		return RTK_NUMBER_TOO_LARGE;
	if (!decimal.negative)
		*result = (int64_t) sum;
	else
		*result = sum == limit ? INT64_MIN : -(int64_t) sum;
	return exact ? RTK_NUMBER_EXACT : RTK_NUMBER_ROUNDED;
}

/* Add digits to a sum; false where that may be more than 18 of them. */
static bool
add_digits(const char *at, size_t n, int64_t *sum)
{
	for (size_t i = 0; i < n; i++)
	{
		if (*sum >= MOST_SUM / 10)
			return false;
		*sum = *sum * 10 + (at[i] - '0');
	}
	return true;
}

/* The digits of a number without their point and sign; false: too many. */
static bool
read_digits(const RtkDecimal *decimal, int64_t *sum)
{
	*sum = 0;
	return add_digits(decimal->whole, decimal->nwhole, sum) &&
		add_digits(decimal->fraction, decimal->nfraction, sum);
}

bool
rtk_number_decimal(const char *text, size_t len, int64_t *digits, int *scale)
{
	RtkDecimal	decimal;

	if (!read_decimal(text, len, &decimal) || decimal.has_exponent ||
		decimal.nfraction > MOST_SCALE || !read_digits(&decimal, digits))
		return false;
	if (decimal.negative)
		*digits = -*digits;
	*scale = (int) decimal.nfraction;
	return true;
}

/*
 * Both a number of at most 53 bits and a power of ten up to 22 are doubles, so
 * what is rounded is their product or quotient alone (Clinger, How to read
 * floating point numbers accurately, 1990).  Where the machine computes with
 * more bits than it keeps, it would be rounded twice.
 */
bool
rtk_number_double(const char *text, size_t len, double *result)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
	};
	const int64_t most = (int64_t) sizeof(powers) / sizeof(powers[0]) - 1;
	RtkDecimal	decimal;
	int64_t		digits;
	int64_t		exponent;

	if (FLT_EVAL_METHOD != 0 || !read_decimal(text, len, &decimal) ||
		!read_digits(&decimal, &digits) || digits >> DBL_MANT_DIG != 0)
		return false;
	exponent = decimal.exponent - (int64_t) decimal.nfraction;
	if (exponent > most || exponent < -most)
		return false;
	*result = exponent < 0 ? (double) digits / powers[-exponent] :
		(double) digits * powers[exponent];
	if (decimal.negative)
		*result = -*result;
	return true;
}
