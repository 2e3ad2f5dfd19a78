/*
 * function.c
 *		Functions that tell what the library is and what its tables say:
 *		rtk_fdw_version(), rtk_library(), rtk_resources(), rtk_tables() and
 *		rtk_options().
 */
#include "compat.h"

#include <math.h>

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/tuplestore.h"

#include "connection.h"
#include "function.h"
#include "http.h"
#include "json.h"
#include "lookup.h"
#include "option_table.h"
#include "shared.h"

/* As in rtk_fdw.control. */
#define RTK_VERSION "0.2"

PGDLLEXPORT Datum rtk_fdw_version(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_resources(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_tables(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_library(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_options(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_version);
PG_FUNCTION_INFO_V1(rtk_fdw_resources);
PG_FUNCTION_INFO_V1(rtk_fdw_tables);
PG_FUNCTION_INFO_V1(rtk_fdw_library);
PG_FUNCTION_INFO_V1(rtk_fdw_options);

double
rtk_function_round(double time)
{
	return rint(time * 1000) / 1000;
}

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

static const char *const type_names[] = {
	[RTK_TEXT] = "text",
	[RTK_FLOAT8] = "double precision",
	[RTK_INTEGER] = "integer",
	[RTK_BIGINT] = "bigint",
	[RTK_BOOLEAN] = "boolean",
	[RTK_DATE] = "date",
	[RTK_TIMESTAMPTZ] = "timestamp with time zone",
	[RTK_JSONB] = "jsonb"
};

static const char *const source_names[] = {
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
		type_names[column->type],
		source_names[column->source],
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
			put_column((ReturnSetInfo *) fcinfo->resultinfo, resource,
					   &resource->columns[j]);
	}
	return (Datum) 0;
}

/* Most texts in a row of the functions below. */
#define MOST_TEXTS 5

/* Add a row of n texts. */
static void
put_texts(FunctionCallInfo fcinfo, const char *const *texts, int n)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum		values[MOST_TEXTS];
	bool		nulls[MOST_TEXTS];

	Assert(n <= MOST_TEXTS);
	rtk_function_texts(texts, n, values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The SQL function rtk_tables(). */
Datum
rtk_fdw_tables(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; rtk_resources[i] != NULL; i++)
	{
		const char *texts[] = {
			rtk_resources[i]->name,
			rtk_resources[i]->description
		};

		put_texts(fcinfo, texts, lengthof(texts));
	}
	return (Datum) 0;
}

/* The SQL function rtk_library(): names and values of what runs here. */
Datum
rtk_fdw_library(PG_FUNCTION_ARGS)
{
	const char *curl = rtk_http_version();
	const char *const rows[][2] = {
		{"rtk_fdw", RTK_VERSION},
		{"postgresql", GetConfigOption("server_version", false, false)},
		{"libcurl", curl},
		/* What libcurl speaks it with is named where it does. */
		{"http2", strstr(curl, "nghttp2/") != NULL ? "yes" : "no"},
		{"json-c", rtk_json_version()},
		{"preloaded", rtk_shared_all() != NULL ? "yes" : "no"},
		{"allowed_hosts", GetConfigOption("rtk_fdw.allowed_hosts", false,
										  false)},
		{"pools", psprintf("%d", rtk_connection_count())}
	};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < lengthof(rows); i++)
		put_texts(fcinfo, rows[i], lengthof(rows[i]));
	return (Datum) 0;
}

/* Where an option is allowed, as "server, foreign table". */
static char *
option_places(const RtkOption *option)
{
	static const char *const names[] = {
		"server", "user mapping", "foreign table", "column"
	};
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < lengthof(names); i++)
		if (option->where & (1 << i))
			appendStringInfo(&text, "%s%s", text.len > 0 ? ", " : "",
							 names[i]);
	return text.data;
}

/* The SQL function rtk_options(). */
Datum
rtk_fdw_options(PG_FUNCTION_ARGS)
{
	static const char *const setters[] = {
		[RTK_SET_BY_ALL] = "owner",
		[RTK_SET_BY_FILE_READERS] = "pg_read_server_files",
		[RTK_SET_BY_SUPERUSER] = "superuser"
	};
	const RtkOption *option;

	InitMaterializedSRF(fcinfo, 0);
	for (option = rtk_option_table; option->name != NULL; option++)
	{
		const char *const texts[] = {
			option->name, option_places(option), option->initial,
			setters[option->setter], option->help
		};

		put_texts(fcinfo, texts, lengthof(texts));
	}
	return (Datum) 0;
}
