/*
 * http_model.c
 *		The options that all requests of a pool share, in one handle to copy.
 *
 * PIPEWAIT and LOW_SPEED depend on the transfer: see http_transfer.c.
 */
#include <fcntl.h>

#include "http.private.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define READ_SIZE 65536L		/* most that one read takes from a socket */

typedef struct RtkModelOption
{
	CURLoption	option;
	long		value;
} RtkModelOption;

/* Options that are the same for everyone and that none can turn off. */
static const RtkModelOption fixed_options[] = {
	{CURLOPT_FOLLOWLOCATION, 0},	/* the token goes where it was sent */
	{CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
	{CURLOPT_NETRC, CURL_NETRC_IGNORED},
	{CURLOPT_SSL_VERIFYPEER, 1},
	{CURLOPT_SSL_VERIFYHOST, 2},
	{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},	/* or later */
	{CURLOPT_HEADEROPT, CURLHEADER_SEPARATE},	/* no token for a proxy */
	{CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
	{CURLOPT_HTTP09_ALLOWED, 0},
	{CURLOPT_NOSIGNAL, 1},
	{CURLOPT_BUFFERSIZE, READ_SIZE},
};

/* CURLOPT_SOCKOPTFUNCTION: a program the host runs inherits no connection. */
static int
rtkModelSocket(void *arg, curl_socket_t fd, curlsocktype purpose)
{
	(void) arg;
	(void) purpose;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return CURL_SOCKOPT_OK;
}

/* Only HTTP, in the words of this and of earlier libraries. */
static bool
bar_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
							"https,http") == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR,
						 "https") == CURLE_OK;
#else
	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS,
							CURLPROTO_HTTPS | CURLPROTO_HTTP) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS,
						 CURLPROTO_HTTPS) == CURLE_OK;
#endif
}

/*
 * The size on the wire from which a reply need not be read at all.  What does
 * not compress is a little larger compressed than it is.
 */
static curl_off_t
wire_bound(size_t max_response_size)
{
	if (max_response_size > SIZE_MAX / 4)
		return 0;				/* none */
	return (curl_off_t) (max_response_size + max_response_size / 1000 + 1024);
}

/* Set the options that are the same for all requests of a pool. */
static bool
set_up(CURL *easy, const RtkHttpOptions *options, struct curl_slist *headers)
{
	bool		done = bar_protocols(easy);

#define SET(option, value) \
	(done = curl_easy_setopt(easy, option, value) == CURLE_OK && done)
	for (size_t i = 0; i < LENGTH(fixed_options); i++)
		SET(fixed_options[i].option, fixed_options[i].value);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long) options->connect_timeout);
	SET(CURLOPT_MAXFILESIZE_LARGE,
		wire_bound(options->max_response_size));
	/* An empty text is not NULL: it keeps the environment's proxies out. */
	SET(CURLOPT_PROXY, options->proxy != NULL ? options->proxy : "");
	SET(CURLOPT_NOPROXY, "");
	if (options->ca_file != NULL)
	{
		SET(CURLOPT_CAINFO, options->ca_file);
		SET(CURLOPT_CAPATH, NULL);
	}
	SET(CURLOPT_ACCEPT_ENCODING, "gzip");
	SET(CURLOPT_USERAGENT, "rtk_fdw");
	SET(CURLOPT_HTTPHEADER, headers);
	SET(CURLOPT_SOCKOPTFUNCTION, rtkModelSocket);
#undef SET
	/* These two a library may lack and still do. */
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
#if LIBCURL_VERSION_NUM >= 0x075700
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	return done;
}

CURL *
rtk_model_make(const RtkHttpOptions *options, struct curl_slist *headers)
{
	CURL	   *easy = curl_easy_init();

	if (easy == NULL || set_up(easy, options, headers))
		return easy;
	curl_easy_cleanup(easy);
	return NULL;
}
