/*
 * fake_http.h
 *		HTTP for a test of scans, with replies that the test makes itself.
 *
 * This takes the place of src/api/http*.c: requests are answered when the
 * engine lets HTTP work, the newest first, so that order is put to the test.
 */
#ifndef RTK_FAKE_HTTP_H
#define RTK_FAKE_HTTP_H

#include <stdlib.h>

#include "http.h"
#include "http_token.h"
#include "tap.h"

#define MOST 2000

struct RtkTransfer
{
	char	   *url;
	RtkReply	reply;
	char	   *body;
};

/* What was asked for. */
static struct
{
	char	   *log[MOST];
	int			nlog;
	RtkTransfer *running[MOST];
	int			nrunning;
	int			most_running;
	bool		held;			/* no reply comes */
	int			nwaits;
	int			nwakes;
	double		wake;			/* ms, of the last */
}			fake;

/* The test's own: a malloc'd body for a URL; status is 200 already. */
static char *make_reply(const char *url, int *status);

/* End a transfer; a wait that a 429 asks for is none. */
static void
answer(RtkTransfer *t)
{
	t->reply.result = RTK_TRANSFER_DONE;
	t->reply.status = 200;
	t->reply.limit_remaining = -1;
	t->body = make_reply(t->url, &t->reply.status);
	t->reply.retry_after = t->reply.status == 429 ? 0 : -1;
	t->reply.body = t->body;
	t->reply.len = strlen(t->body);
	t->reply.received = t->reply.len;
}

/* http.h, as far as a scan calls it */
RtkTransfer *
rtk_http_get(RtkHttp *http, const char *url)
{
	RtkTransfer *t = calloc(1, sizeof(RtkTransfer));

	(void) http;
	if (t == NULL || (t->url = strdup(url)) == NULL)
	{
		free(t);
		return NULL;
	}
	t->reply.error = "";
	fake.log[fake.nlog++] = strdup(url);
	fake.running[fake.nrunning++] = t;
	if (fake.nrunning > fake.most_running)
		fake.most_running = fake.nrunning;
	return t;
}

void
rtk_http_step(RtkHttp *http)
{
	(void) http;
	if (fake.nrunning > 0 && !fake.held)
		answer(fake.running[--fake.nrunning]);
}

void
rtk_http_wake(RtkHttp *http, double ms)
{
	(void) http;
	fake.nwakes++;
	fake.wake = ms;
}

void
rtk_http_attend(RtkHttp *http)
{
	(void) http;
	fake.nwaits++;
}

/* There is none. */
void
rtk_http_hide_token(const RtkHttp *http, char *text)
{
	(void) http;
	(void) text;
}

const RtkReply *
rtk_transfer_reply(const RtkTransfer *t)
{
	return &t->reply;
}

char *
rtk_transfer_take_body(RtkTransfer *t)
{
	char	   *body = t->body;

	t->body = NULL;
	t->reply.body = "";
	return body;
}

void
rtk_transfer_free(RtkTransfer *t)
{
	if (t == NULL)
		return;
	for (int i = 0; i < fake.nrunning; i++)
		if (fake.running[i] == t)
			fake.running[i--] = fake.running[--fake.nrunning];
	free(t->url);
	free(t->body);
	free(t);
}

/* Forget what was asked for. */
static void
fake_reset(void)
{
	for (int i = 0; i < fake.nlog; i++)
		free(fake.log[i]);
	memset(&fake, 0, sizeof(fake));
}

#endif							/* RTK_FAKE_HTTP_H */
