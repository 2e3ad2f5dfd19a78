/*
 * estimate.c
 *		How many requests and rows a scan has, and what they cost.
 *
 * A request costs far more than anything PostgreSQL does with its rows, so the
 * cost is the requests: those that wait for one another, and the share of the
 * API's rate limit that each of them uses up.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/syscache.h"

#include "early.h"
#include "estimate.h"
#include "join.h"
#include "list.h"
#include "path.h"
#include "range.h"

#define ROUND_TRIP_COST 100.0	/* from a request to its reply */
#define REQUEST_COST 25.0		/* share of the rate limit */
#define ROW_COST 0.01			/* of a row, on top of cpu_tuple_cost */

/* What a clause does to the rows that are asked for. */
typedef enum RtkEffect
{
	RTK_CHECKED,				/* nothing */
	RTK_NARROWS,				/* the list leaves out most that fail it */
	RTK_SATISFIED				/* none comes that fails it */
} RtkEffect;

static RtkEffect
effect(const RtkPlanRel *plan, const RtkAsk *ask, RestrictInfo *rinfo)
{
	RtkClause  *clause = rtk_qual_match(&plan->context, rinfo->clause);
	int			target = ask->chain.target;

	if (clause != NULL && rtk_qual_is_exact(clause))
		return RTK_SATISFIED;
	if (ask->missing != NULL)
		return RTK_CHECKED;
	if (clause != NULL ?
		rtk_ask_level_knows(ask, target, clause->attribute->parameter) :
		rtk_ask_level_knows(ask, target, "start_time") &&
		rtk_range_match(&plan->context, list_make1(rinfo)) != NIL)
		return RTK_NARROWS;
	return RTK_CHECKED;
}

/* The clauses that have an effect. */
static List *
clauses_with(const RtkPlanRel *plan, const RtkAsk *ask, List *rinfos,
			 RtkEffect wanted)
{
	List	   *list = NIL;
	ListCell   *lc;

	foreach(lc, rinfos)
		if (effect(plan, ask, lfirst_node(RestrictInfo, lc)) == wanted)
			list = lappend(list, lfirst(lc));
	return list;
}

/* Has ANALYZE seen the column? */
static bool
is_analyzed(const RtkPlanRel *plan, const RtkAttribute *attribute)
{
	return SearchSysCacheExists3(STATRELATTINH,
								 ObjectIdGetDatum(plan->context.relid),
								 Int16GetDatum(attribute->attnum),
								 BoolGetDatum(false));
}

/*
 * The share of rows that have the values of a clause on a member of which the
 * API knows but a few, unless ANALYZE knows better: then -1.
 */
static double
share_of_values(const RtkPlanRel *plan, const RestrictInfo *rinfo)
{
	RtkClause  *clause = rtk_qual_match(&plan->context, rinfo->clause);
	const char *values = clause != NULL ? clause->attribute->values : NULL;
	const char *value;
	size_t		len;
	double		n = 0;

	if (values == NULL || is_analyzed(plan, clause->attribute))
		return -1;
	while (rtk_list_next(&values, &value, &len))
		n++;
	return Min(1, rtk_qual_values(clause) / n);
}

/*
 * The share of rows that pass the clauses.  ANALYZE reads no details, so it has
 * seen nothing but nulls of them: clauses on these count for nothing.
 */
static double
selectivity(const RtkPlanRel *plan, List *rinfos)
{
	const RtkQualContext *context = &plan->context;
	List	   *known = NIL;
	double		share = 1;
	ListCell   *lc;

	foreach(lc, rinfos)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		double		of_values = share_of_values(plan, rinfo);

		if (of_values >= 0)
			share *= of_values;
		else if (!rtk_early_reads_details(context, (Node *) rinfo->clause))
			known = lappend(known, rinfo);
	}
	return share * clauselist_selectivity(context->root, known,
										  context->rel->relid, JOIN_INNER,
										  NULL);
}

/*
 * The share of the table's rows that have the values of the keys, where ANALYZE
 * knows it; else -1.
 */
static double
key_selectivity(const RtkPlanRel *plan, List *rinfos)
{
	List	   *known = NIL;
	ListCell   *lc;

	if (plan->analyzed <= 0)
		return -1;
	foreach(lc, rinfos)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		RtkClause  *clause = rtk_qual_match(&plan->context, rinfo->clause);

		if (clause == NULL || clause->attribute->kind != RTK_KEY_PATH)
			continue;
		if (!is_analyzed(plan, clause->attribute))
			return -1;
		known = lappend(known, rinfo);
	}
	return selectivity(plan, known);
}

/* Cost of that many requests, of which those of one level run side by side. */
static void
cost_requests(const RtkAsk *ask, RtkEstimate *estimate)
{
	double		lanes = Max(ask->options.max_concurrency, 1);
	double		more;

	estimate->levels = ask->missing != NULL ? 1 : ask->chain.nlevels;
	more = Max(estimate->requests - estimate->levels, 0);
	estimate->startup = estimate->levels * ROUND_TRIP_COST;
	estimate->total = estimate->startup +
		more * ROUND_TRIP_COST / lanes +
		estimate->requests * REQUEST_COST;
}

void
rtk_estimate_scan(const RtkPlanRel *plan, List *rinfos, RtkEstimate *estimate)
{
	RelOptInfo *rel = plan->context.rel;
	List	   *clauses = rtk_qual_match_list(&plan->context, rinfos);
	RtkAsk		ask = rtk_plan_ask(plan, clauses);
	List	   *checked = clauses_with(plan, &ask, rinfos, RTK_CHECKED);
	double		of_keys = key_selectivity(plan, rinfos);
	RtkLevel   *target;
	double		fetched;

	target = &ask.chain.level[ask.chain.target];
	target->listed = selectivity(plan, clauses_with(plan, &ask, rinfos,
													RTK_NARROWS));
	target->kept = rtk_early_selectivity(&plan->context, checked);
	rtk_ask_estimate(&ask, &estimate->requests, &fetched);
	if (of_keys >= 0)
		fetched = plan->analyzed * of_keys * target->listed;
	estimate->rows = clamp_row_est(fetched * selectivity(plan, checked));
	cost_requests(&ask, estimate);
	estimate->total += fetched * (ROW_COST + cpu_tuple_cost +
								  rel->baserestrictcost.per_tuple);
	estimate->runs = ask.missing == NULL &&
		(ask.options.enumerate || ask.chain.target == 0) &&
		rtk_path_unsent(plan, clauses) == NULL;
}

/* One of each level at least, and of the others the share of the rows. */
double
rtk_estimate_requests(const RtkEstimate *estimate, double row_goal)
{
	if (row_goal < 0 || row_goal >= estimate->rows)
		return estimate->requests;
	return Min(estimate->requests,
			   Max(estimate->levels,
				   ceil(estimate->requests * row_goal / estimate->rows)));
}

void
rtk_estimate_count(const RtkPlanRel *plan, bool by_total,
				   RtkEstimate *estimate)
{
	RtkAsk		ask = rtk_plan_ask(plan, rtk_qual_match_own(&plan->context));
	double		rows;

	/* What is not read takes no page. */
	if (by_total)
		ask.chain.level[ask.chain.target].listed = 0;
	rtk_ask_estimate(&ask, &estimate->requests, &rows);
	cost_requests(&ask, estimate);
	estimate->startup = estimate->total += rows * ROW_COST;
	estimate->rows = 1;
	estimate->runs = ask.options.enumerate || ask.chain.target == 0;
}

/* The share of a level's rows that give a value which is given, too. */
static double
share_given(const RtkAsk *ask, const RtkLevel *level)
{
	const RtkKey *key = rtk_ask_key(ask, level->gives);

	if (key == NULL && rtk_ask_option(ask, level->gives) == NULL)
		return 1;
	return Min(1, (key != NULL ? key->expected : 1) / level->resource->rows);
}

/*
 * Say how many rows a table has.  Where that is known of one above it, too, it
 * says how long its own lists are.
 */
static void
scale_level(RtkChain *chain, const RtkPlanRel *plan, int level,
			bool known_above)
{
	double		scale = plan->scale;

	if (!known_above)
	{
		rtk_chain_scale(chain, plan->scaled, scale);
		return;
	}
	for (int i = 0; i < level; i++)
		scale /= chain->level[i].scale;
	chain->level[level].scale = scale;
}

/* Say what a table's restrictions do to the rows of its level. */
static void
estimate_level(RtkAsk *below, const RtkPlanRel *plan, bool known_above)
{
	List	   *rinfos = plan->context.rel->baserestrictinfo;
	RtkAsk		ask = plan->ask;
	RtkLevel   *level;

	if (!rtk_ask_follow(&ask, below))
		ask.chain.target = below->chain.target;
	level = &below->chain.level[ask.chain.target];
	level->listed = selectivity(plan, clauses_with(plan, &ask, rinfos,
												   RTK_NARROWS));
	level->kept = rtk_early_selectivity(&plan->context,
										clauses_with(plan, &ask, rinfos,
													 RTK_CHECKED));
	if (ask.chain.target < below->chain.target &&
		level->method == level->resource->list)
		level->kept *= share_given(below, level);
	if (plan->scaled != NULL)
		scale_level(&below->chain, plan, ask.chain.target, known_above);
}

void
rtk_estimate_join(const RtkPlanJoin *join, RtkEstimate *estimate)
{
	RtkAsk		ask = join->ask;
	bool		known_above = false;
	double		fetched;
	ListCell   *lc;

	foreach(lc, join->members)
	{
		const RtkPlanRel *plan = lfirst(lc);

		estimate_level(&ask, plan, known_above);
		known_above |= plan->scaled != NULL;
	}
	rtk_ask_estimate(&ask, &estimate->requests, &fetched);
	estimate->rows = clamp_row_est(fetched *
								   ask.chain.level[ask.chain.target].kept);
	cost_requests(&ask, estimate);
	estimate->total += fetched * (ROW_COST + cpu_tuple_cost);
	estimate->runs = true;
}

void
rtk_estimate_scale(RtkPlanRel *plan)
{
	double		known = plan->analyzed;
	RtkAsk		ask = rtk_plan_ask(plan, NIL);
	double		requests;
	double		rows;

	if (known <= 0)
		known = ask.options.rows;
	if (known <= 0)
		return;
	/* The whole table is what is below the parameters nothing enumerates. */
	for (; ask.missing != NULL; rtk_ask_build(&ask))
	{
		RtkAttribute assumed = {.parameter = pstrdup(ask.missing),
		.kind = RTK_KEY_PATH};

		rtk_ask_give(&ask, &assumed, 1);
	}
	rtk_ask_estimate(&ask, &requests, &rows);
	plan->scaled = rtk_chain_scaled(&ask.chain);
	plan->scale = known / rows;
}
