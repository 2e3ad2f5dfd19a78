/*
 * test_timestamp.c
 *		RFC 3339 date-times and epoch numbers.
 */
#include "timestamp.h"

#include <string.h>

#include "tap.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)

typedef struct Case
{
	const char *text;
	RtkTimeFault fault;
	int64_t		expected;		/* when OK */
} Case;

/* 2024-06-15T10:30:00Z; from 1970: 1718447400 */
#define NOON (INT64_C(771762600) * SECOND)

static const Case texts[] = {
	{"2000-01-01T00:00:00Z", RTK_TIME_OK, 0},
	{"2024-06-15T10:30:00Z", RTK_TIME_OK, NOON},
	{"2024-06-15T10:30:00z", RTK_TIME_OK, NOON},
	{"2024-06-15t10:30:00Z", RTK_TIME_OK, NOON},
	{"2024-06-15 10:30:00", RTK_TIME_OK, NOON},
	{"2024-06-15T10:30:00", RTK_TIME_OK, NOON},
	{"2024-06-15T16:00:00+05:30", RTK_TIME_OK, NOON},
	{"2024-06-15T16:00:00+0530", RTK_TIME_OK, NOON},
	{"2024-06-15T02:30:00-08", RTK_TIME_OK, NOON},
	{"2024-06-15T02:30:00-08:00", RTK_TIME_OK, NOON},
	{"2024-06-15T10:30:00-00:00", RTK_TIME_OK, NOON},
	{"2024-06-16T10:29:00+23:59", RTK_TIME_OK, NOON},
	{"2024-06-15T10:30:00.1Z", RTK_TIME_OK, NOON + 100000},
	{"2024-06-15T10:30:00.123Z", RTK_TIME_OK, NOON + 123000},
	{"2024-06-15T10:30:00.123456Z", RTK_TIME_OK, NOON + 123456},
	{"2024-06-15T10:30:00.1234564Z", RTK_TIME_OK, NOON + 123456},
	{"2024-06-15T10:30:00.1234565Z", RTK_TIME_OK, NOON + 123456},
	{"2024-06-15T10:30:00.1234575Z", RTK_TIME_OK, NOON + 123458},
	{"2024-06-15T10:30:00.123456500Z", RTK_TIME_OK, NOON + 123456},
	{"2024-06-15T10:30:00.4685985Z", RTK_TIME_OK, NOON + 468598},
	{"2024-06-15T10:30:00.12345650000000001Z", RTK_TIME_OK, NOON + 123457},
	{"2024-06-15T10:30:00.12345749999999999999Z", RTK_TIME_OK, NOON + 123458},
	{"2024-06-15T10:30:00.0000005Z", RTK_TIME_OK, NOON},
	{"2024-06-15T10:30:00.123456999999999999999Z", RTK_TIME_OK, NOON + 123457},
	{"2024-06-15T10:30:00.9999996Z", RTK_TIME_OK, NOON + SECOND},
	{"2024-06-15T10:29:60Z", RTK_TIME_OK, NOON},
	{"2016-12-31T23:59:60Z", RTK_TIME_OK, INT64_C(536544000) * SECOND},
	{"2016-12-31T23:59:60.5Z", RTK_TIME_OK,
	INT64_C(536544000) * SECOND + SECOND / 2},
	{"1999-12-31T23:59:59.999999Z", RTK_TIME_OK, -1},
	{"1970-01-01T00:00:00Z", RTK_TIME_OK, INT64_C(-946684800) * SECOND},
	{"0001-01-01T00:00:00Z", RTK_TIME_OK, INT64_C(-730119) * DAY},
	{"9999-12-31T23:59:59Z", RTK_TIME_OK, INT64_C(2921940) * DAY - SECOND},
	{"2024-02-29T00:00:00Z", RTK_TIME_OK, INT64_C(8825) * DAY},
	{"2000-02-29T00:00:00Z", RTK_TIME_OK, INT64_C(59) * DAY},

	{"2023-02-29T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"1900-02-29T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-02-30T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-04-31T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-00-10T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-13-10T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-00T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-32T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"0000-01-01T00:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-01T24:00:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-01T00:60:00Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-01T00:00:61Z", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-01T00:00:00+24:00", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-01-01T00:00:00+01:60", RTK_TIME_OUT_OF_RANGE, 0},

	{"", RTK_TIME_INVALID, 0},
	{"now", RTK_TIME_INVALID, 0},
	{"infinity", RTK_TIME_INVALID, 0},
	{"epoch", RTK_TIME_INVALID, 0},
	{"today", RTK_TIME_INVALID, 0},
	{"Invalid Date", RTK_TIME_INVALID, 0},
	{"2024-06-15", RTK_TIME_OK, 771724800000000},
	{"2024-06-5", RTK_TIME_INVALID, 0},
	{"2024-02-30", RTK_TIME_OUT_OF_RANGE, 0},
	{"2024-06-15T", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30Z", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00.Z", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00,5Z", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00 Z", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00Z ", RTK_TIME_INVALID, 0},
	{" 2024-06-15T10:30:00Z", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00Z\"", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00+5", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00+05:", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00+05:3", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00+05:30:00", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00 UTC", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00+", RTK_TIME_INVALID, 0},
	{"2024-06-15T10:30:00GMT+0530 (India Standard Time)",
	RTK_TIME_INVALID, 0},
	{"24-06-15T10:30:00Z", RTK_TIME_INVALID, 0},
	{"12024-06-15T10:30:00Z", RTK_TIME_INVALID, 0},
	{"+2024-06-15T10:30:00Z", RTK_TIME_INVALID, 0},
	{"2024-6-15T10:30:00Z", RTK_TIME_INVALID, 0},
	{"06/07/2024", RTK_TIME_INVALID, 0},
	{"20240615T103000Z", RTK_TIME_INVALID, 0},
	{"Sat Jun 15 2024 10:30:00", RTK_TIME_INVALID, 0}
};

static const Case numbers[] = {
	{"0", RTK_TIME_OK, INT64_C(-946684800) * SECOND},
	{"-1", RTK_TIME_OK, INT64_C(-946684801) * SECOND},
	{"1718447400", RTK_TIME_OK, NOON},
	{"1718447400.123456", RTK_TIME_OK, NOON + 123456},
	{"1718447400.1234565", RTK_TIME_OK, NOON + 123457},
	{"1.7184474e9", RTK_TIME_OK, NOON},
	{"1718447400000", RTK_TIME_OK, NOON},
	{"1718447400123", RTK_TIME_OK, NOON + 123000},
	{"1718447400123.4567", RTK_TIME_OK, NOON + 123457},
	{"1.7184474e12", RTK_TIME_OK, NOON},
	{"99999999999", RTK_TIME_OK,
	(INT64_C(99999999999) - 946684800) * SECOND},
	{"100000000000", RTK_TIME_OK, (INT64_C(100000000) - 946684800) * SECOND},
	{"253402300799999", RTK_TIME_OK, INT64_C(2921940) * DAY - 1000},
	{"253402300800000", RTK_TIME_OUT_OF_RANGE, 0},
	{"-62135596800000", RTK_TIME_OK, INT64_C(-730119) * DAY},
	{"-62135596800001", RTK_TIME_OUT_OF_RANGE, 0},
	{"1e400", RTK_TIME_OUT_OF_RANGE, 0},
	{"9223372036854775807", RTK_TIME_OUT_OF_RANGE, 0},
	{"-1e18", RTK_TIME_OUT_OF_RANGE, 0},
	{"true", RTK_TIME_INVALID, 0},
	{"{}", RTK_TIME_INVALID, 0},
	{"NaN", RTK_TIME_INVALID, 0},
	{"", RTK_TIME_INVALID, 0}
};

typedef RtkTimeFault (*Reader) (const char *text, size_t len,
								int64_t *microseconds);

/* Run a table of cases through a reader. */
static void
run(const Case *cases, size_t n, Reader reader)
{
	for (size_t i = 0; i < n; i++)
	{
		int64_t		got = 4711;
		RtkTimeFault fault = reader(cases[i].text, strlen(cases[i].text),
									&got);

		is_int(fault, cases[i].fault, "fault of %s", cases[i].text);
		is_int(got, fault == RTK_TIME_OK ? cases[i].expected : 4711,
			   "value of %s", cases[i].text);
	}
}

/* Every day of the calendar comes one day after the one before it. */
static void
walk_calendar(void)
{
	int64_t		expected = INT64_C(-730119) * DAY;
	int			wrong = 0;

	for (int year = 1; year <= 9999; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= 31; day++)
			{
				char		text[] = "0000-00-00T00:00:00Z";
				int64_t		got;

				for (int i = 3, rest = year; i >= 0; i--, rest /= 10)
					text[i] = (char) ('0' + rest % 10);
				text[5] = (char) ('0' + month / 10);
				text[6] = (char) ('0' + month % 10);
				text[8] = (char) ('0' + day / 10);
				text[9] = (char) ('0' + day % 10);
				if (rtk_timestamp_read(text, 20, &got) != RTK_TIME_OK)
					continue;
				wrong += got != expected;
				expected += DAY;
			}
	is_int(wrong, 0, "each day follows the one before");
	is_int(expected, INT64_C(2921940) * DAY, "3652059 days in 9999 years");
}

/* No prefix of a date-time reads past its end (seen by a sanitizer). */
static void
cut_short(void)
{
	static const char text[] = "2024-06-15T10:30:00.123456+05:30";

	for (size_t len = 0; len < sizeof(text) - 1; len++)
	{
		char		copy[sizeof(text)];
		int64_t		got;
		bool		whole = len == 10 || len == 19 ||
			(len >= 21 && len <= 26) || len == 29;

		memset(copy, '5', sizeof(copy));
		memcpy(copy, text, len);
		is_int(rtk_timestamp_read(copy, len, &got),
			   whole ? RTK_TIME_OK : RTK_TIME_INVALID,
			   "the first %d bytes", (int) len);
	}
}

int
main(void)
{
	run(texts, sizeof(texts) / sizeof(texts[0]), rtk_timestamp_read);
	run(numbers, sizeof(numbers) / sizeof(numbers[0]),
		rtk_timestamp_from_epoch);
	walk_calendar();
	cut_short();
	return done_testing();
}
