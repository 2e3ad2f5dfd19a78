/*
 * idset.h
 *		The ids already seen in one list, kept exactly and compactly.
 *
 * A million UUIDs take about 25 MB: an id that is a lower-case UUID is kept as
 * its 16 bytes, any other as its text.
 */
#ifndef RTK_IDSET_H
#define RTK_IDSET_H

#include <stddef.h>
#include <stdint.h>

typedef struct RtkIdSet RtkIdSet;

typedef enum RtkIdSeen
{
	RTK_ID_NEW,					/* was not in the set, is now */
	RTK_ID_SEEN,				/* was in the set already */
	RTK_ID_NO_MEMORY			/* could not be added */
} RtkIdSeen;

/*
 * An empty set for about so many ids, -1: nobody knows; it grows.  NULL when
 * memory is out.  Freed by rtk_idset_free().
 */
extern RtkIdSet *rtk_idset_new(int64_t expected);
extern void rtk_idset_free(RtkIdSet *set);	/* NULL allowed */

/* Add the id of len bytes.  Ids are compared byte by byte. */
extern RtkIdSeen rtk_idset_add(RtkIdSet *set, const char *id, size_t len);

/* Number of distinct ids added. */
extern size_t rtk_idset_count(const RtkIdSet *set);

#endif							/* RTK_IDSET_H */
