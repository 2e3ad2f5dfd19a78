/*
 * nearest.c
 *		The known name nearest to a misspelt one.
 */
#include "postgres.h"

#include "utils/varlena.h"

#include "nearest.h"
#include "lookup.h"

/* More edits than that make another word, as in getClosestMatch(). */
#define MAX_EDITS 4

void
rtk_nearest_start(RtkNearest *nearest, const char *word)
{
	nearest->word = word;
	nearest->match = NULL;
	nearest->distance = Min(MAX_EDITS, (int) strlen(word) / 2) + 1;
}

void
rtk_nearest_consider(RtkNearest *nearest, const char *name)
{
	int			wordlen = strlen(nearest->word);
	int			distance;

	/* A longer word is no misspelt name, and might be slow to compare. */
	if (wordlen >= NAMEDATALEN)
		return;
	distance = varstr_levenshtein_less_equal(nearest->word, wordlen,
											 name, strlen(name), 1, 1, 1,
											 nearest->distance, true);
	if (distance < nearest->distance)
	{
		nearest->distance = distance;
		nearest->match = name;
	}
}

const char *
rtk_nearest_resource(const char *name)
{
	RtkNearest	nearest;

	rtk_nearest_start(&nearest, name);
	for (int i = 0; rtk_resources[i] != NULL; i++)
		rtk_nearest_consider(&nearest, rtk_resources[i]->name);
	return nearest.match;
}
