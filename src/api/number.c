/*
 * number.c
 *		JSON numbers as exact decimals.
 */
#include "number.h"

/* Beyond this an exponent only says "huge" or "tiny". */
#define MAX_EXPONENT 1000000000

/* No int64 has more digits, and any number of so many fits in a uint64. */
#define MAX_DIGITS 19

/* A number's parts, where they stand in its text. */
typedef struct RtkDecimal
{
	bool		negative;
	const char *whole;			/* digits before the point */
	size_t		nwhole;
	const char *fraction;		/* digits behind it */
	size_t		nfraction;
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
