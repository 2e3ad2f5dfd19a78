/*
 * link.c
 *		Which path parameters a join's clauses make the same for its tables.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "link.h"
#include "lookup.h"

/* The path parameter whose value a column shows, as text, or NULL. */
static const char *
parameter_shown(const RtkPlanRel *plan, const RtkAttribute *att)
{
	const RtkResource *resource = plan->context.map->resource;
	const RtkColumn *key;

	if (att == NULL || att->kind == RTK_KEY_PATH)
		return att != NULL ? att->parameter : NULL;
	if (att->source != RTK_FROM_ROW || resource->key == NULL)
		return NULL;
	key = rtk_lookup_column(resource, resource->key);
	return strcmp(att->path, rtk_lookup_member(key)) == 0 ?
		resource->key : NULL;
}

/* The path parameter that an expression is a table's column for, or NULL. */
static const char *
parameter_of(const RtkPlanRel *plan, Expr *expr)
{
	const Var  *var = (const Var *) expr;

	if (!IsA(expr, Var) || var->varno != plan->context.rel->relid ||
		var->vartype != TEXTOID)
		return NULL;
	return parameter_shown(plan,
						   rtk_column_get(plan->context.map, var->varattno));
}

/* The parameter that a clause says is the same for two tables, or NULL. */
static const char *
parameter_compared(const RtkPlanRel *a, const RtkPlanRel *b,
				   const RestrictInfo *rinfo)
{
	const OpExpr *op = (const OpExpr *) rinfo->clause;
	const char *left;
	const char *right;

	if (a == b || !rtk_qual_is_equality((Node *) op))
		return NULL;
	left = parameter_of(a, linitial(op->args));
	right = parameter_of(b, lsecond(op->args));
	return left != NULL && right != NULL && strcmp(left, right) == 0 ?
		left : NULL;
}

bool
rtk_link_is(List *members, const RestrictInfo *rinfo)
{
	ListCell   *a;
	ListCell   *b;

	foreach(a, members)
		foreach(b, members)
			if (parameter_compared(lfirst(a), lfirst(b), rinfo) != NULL)
				return true;
	return false;
}

/* Does one of the clauses say that the parameter is the same for both? */
static bool
are_compared(const RtkPlanRel *a, const RtkPlanRel *b, const char *parameter,
			 List *clauses)
{
	ListCell   *lc;

	foreach(lc, clauses)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		const char *compared = parameter_compared(a, b, rinfo);

		if (compared == NULL)
			compared = parameter_compared(b, a, rinfo);
		if (compared != NULL && strcmp(compared, parameter) == 0)
			return true;
	}
	return false;
}

/* The other side of "column = value", if the column shows the parameter. */
static Expr *
value_compared(const RtkPlanRel *plan, const char *parameter, OpExpr *op)
{
	if (!rtk_qual_is_equality((Node *) op))
		return NULL;
	for (int i = 0; i < 2; i++)
	{
		const char *shown = parameter_of(plan, list_nth(op->args, i));
		Expr	   *other = list_nth(op->args, 1 - i);

		if (shown != NULL && strcmp(shown, parameter) == 0 &&
			rtk_qual_is_known_before(&plan->context, other))
			return other;
	}
	return NULL;
}

/* The value that a table's restrictions give the parameter, or NULL. */
static Expr *
only_value(const RtkPlanRel *plan, const char *parameter)
{
	ListCell   *lc;

	foreach(lc, plan->context.rel->baserestrictinfo)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		Expr	   *value = value_compared(plan, parameter,
										   (OpExpr *) rinfo->clause);

		if (value != NULL)
			return value;
	}
	return NULL;
}

/* A parameter of a chain, and who has to agree on it. */
typedef struct RtkLink
{
	const RtkAsk *ask;
	const char *parameter;
	const RtkPlanRel *giver;	/* the table whose rows give it, or NULL */
	List	   *clauses;		/* of the joins */
} RtkLink;

/*
 * Have both tables the same value, as a clause or two say, or an option, which
 * is the same for all tables of a join?
 */
static bool
agree(const RtkLink *link, const RtkPlanRel *a, const RtkPlanRel *b)
{
	Expr	   *value = only_value(a, link->parameter);

	if (value != NULL && equal(value, only_value(b, link->parameter)))
		return true;
	if (are_compared(a, b, link->parameter, link->clauses))
		return true;
	return a != link->giver && b != link->giver &&
		rtk_ask_option(link->ask, link->parameter) != NULL;
}

/* The first of some tables that agrees with one of others, or NULL. */
static void *
next_linked(const RtkLink *link, List *linked, List *others)
{
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, others)
		foreach(lc2, linked)
			if (agree(link, lfirst(lc), lfirst(lc2)))
				return lfirst(lc);
	return NULL;
}

/* Do all of the tables agree, be it by way of others? */
static bool
all_agree(const RtkLink *link, List *members)
{
	List	   *linked = list_make1(linitial(members));
	List	   *others = list_copy_tail(members, 1);

	while (others != NIL)
	{
		void	   *next = next_linked(link, linked, others);

		if (next == NULL)
			return false;
		linked = lappend(linked, next);
		others = list_delete_ptr(others, next);
	}
	return true;
}

/* The tables whose rows are of a level or of one below it. */
static List *
members_from(const RtkChain *chain, List *members, int level)
{
	for (int i = 0; i < level; i++)
	{
		const RtkPlanRel *first = linitial(members);

		if (first->context.map->resource == chain->level[i].resource)
			members = list_copy_tail(members, 1);
	}
	return members;
}

bool
rtk_link_holds(const RtkAsk *ask, List *members, List *clauses)
{
	const RtkChain *chain = &ask->chain;

	for (int i = 0; i <= chain->target; i++)
	{
		const RtkLevel *level = &chain->level[i];
		List	   *below = members_from(chain, members, i);
		const RtkPlanRel *first = linitial(below);
		const char *path = level->method->path;
		char		name[RTK_NAME_SIZE];
		RtkLink		link = {.ask = ask, .clauses = clauses};

		link.parameter = name;
		while (rtk_path_parameter(&path, name))
			if (!all_agree(&link, below))
				return false;
		if (i == chain->target)
			continue;
		link.parameter = level->gives;
		if (first->context.map->resource == level->resource)
			link.giver = first;
		if (!all_agree(&link, below))
			return false;
	}
	return true;
}

/* Do both clauses give the same parameter the same values? */
static bool
give_the_same(const RtkClause *a, const RtkClause *b)
{
	ListCell   *lc;
	ListCell   *lc2;

	if (strcmp(a->attribute->parameter, b->attribute->parameter) != 0 ||
		list_length(a->arms) != list_length(b->arms))
		return false;
	forboth(lc, a->arms, lc2, b->arms)
	{
		const RtkArm *arm = lfirst(lc);
		const RtkArm *other = lfirst(lc2);

		if (arm->is_array != other->is_array ||
			!equal(arm->value, other->value))
			return false;
	}
	return true;
}

/* What a table's restrictions give. */
static List *
given_by(const RtkPlanRel *plan)
{
	return rtk_qual_match_own(&plan->context);
}

/* Does one of the tables but the last give the same? */
static bool
is_given_above(List *members, const RtkClause *clause)
{
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, members)
		if (lnext(members, lc) != NULL)
			foreach(lc2, given_by(lfirst(lc)))
				if (give_the_same(lfirst(lc2), clause))
					return true;
	return false;
}

/* Does a level above the table below read or give the parameter? */
static bool
is_above(const RtkChain *chain, const char *parameter)
{
	for (int i = 0; i < chain->target; i++)
	{
		const RtkLevel *level = &chain->level[i];

		if (rtk_path_has(level->method->path, parameter) ||
			strcmp(level->gives, parameter) == 0)
			return true;
	}
	return false;
}

/* Does an option say which row of a table above is meant? */
static bool
is_chosen_by_option(const RtkAsk *ask, List *members)
{
	for (int i = 0; i < ask->chain.target; i++)
	{
		const RtkLevel *level = &ask->chain.level[i];
		const RtkPlanRel *first = linitial(members_from(&ask->chain, members,
														i));

		if (first->context.map->resource == level->resource &&
			rtk_ask_option(ask, level->gives) != NULL)
			return true;
	}
	return false;
}

bool
rtk_link_keeps_rows_above(const RtkAsk *ask, List *members)
{
	ListCell   *lc;

	if (is_chosen_by_option(ask, members))
		return false;
	foreach(lc, given_by(llast(members)))
	{
		const RtkClause *clause = lfirst(lc);

		if (clause->attribute->kind == RTK_KEY_PATH &&
			is_above(&ask->chain, clause->attribute->parameter) &&
			!is_given_above(members, clause))
			return false;
	}
	return true;
}
