/*
 * clock.h
 *		A monotonic clock, read in seconds.
 */
#ifndef RTK_CLOCK_H
#define RTK_CLOCK_H

/* The same for all processes. */
extern double rtk_clock_now(void);

#endif							/* RTK_CLOCK_H */
