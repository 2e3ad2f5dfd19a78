/*
 * hint.h
 *		What to do about a failure of the API.
 */
#ifndef RTK_HINT_H
#define RTK_HINT_H

#include "compat.h"

#include "failure.h"

/*
 * Sentences for the HINT of an error, palloc'd, or NULL when nobody can do
 * anything.  server is "" when it is gone; role is whose mapping was used.
 */
extern char *rtk_hint(const RtkFailure *failure, const char *server,
					  const char *role);

#endif							/* RTK_HINT_H */
