/*
 * test_number.c
 *		JSON numbers as exact decimals.
 */
#include "number.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

typedef struct Case
{
	const char *text;
	int			scale;
	RtkNumberFit fit;
	int64_t		expected;		/* when EXACT or ROUNDED */
} Case;

static const Case cases[] = {
	{"0", 0, RTK_NUMBER_EXACT, 0},
	{"-0", 0, RTK_NUMBER_EXACT, 0},
	{"-0.0", 0, RTK_NUMBER_EXACT, 0},
	{"0e999999999999999999999", 0, RTK_NUMBER_EXACT, 0},
	{"0.000e-99999999999999", 0, RTK_NUMBER_EXACT, 0},
	{"42", 0, RTK_NUMBER_EXACT, 42},
	{"3.0", 0, RTK_NUMBER_EXACT, 3},
	{"1e2", 0, RTK_NUMBER_EXACT, 100},
	{"1E+2", 0, RTK_NUMBER_EXACT, 100},
	{"1e0", 0, RTK_NUMBER_EXACT, 1},
	{"1.5e1", 0, RTK_NUMBER_EXACT, 15},
	{"300e-2", 0, RTK_NUMBER_EXACT, 3},
	{"0.003e3", 0, RTK_NUMBER_EXACT, 3},
	{"0.5", 0, RTK_NUMBER_ROUNDED, 1},
	{"-0.5", 0, RTK_NUMBER_ROUNDED, -1},
	{"0.49", 0, RTK_NUMBER_ROUNDED, 0},
	{"0.05", 0, RTK_NUMBER_ROUNDED, 0},
	{"0.05", 1, RTK_NUMBER_ROUNDED, 1},
	{"0.004", 1, RTK_NUMBER_ROUNDED, 0},
	{"9.5", 0, RTK_NUMBER_ROUNDED, 10},
	{"1e-400", 0, RTK_NUMBER_ROUNDED, 0},
	{"1e-1000000000000", 0, RTK_NUMBER_ROUNDED, 0},
	{"1.0000000000000000000000000000001", 0, RTK_NUMBER_ROUNDED, 1},
	{"9223372036854775807", 0, RTK_NUMBER_EXACT, INT64_MAX},
	{"9223372036854775807.4", 0, RTK_NUMBER_ROUNDED, INT64_MAX},
	{"9223372036854775807.5", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"9223372036854775808", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"-9223372036854775808", 0, RTK_NUMBER_EXACT, INT64_MIN},
	{"-9223372036854775809", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"922337203685477580700e-2", 0, RTK_NUMBER_EXACT, INT64_MAX},
	{"18446744073709551616", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"9999999999999999999", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"99999999999999999999", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"1e400", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"-1e400", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"1e99999999999999999999", 0, RTK_NUMBER_TOO_LARGE, 0},
	{"1.25", 6, RTK_NUMBER_EXACT, 1250000},
	{"1.0000005", 6, RTK_NUMBER_ROUNDED, 1000001},
	{"1e18", 6, RTK_NUMBER_TOO_LARGE, 0},
	{"", 0, RTK_NUMBER_NONE, 0},
	{"-", 0, RTK_NUMBER_NONE, 0},
	{"+1", 0, RTK_NUMBER_NONE, 0},
	{"01", 0, RTK_NUMBER_NONE, 0},
	{"-01", 0, RTK_NUMBER_NONE, 0},
	{"1.", 0, RTK_NUMBER_NONE, 0},
	{".5", 0, RTK_NUMBER_NONE, 0},
	{"1e", 0, RTK_NUMBER_NONE, 0},
	{"1e+", 0, RTK_NUMBER_NONE, 0},
	{"0x1F", 0, RTK_NUMBER_NONE, 0},
	{"1-2", 0, RTK_NUMBER_NONE, 0},
	{"1.2.3", 0, RTK_NUMBER_NONE, 0},
	{"1e5.5", 0, RTK_NUMBER_NONE, 0},
	{" 1", 0, RTK_NUMBER_NONE, 0},
	{"1 ", 0, RTK_NUMBER_NONE, 0},
	{"NaN", 0, RTK_NUMBER_NONE, 0},
	{"Infinity", 0, RTK_NUMBER_NONE, 0},
	{"true", 0, RTK_NUMBER_NONE, 0}
};

static void
test_scaled(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		const Case *one = &cases[i];
		size_t		len = strlen(one->text);
		int64_t		got = 4711;
		RtkNumberFit fit = rtk_number_scaled(one->text, len, one->scale, &got);
		bool		set = fit == RTK_NUMBER_EXACT || fit == RTK_NUMBER_ROUNDED;

		is_int(fit, one->fit, "fit of \"%s\"", one->text);
		is_int(got, set ? one->expected : 4711, "value of \"%s\"", one->text);
		ok(rtk_number_is(one->text, len) == (one->fit != RTK_NUMBER_NONE),
		   "grammar of \"%s\"", one->text);
	}
}

/* What is no number for rtk_number_scaled() is none for the others. */
static void
test_none(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t		len = strlen(cases[i].text);
		int64_t		digits;
		int			scale;
		double		number;

		if (cases[i].fit == RTK_NUMBER_NONE)
			ok(!rtk_number_decimal(cases[i].text, len, &digits, &scale) &&
			   !rtk_number_double(cases[i].text, len, &number),
			   "\"%s\" is no number", cases[i].text);
	}
}

static void
test_decimal(void)
{
	static const struct
	{
		const char *text;
		int64_t		digits;
		int			scale;		/* -1: it does not fit */
	}			decimals[] = {
		{"0", 0, 0}, {"-0", 0, 0}, {"0.0", 0, 1}, {"-0.00", 0, 2},
		{"42", 42, 0}, {"-42", -42, 0}, {"1.50", 150, 2}, {"-0.05", -5, 2},
		{"100", 100, 0}, {"100.001", 100001, 3},
		{"999999999999999999", INT64_C(999999999999999999), 0},
		{"-999999999999999999", -INT64_C(999999999999999999), 0},
		{"999999999.999999999", INT64_C(999999999999999999), 9},
		{"0.999999999999999999", INT64_C(999999999999999999), 18},
		{"0.000000000000000000000000000001", 1, 30},
		{"1000000000000000000", 0, -1}, {"0.1234567890123456789", 0, -1},
		{"1234567890.1234567890", 0, -1},
		{"9223372036854775808", 0, -1}, {"-9223372036854775809", 0, -1},
		{"99999999999999999999999999", 0, -1},
		{"1e0", 0, -1}, {"1E2", 0, -1}, {"0e0", 0, -1}, {"1.5e-3", 0, -1}
	};

	for (size_t i = 0; i < sizeof(decimals) / sizeof(decimals[0]); i++)
	{
		const char *text = decimals[i].text;
		int64_t		digits = 4711;
		int			scale = 4711;
		bool		fits = rtk_number_decimal(text, strlen(text), &digits,
											  &scale);

		is_int(fits, decimals[i].scale >= 0, "does \"%s\" fit", text);
		if (fits)
		{
			is_int(digits, decimals[i].digits, "digits of \"%s\"", text);
			is_int(scale, decimals[i].scale, "scale of \"%s\"", text);
		}
	}
}

/* Is it the double that strtod() reads, the sign of a zero included? */
static bool
is_nearest(double number, const char *text)
{
	double		expected = strtod(text, NULL);

	return memcmp(&number, &expected, sizeof(number)) == 0;
}

/* All of these are read where doubles are computed as they are kept. */
static void
test_double(void)
{
	static const char *const doubles[] = {
		"0", "-0", "0.0", "-0.0e5", "0e-22", "1", "-1", "0.1", "-0.1", "0.3",
		"2.5", "1.797693134862315", "1e22", "-1e22", "1E+22", "1e-22",
		"9007199254740991", "-9007199254740991", "9007199254740991e22",
		"9007199254740991e-22", "0.9007199254740991", "900719925474099.1",
		"450359962737049.5", "1.000000000000000", "123456789.123456",
		"0.0000000000000000000001"
	};

	/* None of these is certain: of too many digits, or too far a point. */
	static const char *const uncertain[] = {
		"9007199254740992", "9007199254740993", "-9007199254740993",
		"123456789012345678901234567890", "1e23", "1e-23", "1e308", "1e309",
		"1.7976931348623157e308", "4.9e-324", "2.4703282292062327e-324",
		"1e99999999999999999999", "0.00000000000000000000001",
		"0.30000000000000004", "4503599627370497.5"
	};

	for (size_t i = 0; i < sizeof(doubles) / sizeof(doubles[0]); i++)
	{
		double		number = NAN;
		bool		read = rtk_number_double(doubles[i], strlen(doubles[i]),
											 &number);

		ok(read && is_nearest(number, doubles[i]), "double of %s", doubles[i]);
	}
	for (size_t i = 0; i < sizeof(uncertain) / sizeof(uncertain[0]); i++)
	{
		double		number;

		ok(!rtk_number_double(uncertain[i], strlen(uncertain[i]), &number) ||
		   is_nearest(number, uncertain[i]), "double of %s", uncertain[i]);
	}
}

/* The next of a sequence that is the same in each run (splitmix64). */
static uint64_t
next_random(void)
{
	static uint64_t state;
	uint64_t	z = (state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* A number of up to 20 digits, half of them with an exponent up to 30. */
static void
make_number(char *text)
{
	uint64_t	random = next_random();
	int			ndigits = 1 + (int) (random % 20);
	int			point = (int) ((random >> 8) % (uint64_t) (ndigits + 1));
	uint64_t	digits = next_random();

	text += sprintf(text, "%s", random >> 63 ? "-" : "");
	if (point == 0)
		text += sprintf(text, "0");
	for (int i = 0; i < ndigits; i++, digits /= 10)
	{
		int			digit = (int) (digits % 10);

		if (i == point)
			text += sprintf(text, ".");
		if (i == 0 && point > 1 && digit == 0)
			digit = 1;
		text += sprintf(text, "%d", digit);
	}
	if (random >> 62 & 1)
		sprintf(text, "e%d", (int) (random >> 16 & 0x3F) - 31);
}

/* Digits and scale, written out again. */
static void
write_decimal(char text[64], bool negative, int64_t digits, int scale)
{
	int			len = snprintf(text, 64, "%s%0*" PRId64, negative ? "-" : "",
							   scale + 1, digits < 0 ? -digits : digits);

	if (scale == 0)
		return;
	memmove(text + len - scale + 1, text + len - scale, (size_t) scale + 1);
	text[len - scale] = '.';
}

static void
test_random(void)
{
	int			doubles = 0;
	int			decimals = 0;
	int			wrong = 0;

	for (int i = 0; i < 1000000; i++)
	{
		char		text[64];
		char		written[64];
		double		number;
		int64_t		digits;
		int			scale;

		make_number(text);
		wrong += !rtk_number_is(text, strlen(text));
		if (rtk_number_double(text, strlen(text), &number))
		{
			doubles++;
			wrong += !is_nearest(number, text);
		}
		if (rtk_number_decimal(text, strlen(text), &digits, &scale))
		{
			decimals++;
			write_decimal(written, text[0] == '-', digits, scale);
			wrong += strcmp(written, text) != 0;
		}
	}
	is_int(wrong, 0, "a million numbers are what they are written as");
	ok(doubles > 500000, "%d of them were read as doubles", doubles);
	ok(decimals > 400000, "%d of them were read as decimals", decimals);
}

int
main(void)
{
	test_scaled();
	test_none();
	test_decimal();
	test_double();
	test_random();
	return done_testing();
}
