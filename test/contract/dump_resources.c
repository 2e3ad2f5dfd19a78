/*
 * dump_resources.c
 *		The table of resources as JSON, for programs that walk it: the contract
 *		tests and the generator of docs/tables.md.
 *
 * Lists "a|b" become arrays, and NULL null.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "list.h"
#include "lookup.h"

static const char *const type_names[] = {
	[RTK_TEXT] = "text",
	[RTK_FLOAT8] = "float8",
	[RTK_INTEGER] = "integer",
	[RTK_BIGINT] = "bigint",
	[RTK_BOOLEAN] = "boolean",
	[RTK_DATE] = "date",
	[RTK_TIMESTAMPTZ] = "timestamptz",
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

static const char *const paging_names[] = {
	[RTK_PAGED] = "paged",
	[RTK_PAGED_MAYBE] = "maybe",
	[RTK_PAGED_UNCOUNTED] = "uncounted",
	[RTK_NOT_PAGED] = "none"
};

static void
add_text(json_object *to, const char *name, const char *text)
{
	json_object_object_add(to, name,
						   text != NULL ? json_object_new_string(text) : NULL);
}

static void
add_flag(json_object *to, const char *name, bool flag)
{
	json_object_object_add(to, name, json_object_new_boolean(flag));
}

/* "a|b" as an array; NULL as an empty one. */
static void
add_list(json_object *to, const char *name, const char *list)
{
	json_object *array = json_object_new_array();

	const char *item;
	size_t		len;

	while (rtk_list_next(&list, &item, &len))
		json_object_array_add(array,
							  json_object_new_string_len(item, (int) len));
	json_object_object_add(to, name, array);
}

static json_object *
method_object(const RtkMethod *method)
{
	json_object *object;

	if (method == NULL)
		return NULL;
	object = json_object_new_object();
	add_text(object, "path", method->path);
	add_list(object, "rows", method->rows);
	add_text(object, "paging", paging_names[method->paging]);
	add_list(object, "lone", method->lone);
	add_flag(object, "missing_ok", method->missing_ok);
	add_text(object, "around", method->around);
	json_object_object_add(object, "max_per_page",
						   json_object_new_int(method->max_per_page));
	add_list(object, "parameters", method->parameters);
	add_list(object, "joined", method->joined);
	add_list(object, "times", method->times);
	add_text(object, "defaults", method->defaults);
	add_list(object, "sorts", method->sorts);
	add_list(object, "filled", method->filled);
	add_flag(object, "one_filter", method->one_filter);
	return object;
}

static json_object *
column_object(const RtkResource *resource, const RtkColumn *column)
{
	json_object *object = json_object_new_object();

	add_text(object, "name", column->name);
	add_text(object, "type", type_names[column->type]);
	add_text(object, "source", source_names[column->source]);
	add_text(object, "path", column->path);
	add_text(object, "parameter", column->parameter);
	add_list(object, "values", column->values);
	add_text(object, "asks", column->asks);
	add_text(object, "description", column->description);
	add_text(object, "member", rtk_lookup_member(column));
	add_flag(object, "personal", rtk_lookup_is_personal(resource, column));
	return object;
}

static json_object *
resource_object(const RtkResource *resource)
{
	json_object *object = json_object_new_object();
	json_object *columns = json_object_new_array();

	add_text(object, "name", resource->name);
	add_text(object, "description", resource->description);
	add_text(object, "key", resource->key);
	json_object_object_add(object, "list", method_object(resource->list));
	json_object_object_add(object, "single", method_object(resource->single));
	json_object_object_add(object, "report", method_object(resource->report));
	add_list(object, "details", resource->details);
	add_text(object, "envelope", resource->envelope);
	add_list(object, "secrets", resource->secrets);
	add_list(object, "personal", resource->personal);
	json_object_object_add(object, "rows",
						   json_object_new_int64((int64_t) resource->rows));
	for (int i = 0; i < resource->ncolumns; i++)
		json_object_array_add(columns,
							  column_object(resource, &resource->columns[i]));
	json_object_object_add(object, "columns", columns);
	return object;
}

int
main(void)
{
	json_object *table = json_object_new_object();
	json_object *resources = json_object_new_array();
	json_object *parents = json_object_new_object();
	int			done;

	for (int i = 0; rtk_resources[i] != NULL; i++)
		json_object_array_add(resources, resource_object(rtk_resources[i]));
	for (int i = 0; rtk_parents[i].parameter != NULL; i++)
		add_text(parents, rtk_parents[i].parameter,
				 rtk_parents[i].resource->name);
	json_object_object_add(table, "resources", resources);
	json_object_object_add(table, "parents", parents);
	done = puts(json_object_to_json_string_ext(table,
											   JSON_C_TO_STRING_PRETTY |
											   JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(table);
	return done < 0 || fflush(stdout) != 0;
}
