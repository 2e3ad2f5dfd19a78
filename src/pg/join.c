/*
 * join.c
 *		Joins of foreign tables as one chain of requests.
 */
#include "compat.h"

#include "optimizer/cost.h"
#include "optimizer/pathnode.h"

#include "estimate.h"
#include "join.h"
#include "link.h"

/* The tables of a relation, which may be a join that was offered before. */
static List *
members_of(const RelOptInfo *rel)
{
	if (rel->fdw_private == NULL)
		return NIL;
	if (IS_JOIN_REL(rel))
		return ((RtkPlanJoin *) rel->fdw_private)->members;
	return list_make1(rel->fdw_private);
}

/* The join clauses inside of a relation. */
static List *
clauses_of(const RelOptInfo *rel)
{
	return IS_JOIN_REL(rel) ?
		((RtkPlanJoin *) rel->fdw_private)->clauses : NIL;
}

/* Those of them that its table below has to match. */
static List *
matching_of(const RelOptInfo *rel)
{
	return IS_JOIN_REL(rel) ?
		((RtkPlanJoin *) rel->fdw_private)->matching : NIL;
}

/*
 * Is the query one whose joins can be done in one scan?  Where rows are locked
 * or changed, PostgreSQL may want to see a single table's row once more.
 */
static bool
is_plain_query(const PlannerInfo *root)
{
	const Query *parse = root->parse;

	return (parse->commandType == CMD_SELECT ||
			parse->commandType == CMD_INSERT) &&
		parse->rowMarks == NIL && root->rowMarks == NIL &&
		root->qual_security_level == 0;
}

/* What is needed of a rel: nothing but columns of its tables? */
static bool
needs_columns_only(const RelOptInfo *rel)
{
	ListCell   *lc;

	foreach(lc, rel->reltarget->exprs)
	{
		const Var  *var = lfirst(lc);

		if (!IsA(var, Var) || var->varattno <= 0)
			return false;
	}
	return true;
}

/*
 * The number of rows that the chain has is the better guess, as the planner
 * knows nothing of keys.  It is the same whichever way they are joined.
 */
static void
set_rows(RelOptInfo *joinrel, double rows)
{
	ListCell   *lc;

	joinrel->rows = rows;
	foreach(lc, joinrel->pathlist)
	{
		Path	   *path = lfirst(lc);

		if (path->param_info == NULL)
			path->rows = rows;
	}
}

/* Add the clauses of one more join to those of the relations that it joins. */
static void
set_clauses(RtkPlanJoin *join, const RelOptInfo *joinrel,
			const RelOptInfo *outerrel, const RelOptInfo *innerrel,
			List *restrictlist)
{
	ListCell   *lc;

	join->clauses = list_concat_copy(clauses_of(outerrel),
									 clauses_of(innerrel));
	join->matching = list_concat_copy(matching_of(outerrel),
									  matching_of(innerrel));
	foreach(lc, restrictlist)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);

		join->clauses = list_append_unique_ptr(join->clauses, rinfo);
		if (join->type != JOIN_INNER &&
			!RINFO_IS_PUSHED_DOWN(rinfo, joinrel->relids))
			join->matching = list_append_unique_ptr(join->matching, rinfo);
	}
}

/* The type of join inside of a relation, other than an inner one. */
static JoinType
type_of(const RelOptInfo *rel)
{
	return IS_JOIN_REL(rel) ?
		((RtkPlanJoin *) rel->fdw_private)->type : JOIN_INNER;
}

/*
 * Is every row of the tables above, of which these clauses are all that the
 * query says, the parent of those below that name it?
 */
static bool
are_always_there(const RtkPlanJoin *join, List *above, List *clauses)
{
	const RtkChain *chain = &join->ask.chain;
	ListCell   *lc;

	foreach(lc, above)
	{
		RtkPlanRel *plan = lfirst(lc);
		RtkAsk		ask = plan->ask;
		const RtkLevel *level;

		if (plan->context.rel->baserestrictinfo != NIL ||
			!rtk_ask_follow(&ask, &join->ask))
			return false;
		level = &chain->level[ask.chain.target];
		if (level->method != level->resource->list ||
			rtk_ask_key(&join->ask, level->gives) != NULL ||
			rtk_ask_option(&join->ask, level->gives) != NULL)
			return false;
	}
	foreach(lc, clauses)
		if (!rtk_link_is(join->members, lfirst_node(RestrictInfo, lc)))
			return false;
	return true;
}

/*
 * Can a chain do this type of join?  The table below is the last of the chain;
 * where it is the outer one, each of its rows has one row above, unless that
 * is filtered out.  Sets the type of join that the chain has to do.
 */
static bool
can_do_type(RtkPlanJoin *join, JoinType jointype, List *outer, List *inner,
			List *clauses)
{
	RtkPlanRel *below = llast(join->members);
	int			target = join->ask.chain.target;

	join->type = jointype;
	if (jointype == JOIN_INNER)
		return true;
	if (list_member_ptr(outer, below))
	{
		join->type = JOIN_INNER;
		return jointype == JOIN_SEMI ||
			(jointype == JOIN_LEFT && are_always_there(join, inner, clauses));
	}
	if (jointype != JOIN_SEMI &&
		!rtk_link_keeps_rows_above(&join->ask, join->members))
		return false;
	return list_length(inner) == 1 && !join->ask.details &&
		join->ask.chain.level[target - 1].resource ==
		((RtkPlanRel *) list_nth(join->members,
								 list_length(join->members) - 2))->
		context.map->resource;
}

/*
 * What the tables inside have to be like for one more join: an outer or semi
 * join of the table below stays the last, and that table the lowest.
 */
static bool
keep_type(RtkPlanJoin *join, const RelOptInfo *outerrel,
		  const RelOptInfo *innerrel)
{
	const RelOptInfo *rels[] = {outerrel, innerrel};

	for (int i = 0; i < lengthof(rels); i++)
	{
		JoinType	type = type_of(rels[i]);

		if (type == JOIN_INNER)
			continue;
		if (join->type != JOIN_INNER ||
			llast(members_of(rels[i])) != llast(join->members))
			return false;
		join->type = type;
	}
	return true;
}

/*
 * Can a join be a chain at all: of this type, of tables and joins of ours, with
 * clauses that can be checked here and columns that a scan can give?
 */
static bool
is_candidate(PlannerInfo *root, const RelOptInfo *joinrel, JoinType jointype,
			 List *outer, List *inner, List *clauses)
{
	if (jointype != JOIN_INNER && jointype != JOIN_LEFT &&
		jointype != JOIN_SEMI && jointype != JOIN_ANTI)
		return false;
	return outer != NIL && inner != NIL && is_plain_query(root) &&
		bms_is_empty(joinrel->lateral_relids) &&
		rtk_join_can_check(clauses) && needs_columns_only(joinrel);
}

void
rtkGetForeignJoinPaths(PlannerInfo *root, RelOptInfo *joinrel,
					   RelOptInfo *outerrel, RelOptInfo *innerrel,
					   JoinType jointype, JoinPathExtraData *extra)
{
	RtkPlanJoin *join;
	List	   *outer = members_of(outerrel);
	List	   *inner = members_of(innerrel);
	RtkEstimate estimate;

	if (joinrel->fdw_private != NULL ||
		!is_candidate(root, joinrel, jointype, outer, inner,
					  extra->restrictlist))
		return;
	join = palloc0(sizeof(RtkPlanJoin));
	join->members = list_concat_copy(outer, inner);
	join->type = jointype;
	set_clauses(join, joinrel, outerrel, innerrel, extra->restrictlist);
	if (!rtk_join_find(join, joinrel) ||
		!can_do_type(join, jointype, outer, inner, extra->restrictlist) ||
		!keep_type(join, outerrel, innerrel))
		return;
	if (join->type == JOIN_INNER)
		join->matching = NIL;
	joinrel->fdw_private = join;
	rtk_estimate_join(join, &estimate);
	if (join->type == JOIN_INNER || join->type == JOIN_LEFT)
		set_rows(joinrel, estimate.rows);
	estimate.rows = joinrel->rows;
	add_path(joinrel, (Path *)
			 create_foreign_join_path(root, joinrel, NULL, estimate.rows,
									  RTK_PATH_COST(&estimate), NIL, NULL,
									  NULL, RTK_PATH_END(NIL)));
}
