/*
 * fuzz_url.c
 *		The URL of a request: what is given stands in it once, and nothing that
 *		is given becomes a part of its structure.
 *
 * The first byte chooses a resource, the next four which of its columns are
 * given; the rest are their values, a line each.
 */
#include "fuzz.h"
#include "../unit/fake_http.h"
#include "chain.h"
#include "request.h"
#include "scan.h"
#include "url.h"

#define MOST_GIVEN 20

typedef struct Given
{
	int			n;
	const char *name[MOST_GIVEN];
	char	   *value[MOST_GIVEN];
} Given;

static char *
make_reply(const char *url, int *status)
{
	(void) url;
	(void) status;
	return strdup("{\"success\":true,\"data\":[]}");
}

/* What is given for a parameter, or NULL. */
static const char *
value_of(const Given *given, const char *name, size_t len)
{
	for (int i = 0; i < given->n; i++)
		if (strlen(given->name[i]) == len &&
			memcmp(given->name[i], name, len) == 0)
			return given->value[i];
	return NULL;
}

static bool
is_given(const char *parameter, void *given)
{
	return value_of(given, parameter, strlen(parameter)) != NULL;
}

/* Decode a piece of a URL; all that is not plain must be encoded in it. */
static char *
decode(const char *at, size_t len, const char *also_plain)
{
	char	   *text = malloc(len + 1);
	char	   *to = text;

	EXPECT(text != NULL);
	for (const char *end = at + len; at < end; at++)
	{
		unsigned	byte;

		if (*at != '%')
		{
			EXPECT((*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') ||
				   (*at >= 'a' && *at <= 'z') || strchr("-._~", *at) != NULL ||
				   strchr(also_plain, *at) != NULL);
			*to++ = *at;
			continue;
		}
		EXPECT(end - at > 2 && sscanf(at + 1, "%2X", &byte) == 1);
		*to++ = (char) byte;
		at += 2;
	}
	*to = '\0';
	return text;
}

/* Does a piece of the URL say this, and nothing else? */
static void
expect_piece(const char *at, size_t len, const char *also_plain,
			 const char *value)
{
	char	   *decoded = decode(at, len, also_plain);

	EXPECT(strcmp(decoded, value) == 0);
	free(decoded);
}

/* The path is the template with the values in it; returns its end. */
static const char *
expect_path(const char *url, const char *template, const Given *given)
{
	while (*template == '/')
	{
		size_t		len = strcspn(++template, "/");
		size_t		url_len;

		EXPECT(*url == '/');
		url_len = strcspn(++url, "/?");
		if (*template == '{')
			expect_piece(url, url_len, "",
						 value_of(given, template + 1, len - 2));
		else
			EXPECT(url_len == len && memcmp(url, template, len) == 0);
		template += len;
		url += url_len;
	}
	EXPECT(*template == '\0');
	return url;
}

/* Each parameter once, in the words that were given; how many were given? */
static int
expect_query(const char *at, const Given *given)
{
	int			n = 0;

	EXPECT(*at == '\0' || *at == '?');
	for (; *at != '\0'; at += strcspn(at, "&"))
	{
		size_t		name_len = strcspn(++at, "=&");
		const char *value = value_of(given, at, name_len);
		const char *text = at + name_len + 1;

		EXPECT(at[name_len] == '=');
		free(decode(at, name_len, ""));
		for (const char *other = strchr(at, '&'); other != NULL;
			 other = strchr(other + 1, '&'))
			EXPECT(strncmp(other + 1, at, name_len + 1) != 0);
		if (value != NULL)
			expect_piece(text, strcspn(text, "&"), ",:", value);
		else
			free(decode(text, strcspn(text, "&"), ",:"));
		n += value != NULL;
	}
	return n;
}

/* How many of what is given must stand in the query of the only level? */
static int
count_carried(const RtkChain *chain, const Given *given)
{
	const RtkMethod *method = chain->level[0].method;
	int			n = 0;

	for (int i = 0; i < given->n; i++)
		n += rtk_url_carries(chain, 0, method, given->name[i]) &&
			(method->paging != RTK_NOT_PAGED ||
			 (strcmp(given->name[i], "page_no") != 0 &&
			  strcmp(given->name[i], "per_page") != 0));
	return n;
}

/* Can all the values of a path be segments of it? */
static bool
is_usable(const char *path, const Given *given)
{
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&path, name))
	{
		const char *value = value_of(given, name, strlen(name));

		if (value[0] == '\0' || strcmp(value, ".") == 0 ||
			strcmp(value, "..") == 0 ||
			strlen(value) > RTK_MOST_SEGMENT)
			return false;
	}
	return true;
}

static void
run(const RtkChain *chain, const Given *given)
{
	RtkRate		rate;
	RtkBudget	budget = {0};
	RtkScanOptions options = {
		.base_url = "", .max_concurrency = 1, .max_requests = 1,
		.sample = true, .row_goal = -1
	};
	RtkScan    *scan;
	RtkScanStatus status;

	rtk_rate_init(&rate, 0, NULL);
	scan = rtk_scan_new(NULL, &rate, &budget, chain, &options);
	EXPECT(scan != NULL);
	for (int i = 0; i < given->n; i++)
		EXPECT(rtk_scan_give(scan, given->name[i],
							 (const char *const *) &given->value[i], 1, true));
	do
		status = rtk_scan_next(scan);
	while (status == RTK_SCAN_WAIT || status == RTK_SCAN_ROW);
	rtk_scan_free(scan);
}

/* Take values for those columns whose bits are set. */
static void
take_given(Given *given, const RtkResource *resource, FuzzInput *input)
{
	uint32_t	bits = 0;

	for (int i = 0; i < 4; i++)
		bits = bits << 8 | fuzz_byte(input);
	for (int i = 0; i < resource->ncolumns && given->n < MOST_GIVEN; i++)
	{
		const char *name = rtk_lookup_given(resource, &resource->columns[i]);

		if (name == NULL || value_of(given, name, strlen(name)) != NULL)
			continue;
		bits = bits << 1 | bits >> 31;
		if ((bits & 1) == 0)
			continue;
		given->name[given->n] = name;
		given->value[given->n++] = fuzz_text(input, '\n');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};
	const RtkResource *resource = fuzz_resource(&input);
	Given		given = {0};
	RtkChain	chain;

	take_given(&given, resource, &input);
	if (rtk_chain_build(&chain, resource, &(RtkChainFacts) {
		.is_given = is_given, .arg = &given
						}) == NULL && chain.nlevels == 1)
	{
		const char *path = chain.level[0].method->path;

		run(&chain, &given);
		EXPECT(fake.nlog == (is_usable(path, &given) ? 1 : 0));
		if (fake.nlog == 1)
			EXPECT(expect_query(expect_path(fake.log[0], path, &given),
								&given) == count_carried(&chain, &given));
	}
	fake_reset();
	for (int i = 0; i < given.n; i++)
		free(given.value[i]);
	return 0;
}
