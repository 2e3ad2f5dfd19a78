/*
 * fetch.c
 *		One list or object being read: where it came from, what it holds.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

/* Copy an origin, holding what it points to; false when memory is out. */
static bool
copy_origin(RtkOrigin *to, const RtkOrigin *from)
{
	*to = *from;
	to->key = NULL;
	if (from->key != NULL && (to->key = strdup(from->key)) == NULL)
	{
		memset(to, 0, sizeof(*to));
		return false;
	}
	rtk_fetch_hold(to->parent);
	rtk_page_hold(to->page);
	return true;
}

void
rtk_origin_reset(RtkOrigin *origin)
{
	rtk_page_drop(origin->page);
	rtk_fetch_drop(origin->parent);
	free(origin->key);
	memset(origin, 0, sizeof(*origin));
}

/* Which method a new fetch asks; details may be there already. */
static void
choose_method(RtkFetch *fetch)
{
	RtkScan    *scan = fetch->scan;
	const RtkLevel *level = &scan->chain.level[fetch->level];

	fetch->method = level->method;
	if (!level->details)
		return;
	fetch->method = scan->details_method;
	if (level->own_row_first &&
		rtk_read_has_details(fetch->origin.row, level->resource))
		fetch->method = NULL;
	fetch->last = fetch->method == NULL;
}

RtkFetch *
rtk_fetch_new(RtkScan *scan, int level, const RtkOrigin *origin)
{
	RtkFetch   *fetch = calloc(1, sizeof(RtkFetch));

	if (fetch == NULL || !copy_origin(&fetch->origin, origin))
	{
		free(fetch);
		return NULL;
	}
	fetch->refs = 1;
	fetch->scan = scan;
	fetch->level = level;
	fetch->page_no = 1;
	fetch->total = -1;
	fetch->first_total = -1;
	choose_method(fetch);
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
	if (fetch->transfer != NULL)
		fetch->scan->in_flight--;
	rtk_transfer_free(fetch->transfer);
	rtk_page_drop(fetch->page);
	rtk_page_drop(fetch->ahead);
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
	fetch->scan->broken = true;
	fetch->failure = *failure;
	fetch->failure.attempt = fetch->attempt;
	fetch->failure.attempts = fetch->scan->options.max_retries + 1;
	fetch->failure.waited = fetch->waited;
	if (fetch->path != NULL)
		rtk_failure_copy(fetch->failure.path, sizeof(fetch->failure.path),
						 fetch->path, strlen(fetch->path));
}

void
rtk_fetch_fail_as(RtkFetch *fetch, RtkFailureKind kind, const char *summary)
{
	RtkFailure	failure;

	rtk_failure_set(&failure, kind, "%s", summary);
	rtk_fetch_fail(fetch, &failure);
}

bool
rtk_fetch_is_ready(const RtkFetch *fetch, bool ahead)
{
	if (fetch->transfer != NULL || fetch->failed || fetch->last ||
		fetch->ahead != NULL)
		return false;
	return ahead || fetch->page == NULL || fetch->taken >= fetch->page->nrows;
}
