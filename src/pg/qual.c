/*
 * qual.c
 *		Which clauses of a query say the value of a request's parameter.
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "qual.h"

/* Assumed for an array whose length is not known when planning. */
#define UNKNOWN_ARRAY_LENGTH 10

static bool match_expr(const RtkQualContext *context, Expr *expr,
					   RtkClause *clause);

/* Types whose text is the same in every session; domains come relabelled. */
static bool
is_plain_type(Oid type)
{
	switch (type)
	{
		case TEXTOID:
		case UUIDOID:
		case INT2OID:
		case INT4OID:
		case INT8OID:
		case BOOLOID:
		case DATEOID:
		case TIMESTAMPTZOID:
			return true;
		default:
			return false;
	}
}

/* Is the operator the ordinary equality, so that equal values have one text? */
static bool
is_plain_equality(Oid opno, Oid collation)
{
	Oid			left;
	Oid			right;
	TypeCacheEntry *type;

	op_input_types(opno, &left, &right);
	if (!is_plain_type(left) || !is_plain_type(right))
		return false;
	if (OidIsValid(collation) && !get_collation_isdeterministic(collation))
		return false;
	type = lookup_type_cache(left, TYPECACHE_BTREE_OPFAMILY);
	return get_op_opfamily_strategy(opno, type->btree_opf) ==
		BTEqualStrategyNumber;
}

/* The column of this relation that the expression is, or NULL. */
static const RtkAttribute *
column_of(const RtkQualContext *context, Expr *expr)
{
	Var		   *var;

	while (expr != NULL && IsA(expr, RelabelType))
		expr = ((RelabelType *) expr)->arg;
	if (expr == NULL || !IsA(expr, Var))
		return NULL;
	var = (Var *) expr;
	if (var->varno != context->rel->relid || var->varlevelsup != 0)
		return NULL;
	return rtk_column_get(context->map, var->varattno);
}

bool
rtk_qual_is_known_before(const RtkQualContext *context, Expr *expr)
{
	return !bms_is_member(context->rel->relid,
						  pull_varnos(context->root, (Node *) expr)) &&
		!contain_volatile_functions((Node *) expr) &&
		!contain_subplans((Node *) expr);
}

/* Add "column = value" to the clause, whose arms are all on one column. */
static bool
add_arm(const RtkQualContext *context, RtkClause *clause, Expr *column,
		RtkArm arm)
{
	const RtkAttribute *attribute = column_of(context, column);
	RtkArm	   *copy;

	if (attribute == NULL || attribute->kind == RTK_KEY_NONE)
		return false;
	if (clause->attribute != NULL && clause->attribute != attribute)
		return false;
	if (!rtk_qual_is_known_before(context, arm.value))
		return false;
	copy = palloc(sizeof(RtkArm));
	*copy = arm;
	clause->attribute = attribute;
	clause->arms = lappend(clause->arms, copy);
	return true;
}

bool
rtk_qual_is_equality(const Node *expr)
{
	const OpExpr *op = (const OpExpr *) expr;

	return IsA(expr, OpExpr) && list_length(op->args) == 2 &&
		is_plain_equality(op->opno, op->inputcollid);
}

/* "column = value" or "value = column" */
static bool
match_op(const RtkQualContext *context, OpExpr *op, RtkClause *clause)
{
	Expr	   *left;
	Expr	   *right;

	if (!rtk_qual_is_equality((Node *) op))
		return false;
	left = linitial(op->args);
	right = lsecond(op->args);
	return add_arm(context, clause, left, (RtkArm) {right, false}) ||
		add_arm(context, clause, right, (RtkArm) {left, false});
}

/* "column = ANY (array)", which is what IN becomes */
static bool
match_array_op(const RtkQualContext *context, ScalarArrayOpExpr *op,
			   RtkClause *clause)
{
	return op->useOr && is_plain_equality(op->opno, op->inputcollid) &&
		add_arm(context, clause, linitial(op->args),
				(RtkArm) {lsecond(op->args), true});
}

/* The planner writes "b = true" as b and "b = false" as NOT b. */
static bool
match_boolean(const RtkQualContext *context, Expr *column, bool value,
			  RtkClause *clause)
{
	Expr	   *constant = (Expr *) makeBoolConst(value, false);

	return exprType((Node *) column) == BOOLOID &&
		add_arm(context, clause, column, (RtkArm) {constant, false});
}

/* NOT of a boolean column, or OR of usable expressions */
static bool
match_bool_expr(const RtkQualContext *context, BoolExpr *expr,
				RtkClause *clause)
{
	ListCell   *lc;

	if (expr->boolop == NOT_EXPR)
		return match_boolean(context, linitial(expr->args), false, clause);
	if (expr->boolop != OR_EXPR)
		return false;
	foreach(lc, expr->args)
		if (!match_expr(context, lfirst(lc), clause))
			return false;
	return true;
}

/* "column IS TRUE"; null is no value that could be sent */
static bool
match_boolean_test(const RtkQualContext *context, BooleanTest *test,
				   RtkClause *clause)
{
	return (test->booltesttype == IS_TRUE || test->booltesttype == IS_FALSE) &&
		match_boolean(context, test->arg, test->booltesttype == IS_TRUE,
					  clause);
}

/* Collect the alternatives of an expression into clause; false: not usable. */
static bool
match_expr(const RtkQualContext *context, Expr *expr, RtkClause *clause)
{
	switch (nodeTag(expr))
	{
		case T_OpExpr:
			return match_op(context, (OpExpr *) expr, clause);
		case T_ScalarArrayOpExpr:
			return match_array_op(context, (ScalarArrayOpExpr *) expr, clause);
		case T_BoolExpr:
			return match_bool_expr(context, (BoolExpr *) expr, clause);
		case T_BooleanTest:
			return match_boolean_test(context, (BooleanTest *) expr, clause);
		case T_Var:
			return match_boolean(context, expr, true, clause);
		default:
			return false;
	}
}

RtkClause *
rtk_qual_match(const RtkQualContext *context, Expr *expr)
{
	RtkClause  *clause = palloc0(sizeof(RtkClause));

	return match_expr(context, expr, clause) ? clause : NULL;
}

/* The usable ones of the conjuncts of an expression. */
static List *
match_conjuncts(const RtkQualContext *context, Expr *expr)
{
	List	   *clauses = NIL;
	ListCell   *lc;

	foreach(lc, make_ands_implicit(expr))
	{
		RtkClause  *clause = rtk_qual_match(context, lfirst(lc));

		if (clause != NULL && clause->attribute->kind != RTK_KEY_QUERY)
			clauses = lappend(clauses, clause);
	}
	return clauses;
}

/* Add what one of the clauses says of the same column; false: none does. */
static bool
add_alternatives(RtkClause *clause, List *clauses)
{
	ListCell   *lc;

	foreach(lc, clauses)
	{
		RtkClause  *other = lfirst(lc);

		if (other->attribute != clause->attribute)
			continue;
		clause->arms = list_concat(clause->arms, other->arms);
		return true;
	}
	return false;
}

/*
 * "(a, b) IN ((1, 2), (3, 4))" is an OR of ANDs: of each column that all of
 * these compare, it implies that it equals one of the values.
 */
static List *
match_implied(const RtkQualContext *context, Expr *expr)
{
	List	   *implied;
	ListCell   *lc;
	ListCell   *arm;

	if (!is_orclause(expr))
		return NIL;
	implied = match_conjuncts(context, linitial(((BoolExpr *) expr)->args));
	for_each_from(arm, ((BoolExpr *) expr)->args, 1)
	{
		List	   *others = match_conjuncts(context, lfirst(arm));

		foreach(lc, implied)
			if (!add_alternatives(lfirst(lc), others))
				implied = foreach_delete_current(implied, lc);
	}
	return implied;
}

List *
rtk_qual_match_list(const RtkQualContext *context, List *rinfos)
{
	List	   *clauses = NIL;
	ListCell   *lc;

	foreach(lc, rinfos)
	{
		Expr	   *expr = lfirst_node(RestrictInfo, lc)->clause;
		RtkClause  *clause = rtk_qual_match(context, expr);

		if (clause != NULL)
			clauses = lappend(clauses, clause);
		else
			clauses = list_concat(clauses, match_implied(context, expr));
	}
	return clauses;
}

List *
rtk_qual_match_own(const RtkQualContext *context)
{
	return rtk_qual_match_list(context, context->rel->baserestrictinfo);
}

/* Length of an array expression, if it shows. */
static double
array_length(Expr *array)
{
	if (IsA(array, ArrayExpr))
		return list_length(((ArrayExpr *) array)->elements);
	if (IsA(array, Const) && !((Const *) array)->constisnull)
	{
		ArrayType  *value = DatumGetArrayTypeP(((Const *) array)->constvalue);

		return ArrayGetNItems(ARR_NDIM(value), ARR_DIMS(value));
	}
	return UNKNOWN_ARRAY_LENGTH;
}

double
rtk_qual_values(const RtkClause *clause)
{
	double		n = 0;
	ListCell   *lc;

	foreach(lc, clause->arms)
	{
		RtkArm	   *arm = lfirst(lc);

		n += arm->is_array ? array_length(arm->value) : 1;
	}
	return n;
}

bool
rtk_qual_is_exact(const RtkClause *clause)
{
	return clause->attribute->kind == RTK_KEY_PATH ||
		clause->attribute->kind == RTK_KEY_QUERY;
}
