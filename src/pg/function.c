/*
 * function.c
 *		rtk_fdw_version() and rtk_resources().
 */
#include "compat.h"

#include "funcapi.h"
#include "http.h"
#include "json.h"
#include "resource.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/tuplestore.h"

/* As in rtk_fdw.control. */
#define RTK_VERSION "0.1"

PGDLLEXPORT Datum rtk_fdw_version(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum rtk_fdw_resources(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_version);
PG_FUNCTION_INFO_V1(rtk_fdw_resources);

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
	[RTK_BOOLEAN] = "boolean",
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

/* The parameter of a request that "column = value" becomes, or NULL. */
static const char *
rtk_function_parameter(const RtkResource *resource, const RtkColumn *column)
{
	bool		is_key = resource->key != NULL && resource->single != NULL &&
		strcmp(resource->key, column->name) == 0;

	if (column->source == RTK_FROM_PATH || is_key)
		return column->name;
	return column->parameter;
}

static void
rtk_function_put_column(ReturnSetInfo *result, const RtkResource *resource,
						const RtkColumn *column)
{
	const RtkMethod *method = resource->list != NULL ? resource->list :
		resource->single;
	const char *texts[] = {
		resource->name,
		column->name,
		rtk_type_names[column->type],
		rtk_source_names[column->source],
		rtk_function_parameter(resource, column),
		rtk_resource_member(column),
		column->description,
		method != NULL ? method->path : NULL
	};
	Datum		values[lengthof(texts)];
	bool		nulls[lengthof(texts)];

	for (int i = 0; i < lengthof(texts); i++)
	{
		nulls[i] = texts[i] == NULL;
		values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(texts[i]);
	}
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The SQL function rtk_resources(); resource.h has that name already. */
Datum
rtk_fdw_resources(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; rtk_resources[i] != NULL; i++)
	{
		const RtkResource *resource = rtk_resources[i];

		for (int j = 0; j < resource->ncolumns; j++)
			rtk_function_put_column((ReturnSetInfo *) fcinfo->resultinfo,
									resource, &resource->columns[j]);
	}
	return (Datum) 0;
}
