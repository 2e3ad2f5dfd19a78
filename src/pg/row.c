/*
 * row.c
 *		From the current row of a scan of the API to a tuple.
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "executor/tuptable.h"
#include "utils/memutils.h"

#include "current.h"
#include "error.h"
#include "joined.h"
#include "redact.h"
#include "row.h"
#include "scanstate.h"

/* How one column of the current row is made. */
typedef struct RtkCell
{
	const RtkAttribute *attribute;
	const RtkAsk *ask;			/* of its table */
	int			at;				/* position in the tuple */
	RtkConverter *converter;
	int			level;			/* whose rows have the members */
	int			nmembers;
	bool		composed;		/* an object of those members that are there */
	char	  **members;		/* their paths */
	int		   *wants;			/* their numbers in the scan */
	const char *shown;			/* fixed value, or NULL: ask the scan */
} RtkCell;

/* Cut "{a,b}" into its members; any other path is one. */
static void
split_path(RtkCell *cell, const char *path)
{
	char	   *members = pstrdup(path);
	char	   *next;

	cell->composed = path[0] == '{';
	if (cell->composed)
	{
		members++;
		members[strcspn(members, "}")] = '\0';
	}
	/* At most one for each byte. */
	cell->members = palloc(sizeof(char *) * (strlen(path) + 1));
	for (; members != NULL; members = next)
	{
		next = cell->composed ? strchr(members, ',') : NULL;
		if (next != NULL)
			*next++ = '\0';
		cell->members[cell->nmembers++] = members;
	}
	cell->wants = palloc0(sizeof(int) * cell->nmembers);
}

/* Where the values of a column stand in messages about them. */
static const char *
json_path(const RtkAttribute *attribute)
{
	if (attribute->path != NULL)
		return attribute->path;
	if (attribute->source == RTK_FROM_DATA)
		return "data";
	if (attribute->source == RTK_FROM_SUCCESS)
		return "success";
	return attribute->parameter;
}

/* Make the cell of a column at a position of the tuple. */
static void
make_cell(RtkCell *cell, const RtkAsk *ask, AttrNumber attnum,
		  Form_pg_attribute type, RtkDatumPolicy *policy)
{
	const RtkAttribute *attribute = rtk_column_get(ask->map, attnum);

	cell->attribute = attribute;
	cell->ask = ask;
	cell->at = type->attnum - 1;
	cell->level = ask->chain.target;
	if (attribute->source == RTK_FROM_DETAILS)
		cell->level = ask->chain.nlevels - 1;
	if (attribute->path != NULL)
		split_path(cell, attribute->path);
	cell->converter = rtk_datum_converter(type, attribute->name,
										  json_path(attribute), policy);
}

/* Make what does not change from run to run: of a join, in its own order. */
static void
make_cells(RtkScanState *state, TupleDesc tupdesc)
{
	int			attnum = -1;

	state->cells = palloc0(sizeof(RtkCell) * (tupdesc->natts + 1));
	if (state->nparents == 0)
		while ((attnum = bms_next_member(state->ask.used, attnum)) >= 0)
			make_cell(&state->cells[state->ncells++], &state->ask, attnum,
					  TupleDescAttr(tupdesc, attnum - 1), &state->policy);
	for (int i = 0; i < list_length(state->slots) / RTK_SLOT_SIZE; i++)
	{
		RtkSlot		slot = rtk_joined_slot(state->slots, i);
		RtkJoined  *joined = slot.parent < 0 ? NULL :
			&state->parents[slot.parent];

		make_cell(&state->cells[state->ncells++],
				  joined != NULL ? &joined->ask : &state->ask, slot.attnum,
				  TupleDescAttr(tupdesc, i),
				  joined != NULL ? &joined->policy : &state->policy);
	}
}

/* A parameter that no request carries shows what the query gave. */
static void
show_unsent(RtkCell *cell)
{
	const RtkAsk *ask = cell->ask;
	const char *name = cell->attribute->parameter;
	const RtkKey *key = name != NULL ? rtk_ask_key(ask, name) : NULL;

	cell->shown = NULL;
	if (name == NULL || cell->nmembers > 0 || rtk_ask_branches(ask, name) ||
		(ask->unsent != NULL && strcmp(name, ask->unsent) == 0))
		return;
	cell->shown = key != NULL ? key->values[0] : rtk_ask_option(ask, name);
}

void
rtk_row_prepare(RtkScanState *state, TupleDesc tupdesc)
{
	if (state->cells == NULL)
	{
		MemoryContext old =
			MemoryContextSwitchTo(GetMemoryChunkContext(state));

		initStringInfo(&state->text);
		initStringInfo(&state->redacted);
		make_cells(state, tupdesc);
		MemoryContextSwitchTo(old);
	}
	for (int i = 0; i < state->ncells; i++)
	{
		RtkCell    *cell = &state->cells[i];

		show_unsent(cell);
		for (int j = 0; j < cell->nmembers; j++)
		{
			cell->wants[j] = rtk_scan_want(state->scan, cell->level,
										   cell->members[j]);
			rtk_error_check_memory(cell->wants[j] >= 0);
		}
	}
}

/* The JSON text of a column that is a member, or composed of members. */
static RtkText
member_text(RtkScanState *state, const RtkCell *cell)
{
	StringInfo	text = &state->text;

	if (!cell->composed)
		return rtk_current_value(state->scan, cell->level, cell->wants[0]);
	resetStringInfo(text);
	for (int i = 0; i < cell->nmembers; i++)
	{
		RtkText		value = rtk_current_value(state->scan, cell->level,
											  cell->wants[i]);

		if (rtk_json_is_null(value))
			continue;
		appendStringInfo(text, "%c\"%s\":", text->len == 0 ? '{' : ',',
						 cell->members[i]);
		appendBinaryStringInfo(text, value.at, value.len);
	}
	if (text->len == 0)
		return (RtkText) {NULL, 0};
	appendStringInfoChar(text, '}');
	return (RtkText) {text->data, text->len};
}

/* Is the current row of a list?  One object may stand in place of a list. */
static bool
is_of_list(const RtkScanState *state, const RtkChain *chain)
{

	return rtk_current_is_listed(state->scan, chain->target) ||
		chain->level[chain->target].method->paging != RTK_NOT_PAGED;
}

/*
 * The row in the shape of the single-row method's reply: that reply itself
 * where there is one, else the listed row in its envelope.
 */
static RtkText
data_text(RtkScanState *state, const RtkAsk *ask)
{
	const RtkChain *chain = &ask->chain;
	const char *envelope = ask->map->resource->envelope;
	int			details = rtk_ask_details_level(ask);
	StringInfo	text = &state->text;
	RtkText		data = {NULL, 0};
	RtkText		row;

	if (details >= 0)
		data = rtk_current_data(state->scan, details);
	if (data.at != NULL)
		return data;
	if (!is_of_list(state, chain))
		return rtk_current_data(state->scan, chain->target);
	row = rtk_current_row(state->scan, chain->target);
	if (envelope == NULL)
		return row;
	resetStringInfo(text);
	appendStringInfo(text, "{\"%s\":", envelope);
	appendBinaryStringInfo(text, row.at, row.len);
	appendStringInfoChar(text, '}');
	return (RtkText) {text->data, text->len};
}

/* Leave out what the table's options keep from its readers. */
static RtkText
redacted_text(RtkScanState *state, const RtkColumnMap *map, RtkText text)
{
	if ((map->secrets == NULL && map->personal == NULL) ||
		!(rtk_json_is_object(text) || rtk_json_is_array(text)))
		return text;
	resetStringInfo(&state->redacted);
	enlargeStringInfo(&state->redacted, text.len);
	return (RtkText) {state->redacted.data,
		rtk_redact(text, map->secrets, map->personal, state->redacted.data)};
}

/* The value of a column of the current row. */
static Datum
cell_value(RtkScanState *state, const RtkCell *cell, bool *isnull)
{
	RtkText		text = {NULL, 0};
	const char *shown = cell->shown;

	switch (cell->attribute->source)
	{
		case RTK_FROM_PATH:
		case RTK_FROM_QUERY:
			if (shown == NULL)
				shown = rtk_current_parameter(state->scan,
											  cell->attribute->parameter);
			if (shown != NULL || cell->nmembers == 0)
				return rtk_datum_from_string(cell->converter, shown, isnull);
			text = member_text(state, cell);
			break;
		case RTK_FROM_ROW:
		case RTK_FROM_DETAILS:
			text = member_text(state, cell);
			break;
		case RTK_FROM_DATA:
			text = data_text(state, cell->ask);
			break;
		case RTK_FROM_SUCCESS:
			text = (RtkText) {"true", 4};
			break;
	}
	return rtk_datum_from_json(cell->converter,
							   redacted_text(state, cell->ask->map, text),
							   isnull);
}

void
rtk_row_store(RtkScanState *state, TupleTableSlot *slot,
			  const Bitmapset *used)
{
	int			natts = slot->tts_tupleDescriptor->natts;

	ExecClearTuple(slot);
	memset(slot->tts_isnull, true, natts * sizeof(bool));
	memset(slot->tts_values, 0, natts * sizeof(Datum));
	state->policy.row_id = rtk_current_id(state->scan,
										  state->ask.chain.target);
	for (int i = 0; i < state->nparents; i++)
		state->parents[i].policy.row_id =
			rtk_current_id(state->scan, state->parents[i].ask.chain.target);
	for (int i = 0; i < state->ncells; i++)
	{
		int			at = state->cells[i].at;

		if ((used != NULL && !bms_is_member(at + 1, used)) ||
			(state->unmatched && state->cells[i].ask == &state->ask))
			continue;
		slot->tts_values[at] = cell_value(state, &state->cells[i],
										  &slot->tts_isnull[at]);
	}
	ExecStoreVirtualTuple(slot);
}
