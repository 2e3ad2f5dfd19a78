/*
 * clock.c
 *		A monotonic clock, read in seconds.
 */
#include "clock.h"

#include <time.h>

double
rtk_clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}
