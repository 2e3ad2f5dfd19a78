/*
 * wait.h
 *		What a scan waits for, and until when.
 */
#ifndef RTK_WAIT_H
#define RTK_WAIT_H

typedef enum RtkWait
{
	RTK_WAIT_API,				/* a reply */
	RTK_WAIT_RATE_LIMIT,		/* ours or the API's */
	RTK_WAIT_BACKOFF			/* until a request is sent again */
} RtkWait;

struct RtkScan;

/* Begin no wait that would last until at, when the host gives up; 0: any. */
extern void rtk_wait_deadline(struct RtkScan *scan, double at);

/* After RTK_SCAN_WAIT: what for, and *until when, 0 for a reply. */
extern RtkWait rtk_wait_reason(const struct RtkScan *scan, double *until);

/*
 * After RTK_SCAN_WAIT, right before each wait: have rtk_http_fd() readable when
 * the scan can go on.  Scans of one pool share it, and one that moves takes
 * what made it readable for another: a reply, or a wake-up.
 */
extern void rtk_wait_prepare(struct RtkScan *scan);

#endif							/* RTK_WAIT_H */
