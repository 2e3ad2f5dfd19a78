/*
 * clock.h
 *		The clock that all times of this side are read from.
 */
#ifndef RTK_CLOCK_H
#define RTK_CLOCK_H

/* Seconds; monotonic, the same for all processes. */
extern double rtk_clock_now(void);

#endif							/* RTK_CLOCK_H */
