/*
 * timestamp.h
 *		RFC 3339 date-times and epoch numbers to microseconds.
 *
 * Depends on no locale and no time zone.  What PostgreSQL's own reader takes
 * besides ("now", "infinity", "06/07/2024") is invalid here: in a reply of the
 * API it is a mistake.
 */
#ifndef RTK_TIMESTAMP_H
#define RTK_TIMESTAMP_H

#include <stddef.h>
#include <stdint.h>

typedef enum RtkTimeFault
{
	RTK_TIME_OK,
	RTK_TIME_INVALID,			/* not a date-time */
	RTK_TIME_OUT_OF_RANGE		/* 30 February, 25:00, year 0, ... */
} RtkTimeFault;

/*
 * Read "2024-06-15T10:30:00.123Z": date, 'T', 't' or ' ', time to the second,
 * fraction of any length (rounded as PostgreSQL rounds it), zone Z, z, +hh,
 * +hhmm, +hh:mm or none, which is UTC; or a date alone, its first moment in
 * UTC.  Years 1 to 9999; second 60 is the next minute's first.  *microseconds
 * counts from 2000-01-01 00:00:00 UTC and is set only when OK.
 */
extern RtkTimeFault rtk_timestamp_read(const char *text, size_t len,
									   int64_t *microseconds);

/*
 * Read a JSON number: seconds since 1970, or milliseconds from 10^11 on
 * (which would be the year 5138 in seconds).  Result as above.
 */
extern RtkTimeFault rtk_timestamp_from_epoch(const char *number, size_t len,
											 int64_t *microseconds);

#endif							/* RTK_TIMESTAMP_H */
