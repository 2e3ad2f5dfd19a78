/*
 * lookup.c
 *		Finding something in the table of resources.
 */
#include "lookup.h"

#include <string.h>

const RtkResource *
rtk_lookup_resource(const char *name)
{
	for (int i = 0; rtk_resources[i] != NULL; i++)
		if (strcmp(rtk_resources[i]->name, name) == 0)
			return rtk_resources[i];
	return NULL;
}

const RtkColumn *
rtk_lookup_column(const RtkResource *resource, const char *name)
{
	for (int i = 0; i < resource->ncolumns; i++)
		if (strcmp(resource->columns[i].name, name) == 0)
			return &resource->columns[i];
	return NULL;
}

const RtkParent *
rtk_lookup_parent(const char *parameter)
{
	for (int i = 0; rtk_parents[i].parameter != NULL; i++)
		if (strcmp(rtk_parents[i].parameter, parameter) == 0)
			return &rtk_parents[i];
	return NULL;
}

const char *
rtk_lookup_member(const RtkColumn *column)
{
	if (column->source == RTK_FROM_ROW || column->source == RTK_FROM_DETAILS)
		return column->path != NULL ? column->path : column->name;
	return column->source == RTK_FROM_PATH ? column->path : NULL;
}

bool
rtk_lookup_is_personal(const RtkResource *resource, const RtkColumn *column)
{
	const char *member = rtk_lookup_member(column);

	return member != NULL && rtk_path_names(member, resource->personal);
}

bool
rtk_path_names(const char *path, const char *list)
{
	while (*path != '\0')
	{
		size_t		len = strcspn(path, ".|{,}");

		if (len > 0 && rtk_list_has_text(list, path, len))
			return true;
		path += len;
		path += *path != '\0';
	}
	return false;
}

bool
rtk_list_has(const char *list, const char *name)
{
	return rtk_list_has_text(list, name, strlen(name));
}

bool
rtk_list_has_text(const char *list, const char *name, size_t len)
{
	for (const char *p = list; p != NULL; p = strchr(p, '|'))
	{
		p += *p == '|';
		if (strncmp(p, name, len) == 0 && (p[len] == '|' || p[len] == '\0'))
			return true;
	}
	return false;
}
