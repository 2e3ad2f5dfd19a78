/*
 * header.h
 *		What a reply's header lines say, put into an RtkReply.
 */
#ifndef RTK_HEADER_H
#define RTK_HEADER_H

#include <stddef.h>

#include "http.h"

/* Longest silence that a header can ask for, seconds. */
#define RTK_HEADER_MAX_WAIT 86400.0

/* Most requests that a header can say are left. */
#define RTK_HEADER_MAX_REMAINING 1e9

/* Forget all that header lines have said. */
extern void rtk_header_reset(RtkReply *reply);

/*
 * Take in one line of len bytes, line end included or not.  A status line
 * resets: interim replies (1xx) and a proxy's own do not count.
 */
extern void rtk_header_read(RtkReply *reply, const char *line, size_t len);

/* Seconds of silence bounded to 0 ... RTK_HEADER_MAX_WAIT. */
extern double rtk_header_clamp(double seconds);

#endif							/* RTK_HEADER_H */
