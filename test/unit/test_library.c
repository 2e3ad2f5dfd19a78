/*
 * test_library.c
 *		What a libcurl has to be able to do before it is trusted with a token.
 */
#include <curl/curl.h>

#include "http.h"
#include "tap.h"

static int	features;

/* This takes the place of libcurl's own. */
curl_version_info_data *
curl_version_info(CURLversion age)
{
	static curl_version_info_data data;

	data.age = age;
	data.features = features;
	return &data;
}

static void
check(int has, bool able, const char *name)
{
	RtkHttpOptions options = {
		.token = "t", .connect_timeout = 1000, .request_timeout = 1000,
		.max_connections = 1, .max_response_size = 1000
	};
	RtkFailure	failure = {.kind = RTK_OK};
	RtkHttp    *http;

	features = has;
	http = rtk_http_new(&options, &failure);
	is_int(http != NULL, able, "S25 %s", name);
	is_int(failure.kind, able ? RTK_OK : RTK_FAIL_CONNECT, "S25 %s: failure",
		   name);
	rtk_http_free(http);
}

int
main(void)
{
	check(CURL_VERSION_SSL | CURL_VERSION_ASYNCHDNS, true, "all that is needed");
	check(CURL_VERSION_SSL, false, "no asynchronous resolver");
	check(CURL_VERSION_ASYNCHDNS, false, "no TLS");
	return done_testing();
}
