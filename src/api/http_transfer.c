/*
 * http_transfer.c
 *		One HTTP GET: its start, its callbacks, and how it ended.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "header.h"
#include "http.private.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define FIRST_CAPACITY 2048		/* at most, where no larger body came before */
#define VARIANCE 16				/* pages vary by less than this part of them */
#define STEPS 8					/* of capacities, from one to its double */

typedef struct RtkTransferMeaning
{
	CURLcode	code;
	RtkTransferResult result;
} RtkTransferMeaning;

/* What libcurl's codes mean here; all others are BROKEN. */
static const RtkTransferMeaning meanings[] = {
	{CURLE_OK, RTK_TRANSFER_DONE},
	{CURLE_COULDNT_RESOLVE_PROXY, RTK_TRANSFER_NO_CONNECTION},
	{CURLE_COULDNT_RESOLVE_HOST, RTK_TRANSFER_NO_CONNECTION},
	{CURLE_COULDNT_CONNECT, RTK_TRANSFER_NO_CONNECTION},
	{CURLE_PROXY, RTK_TRANSFER_NO_CONNECTION},
	/* Also what a connection cut during the handshake gives: try again. */
	{CURLE_SSL_CONNECT_ERROR, RTK_TRANSFER_NO_CONNECTION},
	{CURLE_PEER_FAILED_VERIFICATION, RTK_TRANSFER_NO_TLS},
	{CURLE_SSL_CERTPROBLEM, RTK_TRANSFER_NO_TLS},
	{CURLE_SSL_CIPHER, RTK_TRANSFER_NO_TLS},
	{CURLE_SSL_CACERT_BADFILE, RTK_TRANSFER_NO_TLS},
	{CURLE_SSL_ISSUER_ERROR, RTK_TRANSFER_NO_TLS},
	{CURLE_SSL_INVALIDCERTSTATUS, RTK_TRANSFER_NO_TLS},
	{CURLE_SSL_ENGINE_INITFAILED, RTK_TRANSFER_NO_TLS},
	{CURLE_USE_SSL_FAILED, RTK_TRANSFER_NO_TLS},
	{CURLE_UNSUPPORTED_PROTOCOL, RTK_TRANSFER_INVALID},
	{CURLE_URL_MALFORMAT, RTK_TRANSFER_INVALID},
	{CURLE_LOGIN_DENIED, RTK_TRANSFER_INVALID},
	{CURLE_WEIRD_SERVER_REPLY, RTK_TRANSFER_INVALID},
	{CURLE_FILESIZE_EXCEEDED, RTK_TRANSFER_TOO_LARGE},
	{CURLE_OUT_OF_MEMORY, RTK_TRANSFER_NO_MEMORY},
	{CURLE_FAILED_INIT, RTK_TRANSFER_NO_MEMORY},
};

/*
 * A page is about as large as the one before it: it need not be moved.  There
 * are few capacities, so that one page fits where another was.
 */
static size_t
first_capacity(const RtkHttp *http)
{
	size_t		wanted = http->last_len + http->last_len / VARIANCE + 1;
	size_t		capacity = FIRST_CAPACITY;
	size_t		step;

	while (capacity < wanted)
		capacity *= 2;
	step = capacity / 2 / STEPS;
	return capacity - (capacity - wanted) / step * step;
}

/* Make room for n more bytes and a NUL. */
static bool
grow(RtkTransfer *transfer, size_t n)
{
	size_t		needed = transfer->reply.len + n + 1;
	size_t		capacity = transfer->capacity;
	char	   *body;

	if (needed <= capacity)
		return true;
	if (capacity == 0)
		capacity = first_capacity(transfer->http);
	while (capacity < needed && capacity <= SIZE_MAX / 2)
		capacity *= 2;
	if (capacity < needed)
		return false;
	body = realloc(transfer->body, capacity);
	if (body == NULL)
		return false;
	transfer->body = body;
	transfer->capacity = capacity;
	return true;
}

/*
 * CURLOPT_WRITEFUNCTION: bytes of the decompressed body.  The bound is ours:
 * libcurl's counts what is on the wire.  Taking fewer bytes than were given
 * ends the transfer.
 */
static size_t
rtkTransferWrite(char *bytes, size_t size, size_t n, void *arg)
{
	RtkTransfer *transfer = arg;
	RtkReply   *reply = &transfer->reply;

	n *= size;
	if (n > transfer->http->max_response_size - reply->len)
		transfer->stopped = RTK_TRANSFER_TOO_LARGE;
	else if (!grow(transfer, n))
		transfer->stopped = RTK_TRANSFER_NO_MEMORY;
	if (transfer->stopped != RTK_TRANSFER_RUNNING)
		return 0;
	if (reply->len == 0)
		rtk_deadline_bound_speed(transfer);
	memcpy(transfer->body + reply->len, bytes, n);
	reply->len += n;
	transfer->body[reply->len] = '\0';
	return n;
}

/* CURLOPT_HEADERFUNCTION: one whole header line. */
static size_t
rtkTransferHeader(char *line, size_t size, size_t n, void *arg)
{
	RtkTransfer *transfer = arg;

	rtk_header_read(&transfer->reply, line, n * size);
	return n * size;
}

/*
 * Set what makes a copy of the model this transfer.  With TLS, a request waits
 * for the handshake of another to know whether both can share its connection
 * (HTTP/2).  Without, it would wait for the other's reply.
 */
static bool
aim(RtkTransfer *transfer, const char *url)
{
	CURL	   *easy = transfer->easy;
	long		is_tls = strncasecmp(url, "https:", 6) == 0;
	bool		done = true;

#define SET(option, value) \
	(done = curl_easy_setopt(easy, option, value) == CURLE_OK && done)
	SET(CURLOPT_URL, url);
	SET(CURLOPT_PIPEWAIT, is_tls);
	/* In the clear a token does not leave this host, not by a proxy. */
	if (!is_tls)
		SET(CURLOPT_PROXY, "");
	SET(CURLOPT_PRIVATE, transfer);
	SET(CURLOPT_ERRORBUFFER, transfer->error);
	SET(CURLOPT_WRITEFUNCTION, rtkTransferWrite);
	SET(CURLOPT_WRITEDATA, transfer);
	SET(CURLOPT_HEADERFUNCTION, rtkTransferHeader);
	SET(CURLOPT_HEADERDATA, transfer);
#undef SET
	return done;
}

/* Put a transfer into the pool's list of those that run. */
static void
enlist(RtkTransfer *transfer, RtkHttp *http)
{
	transfer->http = http;
	transfer->next = http->running;
	transfer->link = &http->running;
	if (transfer->next != NULL)
		transfer->next->link = &transfer->next;
	http->running = transfer;
}

/* Let go of libcurl and of the pool, whether it had been enlisted or not. */
static void
detach(RtkTransfer *transfer)
{
	sigset_t	saved;

	rtk_http_enter(&saved);
	if (transfer->http != NULL)
	{
		curl_multi_remove_handle(transfer->http->multi, transfer->easy);
		*transfer->link = transfer->next;
		if (transfer->next != NULL)
			transfer->next->link = transfer->link;
	}
	curl_easy_cleanup(transfer->easy);
	rtk_http_leave(&saved);
	transfer->easy = NULL;
	transfer->http = NULL;
}

RtkTransfer *
rtk_http_get(RtkHttp *http, const char *url)
{
	RtkTransfer *transfer = calloc(1, sizeof(*transfer));
	CURLMcode	code = CURLM_OUT_OF_MEMORY;
	sigset_t	saved;

	if (transfer == NULL)
		return NULL;
	transfer->reply.body = "";
	transfer->reply.error = transfer->error;
	rtk_header_reset(&transfer->reply);
	rtk_http_enter(&saved);
	if (rtk_http_open(http))
		transfer->easy = curl_easy_duphandle(http->model);
	if (transfer->easy != NULL && aim(transfer, url))
		code = curl_multi_add_handle(http->multi, transfer->easy);
	rtk_http_leave(&saved);
	if (code == CURLM_OK)
	{
		rtk_deadline_begin(transfer, http);
		enlist(transfer, http);
		return transfer;
	}
	rtk_transfer_free(transfer);
	return NULL;
}

/* What a code means, after what our own callbacks have to say about it. */
static RtkTransferResult
result_of(const RtkTransfer *transfer, CURLcode code)
{
	RtkTransferResult result = RTK_TRANSFER_BROKEN;
	long		sent = 0;

	if (code != CURLE_OK && transfer->stopped != RTK_TRANSFER_RUNNING)
		return transfer->stopped;
	for (size_t i = 0; i < LENGTH(meanings); i++)
		if (meanings[i].code == code)
			result = meanings[i].result;
	/* A timeout before anything was sent is one of DNS, connect or TLS. */
	curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
	if (code == CURLE_OPERATION_TIMEDOUT && sent == 0)
		result = RTK_TRANSFER_NO_CONNECTION;
	return result;
}

/* Words for an end that libcurl has none or misleading ones for. */
static void
explain(RtkTransfer *transfer, CURLcode code)
{
	char	   *error = transfer->error;

	if (transfer->reply.result == RTK_TRANSFER_DONE)
		error[0] = '\0';
	else if (transfer->reply.result == RTK_TRANSFER_TOO_LARGE)
		snprintf(error, sizeof(transfer->error),
				 "reply is larger than %zu bytes",
				 transfer->http->max_response_size);
	else if (transfer->reply.result == RTK_TRANSFER_NO_MEMORY)
		snprintf(error, sizeof(transfer->error), "out of memory");
	else if (error[0] == '\0')
		snprintf(error, sizeof(transfer->error), "%s",
				 curl_easy_strerror(code));
}

/*
 * Give back what was taken too much: pages are held in numbers.  Less than a
 * quarter stays, as it would only be a gap between others.
 */
static void
keep_body(RtkTransfer *transfer)
{
	size_t		len = transfer->reply.len;
	char	   *body = NULL;

	if (transfer->body == NULL)
		return;
	if (len < transfer->capacity - transfer->capacity / 4)
		body = realloc(transfer->body, len + 1);
	if (body != NULL)
		transfer->body = body;
	transfer->reply.body = transfer->body;
	transfer->http->last_len = len;
}

void
rtk_transfer_finish(RtkTransfer *transfer, CURLcode code)
{
	RtkReply   *reply = &transfer->reply;
	CURL	   *easy = transfer->easy;
	curl_off_t	body = 0;
	curl_off_t	wait = 0;
	curl_off_t	usec = 0;
	long		headers = 0;
	long		status = 0;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(easy, CURLINFO_HEADER_SIZE, &headers);
	curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &body);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
	curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &usec);
	reply->status = (int) status;
	reply->received = (size_t) body + (size_t) headers;
	reply->seconds = (double) usec / 1e6;
	/* The date form; 0 stands for what is neither date nor number. */
	if (reply->retry_after < 0 && wait != 0)
		reply->retry_after = rtk_header_clamp((double) wait);
	reply->result = result_of(transfer, code);
	/* It may be what libcurl keeps: CA certificates, for a day. */
	if (reply->result == RTK_TRANSFER_NO_TLS ||
		reply->result == RTK_TRANSFER_NO_CONNECTION)
		transfer->http->doubted = true;
	explain(transfer, code);
	keep_body(transfer);
	detach(transfer);
}

void
rtk_transfer_stop(RtkTransfer *transfer, RtkTransferResult result,
				  const char *reason)
{
	transfer->reply.result = result;
	keep_body(transfer);
	detach(transfer);
	snprintf(transfer->error, sizeof(transfer->error), "%s", reason);
}

const RtkReply *
rtk_transfer_reply(const RtkTransfer *transfer)
{
	return &transfer->reply;
}

char *
rtk_transfer_take_body(RtkTransfer *transfer)
{
	char	   *body = transfer->body;

	if (body == NULL)
		return calloc(1, 1);
	transfer->body = NULL;
	transfer->reply.body = "";
	return body;
}

void
rtk_transfer_free(RtkTransfer *transfer)
{
	if (transfer == NULL)
		return;
	detach(transfer);
	free(transfer->body);
	free(transfer);
}
