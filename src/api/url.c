/*
 * url.c
 *		Which query parameters a request is sent with.
 *
 * In this order: what the query gives, what the columns used ask for, the
 * method's defaults, the page.
 */
#include "url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "list.h"
#include "paging.h"
#include "request.h"

bool
rtk_url_carries(const RtkChain *chain, int level, const RtkMethod *method,
				const char *name)
{
	const RtkMethod *target = chain->level[chain->target].method;

	return rtk_list_has(method->parameters, name) &&
		(level == chain->target ||
		 (level > chain->target && !rtk_list_has(target->parameters, name)));
}

bool
rtk_url_takes(const RtkMethod *method, const char *name, const char *value)
{
	return rtk_list_has(method->parameters, name) &&
		!(method->one_filter && strchr(value, ',') != NULL);
}

bool
rtk_url_default(const char **position, char *name, char *value)
{
	if (*position == NULL ||
		sscanf(*position, "%63[^=]=%63[^&]", name, value) != 2)
		return false;
	*position = strchr(*position, '&');
	if (*position != NULL)
		(*position)++;
	return true;
}

/* Add what the query gives; the page is added last. */
static char *
add_given(const RtkFetch *fetch, char *url)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->ngiven; i++)
	{
		const RtkGiven *given = &scan->given[i];

		if (rtk_url_carries(&scan->chain, fetch->level, fetch->method,
							given->name) &&
			!rtk_paging_names_page(given->name))
			url = rtk_request_add(url, given->name,
								  given->values[fetch->origin.choice[i]]);
	}
	return url;
}

/* Add what the host wants sent at this level, where the query is silent. */
static char *
add_queries(const RtkFetch *fetch, char *url)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->nqueries; i++)
	{
		const RtkQuery *query = &scan->queries[i];

		if (query->level == fetch->level &&
			rtk_url_takes(fetch->method, query->name, query->value) &&
			rtk_fetch_given(fetch, query->name) == NULL)
			url = rtk_request_add(url, query->name, query->value);
	}
	return url;
}

/* Does the query, or the host at this level, give a parameter? */
static bool
is_given(const RtkFetch *fetch, const char *name)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->nqueries; i++)
		if (scan->queries[i].level == fetch->level &&
			strcmp(scan->queries[i].name, name) == 0)
			return true;
	return fetch->level == scan->chain.target &&
		rtk_fetch_given(fetch, name) != NULL;
}

/* Add the method's defaults unless one of them is given. */
static char *
add_defaults(const RtkFetch *fetch, char *url)
{
	char		name[RTK_NAME_SIZE];
	char		value[RTK_NAME_SIZE];
	const char *position = fetch->method->defaults;

	while (rtk_url_default(&position, name, value))
		if (is_given(fetch, name))
			return url;
	position = fetch->method->defaults;
	while (rtk_url_default(&position, name, value))
		url = rtk_request_add(url, name, value);
	return url;
}

static char *
add_paging(const RtkFetch *fetch, int64_t page, char *url)
{
	bool		target = fetch->level == fetch->scan->chain.target;
	const char *page_no = target ? rtk_fetch_given(fetch, "page_no") : NULL;
	const char *per_page = target ? rtk_fetch_given(fetch, "per_page") : NULL;
	char		number[32];

	if (fetch->method->paging == RTK_NOT_PAGED)
		return url;
	snprintf(number, sizeof(number), "%lld", (long long) page);
	if (page > 0)
		url = rtk_request_add(url, "page_no", page_no ? page_no : number);
	snprintf(number, sizeof(number), "%lld",
			 (long long) rtk_window_page_size(fetch));
	return rtk_request_add(url, "per_page", per_page ? per_page : number);
}

char *
rtk_fetch_url(const RtkFetch *fetch, int64_t page_no)
{
	const char *base = fetch->scan->options.base_url;
	char	   *url = malloc(strlen(base) + strlen(fetch->path) + 1);

	if (url == NULL)
		return NULL;
	strcpy(stpcpy(url, base), fetch->path);
	url = add_given(fetch, url);
	url = add_queries(fetch, url);
	url = add_defaults(fetch, url);
	return add_paging(fetch, page_no, url);
}
