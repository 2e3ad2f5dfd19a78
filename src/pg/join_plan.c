/*
 * join_plan.c
 *		The plan of a join that is one chain of requests.
 */
#include "postgres.h"

#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "optimizer/planmain.h"
#include "optimizer/restrictinfo.h"
#include "optimizer/tlist.h"

#include "early.h"
#include "estimate.h"
#include "join.h"
#include "link.h"

/*
 * The restrictions of a join that are checked on its rows.  Those of a table
 * below that need not match are not; that the parameters of the path are the
 * same for all tables need not be checked.
 */
static List *
restrictions_of(const RtkPlanJoin *join, List **matching)
{
	List	   *rinfos = NIL;
	ListCell   *lc;

	*matching = NIL;
	foreach(lc, join->members)
	{
		RtkPlanRel *plan = lfirst(lc);
		bool		matches = join->type != JOIN_INNER &&
			lnext(join->members, lc) == NULL;
		List	  **list = matches ? matching : &rinfos;

		*list = list_concat(*list, plan->context.rel->baserestrictinfo);
	}
	foreach(lc, join->clauses)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);

		if (rtk_link_is(join->members, rinfo))
			continue;
		if (list_member_ptr(join->matching, rinfo))
			*matching = lappend(*matching, rinfo);
		else
			rinfos = lappend(rinfos, rinfo);
	}
	return rinfos;
}

/* The members whose index is at most last, as relids. */
static Relids
relids_to(const RtkPlanJoin *join, int last)
{
	Relids		relids = NULL;

	for (int i = 0; i <= last; i++)
	{
		RtkPlanRel *plan = list_nth(join->members, i);

		relids = bms_add_member(relids, plan->context.rel->relid);
	}
	return relids;
}

/* Does a clause read columns that only the details of the table below fill? */
static bool
reads_details(const RtkPlanJoin *join, RestrictInfo *rinfo)
{
	RtkPlanRel *below = llast(join->members);

	return rtk_early_reads_details(&below->context, (Node *) rinfo->clause);
}

/*
 * The positions of the clauses that can be checked when a member's row is
 * there, and not before.
 */
static List *
early_of(const RtkPlanJoin *join, List *rinfos, int member)
{
	Relids		known = relids_to(join, member);
	Relids		before = relids_to(join, member - 1);
	List	   *positions = NIL;

	for (int i = 0; i < list_length(rinfos); i++)
	{
		RestrictInfo *rinfo = list_nth_node(RestrictInfo, rinfos, i);

		if (bms_is_subset(rinfo->clause_relids, known) &&
			!bms_is_subset(rinfo->clause_relids, before) &&
			!contain_volatile_functions((Node *) rinfo->clause) &&
			!contain_subplans((Node *) rinfo->clause) &&
			!reads_details(join, rinfo))
			positions = lappend_int(positions, i);
	}
	return positions;
}

/* The keys of a table in a plan; those of a path are the table's below. */
static List *
keys_of(const RtkPlanJoin *join, RtkPlanRel *plan, bool path, List *clauses)
{
	RtkPlanRel *below = llast(join->members);
	ListCell   *lc;

	foreach(lc, rtk_qual_match_own(&plan->context))
	{
		RtkClause  *clause = lfirst(lc);

		if ((clause->attribute->kind == RTK_KEY_PATH) != path)
			continue;
		if (path)
			clause->attribute =
				rtk_column_for(below->context.map,
							   clause->attribute->parameter);
		clauses = lappend(clauses, clause);
	}
	return clauses;
}

/* What a plan says of one table above. */
static List *
parent_part(const RtkPlanJoin *join, List *rinfos, int member, List **exprs)
{
	RtkPlanRel *plan = list_nth(join->members, member);
	RelOptInfo *rel = plan->context.rel;
	List	   *keys = rtk_plan_keys(keys_of(join, plan, false, NIL), exprs);
	List	   *bounds = rtk_plan_bounds(&plan->context,
										 rel->baserestrictinfo, exprs);

	return list_make4(list_make1_int((int) plan->context.relid), keys, bounds,
					  early_of(join, rinfos, member));
}

/* Which of the tables is that of a range table index? */
static int
member_at(const RtkPlanJoin *join, Index varno)
{
	int			member = 0;
	ListCell   *lc;

	foreach(lc, join->members)
	{
		if (((RtkPlanRel *) lfirst(lc))->context.rel->relid == varno)
			break;
		member++;
	}
	return member;
}

/* Where the columns of a join's tuples come from. */
static List *
slots_of(const RtkPlanJoin *join, List *tlist)
{
	List	   *slots = NIL;
	ListCell   *lc;

	foreach(lc, tlist)
	{
		Var		   *var = castNode(Var, lfirst_node(TargetEntry, lc)->expr);
		int			member = member_at(join, var->varno);

		if (member == list_length(join->members) - 1)
			member = -1;
		slots = lappend_int(slots, member);
		slots = lappend_int(slots, var->varattno);
	}
	return slots;
}

/* The entry of a list that shows a column, however it came to be null. */
static Var *
shown_var(List *tlist, const Var *var)
{
	ListCell   *lc;

	foreach(lc, tlist)
	{
		Var		   *shown = castNode(Var, lfirst_node(TargetEntry, lc)->expr);

		if (shown->varno == var->varno && shown->varattno == var->varattno)
			return shown;
	}
	return NULL;
}

/* The columns of a join's tuples, each of them once. */
static List *
columns_of(const RtkPlanJoin *join, const RelOptInfo *joinrel)
{
	List	   *tlist = NIL;
	ListCell   *lc;

	foreach(lc, pull_var_clause((Node *) rtk_join_exprs(join, joinrel), 0))
		if (shown_var(tlist, lfirst(lc)) == NULL)
			tlist = add_to_flat_tlist(tlist, list_make1(lfirst(lc)));
	return tlist;
}

/* expression_tree_mutator() that takes columns as the list shows them. */
static Node *
as_shown(Node *node, List *tlist)
{
	if (node == NULL)
		return NULL;
	if (IsA(node, Var) && ((Var *) node)->varlevelsup == 0)
		return copyObjectImpl(shown_var(tlist, (Var *) node));
	return expression_tree_mutator(node, as_shown, (void *) tlist);
}

/* What the table below has to match, as one expression. */
static Expr *
matching_expr(List *rinfos, List *tlist)
{
	return (Expr *) as_shown((Node *)
							 make_ands_explicit(extract_actual_clauses(rinfos,
																	   false)),
							 tlist);
}

ForeignScan *
rtk_join_plan(PlannerInfo *root, RelOptInfo *joinrel, List *tlist)
{
	RtkPlanJoin *join = joinrel->fdw_private;
	RtkPlanRel *below = llast(join->members);
	int			last = list_length(join->members) - 1;
	List	   *matching;
	List	   *rinfos = restrictions_of(join, &matching);
	List	   *shown = columns_of(join, joinrel);
	RtkPlanParts parts = {.row_goal = -1, .join = join->type};
	RtkEstimate estimate;
	List	   *clauses;
	List	   *exprs = NIL;

	rtk_estimate_join(join, &estimate);
	parts.relid = below->context.relid;
	parts.requests = estimate.requests;
	clauses = keys_of(join, below, false, NIL);
	for (int i = 0; i <= last; i++)
		clauses = keys_of(join, list_nth(join->members, i), true, clauses);
	parts.keys = rtk_plan_keys(clauses, &exprs);
	parts.bounds = rtk_plan_bounds(&below->context,
								   below->context.rel->baserestrictinfo,
								   &exprs);
	parts.early = early_of(join, rinfos, last);
	for (int i = 0; i < last; i++)
		parts.parents = lappend(parts.parents,
								parent_part(join, rinfos, i, &exprs));
	parts.slots = slots_of(join, shown);
	if (join->type != JOIN_INNER)
		exprs = lappend(exprs, matching_expr(matching, shown));
	return make_foreignscan(tlist, extract_actual_clauses(rinfos, false), 0,
							exprs, rtk_plan_pack(&parts), shown, NIL, NULL);
}
