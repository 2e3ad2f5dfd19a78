/*
 * param.h
 *		What other nodes of a plan give an expression.
 */
#ifndef RTK_PARAM_H
#define RTK_PARAM_H

#include "postgres.h"

#include "nodes/bitmapset.h"
#include "nodes/nodes.h"

/*
 * The executor's parameters (PARAM_EXEC) in an expression: what other nodes of
 * the plan give it, unlike the user's own.
 */
extern Bitmapset *rtk_param_exec(Node *expr);

#endif							/* RTK_PARAM_H */
