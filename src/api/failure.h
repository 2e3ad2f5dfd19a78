/*
 * failure.h
 *		What went wrong, as a value: src/api never prints, exits or jumps.
 */
#ifndef RTK_FAILURE_H
#define RTK_FAILURE_H

#include <stddef.h>

/* The host maps each kind to one SQLSTATE (src/pg/error.c). */
typedef enum RtkFailureKind
{
	RTK_OK,
	RTK_FAIL_CONNECT,			/* DNS, refused, TLS */
	RTK_FAIL_CUT,				/* timeout, or the connection was cut */
	RTK_FAIL_REPLY,				/* not JSON, wrong shape, 5xx */
	RTK_FAIL_REFUSED,			/* 400, 422, redirect, "success": false */
	RTK_FAIL_UNAUTHENTICATED,	/* 401 */
	RTK_FAIL_FORBIDDEN,			/* 403 */
	RTK_FAIL_NOT_FOUND,			/* 404 of an account, app or collection */
	RTK_FAIL_VANISHED,			/* 404 of what was listed before */
	RTK_FAIL_RATE_LIMITED,		/* 429, or its wait does not fit */
	RTK_FAIL_PACED,				/* nor does a wait of our own pacing */
	RTK_FAIL_TOO_LARGE,			/* reply over max_response_size */
	RTK_FAIL_TOO_MANY,			/* more requests than max_requests */
	RTK_FAIL_TOO_DEEP,			/* JSON nested too deeply */
	RTK_FAIL_TOO_DENSE,			/* JSON of too many values */
	RTK_FAIL_ENCODING,			/* reply is not UTF-8 */
	RTK_FAIL_MEMORY				/* malloc, libcurl or json-c ran out */
} RtkFailureKind;

/* What of a statement was used up, so that a request is not sent again. */
typedef enum RtkSpent
{
	RTK_SPENT_NOTHING,
	RTK_SPENT_RETRIES,			/* max_retries */
	RTK_SPENT_BUDGET,			/* retry_budget */
	RTK_SPENT_TIME				/* until the host gives up */
} RtkSpent;

/*
 * All texts are NUL-terminated and cut to fit; they hold no token, no header
 * value but cf-ray, no body and no query string.
 */
typedef struct RtkFailure
{
	RtkFailureKind kind;
	int			status;			/* HTTP status, 0 when there was none */
	char		summary[160];	/* "HTTP 429", "paging does not advance" */
	char		api_message[320];	/* the API's own code and message, or "" */
	char		path[512];		/* of the request, without host and query */
	char		ray[64];		/* cf-ray, or "" */
	int			attempt;		/* 1 for the first; 0 when nothing was sent */
	int			attempts;		/* most attempts that were allowed */
	double		waited;			/* seconds spent in waits before attempts */
	double		retry_after;	/* seconds until it may work, or -1 */
	RtkSpent	spent;			/* if it could have been sent again */
} RtkFailure;

/* Set kind and summary (printf style) and clear the rest. */
extern void rtk_failure_set(RtkFailure *failure, RtkFailureKind kind,
							const char *format,...)
			__attribute__((format(printf, 3, 4)));

/* Copy text into a buffer of size bytes: cut between characters, printable. */
extern void rtk_failure_copy(char *buffer, size_t size, const char *text,
							 size_t len);

#endif							/* RTK_FAILURE_H */
