/*
 * column.c
 *		What each column of a foreign table stands for.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "access/tupdesc.h"
#include "optimizer/optimizer.h"
#include "utils/rel.h"

#include "column.h"
#include "list.h"
#include "lookup.h"
#include "nearest.h"
#include "option.h"

/* Length of the first member of a path: up to a dot, comma, brace or bar. */
static size_t
first_member(const char *path)
{
	return strcspn(path, ".,|}");
}

/* Does a path "a.b|c" or "{a,c}" start, somewhere, with the member? */
static bool
starts_with_member(const char *path, const char *member, size_t len)
{
	while (*path != '\0')
	{
		path += *path == '{';
		if (first_member(path) == len && strncmp(path, member, len) == 0)
			return true;
		path += strcspn(path, ",|");
		path += *path != '\0';
	}
	return false;
}

/* Is one of the alternatives "a.b|c" the place itself or above it? */
static bool
covers(const char *alternatives, const char *place, size_t place_len)
{
	const char *above;
	size_t		len;

	while (rtk_list_next(&alternatives, &above, &len))
		if (len <= place_len && strncmp(above, place, len) == 0 &&
			(len == place_len || place[len] == '.'))
			return true;
	return false;
}

/* The resource column that a name or path means, or NULL: a member's path. */
static const RtkColumn *
find_column(const RtkResource *resource, const char *path)
{
	const RtkColumn *column = rtk_lookup_column(resource, path);

	for (int i = 0; column == NULL && i < resource->ncolumns; i++)
	{
		const char *member = rtk_lookup_member(&resource->columns[i]);

		if (member != NULL && strcmp(member, path) == 0)
			column = &resource->columns[i];
	}
	return column;
}

/*
 * What has to be asked for so that a place of the details is there: what the
 * column asks for that shows it or what it is a part of, if there is one.
 */
static const char *
asks_of_place(const RtkResource *resource, const char *place, size_t len,
			  const char *otherwise)
{
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];

		if (column->source == RTK_FROM_DETAILS &&
			covers(rtk_lookup_member(column), place, len))
			return column->asks;
	}
	return otherwise;
}

/* Is a place in the details?  Then they are where the attribute is read. */
static bool
map_place(RtkAttribute *attribute, const RtkResource *resource,
		  const char *place, size_t len)
{
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];

		if (column->source == RTK_FROM_DETAILS &&
			starts_with_member(rtk_lookup_member(column), place,
							   Min(first_member(place), len)))
		{
			attribute->source = RTK_FROM_DETAILS;
			attribute->asks = asks_of_place(resource, place, len,
											column->asks);
			return true;
		}
	}
	return false;
}

/* A member of the row object that the resource does not list. */
static void
map_member(RtkAttribute *attribute, const RtkResource *resource,
		   const char *path)
{
	const char *places = path;
	const char *place;
	size_t		len;

	attribute->source = RTK_FROM_ROW;
	attribute->path = path;
	while (rtk_list_next(&places, &place, &len))
		if (map_place(attribute, resource, place, len))
			return;
}

/* What the column's value does for requests. */
static void
map_key(RtkAttribute *attribute, const RtkResource *resource,
		const RtkColumn *column)
{
	attribute->parameter = rtk_lookup_given(resource, column);
	if (attribute->parameter == NULL)
		attribute->kind = RTK_KEY_NONE;
	else if (column->parameter == NULL)
		attribute->kind = RTK_KEY_PATH;
	else
		attribute->kind = column->source == RTK_FROM_QUERY ?
			RTK_KEY_QUERY : RTK_KEY_FIELD;
}

/* Find out what a column with that path, or name, stands for. */
static void
map_attribute(RtkAttribute *attribute, const RtkResource *resource,
			  const char *path)
{
	const RtkColumn *column = find_column(resource, path);

	if (column == NULL)
	{
		map_member(attribute, resource, path);
		return;
	}
	attribute->source = column->source;
	attribute->asks = column->asks;
	attribute->values = column->values;
	attribute->ranged = rtk_list_has(resource->list->times, column->name);
	attribute->path = rtk_lookup_member(column);
	map_key(attribute, resource, column);
}

/*
 * With pushdown off no clause decides what is asked for.  What a request
 * parameter is compared with has to be sent all the same, and no table lists
 * the accounts.
 */
static void
map_without_pushdown(RtkAttribute *attribute)
{
	bool		unlisted = attribute->kind == RTK_KEY_PATH &&
		rtk_lookup_parent(attribute->parameter) == NULL;

	if (attribute->kind != RTK_KEY_QUERY &&
		!(unlisted && attribute->source == RTK_FROM_PATH))
		attribute->kind = RTK_KEY_NONE;
	attribute->ranged = false;
}

/* Is the column one that nobody, or not everybody, may see? */
static void
map_protection(RtkAttribute *attribute, const RtkColumnMap *map)
{
	if (attribute->path == NULL)
		return;
	attribute->secret = rtk_list_on_path(map->secrets, attribute->path);
	attribute->redacted = rtk_list_on_path(map->personal, attribute->path) &&
		attribute->path[0] != '{';
}

/* Raise the error of a column that shows a secret. */
static void
check_secret(const RtkAttribute *attribute)
{
	if (attribute->secret)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("column \"%s\" shows a secret of the API",
						attribute->name),
				 errhint("A superuser can set the foreign table's option "
						 "\"show_secrets\" to \"true\".")));
}

/* The resource that the options name; there must be one. */
static const RtkResource *
find_resource(Relation relation, const char *name)
{
	const RtkResource *resource = rtk_lookup_resource(name);
	const char *nearest;

	if (resource != NULL)
		return resource;
	nearest = rtk_nearest_resource(name);
	ereport(ERROR,
			(errcode(ERRCODE_FDW_TABLE_NOT_FOUND),
			 errmsg("there is no resource \"%s\" for foreign table \"%s\"",
					name, RelationGetRelationName(relation)),
			 nearest != NULL ?
			 errhint("Set the table's option \"resource\", perhaps to "
					 "\"%s\".", nearest) :
			 errhint("Set the table's option \"resource\" to one that "
					 "rtk_tables() lists.")));
	pg_unreachable();
}

RtkColumnMap *
rtk_column_map(Relation relation, const RtkOptions *options)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	RtkColumnMap *map = palloc0(sizeof(RtkColumnMap));

	map->resource = find_resource(relation, options->resource);
	map->secrets = options->show_secrets ? NULL : map->resource->secrets;
	map->personal = options->redact_pii ? map->resource->personal : NULL;
	map->natts = tupdesc->natts;
	map->attributes = palloc0(sizeof(RtkAttribute) * tupdesc->natts);
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(tupdesc, i);
		char	   *path;

		if (att->attisdropped)
			continue;
		path = rtk_option_column_path(RelationGetRelid(relation), att->attnum);
		map->attributes[i].attnum = att->attnum;
		map->attributes[i].name = pstrdup(NameStr(att->attname));
		map_attribute(&map->attributes[i], map->resource,
					  path != NULL ? path : map->attributes[i].name);
		map_protection(&map->attributes[i], map);
		if (!options->enable_pushdown)
			map_without_pushdown(&map->attributes[i]);
	}
	return map;
}

const RtkAttribute *
rtk_column_get(const RtkColumnMap *map, AttrNumber attnum)
{
	if (attnum <= 0 || attnum > map->natts ||
		map->attributes[attnum - 1].attnum == 0)
		return NULL;
	return &map->attributes[attnum - 1];
}

const RtkAttribute *
rtk_column_for(const RtkColumnMap *map, const char *parameter)
{
	for (int i = 1; i <= map->natts; i++)
	{
		const RtkAttribute *att = rtk_column_get(map, i);

		if (att != NULL && att->kind == RTK_KEY_PATH &&
			strcmp(att->parameter, parameter) == 0)
			return att;
	}
	return NULL;
}

/* Add the column to used if the API has to be asked for it. */
static Bitmapset *
add_used(const RtkColumnMap *map, int attnum, Bitmapset *used)
{
	const RtkAttribute *attribute = rtk_column_get(map, attnum);

	if (attribute == NULL || attribute->redacted)
		return used;
	check_secret(attribute);
	return bms_add_member(used, attnum);
}

Bitmapset *
rtk_column_used(const RtkColumnMap *map, Node *expr, Index varno,
				Bitmapset *used)
{
	Bitmapset  *found = NULL;

	pull_varattnos(expr, varno, &found);
	if (!bms_is_member(0 - FirstLowInvalidHeapAttributeNumber, found))
		return rtk_column_named(map, expr, varno, used);
	for (int i = 1; i <= map->natts; i++)
		used = add_used(map, i, used);
	return used;
}

Bitmapset *
rtk_column_named(const RtkColumnMap *map, Node *expr, Index varno,
				 Bitmapset *used)
{
	Bitmapset  *found = NULL;

	pull_varattnos(expr, varno, &found);
	for (int i = 1; i <= map->natts; i++)
		if (bms_is_member(i - FirstLowInvalidHeapAttributeNumber, found))
			used = add_used(map, i, used);
	return used;
}
