/*
 * cache.h
 *		Whole lists and objects kept between scans, within bounds.
 *
 * A cache belongs to one pool, so to one set of credentials.  Pages are shared
 * with the scans that read them: an entry may go while its pages are in use.
 */
#ifndef RTK_CACHE_H
#define RTK_CACHE_H

#include "page.h"

typedef struct RtkCache RtkCache;

/* All pages of one list, in their order, or the one of an object. */
typedef struct RtkEntry
{
	struct RtkEntry *next;		/* in its bucket */
	struct RtkEntry *newer;		/* by last use */
	struct RtkEntry *older;
	char	   *url;			/* without page_no; owned */
	double		asked_at;		/* rtk_clock_now() before its first request */
	size_t		size;			/* bytes of all that it holds */
	RtkPage   **pages;			/* held */
	size_t		npages;
} RtkEntry;

/* A cache of at most size bytes, NULL: no memory. */
extern RtkCache *rtk_cache_new(size_t size);
extern void rtk_cache_free(RtkCache *cache);	/* NULL allowed */

/* Drop all entries; returns their number. */
extern size_t rtk_cache_clear(RtkCache *cache);

/* The entry for a URL that was asked for at since or later, or NULL. */
extern const RtkEntry *rtk_cache_find(RtkCache *cache, const char *url,
									  double since);

/* An entry that is in no cache yet; takes url over.  NULL: no memory. */
extern RtkEntry *rtk_entry_new(char *url, double now);
extern void rtk_entry_free(RtkEntry *entry);	/* NULL allowed */

/* Append a page, which the entry holds too; false: no memory. */
extern bool rtk_entry_add(RtkEntry *entry, RtkPage *page);

/* Could the cache keep it? */
extern bool rtk_cache_has_room(const RtkCache *cache, const RtkEntry *entry);

/* Keep an entry that has room, in place of what was used least recently. */
extern void rtk_cache_keep(RtkCache *cache, RtkEntry *entry);

#endif							/* RTK_CACHE_H */
