/*
 * explain.c
 *		EXPLAIN: which requests a scan sends, and what they came to.
 *
 * Values that the query gives are shown in VERBOSE only, options' values and
 * the token never.
 */
#include "compat.h"

#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"

#include "execute.h"
#include "explain.h"
#include "joined.h"
#include "list.h"
#include "plan.h"
#include "scanstate.h"
#include "send.h"
#include "upper.h"
#include "url.h"

/* Begin the next of several things in a text. */
static void
append_next(StringInfo text, const char *separator)
{
	if (text->len > 0)
		appendStringInfoString(text, separator);
}

/* Append "?" or "&". */
static void
append_and(StringInfo url)
{
	appendStringInfoChar(url, strchr(url->data, '?') != NULL ? '&' : '?');
}

/* Does the query itself give the query parameter? */
static bool
gives_query(const RtkAsk *ask, const char *name)
{
	const RtkKey *key = rtk_ask_key(ask, name);

	return key != NULL && key->kind == RTK_KEY_QUERY;
}

/* Parameters that the query gives. */
static void
append_given(StringInfo url, const RtkAsk *ask, int level,
			 const RtkMethod *method)
{
	ListCell   *lc;

	foreach(lc, ask->keys)
	{
		const RtkKey *key = lfirst(lc);

		if (key->kind != RTK_KEY_QUERY ||
			!rtk_url_carries(&ask->chain, level, method, key->name))
			continue;
		append_and(url);
		appendStringInfo(url, "%s={%s}", key->name, key->name);
	}
}

/* What columns and members ask for; some only if the API knows the value. */
static void
append_sends(StringInfo url, const RtkAsk *ask, int level,
			 const RtkMethod *method)
{
	ListCell   *lc;

	foreach(lc, rtk_send_list(ask))
	{
		const RtkSend *send = lfirst(lc);
		RtkKey	   *key = rtk_ask_key(ask, send->name);

		if (send->level != level ||
			!rtk_url_takes(method, send->name, send->value ? send->value : ""))
			continue;
		append_and(url);
		if (key != NULL && key->known != NULL)
			appendStringInfo(url, "%s={%s, if known}", send->name, send->name);
		else if (send->by_query)
			appendStringInfo(url, "%s={%s}", send->name, send->name);
		else
			appendStringInfo(url, "%s=%s", send->name, send->value);
	}
}

/* Is a parameter sent with a level for a reason of its own? */
static bool
is_sent(const RtkAsk *ask, int level, const char *name)
{
	ListCell   *lc;

	foreach(lc, rtk_send_list(ask))
	{
		const RtkSend *send = lfirst(lc);

		if (send->level == level && strcmp(send->name, name) == 0)
			return true;
	}
	return level == ask->chain.target && gives_query(ask, name);
}

/* The method's own parameters, unless one of them is sent anyway. */
static void
append_defaults(StringInfo url, const RtkAsk *ask, int level,
				const RtkMethod *method)
{
	char		name[RTK_NAME_SIZE];
	char		value[RTK_NAME_SIZE];
	const char *position = method->defaults;

	if (position == NULL)
		return;
	while (rtk_url_default(&position, name, value))
		if (is_sent(ask, level, name) &&
			rtk_list_has(method->parameters, name))
			return;
	append_and(url);
	appendStringInfoString(url, method->defaults);
}

/* One request, its path a template. */
static char *
request_text(const RtkAsk *ask, int level, const RtkMethod *method)
{
	StringInfoData url;

	initStringInfo(&url);
	appendStringInfo(&url, "GET %s", method->path);
	append_given(&url, ask, level, method);
	append_sends(&url, ask, level, method);
	append_defaults(&url, ask, level, method);
	return url.data;
}

/* What one level asks for, in the order in which it tries. */
static char *
level_text(const RtkAsk *ask, int level)
{
	const RtkLevel *at = &ask->chain.level[level];
	StringInfoData text;

	initStringInfo(&text);
	if (at->own_row_first)
		appendStringInfo(&text, "row of level %d", level);
	if (at->method != NULL)
	{
		append_next(&text, ", else ");
		appendStringInfoString(&text, request_text(ask, level, at->method));
	}
	if (at->fallback != NULL)
	{
		append_next(&text, ", else ");
		appendStringInfoString(&text, request_text(ask, level, at->fallback));
	}
	return text.data;
}

/* Is an option set on the foreign table itself? */
static bool
is_table_option(Oid relid, const char *name)
{
	ListCell   *lc;

	foreach(lc, GetForeignTable(relid)->options)
		if (strcmp(lfirst_node(DefElem, lc)->defname, name) == 0)
			return true;
	return false;
}

/* Where the value of a path parameter comes from. */
static char *
origin_text(const RtkAsk *ask, Oid relid, const char *name)
{
	if (rtk_ask_key(ask, name) != NULL)
		return "WHERE clause";
	if (rtk_ask_option(ask, name) != NULL)
		return is_table_option(relid, name) ? "table option" : "server option";
	for (int i = 0; i < ask->chain.nlevels; i++)
		if (ask->chain.level[i].gives != NULL &&
			strcmp(ask->chain.level[i].gives, name) == 0)
			return psprintf("level %d", i + 1);
	return "row";
}

/* Append the parameters of a path that no path before it had. */
static void
append_parameters(StringInfo text, List **seen, const RtkAsk *ask, Oid relid,
				  const RtkMethod *method)
{
	const char *path = method != NULL ? method->path : "";
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&path, name))
	{
		if (list_member(*seen, makeString(name)))
			continue;
		*seen = lappend(*seen, makeString(pstrdup(name)));
		append_next(text, ", ");
		appendStringInfo(text, "%s = %s", name, origin_text(ask, relid, name));
	}
}

/* The levels, and where the parameters of their paths come from. */
static void
show_chain(const RtkScanState *state, ExplainState *es)
{
	const RtkAsk *ask = &state->ask;
	StringInfoData parameters;
	List	   *seen = NIL;

	if (ask->missing != NULL)
	{
		ExplainPropertyText("Unknown Parameter", ask->missing, es);
		return;
	}
	initStringInfo(&parameters);
	for (int i = 0; i < ask->chain.nlevels; i++)
	{
		const RtkLevel *level = &ask->chain.level[i];
		char	   *text = level_text(rtk_joined_ask(state, i), i);

		if (text[0] != '\0')
			ExplainPropertyText(psprintf("Level %d", i + 1), text, es);
		append_parameters(&parameters, &seen, ask, state->relid, level->method);
		append_parameters(&parameters, &seen, ask, state->relid,
						  level->fallback);
	}
	ExplainPropertyText("Parameters", parameters.data, es);
}

/* How the table below is joined; an inner join needs no word. */
static const char *
join_text(JoinType join)
{
	switch (join)
	{
		case JOIN_LEFT:
			return "left join ";
		case JOIN_SEMI:
			return "semi join ";
		case JOIN_ANTI:
			return "anti join ";
		default:
			return "";
	}
}

/* The tables of a join, and the levels that have their rows. */
static void
show_tables(const RtkScanState *state, JoinType join, ExplainState *es)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < state->nparents; i++)
		appendStringInfo(&text, "%s = level %d, ", state->parents[i].relname,
						 state->parents[i].ask.chain.target + 1);
	appendStringInfo(&text, "%s%s = level %d", join_text(join),
					 state->relname, state->ask.chain.target + 1);
	if (state->nparents > 0)
		ExplainPropertyText("Tables", text.data, es);
}

/* A counter: in text only when there is something to say. */
static void
show_count(const char *label, int64 value, ExplainState *es)
{
	if (value != 0 || es->format != EXPLAIN_FORMAT_TEXT)
		ExplainPropertyInteger(label, NULL, value, es);
}

/* A time, unless the user wants none. */
static void
show_time(const char *label, double seconds, ExplainState *es)
{
	if (es->timing && (seconds > 0 || es->format != EXPLAIN_FORMAT_TEXT))
		ExplainPropertyFloat(label, "ms", seconds * 1000, 3, es);
}

/* What ANALYZE adds. */
static void
show_counters(const RtkScanState *state, ExplainState *es)
{
	RtkScanCounters totals;

	rtk_scan_totals(state, &totals);
	ExplainPropertyInteger("Requests", NULL, totals.requests, es);
	show_count("Cache Hits", totals.cache_hits, es);
	show_count("Pages", totals.pages, es);
	show_count("Retries", totals.retries, es);
	show_count("Rate Limited", totals.rate_limited, es);
	show_count("Bytes", totals.bytes, es);
	show_count("Missing Skipped", totals.missing, es);
	show_count("Rows Removed Before Details", totals.dropped, es);
	show_count("Runs Remembered", state->recalls, es);
	show_count("Values Nulled", rtk_joined_nulled(state), es);
	show_count("Duplicates", totals.duplicates, es);
	show_count("Lists Read Again", totals.reread, es);
	show_time("Waiting For API", state->waited, es);
	show_time("Back-off And Rate Limit Waits", totals.waited, es);
}

/* What the planner counts on, and whether the statement may send that. */
static void
show_estimate(const RtkScanState *state, ExplainState *es)
{
	int			most = state->ask.options.max_requests;

	if (state->ask.missing != NULL)
		return;
	if (!state->ask.options.enumerate && state->ask.chain.target > 0)
	{
		ExplainPropertyText("Warning", "option enumerate is false, so running "
							"this is an error", es);
		return;
	}
	ExplainPropertyFloat("Estimated Requests", NULL,
						 state->estimated_requests, 0, es);
	if (most > 0 && state->estimated_requests > most)
		ExplainPropertyText("Warning",
							psprintf("more than option max_requests allows "
									 "(%d)", most), es);
}

void
rtkExplainForeignScan(ForeignScanState *node, ExplainState *es)
{
	RtkScanState *state = node->fdw_state;
	List	   *private = ((ForeignScan *) node->ss.ps.plan)->fdw_private;

	show_tables(state, linitial_int(list_nth(private, RTK_PLAN_JOIN)), es);
	show_chain(state, es);
	rtk_explain_join(node, es);
	rtk_explain_given(node, es);
	rtk_upper_explain(private, es);
	show_estimate(state, es);
	if (es->analyze)
		show_counters(state, es);
}
