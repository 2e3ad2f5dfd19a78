/*
 * explain_expr.c
 *		EXPLAIN: expressions of the query that a scan evaluates itself.
 */
#include "compat.h"

#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"
#include "utils/ruleutils.h"

#include "explain.h"
#include "joined.h"
#include "scanstate.h"

/* The text of values that one scan gives, as it grows. */
typedef struct RtkGiven
{
	StringInfoData text;
	const List *values;			/* fdw_exprs */
	int			next;			/* the first that has no text yet */
	List	   *deparse_cxt;
} RtkGiven;

/* Append "relname.parameter operator value"; relname NULL: there is but one. */
static void
append_value(RtkGiven *given, const char *relname, const char *parameter,
			 const char *format)
{
	char	   *value = deparse_expression(list_nth(given->values,
													given->next++),
										   given->deparse_cxt, true, false);

	if (given->text.len > 0)
		appendStringInfoString(&given->text, ", ");
	if (relname != NULL)
		appendStringInfo(&given->text, "%s.", relname);
	appendStringInfo(&given->text, "%s ", parameter);
	appendStringInfo(&given->text, format, value);
}

/* Append what is given to the requests of one table. */
static void
append_table(RtkGiven *given, const char *relname, const RtkAsk *ask,
			 const List *keys, const List *bounds)
{
	for (int i = 0; i < list_length(keys) / RTK_PLAN_KEY_SIZE; i++)
	{
		RtkPlanKey	key = rtk_plan_key(keys, i);

		append_value(given, relname,
					 rtk_column_get(ask->map, key.attnum)->parameter,
					 key.is_array ? "= ANY (%s)" : "= %s");
	}
	for (int i = 0; i < list_length(bounds); i += 2)
	{
		bool		upper = list_nth_int(bounds, i);

		append_value(given, relname, upper ? "end_time" : "start_time",
					 upper ? "<= %s" : ">= %s");
	}
}

void
rtk_explain_given(ForeignScanState *node, ExplainState *es)
{
	RtkScanState *state = node->fdw_state;
	ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
	RtkGiven	given = {
		.values = plan->fdw_exprs,
		.deparse_cxt = es->deparse_cxt
	};

	if (!es->verbose)
		return;
	initStringInfo(&given.text);
	append_table(&given, state->nparents > 0 ? state->relname : NULL,
				 &state->ask, state->plan_keys, state->plan_bounds);
	for (int i = 0; i < state->nparents; i++)
	{
		const RtkJoined *joined = &state->parents[i];

		append_table(&given, joined->relname, &joined->ask, joined->keys,
					 joined->bounds);
	}
	if (given.text.len > 0)
		ExplainPropertyText("Given", given.text.data, es);
}

void
rtk_explain_join(ForeignScanState *node, ExplainState *es)
{
	ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
	Expr	   *matching;

	if (linitial_int(list_nth(plan->fdw_private, RTK_PLAN_JOIN)) == JOIN_INNER)
		return;
	matching = llast(plan->fdw_exprs);
	if (make_ands_implicit(matching) != NIL)
		ExplainPropertyText("Join Filter",
							deparse_expression((Node *) matching,
											   es->deparse_cxt, true, false),
							es);
}
