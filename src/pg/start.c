/*
 * start.c
 *		From a plan and its values to a scan of the API.
 */
#include "postgres.h"

#include "foreign/foreign.h"
#include "miscadmin.h"
#include "nodes/memnodes.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "bind.h"
#include "connection.h"
#include "debug.h"
#include "error.h"
#include "joined.h"
#include "limit.h"
#include "progress.h"
#include "remember.h"
#include "reuse.h"
#include "row.h"
#include "scanstate.h"
#include "send.h"

/* Options give whole numbers of milliseconds; src/api counts in seconds. */
#define MS_PER_SECOND 1000.0

/* Marks a statement's budget among the callbacks of its memory context. */
static void
mark_budget(void *arg)
{
	(void) arg;
}

/*
 * The budget that all scans of a statement share.  It hangs on the statement's
 * memory context as the argument of a callback that does nothing, so that the
 * first scan makes it, the others find it, and it goes with the statement.
 */
static RtkBudget *
statement_budget(EState *estate)
{
	MemoryContext context = estate->es_query_cxt;
	MemoryContextCallback *callback;

	for (callback = context->reset_cbs; callback; callback = callback->next)
		if (callback->func == mark_budget)
			return callback->arg;
	callback = MemoryContextAllocZero(context, sizeof(*callback));
	callback->func = mark_budget;
	callback->arg = MemoryContextAllocZero(context, sizeof(RtkBudget));
	MemoryContextRegisterResetCallback(context, callback);
	return callback->arg;
}

/* The name of the column that stands for a path parameter. */
static const char *
column_of(const RtkAsk *ask, const char *parameter)
{
	const RtkAttribute *attribute = rtk_column_for(ask->map, parameter);

	return attribute != NULL ? attribute->name : parameter;
}

/* Nothing gives a path parameter, and nothing can enumerate it. */
static void
check_missing(const RtkScanState *state)
{
	const char *name = state->ask.missing;

	if (name == NULL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FDW_OPTION_NAME_NOT_FOUND),
			 errmsg("%s of foreign table \"%s\" is not known",
					name, state->relname),
			 strcmp(name, "account_id") == 0 || strcmp(name, "app_id") == 0 ?
			 errhint("Set option %s on server \"%s\" or add WHERE %s = '...'.",
					 name, GetForeignServer(state->serverid)->servername,
					 column_of(&state->ask, name)) :
			 errhint("Add WHERE %s = '...'.", column_of(&state->ask, name))));
}

/* Would a parameter be enumerated although the option forbids it? */
static void
check_enumerate(const RtkScanState *state)
{
	const RtkAsk *ask = &state->ask;
	const char *column;

	if (ask->options.enumerate || ask->chain.target == 0)
		return;
	column = column_of(ask, ask->chain.level[ask->chain.target - 1].gives);
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("foreign table \"%s\" needs a value for column \"%s\"",
					state->relname, column),
			 errdetail("Option \"enumerate\" is false."),
			 errhint("Add WHERE %s = '...', or join with a table that has it.",
					 column)));
}

/* Give the values of one parameter. */
static void
give(RtkScan *scan, const char *name, const char *const *values, int n,
	 bool missing_ok)
{
	rtk_error_check_memory(rtk_scan_give(scan, name, values, n, missing_ok));
}

/* Give the path parameters that options say; a 404 of them is an error. */
static void
give_options(const RtkAsk *ask, RtkScan *scan)
{
	static const char *const names[] = {"account_id", "app_id"};

	for (int i = 0; i < lengthof(names); i++)
	{
		const char *value = rtk_ask_option(ask, names[i]);
		const RtkKey *key = rtk_ask_key(ask, names[i]);

		if (value != NULL && key == NULL && rtk_ask_branches(ask, names[i]))
			give(scan, names[i], &value, 1, false);
	}
}

/* Give the query's parameters; an id that does not exist is no row. */
static void
give_keys(const RtkAsk *ask, RtkScan *scan)
{
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);

		if (key->kind != RTK_KEY_FIELD && rtk_ask_branches(ask, key->name))
			give(scan, key->name, (const char *const *) key->values,
				 key->nvalues, key->kind == RTK_KEY_PATH);
	}
}

/* What a table's requests are sent with besides. */
static void
give_sends(const RtkAsk *ask, RtkScan *scan)
{
	ListCell   *lc;

	foreach(lc, rtk_send_list(ask))
	{
		const RtkSend *send = lfirst(lc);

		rtk_error_check_memory(rtk_scan_query(scan, send->level, send->name,
											  send->value));
	}
}

/* Make the scan, with what the plan and options say of it. */
static void
make_scan(RtkScanState *state, RtkConnection *connection, RtkBudget *budget)
{
	const RtkOptions *options = &state->ask.options;
	RtkScanOptions scan_options = {
		.base_url = options->base_url,
		.per_page = options->per_page,
		.max_concurrency = options->max_concurrency,
		.max_retries = options->max_retries,
		.retry_budget = options->retry_budget / MS_PER_SECOND,
		.max_requests = options->max_requests,
		.sample = state->sample,
		.skip_missing = options->on_missing == RTK_MISSING_SKIP,
		.row_goal = state->row_goal,
		.skip = rtk_limit_offset(state),
		.totals = state->count == RTK_COUNT_TOTALS,
		.checked = state->checked,
		.closing = state->join == JOIN_LEFT || state->join == JOIN_ANTI,
		.rows_each = state->join != JOIN_LEFT && state->matches_all ? 1 : 0,
		.ordered = state->sorted != NULL,
	};

	state->http = connection->http;
	state->scan = rtk_connection_scan(connection, state->run_context, budget,
									  &state->ask.chain, &scan_options);
	if (options->cache_ttl > 0)
		rtk_reuse_start(state->scan, connection->cache,
						options->cache_ttl / MS_PER_SECOND);
	rtk_debug_start(state->scan);
}

/*
 * Will the scan be run with other values, those of other outer rows?  An
 * uncorrelated subquery, which waits to be evaluated, gives its value but once.
 */
static bool
is_repeated(const RtkScanState *state, const EState *estate)
{
	int			param = -1;

	while ((param = bms_next_member(state->sent_params, param)) >= 0)
		if (estate->es_param_exec_vals[param].execPlan == NULL)
			return true;
	return false;
}

/* Remember the rows of each key, if others may come. */
static void
prepare_memory(RtkScanState *state, ForeignScanState *node)
{
	MemoryContext old;

	if (state->memory != NULL || state->checks_params ||
		!is_repeated(state, node->ss.ps.state))
		return;
	old = MemoryContextSwitchTo(GetMemoryChunkContext(state));
	state->memory =
		rtk_remember_new(node->ss.ss_ScanTupleSlot->tts_tupleDescriptor,
						 get_hash_memory_limit());
	MemoryContextSwitchTo(old);
}

/* Have these values been run with before?  If not, their rows follow. */
static bool
recall(RtkScanState *state)
{
	char	   *key;
	bool		recalled;

	if (state->memory == NULL)
		return false;
	key = rtk_bind_text(state);
	recalled = rtk_remember_recall(state->memory, key);
	if (!recalled)
		rtk_remember_begin(state->memory, key);
	state->recalls += recalled;
	pfree(key);
	return recalled;
}

void
rtk_start_run(RtkScanState *state, ForeignScanState *node)
{
	MemoryContext old;
	RtkConnection *connection;

	state->status = RTK_RUN_ENDED;
	if (!rtk_limit_start(state, node->ss.ps.ps_ExprContext))
		return;
	check_missing(state);
	check_enumerate(state);
	/* Nothing to read is a number of rows, too. */
	if (state->count != RTK_COUNT_NOT)
		state->status = RTK_RUN_ROWS;
	prepare_memory(state, node);
	if (!rtk_bind_keys(state, node))
		return;
	if (recall(state))
	{
		state->status = RTK_RUN_RECALLED;
		return;
	}
	old = MemoryContextSwitchTo(state->run_context);
	connection = rtk_connection_get(state->run_context, state->userid,
									state->serverid,
									state->ask.options.base_url);
	make_scan(state, connection, statement_budget(node->ss.ps.state));
	rtk_progress_begin(state);
	give_options(&state->ask, state->scan);
	give_keys(&state->ask, state->scan);
	give_sends(&state->ask, state->scan);
	for (int i = 0; i < state->nparents; i++)
		give_sends(&state->parents[i].ask, state->scan);
	MemoryContextSwitchTo(old);
	rtk_row_prepare(state,
					node->ss.ss_ScanTupleSlot->tts_tupleDescriptor);
	state->status = RTK_RUN_ROWS;
}
