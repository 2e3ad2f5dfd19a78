/*
 * http.c
 *		A pool of connections, and the event loop that moves its transfers.
 *
 * libcurl tells which sockets and which timeout it waits for; the loop waits,
 * libcurl is told.  Callbacks only record: they run inside libcurl, which must
 * not be left by a jump nor entered again.
 */
#include "http.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.private.h"

/* A big reply from near must not keep the host from looking at its latch. */
#define ROUNDS_PER_STEP 16
#define SOCKETS_PER_ROUND 64

void
rtk_http_enter(sigset_t *saved)
{
	sigset_t	all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, saved);
}

void
rtk_http_leave(const sigset_t *saved)
{
	pthread_sigmask(SIG_SETMASK, saved, NULL);
}

/* CURLMOPT_SOCKETFUNCTION: what libcurl waits for on a socket. */
static int
rtkHttpSocket(CURL *easy, curl_socket_t fd, int what, void *arg, void *unused)
{
	RtkHttp    *http = arg;

	(void) easy;
	(void) unused;
	if (!rtk_loop_watch(&http->loop, fd,
						what == CURL_POLL_IN || what == CURL_POLL_INOUT,
						what == CURL_POLL_OUT || what == CURL_POLL_INOUT))
		http->blind = true;
	return 0;
}

/* CURLMOPT_TIMERFUNCTION: when libcurl wants to be called at the latest. */
static int
rtkHttpTimer(CURLM *multi, long ms, void *arg)
{
	RtkHttp    *http = arg;

	(void) multi;
	rtk_loop_set(&http->loop, RTK_TIMER_TRANSFERS, (double) ms);
	return 0;
}

/*
 * Can the library that runs, which need not be the one that was compiled
 * against, do what is not to be done without?  One that blocks while it
 * resolves a name would not hear of a cancel.
 */
static bool
is_able(RtkFailure *failure)
{
	const int	needed = CURL_VERSION_SSL | CURL_VERSION_ASYNCHDNS;

	if ((curl_version_info(CURLVERSION_NOW)->features & needed) == needed)
		return true;
	rtk_failure_set(failure, RTK_FAIL_CONNECT,
					"libcurl was built without TLS or without an asynchronous "
					"resolver");
	return false;
}

/*
 * May a pool be made at all?  A token with a line end would be a header of its
 * own.  Where SSLKEYLOGFILE is set, libcurl writes the keys of each connection
 * to that file, and with them the token: to refuse is safer, and to take a
 * variable from the host's environment would be ruder.
 */
static bool
is_safe(const RtkHttpOptions *options, RtkFailure *failure)
{
	const char *keys = getenv("SSLKEYLOGFILE");

	if (keys != NULL && keys[0] != '\0')
	{
		rtk_failure_set(failure, RTK_FAIL_CONNECT,
						"environment variable SSLKEYLOGFILE is set, so that "
						"the token would not stay secret");
		return false;
	}
	for (const char *at = options->token; *at > ' ' && *at <= '~';)
		if (*++at == '\0')
			return true;
	rtk_failure_set(failure, RTK_FAIL_UNAUTHENTICATED,
					"the API token is empty or has a character that no "
					"header can hold");
	return false;
}

/* End all connections, where there are any.  No transfer may run. */
static void
end_connections(RtkHttp *http)
{
	curl_multi_cleanup(http->multi);
	http->multi = NULL;
	rtk_loop_set(&http->loop, RTK_TIMER_TRANSFERS, -1);
}

bool
rtk_http_open(RtkHttp *http)
{
	bool		done = true;

	if (http->multi != NULL && (!http->doubted || http->running != NULL))
		return true;
	end_connections(http);
	http->doubted = false;
	http->multi = curl_multi_init();
	if (http->multi == NULL)
		return false;
#define SET(option, value) \
	(done = curl_multi_setopt(http->multi, option, value) == CURLM_OK && done)
	SET(CURLMOPT_SOCKETFUNCTION, rtkHttpSocket);
	SET(CURLMOPT_SOCKETDATA, http);
	SET(CURLMOPT_TIMERFUNCTION, rtkHttpTimer);
	SET(CURLMOPT_TIMERDATA, http);
	SET(CURLMOPT_MAX_HOST_CONNECTIONS, (long) http->max_connections);
	SET(CURLMOPT_MAXCONNECTS, (long) http->max_connections);
#undef SET
#if LIBCURL_VERSION_NUM >= 0x081400
	/* May fail: an older library does not wait for its threads here. */
	curl_multi_setopt(http->multi, CURLMOPT_QUICK_EXIT, 1L);
#endif
	if (!done)
		end_connections(http);
	return done;
}

/* Set up what belongs to libcurl; false: memory is out or libcurl too old. */
static bool
set_up(RtkHttp *http, const RtkHttpOptions *options)
{
	http->initialized = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	if (!http->initialized || !rtk_http_open(http))
		return false;
	http->headers = rtk_token_headers(options->token);
	if (http->headers == NULL)
		return false;
	http->model = rtk_model_make(options, http->headers);
	return http->model != NULL;
}

RtkHttp *
rtk_http_new(const RtkHttpOptions *options, RtkFailure *failure)
{
	RtkHttp    *http;
	sigset_t	saved;
	bool		done;

	if (!is_able(failure) || !is_safe(options, failure))
		return NULL;
	http = calloc(1, sizeof(*http));
	if (http == NULL)
	{
		rtk_failure_set(failure, RTK_FAIL_MEMORY, "out of memory");
		return NULL;
	}
	http->max_response_size = options->max_response_size;
	http->max_connections = options->max_connections;
	http->connect_timeout = options->connect_timeout;
	http->request_timeout = options->request_timeout;
	if (!rtk_loop_open(&http->loop))
	{
		rtk_failure_set(failure, RTK_FAIL_CONNECT,
						"no descriptor to wait with: %s", strerror(errno));
		free(http);
		return NULL;
	}
	rtk_http_enter(&saved);
	done = set_up(http, options);
	rtk_http_leave(&saved);
	if (done)
		return http;
	rtk_failure_set(failure, RTK_FAIL_MEMORY, "could not set up libcurl");
	rtk_http_free(http);
	return NULL;
}

/* End all transfers for one reason. */
static void
stop_all(RtkHttp *http, RtkTransferResult result, const char *reason)
{
	while (http->running != NULL)
		rtk_transfer_stop(http->running, result, reason);
}

void
rtk_http_free(RtkHttp *http)
{
	sigset_t	saved;

	if (http == NULL)
		return;
	rtk_http_enter(&saved);
	stop_all(http, RTK_TRANSFER_BROKEN, "the connections were closed");
	curl_easy_cleanup(http->model);
	end_connections(http);
	rtk_token_wipe(http->headers);
	if (http->initialized)
		curl_global_cleanup();
	rtk_http_leave(&saved);
	rtk_loop_close(&http->loop);
	free(http);
}

int
rtk_http_fd(const RtkHttp *http)
{
	return http->loop.epoll_fd;
}

void
rtk_http_wake(RtkHttp *http, double ms)
{
	rtk_loop_hasten(&http->loop, RTK_TIMER_WAKE, ms);
	rtk_loop_arm(&http->loop);
}

/* Tell libcurl which sockets are ready and whether its time has come. */
static CURLMcode
tell(RtkHttp *http, bool *moved)
{
	RtkReady	ready[SOCKETS_PER_ROUND];
	int			n = rtk_loop_ready(&http->loop, ready, SOCKETS_PER_ROUND);
	CURLMcode	code = CURLM_OK;
	int			running;

	for (int i = 0; i < n && code == CURLM_OK; i++)
	{
		int			what = (ready[i].read ? CURL_CSELECT_IN : 0) |
			(ready[i].write ? CURL_CSELECT_OUT : 0);

		code = curl_multi_socket_action(http->multi, ready[i].fd, what,
										&running);
		*moved = true;
	}
	if (code == CURLM_OK &&
		rtk_loop_expired(&http->loop, RTK_TIMER_TRANSFERS))
	{
		code = curl_multi_socket_action(http->multi, CURL_SOCKET_TIMEOUT, 0,
										&running);
		*moved = true;
	}
	return code;
}

/* Record the transfers that have ended; others may wait for their place. */
static void
reap(RtkHttp *http, bool *moved)
{
	CURLMsg    *message;
	int			left;

	while ((message = curl_multi_info_read(http->multi, &left)) != NULL)
	{
		CURLcode	code = message->data.result;
		char	   *transfer = NULL;

		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		/* This ends the life of the message as well. */
		rtk_transfer_finish((RtkTransfer *) transfer, code);
		*moved = true;
	}
}

/*
 * What libcurl knows of its sockets is not whole after a failed call, and it
 * crashes on the next use of one of them (7.88): the connections go, too.
 */
static void
give_up(RtkHttp *http, CURLMcode code)
{
	stop_all(http, RTK_TRANSFER_NO_MEMORY,
			 code != CURLM_OK ? curl_multi_strerror(code) :
			 "a socket could not be watched");
	end_connections(http);
	http->blind = false;
}

void
rtk_http_step(RtkHttp *http)
{
	bool		moved = http->multi != NULL;
	sigset_t	saved;

	rtk_http_enter(&saved);
	rtk_deadline_resume(http);
	rtk_loop_expired(&http->loop, RTK_TIMER_WAKE);
	for (int round = 0; round < ROUNDS_PER_STEP && moved; round++)
	{
		CURLMcode	code;

		moved = false;
		code = tell(http, &moved);
		reap(http, &moved);
		if (code != CURLM_OK || http->blind)
			give_up(http, code);
	}
	rtk_deadline_enforce(http);
	rtk_http_leave(&saved);
}

const char *
rtk_http_version(void)
{
	return curl_version();
}
