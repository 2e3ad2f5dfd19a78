/*
 * http.private.h
 *		What http.c (the pool), http_model.c (its options) and http_transfer.c
 *		(one transfer) share, and no one else: the only include of libcurl.
 */
#ifndef RTK_HTTP_PRIVATE_H
#define RTK_HTTP_PRIVATE_H

#include <curl/curl.h>
#include <signal.h>

#include "http.h"
#include "loop.h"

#if defined(LIBCURL_VERSION_NUM) && LIBCURL_VERSION_NUM < 0x074c00
#error "rtk_fdw needs libcurl 7.76 or later"
#endif

struct RtkHttp
{
	RtkLoop		loop;
	CURLM	   *multi;			/* NULL from a failure to the next request */
	CURL	   *model;			/* has the options that all requests share */
	struct curl_slist *headers; /* hold the token; wiped before they go */
	RtkTransfer *running;		/* transfers that have not ended */
	size_t		max_response_size;
	size_t		last_len;		/* of the last body that has come */
	int			max_connections;
	int			connect_timeout;	/* ms */
	int			request_timeout;	/* ms */
	double		left_at;		/* since when the host is elsewhere, 0: not */
	bool		initialized;	/* libcurl counts its users: be one, once */
	bool		blind;			/* a socket could not be watched */
	bool		doubted;		/* the multi handle goes once nothing runs */
};

/* Once it has ended, a transfer needs neither the pool nor libcurl. */
struct RtkTransfer
{
	RtkReply	reply;
	RtkHttp    *http;			/* NULL once it has ended */
	CURL	   *easy;			/* NULL once it has ended */
	RtkTransfer *next;			/* in the list of those that run ... */
	RtkTransfer **link;			/* ... and what points here */
	char	   *body;
	size_t		capacity;
	double		deadline;		/* rtk_clock_now() at which it has timed out */
	double		excused;		/* seconds that it was given more */
	RtkTransferResult stopped;	/* by a callback, and why; RUNNING: not */
	char		error[CURL_ERROR_SIZE];
};

/*
 * All calls of libcurl that may start a thread stand between these: signals
 * are blocked, which the thread inherits, for no handler of the host may run
 * in it.  They nest.
 */
extern void rtk_http_enter(sigset_t *saved);
extern void rtk_http_leave(const sigset_t *saved);

/* Make a multi handle where there is none to trust; false: memory is out. */
extern bool rtk_http_open(RtkHttp *http);

/* The header lines of all requests, NULL when memory is out; and their end. */
extern struct curl_slist *rtk_token_headers(const char *token);
extern void rtk_token_wipe(struct curl_slist *headers);

/* A handle to copy for each request, or NULL.  headers must outlive it. */
extern CURL *rtk_model_make(const RtkHttpOptions *options,
							struct curl_slist *headers);

/* Record how libcurl says a transfer has ended, and let go of libcurl. */
extern void rtk_transfer_finish(RtkTransfer *transfer, CURLcode code);

/* End a running transfer for a reason of ours. */
extern void rtk_transfer_stop(RtkTransfer *transfer, RtkTransferResult result,
							  const char *reason);

/*
 * The clock of a transfer begins; of all of the pool, it goes on while the host
 * attends to them, and those whose time has come end.
 */
extern void rtk_deadline_begin(RtkTransfer *transfer, RtkHttp *http);
extern void rtk_deadline_resume(RtkHttp *http);
extern void rtk_deadline_enforce(RtkHttp *http);

/* Give up on a body that comes in too slowly. */
extern void rtk_deadline_bound_speed(RtkTransfer *transfer);

#endif							/* RTK_HTTP_PRIVATE_H */
