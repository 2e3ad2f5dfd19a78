/*
 * upper.c
 *		What a scan can do of a query beyond giving the rows of its table.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

#include "aggregate.h"
#include "limit.h"
#include "sort.h"
#include "upper.h"

/*
 * Does a column show the values that were sent just as they were sent?  One of
 * a domain may have a length or a check, which they do not pass.
 */
static bool
shows_whole(const RtkQualContext *context, const RtkAttribute *attribute)
{
	Oid			type;
	int32		typmod;
	Oid			collation;

	get_atttypetypmodcoll(context->relid, attribute->attnum, &type, &typmod,
						  &collation);
	return typmod < 0 && get_typtype(type) != TYPTYPE_DOMAIN;
}

bool
rtk_upper_is_exact(const RtkPlanRel *plan, List *sort)
{
	const RtkQualContext *context = &plan->context;
	List	   *rinfos = context->rel->baserestrictinfo;
	RtkAsk		ask = rtk_plan_ask(plan, rtk_qual_match_own(context));
	ListCell   *lc;

	if (!ask.options.enable_pushdown || ask.missing != NULL)
		return false;
	foreach(lc, rinfos)
	{
		Expr	   *expr = lfirst_node(RestrictInfo, lc)->clause;
		RtkClause  *clause = rtk_qual_match(context, expr);

		if (rtk_sort_fills(context, sort, expr))
			continue;
		/* An id that is looked for in a list is found by filtering it here. */
		if (clause == NULL || !rtk_qual_is_exact(clause) ||
			!rtk_ask_branches(&ask, clause->attribute->parameter) ||
			!shows_whole(context, clause->attribute))
			return false;
	}
	return true;
}

void
rtkGetForeignUpperPaths(PlannerInfo *root, UpperRelationKind stage,
						RelOptInfo *input_rel, RelOptInfo *output_rel,
						void *extra)
{
	if (root->qual_security_level > 0)
		return;
	if (stage == UPPERREL_GROUP_AGG)
		rtk_aggregate_add_path(root, input_rel, output_rel,
							   ((GroupPathExtraData *) extra)->havingQual);
	else if (stage == UPPERREL_FINAL)
		rtk_limit_add_paths(root, input_rel, output_rel, extra);
}

void
rtk_upper_explain(const List *private, ExplainState *es)
{
	RtkCountBy	count = linitial_int(list_nth(private, RTK_PLAN_COUNT));
	List	   *limit = list_nth(private, RTK_PLAN_LIMIT);

	if (count != RTK_COUNT_NOT)
		ExplainPropertyText("Aggregate", count == RTK_COUNT_ROWS ? "count(*)" :
							"count(*), from total_count where a list has more "
							"than one page", es);
	if (limit != NIL)
		ExplainPropertyText("Bounded By",
							list_length(limit) > 1 ? "LIMIT, OFFSET" :
							linitial_int(limit) == RTK_LIMIT_COUNT ?
							"LIMIT" : "OFFSET", es);
}
