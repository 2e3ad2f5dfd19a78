/*
 * joined.c
 *		The tables above that a scan of a join gives rows of, too.
 */
#include "postgres.h"

#include "access/table.h"
#include "utils/rel.h"

#include "bind.h"
#include "early.h"
#include "joined.h"
#include "plan.h"
#include "range.h"

/* Options and columns of one parent. */
static void
load_parent(RtkJoined *joined, const List *part)
{
	Oid			relid = (Oid) linitial_int(list_nth(part, RTK_PARENT_RELID));
	Relation	relation = table_open(relid, NoLock);

	rtk_ask_load(&joined->ask, relation);
	joined->relname = pstrdup(RelationGetRelationName(relation));
	table_close(relation, NoLock);
	joined->keys = list_nth(part, RTK_PARENT_KEYS);
	joined->bounds = list_nth(part, RTK_PARENT_BOUNDS);
	joined->policy.on_bad_value = joined->ask.options.on_bad_value;
	joined->policy.on_nul = joined->ask.options.on_nul;
	joined->policy.relname = joined->relname;
}

/* The columns that the tuples show. */
static void
load_slots(RtkScanState *state, const List *slots)
{
	for (int i = 0; i < list_length(slots) / RTK_SLOT_SIZE; i++)
	{
		RtkSlot		slot = rtk_joined_slot(slots, i);
		RtkAsk	   *ask = slot.parent < 0 ? &state->ask :
			&state->parents[slot.parent].ask;

		ask->used = bms_add_member(ask->used, slot.attnum);
	}
}

void
rtk_joined_load(RtkScanState *state, ForeignScan *plan)
{
	List	   *parents = list_nth(plan->fdw_private, RTK_PLAN_PARENTS);
	int			at = rtk_plan_values(state->plan_keys, state->plan_bounds);

	state->nparents = list_length(parents);
	state->parents = palloc0(sizeof(RtkJoined) * Max(state->nparents, 1));
	for (int i = 0; i < state->nparents; i++)
	{
		RtkJoined  *joined = &state->parents[i];

		load_parent(joined, list_nth(parents, i));
		rtk_bind_announce(&joined->ask, joined->keys,
						  list_copy_tail(plan->fdw_exprs, at));
		rtk_range_announce(&joined->ask, joined->bounds);
		at += rtk_plan_values(joined->keys, joined->bounds);
		state->ask.wanted =
			lappend(state->ask.wanted,
					(void *) joined->ask.map->resource);
	}
	state->slots = list_nth(plan->fdw_private, RTK_PLAN_SLOTS);
	load_slots(state, state->slots);
}

void
rtk_joined_follow(RtkScanState *state)
{
	for (int i = 0; i < state->nparents; i++)
	{
		RtkJoined  *joined = &state->parents[i];

		if (state->ask.missing == NULL &&
			!rtk_ask_follow(&joined->ask, &state->ask))
			ereport(ERROR,
					(errcode(ERRCODE_FDW_INCONSISTENT_DESCRIPTOR_INFORMATION),
					 errmsg("could not join foreign tables \"%s\" and \"%s\" "
							"as it was planned",
							joined->relname, state->relname)));
	}
}

RtkJoined *
rtk_joined_at(const RtkScanState *state, int level)
{
	for (int i = 0; i < state->nparents; i++)
		if (state->parents[i].ask.chain.target == level)
			return &state->parents[i];
	return NULL;
}

const RtkAsk *
rtk_joined_ask(const RtkScanState *state, int level)
{
	const RtkJoined *joined = rtk_joined_at(state, level);

	return joined != NULL ? &joined->ask : &state->ask;
}

int64
rtk_joined_nulled(const RtkScanState *state)
{
	int64		nulled = state->policy.nulled;

	for (int i = 0; i < state->nparents; i++)
		nulled += state->parents[i].policy.nulled;
	return nulled;
}

/* A row below matches: is it to be given? */
static bool
give_match(RtkScanState *state)
{
	if (state->join == JOIN_LEFT)
	{
		state->matched = true;
		return true;
	}
	rtk_scan_skip(state->scan);
	return state->join == JOIN_SEMI;
}

/* There are no more rows below a parent: is it to be given without any? */
static bool
give_parent(RtkScanState *state)
{
	state->unmatched = !state->matched;
	state->matched = false;
	return state->unmatched;
}

RtkScanStatus
rtk_joined_next(RtkScanState *state,
				RtkScanStatus (*next) (RtkScanState *state))
{
	for (;;)
	{
		RtkScanStatus status;

		state->unmatched = false;
		status = next(state);
		if (status == RTK_SCAN_WAIT || status == RTK_SCAN_END)
			return status;
		if (state->join == JOIN_INNER ||
			(status == RTK_SCAN_CLOSED ? give_parent(state) :
			 rtk_early_matches(state) && give_match(state)))
			return RTK_SCAN_ROW;
	}
}
