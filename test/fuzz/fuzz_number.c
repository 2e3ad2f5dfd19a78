/*
 * fuzz_number.c
 *		Numbers and date-times, against the C library's.
 */
#include "fuzz.h"
#include "number.h"
#include "timestamp.h"

#include <math.h>
#include <time.h>

/* 2000-01-01 in seconds since 1970 */
#define EPOCH_2000 946684800

/* What the C library makes of the number must be near to what we make. */
static void
compare_number(const char *text, size_t len, int scale)
{
	int64_t		result;
	RtkNumberFit fit = rtk_number_scaled(text, len, scale, &result);
	long double expected;
	char	   *end;

	EXPECT((fit == RTK_NUMBER_NONE) == !rtk_number_is(text, len));
	if (fit == RTK_NUMBER_NONE)
		return;
	expected = strtold(text, &end) * powl(10, scale);
	EXPECT(end == text + len);
	if (fit == RTK_NUMBER_TOO_LARGE)
		EXPECT(fabsl(expected) > 9.2233720368547e18L);
	else
		EXPECT(fabsl(expected - (long double) result) <=
			   0.5L + fabsl(expected) * 1e-17L);
	if (fit == RTK_NUMBER_EXACT)
		EXPECT(fabsl(expected - (long double) result) <=
			   fabsl(expected) * 1e-17L);
}

/* Zone of a date-time that was taken, in seconds; it stands at its end. */
static int
zone_of(const char *text, size_t len)
{
	const char *sign = text + len;
	int			hours = 0;
	int			minutes = 0;

	while (sign > text + 19 && sign[0] != '+' && sign[0] != '-')
		sign--;
	if (len <= 19 || sign == text + 19)
		if (len <= 19 || (*sign != '+' && *sign != '-'))
			return 0;
	EXPECT(sscanf(sign + 1, "%2d%*[:]%2d", &hours, &minutes) == 2 ||
		   sscanf(sign + 1, "%2d%2d", &hours, &minutes) >= 1);
	return (*sign == '-' ? -1 : 1) * (hours * 60 + minutes) * 60;
}

static void
compare_timestamp(const char *text, size_t len)
{
	int64_t		microseconds;
	struct tm	tm = {0};
	int64_t		seconds;
	RtkTimeFault fault = rtk_timestamp_read(text, len, &microseconds);

	if (fault != RTK_TIME_OK)
		return;
	EXPECT(sscanf(text, "%4d-%2d-%2d%*[Tt ]%2d:%2d:%2d", &tm.tm_year,
				  &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min,
				  &tm.tm_sec) == (len > 10 ? 6 : 3));
	EXPECT(tm.tm_year >= 1 && tm.tm_mon >= 1 && tm.tm_mon <= 12);
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	seconds = (int64_t) timegm(&tm) - EPOCH_2000 - zone_of(text, len);
	EXPECT(microseconds >= seconds * 1000000 &&
		   microseconds <= (seconds + 1) * 1000000);
}

/* Epoch numbers: seconds or milliseconds, of the years 1 to 9999. */
static void
compare_epoch(const char *text, size_t len)
{
	int64_t		microseconds;
	long double expected;

	if (rtk_timestamp_from_epoch(text, len, &microseconds) != RTK_TIME_OK)
		return;
	expected = strtold(text, NULL);
	if (fabsl(roundl(expected)) >= 1e11L)
		expected /= 1000;
	EXPECT(fabsl((expected - EPOCH_2000) * 1e6L - (long double) microseconds)
		   <= 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};

	while (input.left > 0)
	{
		char	   *text = fuzz_text(&input, '\n');
		size_t		len = strlen(text);

		compare_number(text, len, 0);
		compare_number(text, len, 3);
		compare_number(text, len, 6);
		compare_timestamp(text, len);
		compare_epoch(text, len);
		free(text);
	}
	return 0;
}
