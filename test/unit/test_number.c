/*
 * test_number.c
 *		JSON numbers as exact decimals.
 */
#include "number.h"

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

int
main(void)
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
	return done_testing();
}
