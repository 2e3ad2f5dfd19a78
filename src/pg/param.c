/*
 * param.c
 *		What other nodes of a plan give an expression.
 */
#include "postgres.h"

#include "nodes/nodeFuncs.h"

#include "param.h"

/* expression_tree_walker() of rtk_param_exec(). */
static bool
collect_params(Node *node, Bitmapset **params)
{
	if (node == NULL)
		return false;
	if (IsA(node, Param) && ((Param *) node)->paramkind == PARAM_EXEC)
		*params = bms_add_member(*params, ((Param *) node)->paramid);
	return expression_tree_walker(node, collect_params, (void *) params);
}

Bitmapset *
rtk_param_exec(Node *expr)
{
	Bitmapset  *params = NULL;

	collect_params(expr, &params);
	return params;
}
