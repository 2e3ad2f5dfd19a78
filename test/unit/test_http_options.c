/*
 * test_http_options.c
 *		The options of libcurl that requests are sent with: all of them, and no
 *		other.
 *
 * What each is for, other tests try.  This one is for what nothing else would
 * tell: an option that is not set any more, or one that is new.
 */
#include <curl/curl.h>
#include <dlfcn.h>

#include "fault_server.h"

#define MOST 100
#define ANY "(any)"				/* a function, or a pointer of ours */

/* An option and its value: a text, or else a number. */
typedef struct Option
{
	CURLoption	option;
	const char *name;
	const char *text;
	long long	number;
} Option;

#define NUMBER(name, number) {CURLOPT_##name, #name, NULL, number}
#define TEXT(name, text) {CURLOPT_##name, #name, text, 0}

/* Of any request. */
static const Option expected[] = {
	NUMBER(FOLLOWLOCATION, 0),
	NUMBER(DISALLOW_USERNAME_IN_URL, 1),
	NUMBER(NETRC, CURL_NETRC_IGNORED),
	NUMBER(SSL_VERIFYPEER, 1),
	NUMBER(SSL_VERIFYHOST, 2),
	NUMBER(SSLVERSION, CURL_SSLVERSION_TLSv1_2),
	NUMBER(HEADEROPT, CURLHEADER_SEPARATE),
	NUMBER(SUPPRESS_CONNECT_HEADERS, 1),
	NUMBER(HTTP09_ALLOWED, 0),
	NUMBER(NOSIGNAL, 1),
	NUMBER(BUFFERSIZE, 65536),
	NUMBER(CONNECTTIMEOUT_MS, 5000),
	NUMBER(MAXFILESIZE_LARGE, MEGABYTE + MEGABYTE / 1000 + 1024),
	NUMBER(HTTP_VERSION, CURL_HTTP_VERSION_2TLS),
	TEXT(PROXY, ""),
	TEXT(NOPROXY, ""),
	TEXT(ACCEPT_ENCODING, "gzip"),
	TEXT(USERAGENT, "rtk_fdw"),
	TEXT(HTTPHEADER, ANY),
	TEXT(SOCKOPTFUNCTION, ANY),
	TEXT(URL, ANY),
	TEXT(PRIVATE, ANY),
	TEXT(ERRORBUFFER, ANY),
	TEXT(WRITEFUNCTION, ANY),
	TEXT(WRITEDATA, ANY),
	TEXT(HEADERFUNCTION, ANY),
	TEXT(HEADERDATA, ANY),
#if LIBCURL_VERSION_NUM >= 0x075500
	TEXT(PROTOCOLS_STR, "https,http"),
	TEXT(REDIR_PROTOCOLS_STR, "https"),
#else
	NUMBER(PROTOCOLS, CURLPROTO_HTTPS | CURLPROTO_HTTP),
	NUMBER(REDIR_PROTOCOLS, CURLPROTO_HTTPS),
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
	NUMBER(QUICK_EXIT, 1),
#endif
};

/* Of one with TLS; of one without, whose body has begun; where it is given. */
static const Option with_tls[] = {NUMBER(PIPEWAIT, 1)};
static const Option without_tls[] = {
	NUMBER(PIPEWAIT, 0), NUMBER(LOW_SPEED_LIMIT, 1000),
	NUMBER(LOW_SPEED_TIME, 15)
};
static const Option with_ca_file[] = {
	TEXT(CAINFO, "/nowhere/ca.pem"), TEXT(CAPATH, "")
};

/* What was set, the last value of each. */
static struct
{
	CURLoption	option;
	char		text[100];
	long long	number;
}			seen[MOST];
static int	nseen;

/* Where it is among those, or nseen. */
static int
find(CURLoption option)
{
	int			at = 0;

	while (at < nseen && seen[at].option != option)
		at++;
	return at;
}

/* Texts are copied: they need not outlive the call. */
static void
record(CURLoption option, const char *text, long long number)
{
	int			i = find(option);

	if (i == MOST)
		exit(2);
	if (i == nseen)
		nseen++;
	seen[i].option = option;
	seen[i].number = number;
	snprintf(seen[i].text, sizeof(seen[i].text), "%s", text ? text : "");
}

/* Is the argument of an option a text? */
static bool
is_text(CURLoption option)
{
	const struct curl_easyoption *known = curl_easy_option_by_id(option);

	return known != NULL && known->type == CURLOT_STRING;
}

#undef curl_easy_setopt

/* This takes the place of libcurl's own, and calls it. */
CURLcode
curl_easy_setopt(CURL *easy, CURLoption option,...)
{
	CURLcode	(*real) (CURL *, CURLoption,...);
	CURLcode	code;
	va_list		arguments;

	*(void **) &real = dlsym(RTLD_NEXT, "curl_easy_setopt");
	va_start(arguments, option);
	if (option < CURLOPTTYPE_OBJECTPOINT)
	{
		long		number = va_arg(arguments, long);

		record(option, NULL, number);
		code = real(easy, option, number);
	}
	else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB)
	{
		curl_off_t	number = va_arg(arguments, curl_off_t);

		record(option, NULL, number);
		code = real(easy, option, number);
	}
	else
	{
		void	   *pointer = va_arg(arguments, void *);

		record(option, is_text(option) ? pointer : NULL, 0);
		code = real(easy, option, pointer);
	}
	va_end(arguments);
	return code;
}

/* Was it set as expected?  Forgets it. */
static void
check(const Option *options, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++)
	{
		int			at = find(options[i].option);

		if (!ok(at < nseen, "%s: %s is set", what, options[i].name))
			continue;
		if (options[i].text == NULL)
			is_int(seen[at].number, options[i].number, "%s: %s", what,
				   options[i].name);
		else if (strcmp(options[i].text, ANY) != 0)
			is_str(seen[at].text, options[i].text, "%s: %s", what,
				   options[i].name);
		seen[at] = seen[--nseen];
	}
}

#define CHECK(options, what) \
	check(options, sizeof(options) / sizeof(options[0]), what)

/* Nothing else was set. */
static void
check_rest(const char *what)
{
	is_int(nseen, 0, "%s: no other option", what);
	for (int i = 0; i < nseen; i++)
		printf("# option %d\n", seen[i].option);
	nseen = 0;
}

/* Send a request with a new pool, and wait for its end. */
static RtkTransferResult
get(const RtkHttpOptions *options, const char *url)
{
	RtkHttp    *http = new_pool(options);
	RtkTransfer *transfer = start(http, "", url);
	RtkTransferResult result = finish(http, transfer)->result;

	rtk_transfer_free(transfer);
	rtk_http_free(http);
	return result;
}

int
main(void)
{
	Server		server = start_server(NULL, NULL);
	RtkHttpOptions options = default_options();
	char		url[100];

	alarm(60);
	get(&options, "https://127.0.0.1:1/");
	CHECK(expected, "https");
	CHECK(with_tls, "https");
	check_rest("https");

	snprintf(url, sizeof(url), "%s/ok", server.url);
	is_int(get(&options, url), RTK_TRANSFER_DONE, "a reply");
	CHECK(expected, "http");
	CHECK(without_tls, "http");
	check_rest("http");

	options.ca_file = "/nowhere/ca.pem";
	get(&options, "https://127.0.0.1:1/");
	CHECK(with_ca_file, "ca_file");
	CHECK(expected, "ca_file");
	CHECK(with_tls, "ca_file");
	check_rest("ca_file");

	options = default_options();
	options.proxy = "http://127.0.0.1:1";
	get(&options, "https://127.0.0.1:1/");
	is_str(seen[find(CURLOPT_PROXY)].text, options.proxy,
		   "the only proxy is that of the option");
	get(&options, url);
	is_str(seen[find(CURLOPT_PROXY)].text, "", "and none in the clear");
	stop_server(&server);
	return done_testing();
}
