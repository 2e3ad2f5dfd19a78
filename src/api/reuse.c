/*
 * reuse.c
 *		Which lists and objects a scan keeps in a cache, and has from there.
 */
#include "reuse.h"

#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "paging.h"

void
rtk_reuse_start(RtkScan *scan, RtkCache *cache, double ttl)
{
	scan->cache = cache;
	scan->cache_ttl = ttl;
}

/* Has the row of a resource the value that settles what is below it? */
static bool
settles(const RtkResource *resource, RtkText row)
{
	const char *equals;
	RtkText		name;
	RtkText		value;

	if (resource->settled == NULL)
		return false;
	equals = strchr(resource->settled, '=');
	name = (RtkText) {resource->settled, (size_t) (equals - resource->settled)};
	rtk_json_members(row, &name, 1, &value);
	return rtk_json_is_string(value) && value.len == strlen(equals + 1) + 2 &&
		memcmp(value.at + 1, equals + 1, value.len - 2) == 0;
}

/*
 * Something above it is: a row, or a list that is in the cache, which it would
 * not be otherwise.
 */
bool
rtk_reuse_is_settled(const RtkFetch *fetch)
{
	const RtkScan *scan = fetch->scan;
	const RtkFetch *parent = fetch->origin.parent;

	return scan->cache != NULL && parent != NULL &&
		(parent->settled ||
		 settles(scan->chain.level[parent->level].resource,
				 fetch->origin.row));
}

/* Its pages, one after the other, as if they had come now. */
static void
recall_pages(RtkFetch *fetch, const RtkEntry *entry)
{
	for (size_t i = 0; i < entry->npages; i++)
		fetch->scan->no_memory |= !rtk_fetch_ask(fetch);
	for (RtkExchange *e = fetch->asked; e != NULL; e = e->next)
	{
		e->state = RTK_EXCHANGE_PAGE;
		e->page = rtk_page_hold(entry->pages[e->page_no - 1]);
	}
}

bool
rtk_reuse_recall(RtkFetch *fetch, double now)
{
	RtkScan    *scan = fetch->scan;
	const RtkEntry *entry;
	char	   *url;

	/* Not in the middle of a list, nor when it is read again. */
	if (scan->cache == NULL || fetch->page_no > 1 || fetch->again ||
		rtk_paging_is_fixed(fetch))
		return false;
	url = rtk_fetch_url(fetch, 0);
	if (url == NULL)
		return false;
	entry = rtk_cache_find(scan->cache, url, now - scan->cache_ttl);
	if (entry == NULL)
	{
		if (fetch->settled)
			fetch->kept = rtk_entry_new(url, now);
		else
			free(url);
		return false;
	}
	free(url);
	recall_pages(fetch, entry);
	fetch->settled = true;
	scan->counters.cache_hits += (int64_t) entry->npages;
	rtk_paging_advance(fetch);
	return true;
}

void
rtk_reuse_add(RtkFetch *fetch, RtkPage *page)
{
	if (fetch->kept != NULL &&
		(fetch->again || !rtk_entry_add(fetch->kept, page) ||
		 !rtk_cache_has_room(fetch->scan->cache, fetch->kept)))
		rtk_reuse_forget(fetch);
}

void
rtk_reuse_forget(RtkFetch *fetch)
{
	rtk_entry_free(fetch->kept);
	fetch->kept = NULL;
}

void
rtk_reuse_keep(RtkFetch *fetch)
{
	RtkEntry   *entry = fetch->kept;

	if (entry == NULL)
		return;
	fetch->kept = NULL;
	/* Nothing was there, or rows moved between the pages. */
	if (entry->npages == 0 || fetch->again ||
		(fetch->total >= 0 && fetch->rows != fetch->total))
		rtk_entry_free(entry);
	else
		rtk_cache_keep(fetch->scan->cache, entry);
}
