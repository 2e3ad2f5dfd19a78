/*
 * loop.c
 *		Sockets and timers of one pool behind a single descriptor.
 */
#include "loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS 1e6
#define NS_PER_S INT64_C(1000000000)

/* Longest time that a timer is set to: a year, so that no sum overflows. */
#define MAX_MS (365 * 86400e3)

/* Most events taken from the kernel at once; the rest stays ready. */
#define BATCH 64

/* Nanoseconds of the clock that the timerfd runs on. */
static int64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* When ms from now is.  NaN counts as now, never as off. */
static int64_t
due_in(double ms)
{
	if (!(ms > 0))
		ms = 0;
	if (ms > MAX_MS)
		ms = MAX_MS;
	return clock_now() + (int64_t) (ms * NS_PER_MS);
}

bool
rtk_loop_open(RtkLoop *loop)
{
	for (int i = 0; i < RTK_TIMERS; i++)
		loop->due[i] = 0;
	loop->armed = 0;
	loop->timer_fd = -1;
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll_fd >= 0)
		loop->timer_fd = timerfd_create(CLOCK_MONOTONIC,
										TFD_CLOEXEC | TFD_NONBLOCK);
	if (loop->timer_fd < 0 ||
		!rtk_loop_watch(loop, loop->timer_fd, true, false))
	{
		int			cause = errno;

		rtk_loop_close(loop);
		errno = cause;
		return false;
	}
	return true;
}

void
rtk_loop_close(RtkLoop *loop)
{
	if (loop->timer_fd >= 0)
		close(loop->timer_fd);
	if (loop->epoll_fd >= 0)
		close(loop->epoll_fd);
	loop->timer_fd = -1;
	loop->epoll_fd = -1;
}

/*
 * Whether a descriptor is watched already is left to the kernel: a number that
 * was closed and given out again must not be mistaken for the one before.
 */
bool
rtk_loop_watch(RtkLoop *loop, int fd, bool read, bool write)
{
	struct epoll_event event = {0};

	event.data.fd = fd;
	if (read)
		event.events |= EPOLLIN;
	if (write)
		event.events |= EPOLLOUT;
	if (event.events == 0)
	{
		/* It may be closed by now, and is then forgotten as well. */
		epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, fd, &event);
		return true;
	}
	if (epoll_ctl(loop->epoll_fd, EPOLL_CTL_MOD, fd, &event) == 0)
		return true;
	return errno == ENOENT &&
		epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

int
rtk_loop_ready(RtkLoop *loop, RtkReady *ready, int n)
{
	struct epoll_event events[BATCH];
	int			found = 0;
	int			most;

	most = epoll_wait(loop->epoll_fd, events, n < BATCH ? n : BATCH, 0);
	for (int i = 0; i < most; i++)
	{
		uint32_t	seen = events[i].events;

		if (events[i].data.fd == loop->timer_fd)
			continue;
		/* A broken connection shows itself to whoever reads or writes. */
		if (seen & (EPOLLERR | EPOLLHUP))
			seen |= EPOLLIN | EPOLLOUT;
		ready[found].fd = events[i].data.fd;
		ready[found].read = (seen & EPOLLIN) != 0;
		ready[found].write = (seen & EPOLLOUT) != 0;
		found++;
	}
	return found;
}

void
rtk_loop_set(RtkLoop *loop, RtkTimer timer, double ms)
{
	loop->due[timer] = ms < 0 ? 0 : due_in(ms);
}

void
rtk_loop_hasten(RtkLoop *loop, RtkTimer timer, double ms)
{
	int64_t		due = due_in(ms);

	if (loop->due[timer] == 0 || loop->due[timer] > due)
		loop->due[timer] = due;
}

bool
rtk_loop_expired(RtkLoop *loop, RtkTimer timer)
{
	if (loop->due[timer] == 0 || loop->due[timer] > clock_now())
		return false;
	loop->due[timer] = 0;
	return true;
}

/*
 * A timerfd that is set to an earlier time stays: libcurl moves its timers with
 * every request, and to wake once for nothing is cheaper than a system call
 * each time.  One that has gone off is set anew, or off, which also takes back
 * that it is readable; so it need never be read.
 */
void
rtk_loop_arm(RtkLoop *loop)
{
	struct itimerspec spec = {{0, 0}, {0, 0}};
	int64_t		first = 0;

	for (int i = 0; i < RTK_TIMERS; i++)
		if (loop->due[i] != 0 && (first == 0 || loop->due[i] < first))
			first = loop->due[i];
	if (first == 0 && loop->armed == 0)
		return;
	if (loop->armed > clock_now() && (first == 0 || loop->armed <= first))
		return;
	loop->armed = first;
	spec.it_value.tv_sec = first / NS_PER_S;
	spec.it_value.tv_nsec = first % NS_PER_S;
	timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
}
