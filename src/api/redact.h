/*
 * redact.h
 *		JSON text without the members that are not for the reader.
 */
#ifndef RTK_REDACT_H
#define RTK_REDACT_H

#include "json.h"

/*
 * Copy a checked value to a buffer of at least value.len bytes, without the
 * members, at any depth, whose name is in one of the lists "a|b" (either may be
 * NULL) or holds U+0000.  Blanks between values go, too.  Returns the length
 * of the copy.
 */
extern size_t rtk_redact(RtkText value, const char *secrets,
						 const char *personal, char *to);

#endif							/* RTK_REDACT_H */
