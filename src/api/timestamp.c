/*
 * timestamp.c
 *		RFC 3339 date-times and epoch numbers to microseconds.
 */
#include "timestamp.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"

#define USEC_PER_SECOND INT64_C(1000000)
#define SECONDS_PER_DAY INT64_C(86400)

/* 2000-01-01 in days since 0000-03-01, and in seconds since 1970 */
#define DAY_2000 730425
#define EPOCH_2000 INT64_C(946684800)

/* 0001-01-01 and 10000-01-01 in seconds since 1970 */
#define EPOCH_FIRST INT64_C(-62135596800)
#define EPOCH_LAST INT64_C(253402300800)

/* Epoch numbers from here on are milliseconds. */
#define FIRST_MILLISECOND INT64_C(100000000000)

/* Digits of a fraction that say to which double it is nearest. */
#define MOST_DIGITS 80

/* What is left of the text. */
typedef struct RtkCursor
{
	const char *at;
	const char *end;
} RtkCursor;

typedef struct RtkDateTime
{
	int			year;
	int			month;
	int			day;
	int			hour;
	int			minute;
	int			second;
	int			microsecond;	/* 1000000 after rounding up */
	int			zone_sign;
	int			zone_hour;
	int			zone_minute;
} RtkDateTime;

/* Step over the next byte if it is one of those in set. */
static bool
skip_one_of(RtkCursor *cursor, const char *set)
{
	if (cursor->at == cursor->end)
		return false;
	for (; *set != '\0'; set++)
	{
		if (*cursor->at == *set)
		{
			cursor->at++;
			return true;
		}
	}
	return false;
}

/* Is the next byte a digit? */
static bool
at_digit(const RtkCursor *cursor)
{
	return cursor->at < cursor->end &&
		*cursor->at >= '0' && *cursor->at <= '9';
}

/* Read a number of exactly n digits. */
static bool
read_digits(RtkCursor *cursor, int n, int *number)
{
	*number = 0;
	for (; n > 0; n--)
	{
		if (!at_digit(cursor))
			return false;
		*number = *number * 10 + (*cursor->at++ - '0');
	}
	return true;
}

/*
 * Of n digits behind the point: microseconds as PostgreSQL rounds them, so that
 * both read the same time.  It takes the nearest double times a million, of
 * which a half goes to the even number.
 */
static int
round_fraction(const char *digits, int n)
{
	char		text[MOST_DIGITS + sizeof("e-80")];
	double		microseconds;
	int			whole;

	if (n > MOST_DIGITS)
		n = MOST_DIGITS;
	/* strtod() depends on the locale only where there is a point */
	snprintf(text, sizeof(text), "%.*se-%d", n, digits, n);
	microseconds = strtod(text, NULL) * USEC_PER_SECOND;
	whole = (int) microseconds;
	if (microseconds - whole > 0.5 ||
		(microseconds - whole == 0.5 && whole % 2 == 1))
		whole++;
	return whole;
}

/* Read the digits behind the point, rounded to microseconds. */
static bool
read_fraction(RtkCursor *cursor, int *microsecond)
{
	const char *digits = cursor->at;
	int			unit = 100000;

	if (!at_digit(cursor))
		return false;
	for (; unit > 0 && at_digit(cursor); unit /= 10)
		*microsecond += (*cursor->at++ - '0') * unit;
	if (!at_digit(cursor))
		return true;
	while (at_digit(cursor))
		cursor->at++;
	*microsecond = round_fraction(digits, (int) (cursor->at - digits));
	return true;
}

/* Read the zone, or nothing, which is UTC. */
static bool
read_zone(RtkCursor *cursor, RtkDateTime *time)
{
	if (cursor->at == cursor->end || skip_one_of(cursor, "Zz"))
		return true;
	time->zone_sign = *cursor->at == '-' ? -1 : 1;
	if (!skip_one_of(cursor, "+-") ||
		!read_digits(cursor, 2, &time->zone_hour))
		return false;
	if (cursor->at == cursor->end)
		return true;
	(void) skip_one_of(cursor, ":");
	return read_digits(cursor, 2, &time->zone_minute);
}

/* Take a date-time apart; false when the text has another form. */
static bool
read_fields(RtkCursor *cursor, RtkDateTime *time)
{
	if (!read_digits(cursor, 4, &time->year) ||
		!skip_one_of(cursor, "-") ||
		!read_digits(cursor, 2, &time->month) ||
		!skip_one_of(cursor, "-") ||
		!read_digits(cursor, 2, &time->day))
		return false;
	if (cursor->at == cursor->end)
		return true;
	if (!skip_one_of(cursor, "Tt ") ||
		!read_digits(cursor, 2, &time->hour) ||
		!skip_one_of(cursor, ":") ||
		!read_digits(cursor, 2, &time->minute) ||
		!skip_one_of(cursor, ":") ||
		!read_digits(cursor, 2, &time->second))
		return false;
	if (skip_one_of(cursor, ".") &&
		!read_fraction(cursor, &time->microsecond))
		return false;
	return read_zone(cursor, time) && cursor->at == cursor->end;
}

/* Number of days of a month, which must be 1 to 12. */
static int
days_of_month(int year, int month)
{
	static const int days[] =
	{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Is there such a day, time and zone? */
static bool
is_possible(const RtkDateTime *time)
{
	return time->year >= 1 &&
		time->month >= 1 && time->month <= 12 &&
		time->day >= 1 &&
		time->day <= days_of_month(time->year, time->month) &&
		time->hour <= 23 && time->minute <= 59 &&
		time->second <= 60 &&	/* 60: a leap second */
		time->zone_hour <= 23 && time->zone_minute <= 59;
}

/* Days since 2000-01-01.  Years begin in March: the leap day comes last. */
static int64_t
days_since_2000(int year, int month, int day)
{
	if (month < 3)
	{
		year--;
		month += 12;
	}
	return INT64_C(365) * year + year / 4 - year / 100 + year / 400 +
		(153 * (month - 3) + 2) / 5 + day - 1 - DAY_2000;
}

RtkTimeFault
rtk_timestamp_read(const char *text, size_t len, int64_t *microseconds)
{
	RtkCursor	cursor = {text, text + len};
	RtkDateTime time = {0};
	int64_t		seconds;
	int			of_day;			/* in seconds, the zone taken off */

	if (!read_fields(&cursor, &time))
		return RTK_TIME_INVALID;
	if (!is_possible(&time))
		return RTK_TIME_OUT_OF_RANGE;
	of_day = (time.hour * 60 + time.minute) * 60 + time.second -
		time.zone_sign * (time.zone_hour * 60 + time.zone_minute) * 60;
	seconds = days_since_2000(time.year, time.month, time.day) *
		SECONDS_PER_DAY + of_day;
	*microseconds = seconds * USEC_PER_SECOND + time.microsecond;
	return RTK_TIME_OK;
}

RtkTimeFault
rtk_timestamp_from_epoch(const char *number, size_t len,
						 int64_t *microseconds)
{
	int64_t		epoch;
	int			scale = 6;

	switch (rtk_number_scaled(number, len, 0, &epoch))
	{
		case RTK_NUMBER_NONE:
			return RTK_TIME_INVALID;
		case RTK_NUMBER_TOO_LARGE:
			return RTK_TIME_OUT_OF_RANGE;
		default:
			break;
	}
	if (epoch >= FIRST_MILLISECOND || epoch <= -FIRST_MILLISECOND)
		scale = 3;
	if (rtk_number_scaled(number, len, scale, &epoch) == RTK_NUMBER_TOO_LARGE
		|| epoch < EPOCH_FIRST * USEC_PER_SECOND
		|| epoch >= EPOCH_LAST * USEC_PER_SECOND)
		return RTK_TIME_OUT_OF_RANGE;
	*microseconds = epoch - EPOCH_2000 * USEC_PER_SECOND;
	return RTK_TIME_OK;
}
