/*
 * function.c
 *		rtk_fdw_version(), rtk_resources(), rtk_tables(), rtk_cache_clear().
 */
#include "compat.h"

#include "connection.h"
#include "funcapi.h"
#include "function.h"
#include "http.h"
#include "json.h"
#include "lookup.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/tuplestore.h"

/* As in rtk_fdw.control. */
#define RTK_VERSION "0.2"

PGDLLEXPORT Datum rtk_fdw_version(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_resources(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_tables(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_cache_clear(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_version);
PG_FUNCTION_INFO_V1(rtk_fdw_resources);
PG_FUNCTION_INFO_V1(rtk_fdw_tables);
PG_FUNCTION_INFO_V1(rtk_fdw_cache_clear);

/* What runs, which need not be what it was compiled against. */
Datum
rtk_fdw_version(PG_FUNCTION_ARGS)
{
	char	   *version;

	version = psprintf("rtk_fdw %s, PostgreSQL %s, %s, json-c/%s",
					   RTK_VERSION,
					   GetConfigOption("server_version", false, false),
					   rtk_http_version(), rtk_json_version());
	PG_RETURN_TEXT_P(cstring_to_text(version));
}

static const char *const rtk_type_names[] = {
	[RTK_TEXT] = "text",
	[RTK_FLOAT8] = "double precision",
	[RTK_INTEGER] = "integer",
	[RTK_BIGINT] = "bigint",
	[RTK_BOOLEAN] = "boolean",
	[RTK_DATE] = "date",
	[RTK_TIMESTAMPTZ] = "timestamp with time zone",
	[RTK_JSONB] = "jsonb"
};

static const char *const rtk_source_names[] = {
	[RTK_FROM_PATH] = "path",
	[RTK_FROM_ROW] = "row",
	[RTK_FROM_DETAILS] = "details",
	[RTK_FROM_DATA] = "data",
	[RTK_FROM_SUCCESS] = "success",
	[RTK_FROM_QUERY] = "query"
};

void
rtk_function_texts(const char *const *texts, int n, Datum *values, bool *nulls)
{
	for (int i = 0; i < n; i++)
	{
		nulls[i] = texts[i] == NULL;
		values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(texts[i]);
	}
}

/*
 * A row of rtk_resources().  Until ALTER EXTENSION UPDATE the database still
 * has the function as version 0.1 declared it, without the last column.
 */
static void
put_column(ReturnSetInfo *result, const RtkResource *resource,
						const RtkColumn *column)
{
	const char *texts[] = {
		resource->name,
		column->name,
		rtk_type_names[column->type],
		rtk_source_names[column->source],
		rtk_lookup_given(resource, column),
		rtk_lookup_member(column),
		column->description,
		resource->list->path
	};
	Datum		values[lengthof(texts) + 1];
	bool		nulls[lengthof(texts) + 1];
	int			last = lengthof(texts);

	rtk_function_texts(texts, lengthof(texts), values, nulls);
	values[last] = BoolGetDatum(rtk_lookup_is_personal(resource, column));
	nulls[last] = false;
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The SQL function rtk_resources(); lookup.h has that name already. */
Datum
rtk_fdw_resources(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; rtk_resources[i] != NULL; i++)
	{
		const RtkResource *resource = rtk_resources[i];

		for (int j = 0; j < resource->ncolumns; j++)
			put_column((ReturnSetInfo *) fcinfo->resultinfo,
									resource, &resource->columns[j]);
	}
	return (Datum) 0;
}

/* The SQL function rtk_tables(). */
Datum
rtk_fdw_tables(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; rtk_resources[i] != NULL; i++)
	{
		const char *texts[] = {
			rtk_resources[i]->name,
			rtk_resources[i]->description
		};
		Datum		values[lengthof(texts)];
		bool		nulls[lengthof(texts)];

		rtk_function_texts(texts, lengthof(texts), values, nulls);
		tuplestore_putvalues(result->setResult, result->setDesc, values,
							 nulls);
	}
	return (Datum) 0;
}

/* The SQL function rtk_cache_clear(). */
Datum
rtk_fdw_cache_clear(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) rtk_connection_clear_caches());
}
