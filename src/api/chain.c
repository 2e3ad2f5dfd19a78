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

/* Has the path of the other method all parameters of this one? */
static bool
has_all_parameters(const RtkMethod *method, const RtkMethod *other)
{
	const char *path = method->path;
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&path, name))
		if (!rtk_path_has(other->path, name))
			return false;
	return true;
}

/*
 * How a parent's rows are read whose parameter is given: by it, unless such a
 * row need not say what it belongs to.
 */
static const RtkMethod *
parent_method(const RtkParent *parent, bool given)
{
	const RtkResource *resource = parent->resource;

	if (given && resource->single != NULL &&
		rtk_path_has(resource->single->path, parent->parameter) &&
		has_all_parameters(resource->list, resource->single))
		return resource->single;
	return resource->list;
}

/* A level of rows. */
static RtkLevel
level_of(const RtkResource *resource, const RtkMethod *method,
		 const char *gives)
{
	return (RtkLevel)
	{
		.resource = resource, .method = method, .gives = gives,
			.scale = 1, .listed = 1, .kept = 1
	};
}

static const char *add_parents(RtkChain *chain, const char *path,
							   const RtkChainFacts *facts, const char *own);

/* Add the level that gives a parameter, below those of its own path. */
static const char *
add_parent(RtkChain *chain, const RtkParent *parent, bool given,
		   const RtkChainFacts *facts)
{
	const RtkMethod *method = parent_method(parent, given);
	const char *missing = add_parents(chain, method->path, facts,
									  parent->parameter);

	if (missing == NULL)
		chain->level[chain->nlevels++] =
			level_of(parent->resource, method, parent->parameter);
	return missing;
}

/*
 * Add the levels that give the open parameters of a path, from left to right,
 * but for its own.  What a parent's own path leaves open is added before it, so
 * the outermost comes first.
 */
static const char *
add_parents(RtkChain *chain, const char *path, const RtkChainFacts *facts,
			const char *own)
{
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&path, name))
	{
		const RtkParent *parent = rtk_lookup_parent(name);
		bool		given = facts->is_given(name, facts->arg);
		bool		wanted = parent != NULL && facts->is_wanted != NULL &&
			facts->is_wanted(parent->resource, facts->arg);
		const char *missing;

		if ((own != NULL && strcmp(name, own) == 0) ||
			(given && !wanted) || gives_already(chain, name))
			continue;
		if (parent == NULL || chain->nlevels >= RTK_MAX_LEVELS - 2)
			return strcpy(chain->missing, name);
		missing = add_parent(chain, parent, given, facts);
		if (missing != NULL)
			return missing;
	}
	return NULL;
}

/* Where the details of one row are read, as the option says. */
static void
add_details(RtkChain *chain, const RtkResource *resource, RtkDetailsFrom from)
{
	RtkLevel   *target = &chain->level[chain->target];
	RtkLevel   *level = &chain->level[chain->nlevels++];

	*level = level_of(resource, NULL, NULL);
	level->details = true;
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
				const RtkChainFacts *facts)
{
	const RtkMethod *method = resource->list;
	const char *missing;

	memset(chain, 0, sizeof(*chain));
	if (resource->single != NULL && resource->key != NULL &&
		facts->is_given(resource->key, facts->arg))
		method = resource->single;
	missing = add_parents(chain, method->path, facts, NULL);
	if (missing != NULL)
		return missing;

	chain->target = chain->nlevels;
	chain->level[chain->nlevels++] = level_of(resource, method, resource->key);
	if (facts->details)
		add_details(chain, resource, facts->from);
	return NULL;
}

/* Pages of a list of that many rows; one more ends what nothing counts. */
static double
pages(const RtkMethod *method, int per_page, double rows)
{
	if (method->paging == RTK_NOT_PAGED || rows <= 0)
		return 1;
	return ceil(rows / rtk_lookup_per_page(method, per_page)) +
		(method->paging == RTK_PAGED_UNCOUNTED);
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

void
rtk_chain_scale(RtkChain *chain, const RtkResource *resource, double scale)
{
	for (int i = 0; i < chain->nlevels; i++)
		if (chain->level[i].resource == resource)
			chain->level[i].scale = scale;
}

void
rtk_chain_estimate(const RtkChain *chain, int per_page, RtkValues values,
				   void *arg, double *requests, double *rows)
{
	double		parents = 1;

	*requests = 0;
	*rows = 0;
	for (int i = 0; i < chain->nlevels; i++)
	{
		const RtkLevel *level = &chain->level[i];
		double		each = 1;
		double		lists;

		if (level->details)
		{
			*requests += level->own_row_first ? 0 : parents;
			continue;
		}
		lists = parents * branches(level->method->path, chain, i, values, arg);
		if (level->method != level->resource->single)
			each = level->resource->rows * level->scale * level->listed;
		*requests += lists * pages(level->method, per_page, each);
		*rows = lists * each;
		parents = *rows * level->kept;
	}
}
