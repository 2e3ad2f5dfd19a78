/*
 * chain.c
 *		From a table and what the query gives to levels of requests.
 */
#include "chain.h"

#include <math.h>
#include <string.h>

#include "lookup.h"

bool
rtk_path_parameter(const char **path, char *name)
{
	const char *open = strchr(*path, '{');
	const char *close = open ? strchr(open, '}') : NULL;
	size_t		len;

	if (close == NULL)
		return false;
	len = (size_t) (close - open - 1);
	if (len >= RTK_NAME_SIZE)
		return false;
	memcpy(name, open + 1, len);
	name[len] = '\0';
	*path = close + 1;
	return true;
}

bool
rtk_path_has(const char *path, const char *parameter)
{
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&path, name))
		if (strcmp(name, parameter) == 0)
			return true;
	return false;
}

static bool
gives_already(const RtkChain *chain, const char *parameter)
{
	for (int i = 0; i < chain->nlevels; i++)
		if (chain->level[i].gives != NULL &&
			strcmp(chain->level[i].gives, parameter) == 0)
			return true;
	return false;
}

/*
 * Add the levels that give the open parameters of a path, from left to right.
 * What a parent's own path leaves open is added before it, so the outermost
 * comes first.
 */
static const char *
add_parents(RtkChain *chain, const char *path, RtkIsGiven is_given, void *arg)
{
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&path, name))
	{
		const RtkParent *parent;
		const RtkMethod *list;
		const char *missing;

		if (is_given(name, arg) || gives_already(chain, name))
			continue;
		parent = rtk_lookup_parent(name);
		if (parent == NULL || chain->nlevels >= RTK_MAX_LEVELS - 2)
			return strcpy(chain->missing, name);
		list = parent->resource->list;
		missing = add_parents(chain, list->path, is_given, arg);
		if (missing != NULL)
			return missing;
		chain->level[chain->nlevels++] = (RtkLevel)
		{
			.resource = parent->resource, .method = list,
				.gives = parent->parameter
		};
	}
	return NULL;
}

/* Where the details of one row are read, as the option says. */
static void
add_details(RtkChain *chain, const RtkResource *resource, RtkDetailsFrom from)
{
	RtkLevel   *target = &chain->level[chain->target];
	RtkLevel   *level = &chain->level[chain->nlevels++];

	*level = (RtkLevel)
	{
		.resource = resource, .details = true
	};
	if (from == RTK_DETAILS_REPORT && resource->report != NULL)
		level->method = resource->report;
	else if (target->method != resource->single)
	{
		level->method = resource->single;
		if (from == RTK_DETAILS_AUTO)
			level->fallback = resource->report;
	}
	else
	{
		level->own_row_first = true;
		if (from == RTK_DETAILS_AUTO)
			level->method = resource->report;
	}
}

const char *
rtk_chain_build(RtkChain *chain, const RtkResource *resource,
				RtkIsGiven is_given, void *arg, bool details,
				RtkDetailsFrom from)
{
	const RtkMethod *method = resource->list;
	const char *missing;

	memset(chain, 0, sizeof(*chain));
	chain->listed = 1;
	chain->kept = 1;
	if (resource->single != NULL && resource->key != NULL &&
		is_given(resource->key, arg))
		method = resource->single;
	missing = add_parents(chain, method->path, is_given, arg);
	if (missing != NULL)
		return missing;

	chain->target = chain->nlevels;
	chain->level[chain->nlevels++] = (RtkLevel)
	{
		.resource = resource, .method = method, .gives = resource->key
	};
	if (details)
		add_details(chain, resource, from);
	return NULL;
}

/* Pages of a list of that many rows; one more ends what nothing counts. */
static double
pages(const RtkMethod *method, double rows)
{
	double		size = method->max_per_page > 0 ? method->max_per_page : 100;

	if (method->paging == RTK_NOT_PAGED || rows <= 0)
		return 1;
	return ceil(rows / size) + (method->paging == RTK_PAGED_UNCOUNTED);
}

/* Branches that the given parameters of one path add. */
static double
branches(const char *path, const RtkChain *chain, int level, RtkValues values,
		 void *arg)
{
	char		name[RTK_NAME_SIZE];
	double		n = 1;

	while (rtk_path_parameter(&path, name))
	{
		bool		counted = false;

		for (int i = 0; i < level; i++)
			counted |= (chain->level[i].method != NULL &&
						rtk_path_has(chain->level[i].method->path, name)) ||
				(chain->level[i].gives != NULL &&
				 strcmp(chain->level[i].gives, name) == 0);
		if (!counted)
			n *= values(name, arg);
	}
	return n;
}

/*
 * Those that have most rows: sessions rather than apps or participants.  A
 * table with rows for few of its parents only is scaled itself.
 */
const RtkResource *
rtk_chain_scaled(const RtkChain *chain)
{
	const RtkResource *scaled = chain->level[chain->target].resource;

	if (scaled->rows < 1)
		return scaled;
	for (int i = 0; i < chain->target; i++)
		if (chain->level[i].resource->rows > scaled->rows)
			scaled = chain->level[i].resource;
	return scaled;
}

/* Rows of one list of the resource. */
static double
typical_rows(const RtkChain *chain, const RtkResource *resource)
{
	return resource->rows * (resource == chain->scaled ? chain->scale : 1);
}

void
rtk_chain_estimate(const RtkChain *chain, RtkValues values, void *arg,
				   double *requests, double *rows)
{
	double		parents = 1;

	*requests = 0;
	for (int i = 0; i < chain->nlevels; i++)
	{
		const RtkLevel *level = &chain->level[i];
		double		each = 1;
		double		lists;

		if (level->details)
		{
			*requests += level->own_row_first ? 0 : parents * chain->kept;
			continue;
		}
		lists = parents * branches(level->method->path, chain, i, values, arg);
		if (level->method != level->resource->single)
			each = typical_rows(chain, level->resource) *
				(i == chain->target ? chain->listed : 1);
		*requests += lists * pages(level->method, each);
		parents = lists * each;
	}
	*rows = parents;
}
