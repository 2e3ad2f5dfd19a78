/*
 * cache.c
 *		Whole lists and objects kept between scans: a hash table of URLs, and a
 *		list in the order of last use.
 */
#include "cache.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_BUCKETS 64		/* a power of two, doubled when they are full */

struct RtkCache
{
	size_t		most;			/* bytes that entries may take */
	size_t		size;			/* bytes that they take */
	RtkEntry   *newest;
	RtkEntry   *oldest;
	RtkEntry  **buckets;
	size_t		nbuckets;
	size_t		n;
};

RtkCache *
rtk_cache_new(size_t size)
{
	RtkCache   *cache = calloc(1, sizeof(RtkCache));

	if (cache == NULL)
		return NULL;
	cache->most = size;
	cache->nbuckets = FIRST_BUCKETS;
	cache->buckets = calloc(cache->nbuckets, sizeof(RtkEntry *));
	if (cache->buckets != NULL)
		return cache;
	free(cache);
	return NULL;
}

/* FNV-1a */
static size_t
hash(const char *url)
{
	uint64_t	h = UINT64_C(14695981039346656037);

	for (; *url != '\0'; url++)
		h = (h ^ (unsigned char) *url) * UINT64_C(1099511628211);
	return (size_t) (h ^ (h >> 32));
}

/* What points to the entry for a URL, or to the end of its bucket. */
static RtkEntry **
place_of(const RtkCache *cache, const char *url)
{
	RtkEntry  **place = &cache->buckets[hash(url) & (cache->nbuckets - 1)];

	while (*place != NULL && strcmp((*place)->url, url) != 0)
		place = &(*place)->next;
	return place;
}

/* Into the order of use, as the newest. */
static void
link_newest(RtkCache *cache, RtkEntry *entry)
{
	entry->newer = NULL;
	entry->older = cache->newest;
	if (cache->newest != NULL)
		cache->newest->newer = entry;
	else
		cache->oldest = entry;
	cache->newest = entry;
}

/* Out of the order of use. */
static void
unlink_entry(RtkCache *cache, RtkEntry *entry)
{
	if (entry->newer != NULL)
		entry->newer->older = entry->older;
	else
		cache->newest = entry->older;
	if (entry->older != NULL)
		entry->older->newer = entry->newer;
	else
		cache->oldest = entry->newer;
}

static void
drop(RtkCache *cache, RtkEntry *entry)
{
	*place_of(cache, entry->url) = entry->next;
	unlink_entry(cache, entry);
	cache->size -= entry->size;
	cache->n--;
	rtk_entry_free(entry);
}

size_t
rtk_cache_clear(RtkCache *cache)
{
	size_t		n = cache->n;

	while (cache->oldest != NULL)
		drop(cache, cache->oldest);
	return n;
}

void
rtk_cache_free(RtkCache *cache)
{
	if (cache == NULL)
		return;
	rtk_cache_clear(cache);
	free(cache->buckets);
	free(cache);
}

const RtkEntry *
rtk_cache_find(RtkCache *cache, const char *url, double since)
{
	RtkEntry   *entry = *place_of(cache, url);

	if (entry == NULL || entry->asked_at < since)
		return NULL;
	unlink_entry(cache, entry);
	link_newest(cache, entry);
	return entry;
}

RtkEntry *
rtk_entry_new(char *url, double now)
{
	RtkEntry   *entry = calloc(1, sizeof(RtkEntry));

	if (entry == NULL)
	{
		free(url);
		return NULL;
	}
	entry->url = url;
	entry->asked_at = now;
	entry->size = sizeof(RtkEntry) + strlen(url) + 1;
	return entry;
}

void
rtk_entry_free(RtkEntry *entry)
{
	if (entry == NULL)
		return;
	for (size_t i = 0; i < entry->npages; i++)
		rtk_page_drop(entry->pages[i]);
	free(entry->pages);
	free(entry->url);
	free(entry);
}

bool
rtk_entry_add(RtkEntry *entry, RtkPage *page)
{
	RtkPage   **pages = realloc(entry->pages,
								(entry->npages + 1) * sizeof(RtkPage *));

	if (pages == NULL)
		return false;
	entry->pages = pages;
	pages[entry->npages++] = rtk_page_hold(page);
	entry->size += sizeof(RtkPage *) + rtk_page_size(page);
	return true;
}

bool
rtk_cache_has_room(const RtkCache *cache, const RtkEntry *entry)
{
	return entry->size <= cache->most;
}

/* Twice the buckets; without memory for them they just get longer. */
static void
grow(RtkCache *cache)
{
	size_t		nbuckets = cache->nbuckets * 2;
	RtkEntry  **buckets = calloc(nbuckets, sizeof(RtkEntry *));

	if (buckets == NULL)
		return;
	free(cache->buckets);
	cache->buckets = buckets;
	cache->nbuckets = nbuckets;
	for (RtkEntry *entry = cache->newest; entry != NULL; entry = entry->older)
	{
		entry->next = NULL;
		*place_of(cache, entry->url) = entry;
	}
}

void
rtk_cache_keep(RtkCache *cache, RtkEntry *entry)
{
	RtkEntry   *before = *place_of(cache, entry->url);
	RtkEntry   *oldest;

	if (before != NULL)
		drop(cache, before);
	oldest = cache->oldest;
	while (oldest != NULL && entry->size > cache->most - cache->size)
	{
		RtkEntry   *newer = oldest->newer;

		drop(cache, oldest);
		oldest = newer;
	}
	if (cache->n >= cache->nbuckets)
		grow(cache);
	*place_of(cache, entry->url) = entry;
	link_newest(cache, entry);
	cache->size += entry->size;
	cache->n++;
}
