/*
 * timetext.h
 *		Times as the API takes them: RFC 3339 in UTC, whatever DateStyle and
 *		TimeZone say.
 */
#ifndef RTK_TIMETEXT_H
#define RTK_TIMETEXT_H

#include "postgres.h"

#include "utils/date.h"
#include "utils/timestamp.h"

/* Last year that has a text; the first is 1. */
#define RTK_LAST_YEAR 9999

/*
 * The text, palloc'd, or NULL when there is none (infinite, other years).  All
 * digits are kept, so that the value shown equals the value given.
 */
extern char *rtk_timetext_timestamp(TimestampTz timestamp);
extern char *rtk_timetext_date(DateADT date);

#endif							/* RTK_TIMETEXT_H */
