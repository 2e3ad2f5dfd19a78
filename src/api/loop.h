/*
 * loop.h
 *		Sockets and timers of one pool behind a single descriptor.
 *
 * An epoll descriptor that holds the sockets and one timerfd.  It is readable
 * when a socket is ready or a timer is due, so that a host can wait for it
 * beside whatever else it waits for.  rtk_loop_arm() comes before each wait, so
 * timers that come and go between two of them cost no system call.  It may be
 * readable once for nothing.
 */
#ifndef RTK_LOOP_H
#define RTK_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* Timers run side by side; the earliest makes the descriptor readable. */
typedef enum RtkTimer
{
	RTK_TIMER_TRANSFERS,		/* set by libcurl for its own needs */
	RTK_TIMER_DEADLINE,			/* when the first transfer has timed out */
	RTK_TIMER_WAKE,				/* set by the user of the pool */
	RTK_TIMERS
} RtkTimer;

typedef struct RtkLoop
{
	int			epoll_fd;
	int			timer_fd;
	int64_t		due[RTK_TIMERS];	/* ns of CLOCK_MONOTONIC, 0: not set */
	int64_t		armed;			/* what the timerfd is set to, 0: nothing */
} RtkLoop;

typedef struct RtkReady
{
	int			fd;
	bool		read;
	bool		write;
} RtkReady;

/* False, with errno set and nothing left open, when it cannot be made. */
extern bool rtk_loop_open(RtkLoop *loop);
extern void rtk_loop_close(RtkLoop *loop);	/* a closed one allowed */

/* Watch fd for what is true; for neither: forget it.  False: errno tells. */
extern bool rtk_loop_watch(RtkLoop *loop, int fd, bool read, bool write);

/* Sockets that are ready now, at most n; never waits. */
extern int	rtk_loop_ready(RtkLoop *loop, RtkReady *ready, int n);

/* Set a timer to ms from now, replacing what was set; below zero: off. */
extern void rtk_loop_set(RtkLoop *loop, RtkTimer timer, double ms);

/* The same, unless it is due earlier anyway. */
extern void rtk_loop_hasten(RtkLoop *loop, RtkTimer timer, double ms);

/* Is the timer due?  If so it is spent. */
extern bool rtk_loop_expired(RtkLoop *loop, RtkTimer timer);

/* Have the descriptor be readable when the earliest timer is due. */
extern void rtk_loop_arm(RtkLoop *loop);

#endif							/* RTK_LOOP_H */
