/*
 * test_loop.c
 *		Timers behind one descriptor: when it is readable, and until when.
 *
 * Nothing here measures time but that a minute is not over at once.
 */
#include "loop.h"

#include <poll.h>

#include "tap.h"

#define A_MINUTE 60000

static bool
is_readable(RtkLoop *loop, int ms)
{
	struct pollfd wait = {loop->epoll_fd, POLLIN, 0};

	rtk_loop_arm(loop);
	return poll(&wait, 1, ms) == 1;
}

/* Who looks at the timers alone must not find it readable for ever. */
static void
test_spent(RtkLoop *loop)
{
	rtk_loop_set(loop, RTK_TIMER_WAKE, 1);
	ok(is_readable(loop, A_MINUTE), "readable when a timer is due");
	ok(is_readable(loop, 0), "until it is spent");
	ok(rtk_loop_expired(loop, RTK_TIMER_WAKE), "it is due");
	ok(!rtk_loop_expired(loop, RTK_TIMER_WAKE), "and is now spent");
	ok(!is_readable(loop, 0), "no timer is set");
	rtk_loop_set(loop, RTK_TIMER_WAKE, 1);
	ok(is_readable(loop, A_MINUTE), "readable again");
	ok(rtk_loop_expired(loop, RTK_TIMER_WAKE), "due again");
	rtk_loop_set(loop, RTK_TIMER_DEADLINE, A_MINUTE);
	ok(!is_readable(loop, 0), "another timer is set to later");
	rtk_loop_set(loop, RTK_TIMER_DEADLINE, -1);
}

/* The descriptor may be readable for a timer that has been taken back: once. */
static void
test_taken_back(RtkLoop *loop)
{
	rtk_loop_set(loop, RTK_TIMER_TRANSFERS, 1);
	rtk_loop_arm(loop);
	rtk_loop_set(loop, RTK_TIMER_TRANSFERS, A_MINUTE);
	(void) is_readable(loop, 20);
	ok(!rtk_loop_expired(loop, RTK_TIMER_TRANSFERS), "nothing is due");
	ok(!is_readable(loop, 0), "what was put off is not waited for twice");
	rtk_loop_hasten(loop, RTK_TIMER_TRANSFERS, 2 * A_MINUTE);
	rtk_loop_hasten(loop, RTK_TIMER_TRANSFERS, 0);
	ok(is_readable(loop, A_MINUTE), "it is hastened, not put off");
	ok(rtk_loop_expired(loop, RTK_TIMER_TRANSFERS), "and due");
	ok(!is_readable(loop, 0), "and spent");
}

int
main(void)
{
	RtkLoop		loop;

	ok(rtk_loop_open(&loop), "a loop");
	test_spent(&loop);
	test_taken_back(&loop);
	rtk_loop_close(&loop);
	rtk_loop_close(&loop);
	return done_testing();
}
