/*
 * http.h
 *		HTTP GET requests that never block; the only user of libcurl.
 *
 * An RtkHttp is a pool of connections with one set of credentials.  All that it
 * waits for hangs on one epoll descriptor: call rtk_http_attend() before each
 * wait for it, which alone counts for timeouts, and rtk_http_step() after it.
 * Signals are blocked while libcurl runs: its resolver threads inherit that.
 */
#ifndef RTK_HTTP_H
#define RTK_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "failure.h"

typedef struct RtkHttp RtkHttp;
typedef struct RtkTransfer RtkTransfer;

/* Texts are copied; all may be NULL but token. */
typedef struct RtkHttpOptions
{
	const char *token;			/* Bearer token */
	const char *ca_file;		/* PEM file instead of the system's store */
	const char *proxy;			/* NULL: none, whatever the environment says */
	int			connect_timeout;	/* ms */
	int			request_timeout;	/* ms */
	int			max_connections;
	size_t		max_response_size;	/* decompressed bytes */
} RtkHttpOptions;

/* How a transfer ended. */
typedef enum RtkTransferResult
{
	RTK_TRANSFER_RUNNING,
	RTK_TRANSFER_DONE,			/* a whole reply, whatever its status */
	RTK_TRANSFER_NO_CONNECTION, /* DNS, connect, handshake; again may help */
	RTK_TRANSFER_NO_TLS,		/* certificate; final */
	RTK_TRANSFER_BROKEN,		/* timeout, cut, reset; may be tried again */
	RTK_TRANSFER_INVALID,		/* not HTTP; final */
	RTK_TRANSFER_TOO_LARGE,		/* over max_response_size */
	RTK_TRANSFER_NO_MEMORY
} RtkTransferResult;

/* Valid until rtk_transfer_free(); texts are "" when the reply has none. */
typedef struct RtkReply
{
	RtkTransferResult result;
	const char *error;			/* libcurl's words, when not DONE */
	int			status;
	const char *body;			/* NUL-terminated */
	size_t		len;
	size_t		received;		/* bytes of headers and body on the wire */
	double		seconds;		/* from start to end */
	char		content_type[64];	/* without parameters */
	char		location_host[128]; /* host of a Location header */
	char		ray[64];
	double		retry_after;	/* seconds, 0 ... a day; -1: none or unusable */
	double		limit_remaining;	/* r of the Ratelimit header, -1: none */
	double		limit_reset;	/* t of the Ratelimit header, seconds */
} RtkReply;

/* A pool, or NULL with *failure set. */
extern RtkHttp *rtk_http_new(const RtkHttpOptions *options,
							 RtkFailure *failure);

/* Ends its transfers as well: BROKEN, and still to be freed.  NULL allowed. */
extern void rtk_http_free(RtkHttp *http);
extern const char *rtk_http_version(void);	/* "libcurl/8.x OpenSSL/3.x ..." */
extern int	rtk_http_fd(const RtkHttp *http);	/* to wait for; the pool's */

/* Make the descriptor readable in ms at the latest (back-off, pacing). */
extern void rtk_http_wake(RtkHttp *http, double ms);
extern void rtk_http_attend(RtkHttp *http); /* right before each wait */

/* Move all transfers as far as they go without waiting. */
extern void rtk_http_step(RtkHttp *http);

/* Start GET url, NULL when memory is out; its reply changes in step() only. */
extern RtkTransfer *rtk_http_get(RtkHttp *http, const char *url);
extern const RtkReply *rtk_transfer_reply(const RtkTransfer *transfer);

/* Take over the body once ended: malloc'd.  body is then "", len stays. */
extern char *rtk_transfer_take_body(RtkTransfer *transfer);

/* End it if it runs, and free it.  Never blocks.  NULL allowed. */
extern void rtk_transfer_free(RtkTransfer *transfer);

#endif							/* RTK_HTTP_H */
