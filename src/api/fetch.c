/*
 * fetch.c
 *		One list or object being read: where it came from, what it holds.
 */
#include "fetch.h"

#include <stdlib.h>
#include <string.h>

#include "details.h"
#include "engine.h"
#include "request.h"
#include "reuse.h"

/* What a parameter cannot name is not there: nothing is asked. */
static void
prepare_path(RtkFetch *fetch)
{
	RtkPathFault fault;

	fetch->path = rtk_request_path(fetch->method->path, rtk_fetch_parameter,
								   fetch, &fault);
	if (fetch->path != NULL)
		return;
	switch (fault)
	{
		case RTK_PATH_UNUSABLE:
			fetch->last = true;
			break;
		case RTK_PATH_NO_VALUE:
			rtk_fetch_fail_as(fetch, RTK_FAIL_REPLY,
							  "a parameter of the path has no value");
			break;
		case RTK_PATH_NO_MEMORY:
			rtk_fetch_fail_as(fetch, RTK_FAIL_MEMORY, "out of memory");
			break;
	}
}

void
rtk_fetch_use(RtkFetch *fetch, const RtkMethod *method)
{
	rtk_fetch_cancel(fetch);
	free(fetch->path);
	fetch->path = NULL;
	fetch->page_no = 1;
	fetch->method = method;
	fetch->last = method == NULL;
	if (method != NULL)
		prepare_path(fetch);
}

RtkFetch *
rtk_fetch_new(RtkScan *scan, int level, const RtkOrigin *origin)
{
	RtkFetch   *fetch = calloc(1, sizeof(RtkFetch));

	if (fetch == NULL || !rtk_origin_copy(&fetch->origin, origin))
	{
		free(fetch);
		return NULL;
	}
	fetch->refs = 1;
	fetch->scan = scan;
	fetch->level = level;
	fetch->total = -1;
	fetch->first_total = -1;
	fetch->settled = rtk_reuse_is_settled(fetch);
	rtk_fetch_use(fetch, rtk_details_method(fetch));
	rtk_window_begin(fetch);
	return fetch;
}

RtkFetch *
rtk_fetch_hold(RtkFetch *fetch)
{
	if (fetch != NULL)
		fetch->refs++;
	return fetch;
}

void
rtk_fetch_drop(RtkFetch *fetch)
{
	if (fetch == NULL || --fetch->refs > 0)
		return;
	rtk_fetch_cancel(fetch);
	rtk_page_drop(fetch->page);
	rtk_entry_free(fetch->kept);
	rtk_idset_free(fetch->ids);
	rtk_origin_reset(&fetch->origin);
	free(fetch->path);
	free(fetch);
}

const char *
rtk_fetch_given(const RtkFetch *fetch, const char *name)
{
	const RtkScan *scan = fetch->scan;

	for (int i = 0; i < scan->ngiven; i++)
		if (strcmp(scan->given[i].name, name) == 0)
			return scan->given[i].values[fetch->origin.choice[i]];
	return NULL;
}

const char *
rtk_fetch_parameter(const char *name, void *fetch)
{
	const RtkFetch *self = fetch;
	const RtkScan *scan = self->scan;

	for (const RtkFetch *f = self; f->origin.parent != NULL;
		 f = f->origin.parent)
	{
		const char *gives = scan->chain.level[f->origin.parent->level].gives;

		if (gives != NULL && strcmp(gives, name) == 0 &&
			f->origin.key != NULL)
			return f->origin.key;
	}
	return rtk_fetch_given(self, name);
}

void
rtk_fetch_fail(RtkFetch *fetch, const RtkFailure *failure)
{
	fetch->failed = true;
	fetch->failure = *failure;
	fetch->failure.attempts = fetch->scan->options.max_retries + 1;
}

void
rtk_fetch_fail_as(RtkFetch *fetch, RtkFailureKind kind, const char *summary)
{
	RtkFailure	failure;

	rtk_failure_set(&failure, kind, "%s", summary);
	rtk_fetch_name_path(fetch, &failure);
	rtk_fetch_fail(fetch, &failure);
}

void
rtk_fetch_name_path(const RtkFetch *fetch, RtkFailure *failure)
{
	if (fetch->path != NULL)
		rtk_failure_copy(failure->path, sizeof(failure->path), fetch->path,
						 strlen(fetch->path));
}

bool
rtk_fetch_ask(RtkFetch *fetch)
{
	RtkExchange **end = &fetch->asked;

	while (*end != NULL)
		end = &(*end)->next;
	*end = rtk_exchange_new(fetch, fetch->page_no);
	if (*end == NULL)
		return false;
	fetch->page_no++;
	fetch->nasked++;
	return true;
}

RtkExchange *
rtk_fetch_shift(RtkFetch *fetch)
{
	RtkExchange *first = fetch->asked;

	fetch->asked = first->next;
	fetch->nasked--;
	return first;
}

void
rtk_fetch_cancel(RtkFetch *fetch)
{
	while (fetch->asked != NULL)
		rtk_exchange_free(rtk_fetch_shift(fetch));
}

bool
rtk_fetch_is_drained(const RtkFetch *fetch)
{
	return fetch->page == NULL || fetch->taken >= fetch->page->nrows;
}
