/*
 * limit.c
 *		Scans that do the query's LIMIT and OFFSET themselves.
 *
 * Such a scan is one of the table, as any other, and only ends earlier.  So its
 * path is that of the table's scan, offered where a Limit node would come.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"

#include "limit.h"
#include "path.h"
#include "upper.h"

/*
 * Share of the cost of a scan below a Limit node that one without costs: rows
 * to skip are not read, or not formed, and none is fetched ahead in vain.
 */
#define OWN_LIMIT_SHARE 0.9

bool
rtk_limit_is_last(const Query *parse)
{
	return parse->commandType == CMD_SELECT && !parse->hasAggs &&
		!parse->hasWindowFuncs && !parse->hasTargetSRFs &&
		parse->groupClause == NIL && parse->groupingSets == NIL &&
		parse->havingQual == NULL && parse->distinctClause == NIL &&
		parse->setOperations == NULL && parse->rowMarks == NIL;
}

/* Has the expression one value, whenever a run of the scan begins? */
static bool
is_fixed(Node *expr)
{
	return !contain_volatile_functions(expr) && !contain_subplans(expr);
}

static bool
can_limit(const PlannerInfo *root)
{
	const Query *parse = root->parse;

	return rtk_limit_is_last(parse) && root->rowMarks == NIL &&
		parse->limitOption != LIMIT_OPTION_WITH_TIES &&
		is_fixed(parse->limitOffset) && is_fixed(parse->limitCount);
}

/* The scan of our table that a path only projects, or NULL. */
static const ForeignPath *
scan_of(const Path *path)
{
	while (IsA(path, ProjectionPath))
		path = ((const ProjectionPath *) path)->subpath;
	if (!IsA(path, ForeignPath) || path->param_info != NULL ||
		path->parent->reloptkind != RELOPT_BASEREL ||
		path->parent->fdw_private == NULL)
		return NULL;
	return (const ForeignPath *) path;
}

/* What the query has of LIMIT and OFFSET. */
static List *
limit_parts(const Query *parse)
{
	List	   *parts = NIL;

	if (parse->limitOffset != NULL)
		parts = lappend_int(parts, RTK_LIMIT_OFFSET);
	if (parse->limitCount != NULL)
		parts = lappend_int(parts, RTK_LIMIT_COUNT);
	return parts;
}

/* A copy of a path in which the scan does the limit. */
static Path *
limited_path(const Path *path, List *parts, const FinalPathExtraData *extra)
{
	ProjectionPath *projected;
	ForeignPath *scan;
	Path	   *limited;

	if (IsA(path, ProjectionPath))
	{
		projected = makeNode(ProjectionPath);
		*projected = *(const ProjectionPath *) path;
		projected->subpath = limited_path(projected->subpath, parts, extra);
		limited = &projected->path;
	}
	else
	{
		scan = makeNode(ForeignPath);
		*scan = *(const ForeignPath *) path;
		scan->fdw_private = list_make2(rtk_path_sort(scan), parts);
		limited = &scan->path;
	}
	adjust_limit_rows_costs(&limited->rows, &limited->startup_cost,
							&limited->total_cost,
							extra->offset_est, extra->count_est);
	limited->startup_cost *= OWN_LIMIT_SHARE;
	limited->total_cost *= OWN_LIMIT_SHARE;
	return limited;
}

/* The rows that OFFSET skips are computed, which may have an effect. */
static bool
skips_effects(const Query *parse, const Path *path)
{
	return parse->limitOffset != NULL &&
		contain_volatile_functions((Node *) path->pathtarget->exprs);
}

void
rtk_limit_add_paths(PlannerInfo *root, RelOptInfo *input_rel,
					RelOptInfo *final_rel, FinalPathExtraData *extra)
{
	List	   *parts = limit_parts(root->parse);
	ListCell   *lc;

	if (!extra->limit_needed || !can_limit(root))
		return;
	foreach(lc, input_rel->pathlist)
	{
		Path	   *path = lfirst(lc);
		const ForeignPath *scan = scan_of(path);

		if (scan != NULL &&
			rtk_upper_is_exact(scan->path.parent->fdw_private,
							   rtk_path_sort(scan)) &&
			!skips_effects(root->parse, path))
			add_path(final_rel, limited_path(path, parts, extra));
	}
}

List *
rtk_limit_plan(const Query *parse, const ForeignPath *path, List **exprs)
{
	List	   *parts = list_nth(path->fdw_private, RTK_PATH_LIMIT);
	ListCell   *lc;

	foreach(lc, parts)
		*exprs = lappend(*exprs, copyObject(lfirst_int(lc) == RTK_LIMIT_OFFSET ?
											parse->limitOffset :
											parse->limitCount));
	return parts;
}

/* The LIMIT clause of a scan while it is executed. */
typedef struct RtkLimit
{
	ExprState  *states[RTK_LIMIT_COUNT + 1];	/* of its parts, or NULL */
	int64		offset;
	int64		count;			/* -1: all */
	int64		skipped;		/* rows that came and were not given */
	int64		given;
} RtkLimit;

void
rtk_limit_begin(RtkScanState *state, List *parts)
{
	int			at = list_length(state->key_states) - list_length(parts);
	ListCell   *lc;

	if (parts == NIL)
		return;
	state->limit = palloc0(sizeof(RtkLimit));
	foreach(lc, parts)
		state->limit->states[lfirst_int(lc)] =
			list_nth(state->key_states, at++);
}

/* Evaluate a part; NULL is as good as none. */
static int64
evaluate(const RtkLimit *limit, RtkLimitPart part, ExprContext *econtext,
		 int64 otherwise)
{
	ExprState  *expr = limit->states[part];
	bool		isnull = true;
	Datum		value = 0;

	if (expr != NULL)
		value = ExecEvalExprSwitchContext(expr, econtext, &isnull);
	return isnull ? otherwise : DatumGetInt64(value);
}

/* The same errors as those of PostgreSQL's own Limit node. */
static void
check_not_negative(const RtkLimit *limit, int64 count)
{
	if (limit->offset < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE),
				 errmsg("OFFSET must not be negative")));
	if (count < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_ROW_COUNT_IN_LIMIT_CLAUSE),
				 errmsg("LIMIT must not be negative")));
}

bool
rtk_limit_start(RtkScanState *state, ExprContext *econtext)
{
	RtkLimit   *limit = state->limit;
	int64		count;

	if (limit == NULL)
		return true;
	limit->offset = evaluate(limit, RTK_LIMIT_OFFSET, econtext, 0);
	check_not_negative(limit, 0);
	count = evaluate(limit, RTK_LIMIT_COUNT, econtext, PG_INT64_MAX);
	check_not_negative(limit, count);
	limit->count = count < PG_INT64_MAX ? count : -1;
	limit->skipped = limit->given = 0;
	state->row_goal = limit->count < 0 ? -1 :
		(double) limit->offset + (double) limit->count;
	return limit->count != 0;
}

bool
rtk_limit_is_reached(const RtkScanState *state)
{
	const RtkLimit *limit = state->limit;

	return limit != NULL && limit->given == limit->count;
}

bool
rtk_limit_gives(RtkScanState *state)
{
	RtkLimit   *limit = state->limit;

	if (limit == NULL)
		return true;
	if (rtk_scan_counters(state->scan)->skipped + limit->skipped <
		limit->offset)
	{
		limit->skipped++;
		return false;
	}
	limit->given++;
	return true;
}

int64
rtk_limit_offset(const RtkScanState *state)
{
	return state->limit != NULL ? state->limit->offset : 0;
}

int64
rtk_limit_count(const RtkScanState *state)
{
	return state->limit != NULL ? state->limit->count : -1;
}
