/*
 * reuse.h
 *		Which lists and objects a scan keeps in a cache, and has from there.
 *
 * Kept is what stands below a row that says that nothing below it changes any
 * more, and only if it came whole.
 */
#ifndef RTK_REUSE_H
#define RTK_REUSE_H

#include "fetch.h"

/* Use a cache, which must outlive the scan; its entries for ttl seconds. */
extern void rtk_reuse_start(RtkScan *scan, RtkCache *cache, double ttl);

/* May what a new fetch asks for be kept? */
extern bool rtk_reuse_is_settled(const RtkFetch *fetch);

/*
 * Have all pages of a fetch that has asked for nothing from the cache.  False:
 * they are not there; if they may be kept, that begins.
 */
extern bool rtk_reuse_recall(RtkFetch *fetch, double now);

/* A page has come: keep it with those before it, if they are being kept. */
extern void rtk_reuse_add(RtkFetch *fetch, RtkPage *page);

/* The fetch ends before its list does: keep no page of it. */
extern void rtk_reuse_forget(RtkFetch *fetch);

/* The fetch has come to its end: into the cache with what it kept. */
extern void rtk_reuse_keep(RtkFetch *fetch);

#endif							/* RTK_REUSE_H */
