/*
 * test_pool.c
 *		The pool: waiting, ending in the middle, and what is left behind.
 *
 * Nothing here measures time: what must not wait would wait for ever.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <netdb.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "fault_server.h"

#define MANY 1000
#define AT_ONCE 8

/* What the resolver below has seen, from libcurl's threads. */
static struct
{
	sem_t		go;				/* slow.test is answered when posted */
	atomic_int	asked;			/* for slow.test */
	atomic_int	interruptible;	/* calls with a signal not blocked */
} resolver;

/* libcurl's resolver threads call this one instead of libc's. */
int
getaddrinfo(const char *node, const char *service,
			const struct addrinfo *hints, struct addrinfo **result)
{
	int			(*real) (const char *, const char *, const struct addrinfo *,
						 struct addrinfo **);
	sigset_t	mask;

	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	if (!sigismember(&mask, SIGTERM) || !sigismember(&mask, SIGINT) ||
		!sigismember(&mask, SIGUSR1) || !sigismember(&mask, SIGALRM))
		atomic_fetch_add(&resolver.interruptible, 1);
	if (strcmp(node, "slow.test") == 0)
	{
		atomic_fetch_add(&resolver.asked, 1);
		sem_wait(&resolver.go);
	}
	if (strcmp(node, "quick.test") == 0)
		node = "127.0.0.1";
	else if (strcmp(node, "127.0.0.1") != 0)
		return EAI_NONAME;
	*(void **) &real = dlsym(RTLD_NEXT, "getaddrinfo");
	return real(node, service, hints, result);
}

/* Entries of a directory of /proc/self: "fd" or "task". */
static int
count(const char *what)
{
	char		path[64];
	DIR		   *directory;
	int			n = 0;

	snprintf(path, sizeof(path), "/proc/self/%s", what);
	directory = opendir(path);
	while (readdir(directory) != NULL)
		n++;
	closedir(directory);
	return n;
}

/* TCP connections that are open; those a program would inherit count twice. */
static int
connections(void)
{
	int			n = 0;

	for (int fd = 0; fd < 256; fd++)
	{
		struct sockaddr_storage peer;
		socklen_t	size = sizeof(peer);

		if (getpeername(fd, (struct sockaddr *) &peer, &size) == 0 &&
			peer.ss_family == AF_INET)
			n += (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0 ? 1 : 2;
	}
	return n;
}

/* Threads end a moment after they have answered. */
static bool
returns_to(const char *what, int expected)
{
	for (int i = 0; i < 60000 && count(what) != expected; i++)
		usleep(1000);
	return count(what) == expected;
}

/* Step, then wait for the descriptor as a host would. */
static void
step(RtkHttp *http)
{
	struct pollfd wait = {rtk_http_fd(http), POLLIN, 0};

	rtk_http_step(http);
	rtk_http_attend(http);
	poll(&wait, 1, 20);
}

static bool
is_readable(RtkHttp *http, int ms)
{
	struct pollfd wait = {rtk_http_fd(http), POLLIN, 0};

	rtk_http_attend(http);
	return poll(&wait, 1, ms) == 1;
}

static bool
is_running(const RtkTransfer *transfer)
{
	return rtk_transfer_reply(transfer)->result == RTK_TRANSFER_RUNNING;
}

static void
test_wake(void)
{
	RtkHttp    *http = new_pool(NULL);

	ok(!is_readable(http, 0), "nothing to do at first");
	rtk_http_wake(http, 1e18);
	rtk_http_step(http);
	ok(!is_readable(http, 0), "a far wake-up is no reason yet");
	rtk_http_wake(http, 5);
	rtk_http_wake(http, 60000);
	ok(is_readable(http, 10000), "the earliest wake-up wins");
	ok(is_readable(http, 0), "it stays until a step");
	rtk_http_step(http);
	ok(!is_readable(http, 30), "the step spends all wake-ups set");
	rtk_http_wake(http, 0);
	ok(is_readable(http, 10000), "0 ms is now");
	rtk_http_step(http);
	rtk_http_wake(http, -1);
	ok(is_readable(http, 10000), "so is what has passed");
	rtk_http_free(http);
}

/* Several transfers of one pool do not care for each other. */
static void
test_independence(const Server *server)
{
	RtkHttp    *http = new_pool(NULL);
	RtkTransfer *hang = start(http, server->url, "/hang");
	RtkTransfer *stall = start(http, server->url, "/stall");
	RtkTransfer *good = start(http, server->url, "/ok");
	RtkTransfer *never = start(http, server->url, "/ok");

	rtk_transfer_free(never);	/* before its first step */
	is_int(finish(http, good)->result, RTK_TRANSFER_DONE, "one goes on");
	ok(is_running(hang) && is_running(stall), "while others wait");
	rtk_transfer_free(hang);
	rtk_transfer_free(good);
	good = start(http, server->url, "/ok");
	is_int(finish(http, good)->result, RTK_TRANSFER_DONE, "and one is freed");
	rtk_transfer_free(NULL);
	rtk_http_free(http);
	rtk_http_free(NULL);
	is_int(rtk_transfer_reply(stall)->result, RTK_TRANSFER_BROKEN,
		   "the end of the pool ends what still runs");
	ok(rtk_transfer_reply(stall)->error[0] != '\0', "and says so");
	is_str(rtk_transfer_reply(good)->body, "{\"ok\":true}",
		   "what had ended is still there");
	rtk_transfer_free(stall);
	rtk_transfer_free(good);
}

/* More transfers than connections: they take turns. */
static void
test_turns(const Server *server)
{
	RtkHttpOptions options = default_options();
	RtkTransfer *transfers[30];
	RtkHttp    *http;
	int			done = 0;
	int			before = count("fd");

	options.max_connections = 2;
	http = new_pool(&options);
	for (int i = 0; i < 30; i++)
		transfers[i] = start(http, server->url, "/ok");
	for (int i = 0; i < 30; i++)
	{
		done += finish(http, transfers[i])->result == RTK_TRANSFER_DONE;
		rtk_transfer_free(transfers[i]);
	}
	is_int(done, 30, "30 requests over two connections");
	is_int(connections(), 2, "two, that no program inherits");
	rtk_http_free(http);
	is_int(count("fd"), before, "none is left");
}

/* A running transfer that is freed takes its socket along. */
static void
test_free_running(const Server *server)
{
	RtkHttp    *http = new_pool(NULL);
	RtkTransfer *transfer = start(http, server->url, "/stall");

	while (rtk_transfer_reply(transfer)->len == 0)
		step(http);
	is_int(connections(), 1, "a connection while it runs");
	rtk_transfer_free(transfer);
	is_int(connections(), 0, "none when it is freed");
	rtk_http_step(http);
	ok(!is_readable(http, 0), "nothing is left to do");
	rtk_http_free(http);
}

/* Many requests, several at a time, through several pools. */
static void
test_many(const Server *server)
{
	int			fds = count("fd");
	int			threads = count("task");
	int			done = 0;
	char		base[64];

	snprintf(base, sizeof(base), "http://quick.test%s",
			 strrchr(server->url, ':'));
	for (int n = 0; n < MANY;)
	{
		RtkHttp    *http = new_pool(NULL);

		for (int i = 0; i < MANY / 5; i += AT_ONCE, n += AT_ONCE)
		{
			RtkTransfer *transfers[AT_ONCE];

			for (int j = 0; j < AT_ONCE; j++)
				transfers[j] = start(http, base, j == 3 ? "/stale" : "/ok");
			for (int j = 0; j < AT_ONCE; j++)
			{
				done += finish(http, transfers[j])->status == 200;
				rtk_transfer_free(transfers[j]);
			}
		}
		rtk_http_free(http);
	}
	is_int(done, MANY, "%d requests", MANY);
	ok(returns_to("task", threads), "no thread is left");
	is_int(count("fd"), fds, "no descriptor is left");
}

/* A resolver that does not answer: neither ending nor a timeout waits. */
static void
test_slow_resolver(void)
{
	RtkHttpOptions options = default_options();
	int			fds = count("fd");
	int			threads = count("task");
	RtkHttp    *http = new_pool(NULL);
	RtkTransfer *transfer = start(http, "https://slow.test", "/");
	RtkTransfer *next = start(http, "https://slow.test", "/");

	while (atomic_load(&resolver.asked) < 1)
		step(http);
	ok(is_running(transfer), "the resolver is asked");
	rtk_transfer_free(transfer);
	ok(true, "freeing the transfer does not wait for it");
	transfer = next;
	while (atomic_load(&resolver.asked) < 2)
		step(http);
	ok(is_running(transfer), "one that waited for it asks in its turn");
	rtk_http_free(http);
	is_int(rtk_transfer_reply(transfer)->result, RTK_TRANSFER_BROKEN,
		   "nor does freeing the pool");
	rtk_transfer_free(transfer);
	options.connect_timeout = 50;
	http = new_pool(&options);
	transfer = start(http, "http://slow.test", "/");
	is_int(finish(http, transfer)->result, RTK_TRANSFER_NO_CONNECTION,
		   "connect_timeout counts: %s", rtk_transfer_reply(transfer)->error);
	rtk_transfer_free(transfer);
	rtk_http_free(http);
	/* Threads may come to ask only now, in libcurl 8.20 two for a request. */
	for (int i = 0; i < 16; i++)
		sem_post(&resolver.go);
	ok(returns_to("task", threads), "its threads end when it answers");
	ok(returns_to("fd", fds), "and their descriptors are closed");
	is_int(atomic_load(&resolver.interruptible), 0,
		   "no signal could have been handled in them");
}

/* The signal mask of the caller is its own. */
static void
test_mask(const Server *server)
{
	RtkHttp    *http;
	RtkTransfer *transfer;
	sigset_t	mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	http = new_pool(NULL);
	transfer = start(http, server->url, "/ok");
	finish(http, transfer);
	rtk_transfer_free(transfer);
	rtk_http_free(http);
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	ok(sigismember(&mask, SIGUSR2) && !sigismember(&mask, SIGTERM) &&
	   !sigismember(&mask, SIGINT), "the signal mask is as it was");
}

static void
test_refusals(void)
{
	static const char *const tokens[] = {
		"a\r\nX-Evil: b", "a b", "a\n", "\x7f", "a\xc3\xa4", ""
	};
	RtkHttpOptions options = default_options();
	RtkFailure	failure;

	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
	{
		options.token = tokens[i];
		ok(rtk_http_new(&options, &failure) == NULL &&
		   failure.kind == RTK_FAIL_UNAUTHENTICATED, "token %zu: %s", i,
		   failure.summary);
	}
	options = default_options();
	setenv("SSLKEYLOGFILE", "/nonexistent/keys", 1);
	ok(rtk_http_new(&options, &failure) == NULL &&
	   failure.kind == RTK_FAIL_CONNECT, "key log: %s", failure.summary);
	unsetenv("SSLKEYLOGFILE");
	ok(strncmp(rtk_http_version(), "libcurl/", 8) == 0, "%s",
	   rtk_http_version());
}

int
main(void)
{
	Server		server = start_server(NULL, NULL);

	alarm(120);
	signal(SIGPIPE, SIG_IGN);
	sem_init(&resolver.go, 0, 0);
	test_wake();
	test_independence(&server);
	test_turns(&server);
	test_free_running(&server);
	test_many(&server);
	test_slow_resolver();
	test_mask(&server);
	test_refusals();
	stop_server(&server);
	return done_testing();
}
