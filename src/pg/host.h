/*
 * host.h
 *		The parts of a URL that decide where a token goes.
 */
#ifndef RTK_HOST_H
#define RTK_HOST_H

#include "postgres.h"

/* A host as written, and its port; points into the text it came from. */
typedef struct RtkHost
{
	const char *name;			/* not NUL-terminated, [brackets] included */
	int			len;
	int			port;			/* 0: none given */
} RtkHost;

/*
 * Split "scheme://host[:port][/path]".  Returns NULL, or the untranslated
 * sentence that says what is wrong: a URL with user name, query, fragment,
 * blanks or anything else that two readers could read differently.
 */
extern const char *rtk_host_split(const char *url, RtkHost *host);

/* Is it 127.0.0.1, localhost or [::1], written exactly so? */
extern bool rtk_host_is_loopback(const RtkHost *host);

/* Compare ignoring case the scheme of a URL that rtk_host_split() took. */
extern bool rtk_host_has_scheme(const char *url, const char *scheme);

/*
 * Check a server's base_url against rtk_fdw.allowed_hosts, now.  Error 42501
 * with a hint.
 */
extern void rtk_host_check(const char *base_url, Oid serverid);

/* Define rtk_fdw.allowed_hosts; from _PG_init. */
extern void rtk_host_define_gucs(void);

#endif							/* RTK_HOST_H */
