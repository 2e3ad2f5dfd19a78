/*
 * timetext.c
 *		Times as the API takes them.
 */
#include "postgres.h"

#include "utils/datetime.h"

#include "timetext.h"

static bool
has_text(int year)
{
	return year >= 1 && year <= RTK_LAST_YEAR;
}

char *
rtk_timetext_timestamp(TimestampTz timestamp)
{
	struct pg_tm tm;
	fsec_t		fsec;

	if (TIMESTAMP_NOT_FINITE(timestamp) ||
		timestamp2tm(timestamp, NULL, &tm, &fsec, NULL, NULL) != 0 ||
		!has_text(tm.tm_year))
		return NULL;
	if (fsec % 1000 == 0)
		return psprintf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
						tm.tm_year, tm.tm_mon, tm.tm_mday,
						tm.tm_hour, tm.tm_min, tm.tm_sec, fsec / 1000);
	return psprintf("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
					tm.tm_year, tm.tm_mon, tm.tm_mday,
					tm.tm_hour, tm.tm_min, tm.tm_sec, fsec);
}

char *
rtk_timetext_date(DateADT date)
{
	int			year;
	int			month;
	int			day;

	if (DATE_NOT_FINITE(date))
		return NULL;
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	if (!has_text(year))
		return NULL;
	return psprintf("%04d-%02d-%02d", year, month, day);
}
