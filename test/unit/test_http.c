/*
 * test_http.c
 *		What becomes of a request when the server behaves, and when not.
 */
#include <strings.h>

#include "fault_server.h"
#include "http_token.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* A path, how its transfer must end, and the reply's status and length. */
typedef struct Case
{
	const char *path;
	RtkTransferResult result;
	int			status;
	size_t		len;
} Case;

/* Run all cases in one pool, twice: no end may spoil what follows. */
static void
run_cases(RtkHttp *http, const char *base, const Case *cases, size_t n)
{
	for (size_t i = 0; i < 2 * n; i++)
	{
		const Case *expected = &cases[i % n];
		RtkTransfer *transfer = start(http, base, expected->path);
		const RtkReply *reply = finish(http, transfer);

		ok(reply->result == expected->result &&
		   reply->status == expected->status && reply->len == expected->len,
		   "%s%s: result %d, status %d, length %zu: %s", base, expected->path,
		   reply->result, reply->status, reply->len, reply->error);
		ok(strlen(reply->body) == reply->len &&
		   (reply->error[0] == '\0') == (reply->result == RTK_TRANSFER_DONE) &&
		   strstr(reply->error, TOKEN) == NULL, "body and error are in order");
		rtk_transfer_free(transfer);
	}
}

static void
test_faults(const Server *server)
{
	static const Case cases[] = {
		{"/ok", RTK_TRANSFER_DONE, 200, 11},
		{"/status?404%20No", RTK_TRANSFER_DONE, 404, 2},
		{"/status?503%20No", RTK_TRANSFER_DONE, 503, 2},
		{"/redirect?/ok", RTK_TRANSFER_DONE, 302, 2},
		{"/until_close", RTK_TRANSFER_DONE, 200, 5},
		{"/stale", RTK_TRANSFER_DONE, 200, 2},
		{"/stale", RTK_TRANSFER_DONE, 200, 2},
		{"/reset", RTK_TRANSFER_BROKEN, 200, 3},
		{"/short", RTK_TRANSFER_BROKEN, 200, 3},
		{"/chunk", RTK_TRANSFER_BROKEN, 200, 5},
		{"/header?Content-Encoding:%20gzip", RTK_TRANSFER_BROKEN, 200, 0},
		{"/header?Content-Encoding:%20x", RTK_TRANSFER_BROKEN, 200, 0},
		{"/silent", RTK_TRANSFER_BROKEN, 0, 0},
		{"/garbage", RTK_TRANSFER_INVALID, 0, 0},
	};
	RtkHttp    *http = new_pool(NULL);

	run_cases(http, server->url, cases, LENGTH(cases));
	rtk_http_free(http);
}

static void
test_sizes(const Server *server)
{
	static const Case cases[] = {
		{"/big?0", RTK_TRANSFER_DONE, 200, 0},
		{"/big?1048576", RTK_TRANSFER_DONE, 200, MEGABYTE},
		{"/bomb?1048576", RTK_TRANSFER_DONE, 200, MEGABYTE},
		{"/chunks?1048000", RTK_TRANSFER_DONE, 200, 1048000},
	};
	static const char *const too_large[] = {
		"/big?1048577", "/big?3000000", "/chunks?1049000", "/bomb?1048577",
		"/bomb?9000000"
	};
	RtkHttp    *http = new_pool(NULL);
	RtkTransfer *transfer;
	const RtkReply *reply;

	run_cases(http, server->url, cases, LENGTH(cases));
	for (size_t i = 0; i < LENGTH(too_large); i++)
	{
		transfer = start(http, server->url, too_large[i]);
		reply = finish(http, transfer);
		is_int(reply->result, RTK_TRANSFER_TOO_LARGE, "%s", too_large[i]);
		is_str(reply->error, "reply is larger than 1048576 bytes", "said so");
		ok(reply->len <= MEGABYTE, "no more was kept: %zu", reply->len);
		rtk_transfer_free(transfer);
	}
	/* libcurl takes half of a gzip stream for all of it: JSON will tell. */
	transfer = start(http, server->url, "/half_gzip");
	reply = finish(http, transfer);
	ok(reply->len < 1000, "half gzip: result %d, length %zu", reply->result,
	   reply->len);
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/headers?20000");
	reply = finish(http, transfer);
	ok(reply->result != RTK_TRANSFER_DONE, "headers without end: %s",
	   reply->error);
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/bomb?1000000");
	reply = finish(http, transfer);
	ok(reply->received > 500 && reply->received < 10000,
	   "bytes on the wire: %zu", reply->received);
	rtk_transfer_free(transfer);
	rtk_http_free(http);
}

/* The request itself: what is in it and what is not. */
static void
test_request(const Server *server)
{
	static const char *const lines[] = {
		"Authorization: Bearer " TOKEN, "Accept: application/json",
		"Accept-Encoding: gzip", "User-Agent: rtk_fdw"
	};
	RtkHttp    *http = new_pool(NULL);
	RtkTransfer *transfer = start(http, server->url, "/echo?a=b%20c");
	const RtkReply *reply = finish(http, transfer);
	char	   *body;

	ok(strncmp(reply->body, "GET /echo?a=b%20c HTTP/1.1\r\n", 28) == 0,
	   "request line");
	for (size_t i = 0; i < LENGTH(lines); i++)
	{
		char		line[80];

		snprintf(line, sizeof(line), "\r\n%s\r\n", lines[i]);
		/* The last line has no end of its own. */
		ok(strstr(reply->body, line) != NULL ||
		   strstr(reply->body, lines[i]) ==
		   reply->body + reply->len - strlen(lines[i]), "%s", lines[i]);
	}
	body = rtk_transfer_take_body(transfer);
	is_str(reply->body, "", "a body that was taken is gone");
	is_int(strlen(body), reply->len, "its length stays");
	free(body);
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/silent");
	finish(http, transfer);
	body = rtk_transfer_take_body(transfer);
	is_str(body, "", "no body is an empty one");
	free(body);
	rtk_transfer_free(transfer);
	rtk_http_free(http);
}

static void
test_headers(const Server *server)
{
	RtkHttp    *http = new_pool(NULL);
	RtkTransfer *transfer = start(http, server->url, "/later?90");
	const RtkReply *reply = finish(http, transfer);

	ok(reply->retry_after >= 60 && reply->retry_after <= 91,
	   "Retry-After as a date: %g", reply->retry_after);
	is_str(reply->content_type, "application/json", "content type");
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/later?-90");
	/* libcurl 8 tells a date gone by like no date at all */
	ok(finish(http, transfer)->retry_after <= 0, "a date gone by");
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/header?Retry-After:%20soon");
	is_int((int) finish(http, transfer)->retry_after, -1, "unusable");
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/header?Retry-After:%207"
					 "|Ratelimit:%20%22default%22;r=50;t=30|CF-Ray:%20x");
	reply = finish(http, transfer);
	is_int((int) reply->retry_after, 7, "Retry-After in seconds");
	is_int((int) reply->limit_remaining, 50, "Ratelimit: remaining");
	is_int((int) reply->limit_reset, 30, "Ratelimit: reset");
	is_str(reply->ray, "x", "CF-Ray");
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/interim");
	reply = finish(http, transfer);
	is_str(reply->ray, "", "headers of an interim reply do not count");
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/redirect?https://u@other.test/x");
	reply = finish(http, transfer);
	is_int(reply->status, 302, "a redirect is not followed");
	is_str(reply->location_host, "other.test", "its host is told");
	rtk_transfer_free(transfer);
	rtk_http_free(http);
}

static void
test_timeouts(const Server *server)
{
	static const Case cases[] = {
		{"/hang", RTK_TRANSFER_BROKEN, 0, 0},
		{"/stall", RTK_TRANSFER_BROKEN, 200, 3},
	};
	RtkHttpOptions options = default_options();
	RtkHttp    *http;

	options.request_timeout = 50;
	http = new_pool(&options);
	run_cases(http, server->url, cases, LENGTH(cases));
	rtk_http_free(http);
}

/*
 * A host that was elsewhere for longer than a request may take: what has come
 * meanwhile is read, and what has not has the time that was left.
 */
static void
test_absence(const Server *server)
{
	static const char *const good[] = {"/ok", "/big?1048576", "/slow?100"};
	RtkHttpOptions options = default_options();
	RtkTransfer *transfers[LENGTH(good)];
	RtkTransfer *hang;
	RtkHttp    *http;

	options.connect_timeout = 1000;
	options.request_timeout = 1000;
	http = new_pool(&options);
	hang = start(http, server->url, "/hang");
	for (size_t i = 0; i < LENGTH(good); i++)
		transfers[i] = start(http, server->url, good[i]);
	/* While they connect, and then while they wait. */
	for (int i = 0; i < 2; i++)
	{
		rtk_http_step(http);
		usleep(1200000);
	}
	for (size_t i = 0; i < LENGTH(good); i++)
	{
		const RtkReply *reply = finish(http, transfers[i]);

		ok(reply->result == RTK_TRANSFER_DONE, "%s after an absence: %s",
		   good[i], reply->error);
		rtk_transfer_free(transfers[i]);
	}
	is_int(rtk_transfer_reply(hang)->result, RTK_TRANSFER_RUNNING,
		   "/hang is still waited for");
	is_int(finish(http, hang)->result, RTK_TRANSFER_BROKEN, "but not forever");
	rtk_transfer_free(hang);
	rtk_http_free(http);
}

/* What an API says may have the token in it. */
static void
test_hide_token(void)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"no token: secret-tok, secret-toke-n", "no token: secret-tok, "
		"secret-toke-n"},
		{TOKEN, "************"},
		{"1: bad \"" TOKEN "\", " TOKEN "!", "1: bad \"************\", "
		"************!"},
		{"secretsecret-tokensecret-", "secret************secret-"},
		{"cut short: secret-t", "cut short: ********"},
		{"cut short: secret-", "cut short: secret-"},
	};
	RtkHttp    *http = new_pool(NULL);

	for (size_t i = 0; i < LENGTH(cases); i++)
	{
		char		text[80];

		strcpy(text, cases[i][0]);
		rtk_http_hide_token(http, text);
		is_str(text, cases[i][1], "hidden in \"%s\"", cases[i][0]);
	}
	rtk_http_free(http);
}

static void
test_urls(void)
{
	static const Case cases[] = {
		{"http://127.0.0.1:1/", RTK_TRANSFER_NO_CONNECTION, 0, 0},
		{"http://nowhere.invalid/", RTK_TRANSFER_NO_CONNECTION, 0, 0},
		{"http://user:word@127.0.0.1:1/", RTK_TRANSFER_INVALID, 0, 0},
		{"file:///etc/hostname", RTK_TRANSFER_INVALID, 0, 0},
		{"ftp://127.0.0.1:1/", RTK_TRANSFER_INVALID, 0, 0},
		{"dict://127.0.0.1:1/", RTK_TRANSFER_INVALID, 0, 0},
		{"http://", RTK_TRANSFER_INVALID, 0, 0},
		{"http://a b/", RTK_TRANSFER_INVALID, 0, 0},
		{"", RTK_TRANSFER_INVALID, 0, 0},
	};
	RtkHttp    *http = new_pool(NULL);

	run_cases(http, "", cases, LENGTH(cases));
	rtk_http_free(http);
}

static void
test_proxy(const Server *server)
{
	RtkHttpOptions options = default_options();
	RtkHttp    *http;
	RtkTransfer *transfer;

	options.proxy = server->url;
	setenv("no_proxy", "*", 1);
	http = new_pool(&options);
	transfer = start(http, "https://nowhere.invalid", "/echo");
	ok(strstr(finish(http, transfer)->error, "502") != NULL,
	   "through the proxy that the option names, which sees no token: %s",
	   rtk_transfer_reply(transfer)->error);
	rtk_transfer_free(transfer);
	transfer = start(http, server->url, "/echo");
	ok(strncmp(finish(http, transfer)->body, "GET /echo ", 10) == 0,
	   "but not in the clear");
	rtk_transfer_free(transfer);
	rtk_http_free(http);
	unsetenv("no_proxy");
}

/* A certificate made for 127.0.0.1 only, and trusted by ca_file only. */
static void
test_tls(void)
{
	char		folder[] = "/tmp/test_http_XXXXXX";
	char		pem[64];
	char		command[512];
	RtkHttpOptions options = default_options();
	Case		expected = {"/ok", RTK_TRANSFER_NO_TLS, 0, 0};
	Server		server;
	RtkHttp    *http;

	if (mkdtemp(folder) == NULL)
		exit(2);
	snprintf(pem, sizeof(pem), "%s/pem", folder);
	snprintf(command, sizeof(command),
			 "openssl req -x509 -newkey ec -pkeyopt "
			 "ec_paramgen_curve:prime256v1 -nodes -subj /CN=test -days 2 "
			 "-addext subjectAltName=IP:127.0.0.1 -keyout %s -out %s.crt "
			 "2>/dev/null && cat %s.crt >>%s", pem, pem, pem, pem);
	if (system(command) != 0)
		ok(true, "TLS # SKIP no openssl");
	else
	{
		server = start_server(pem, pem);
		http = new_pool(NULL);
		run_cases(http, server.url, &expected, 1);
		rtk_http_free(http);
		options.ca_file = "/nonexistent";
		http = new_pool(&options);
		run_cases(http, server.url, &expected, 1);
		rtk_http_free(http);
		options.ca_file = pem;
		http = new_pool(&options);
		expected = (Case) {"/ok", RTK_TRANSFER_DONE, 200, 11};
		run_cases(http, server.url, &expected, 1);
		memcpy(strstr(server.url, "127.0.0.1"), "localhost", 9);
		expected = (Case) {"/ok", RTK_TRANSFER_NO_TLS, 0, 0};
		run_cases(http, server.url, &expected, 1);
		rtk_http_free(http);
		stop_server(&server);
	}
	snprintf(command, sizeof(command), "rm -r %s", folder);
	if (system(command) != 0)
		exit(2);
}

int
main(void)
{
	Server		server = start_server(NULL, NULL);

	alarm(120);
	signal(SIGPIPE, SIG_IGN);
	/* None of these may matter. */
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("https_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	test_faults(&server);
	test_sizes(&server);
	test_request(&server);
	test_headers(&server);
	test_timeouts(&server);
	test_absence(&server);
	test_hide_token();
	test_urls();
	test_proxy(&server);
	test_tls();
	stop_server(&server);
	return done_testing();
}
