/*
 * given.c
 *		What the host gave a scan for its requests.
 */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include "engine.h"

static void
free_given(RtkGiven *given)
{
	for (int i = 0; i < given->n; i++)
		free(given->values[i]);
	free(given->values);
	free(given->name);
}

void
rtk_given_free(RtkScan *scan)
{
	for (int i = 0; i < scan->ngiven; i++)
		free_given(&scan->given[i]);
	for (int i = 0; i < scan->nqueries; i++)
	{
		free(scan->queries[i].name);
		free(scan->queries[i].value);
	}
	free(scan->queries);
}

bool
rtk_scan_give(RtkScan *scan, const char *parameter,
			  const char *const *values, int n, bool missing_ok)
{
	RtkGiven   *given;

	if (scan->ngiven >= RTK_MAX_GIVEN)
		return false;
	given = &scan->given[scan->ngiven++];
	given->missing_ok = missing_ok;
	given->name = strdup(parameter);
	given->values = calloc((size_t) n + 1, sizeof(char *));
	if (given->name == NULL || given->values == NULL)
		return false;
	for (; given->n < n; given->n++)
	{
		given->values[given->n] = strdup(values[given->n]);
		if (given->values[given->n] == NULL)
			return false;
	}
	scan->empty |= n == 0;
	return true;
}

bool
rtk_scan_query(RtkScan *scan, int level, const char *name, const char *value)
{
	RtkQuery   *queries = realloc(scan->queries,
								  (scan->nqueries + 1) * sizeof(RtkQuery));
	RtkQuery   *query;

	if (queries == NULL)
		return false;
	scan->queries = queries;
	query = &queries[scan->nqueries++];
	query->level = level;
	query->name = strdup(name);
	query->value = strdup(value);
	return query->name != NULL && query->value != NULL;
}

/*
 * The values branch at the first level whose path has the parameter, else at
 * the table's own; but where a level above gives it, they filter that one.
 */
static void
place_given(const RtkScan *scan, RtkGiven *given)
{
	given->level = scan->chain.target;
	given->filters = -1;
	for (int i = 0; i < scan->chain.target; i++)
	{
		const RtkLevel *level = &scan->chain.level[i];

		if (rtk_path_has(level->method->path, given->name))
		{
			given->level = i;
			return;
		}
		if (strcmp(level->gives, given->name) == 0)
		{
			given->level = -1;
			given->filters = i;
			return;
		}
	}
}

void
rtk_given_place(RtkScan *scan)
{
	for (int i = 0; i < scan->ngiven; i++)
		place_given(scan, &scan->given[i]);
}

bool
rtk_given_wants(const RtkScan *scan, int level, const char *key)
{
	for (int i = 0; i < scan->ngiven; i++)
	{
		const RtkGiven *given = &scan->given[i];
		int			j = 0;

		if (given->filters != level)
			continue;
		while (j < given->n && strcmp(given->values[j], key) != 0)
			j++;
		if (j == given->n)
			return false;
	}
	return true;
}
