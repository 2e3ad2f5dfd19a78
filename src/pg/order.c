/*
 * order.c
 *		The order that the API is asked for: what is sent, and the check of it.
 *
 * The rows of a plan that says they are sorted must be so, whatever the API
 * does: each is compared with the one before it.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/sortsupport.h"
#include "utils/typcache.h"

#include "lookup.h"
#include "order.h"
#include "sort.h"

/* The order of a scan while it is executed. */
typedef struct RtkSorted
{
	AttrNumber	attnum;
	bool		nulls_dropped;
	SortSupportData support;
	int16		len;
	bool		byval;
	bool		begun;			/* a row has come */
	NullableDatum last;			/* its value */
} RtkSorted;

/* What is sent for the order. */
static void
ask_for_order(RtkAsk *ask, List *sort)
{
	AttrNumber	attnum = list_nth_int(sort, RTK_ORDER_COLUMN);
	const char *sort_by;
	size_t		len;

	if (ask->missing != NULL)
		return;
	sort_by = rtk_lookup_sort(ask->chain.level[ask->chain.target].method,
							  rtk_column_get(ask->map, attnum)->path, &len);
	if (sort_by == NULL)
		return;
	ask->sort_by = pnstrdup(sort_by, len);
	ask->sort_order = list_nth_int(sort, RTK_ORDER_DESCENDING) ? "DESC" : "ASC";
}

void
rtk_order_begin(RtkScanState *state, List *sort, TupleDesc tupdesc)
{
	RtkSorted  *sorted;
	TypeCacheEntry *type;
	Oid			typid;

	if (sort == NIL)
		return;
	ask_for_order(&state->ask, sort);
	state->sorted = sorted = palloc0(sizeof(RtkSorted));
	sorted->attnum = list_nth_int(sort, RTK_ORDER_COLUMN);
	sorted->nulls_dropped = list_nth_int(sort, RTK_ORDER_NULLS_DROPPED);
	typid = TupleDescAttr(tupdesc, sorted->attnum - 1)->atttypid;
	get_typlenbyval(typid, &sorted->len, &sorted->byval);
	type = lookup_type_cache(typid, TYPECACHE_LT_OPR | TYPECACHE_GT_OPR);
	sorted->support.ssup_cxt = CurrentMemoryContext;
	sorted->support.ssup_nulls_first =
		list_nth_int(sort, RTK_ORDER_NULLS_FIRST);
	PrepareSortSupportFromOrderingOp(list_nth_int(sort, RTK_ORDER_DESCENDING) ?
									 type->gt_opr : type->lt_opr,
									 &sorted->support);
}

/* Raise the error of a row that should have come before others. */
static void
refuse_order(const RtkScanState *state)
{
	const char *column =
		rtk_column_get(state->ask.map, state->sorted->attnum)->name;
	const char *row_id = rtk_datum_row_id(&state->policy);
	bool		reread = rtk_scan_counters(state->scan)->reread > 0;

	CHECK_FOR_INTERRUPTS();
	ereport(ERROR,
			(errcode(ERRCODE_FDW_UNABLE_TO_CREATE_REPLY),
			 errmsg("%s is not sorted by %s as it was asked for",
					state->relname, column),
			 reread ?
			 errdetail("The list changed while it was read, and a row that "
					   "was missed belongs before others.") :
			 row_id != NULL ?
			 errdetail("The row \"%s\" belongs before the one that it "
					   "follows.", row_id) : 0,
			 errhint("Try again, or set option \"sort_pushdown\" to \"off\" "
					 "so that the rows are sorted here.")));
}

/* Keep the value of the row that has come. */
static void
remember(RtkSorted *sorted, MemoryContext context, NullableDatum value)
{
	MemoryContext old = MemoryContextSwitchTo(context);

	if (sorted->begun && !sorted->byval && !sorted->last.isnull)
		pfree(DatumGetPointer(sorted->last.value));
	if (!value.isnull)
		value.value = datumCopy(value.value, sorted->byval, sorted->len);
	sorted->last = value;
	sorted->begun = true;
	MemoryContextSwitchTo(old);
}

void
rtk_order_check(RtkScanState *state, TupleTableSlot *slot)
{
	RtkSorted  *sorted = state->sorted;
	NullableDatum value;

	if (sorted == NULL)
		return;
	value.value = slot->tts_values[sorted->attnum - 1];
	value.isnull = slot->tts_isnull[sorted->attnum - 1];
	if (value.isnull && sorted->nulls_dropped)
		return;
	if (sorted->begun &&
		ApplySortComparator(sorted->last.value, sorted->last.isnull,
							value.value, value.isnull, &sorted->support) > 0)
		refuse_order(state);
	remember(sorted, GetMemoryChunkContext(state), value);
}

void
rtk_order_forget(RtkScanState *state)
{
	RtkSorted  *sorted = state->sorted;

	if (sorted == NULL || !sorted->begun)
		return;
	if (!sorted->byval && !sorted->last.isnull)
		pfree(DatumGetPointer(sorted->last.value));
	sorted->begun = false;
}
