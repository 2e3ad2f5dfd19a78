/*
 * lookup.c
 *		Finding something in the table of resources.
 */
#include "lookup.h"

#include <string.h>

#include "chain.h"
#include "list.h"

/* Page size where the method's largest is not known. */
#define USUAL_PER_PAGE 100

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

const char *
rtk_lookup_given(const RtkResource *resource, const RtkColumn *column)
{
	if (column->source == RTK_FROM_PATH)
		return column->name;
	if (resource->key != NULL && strcmp(column->name, resource->key) == 0)
		return resource->single != NULL &&
			rtk_path_has(resource->single->path, resource->key) ?
			resource->key : NULL;
	return column->parameter;
}

const char *
rtk_lookup_sort(const RtkMethod *method, const char *member, size_t *len)
{
	const char *sorts = method->sorts;
	size_t		member_len = strlen(member);
	const char *item;
	size_t		item_len;

	while (rtk_list_next(&sorts, &item, &item_len))
		if (item_len > member_len && item[member_len] == '=' &&
			memcmp(item, member, member_len) == 0)
		{
			*len = item_len - member_len - 1;
			return item + member_len + 1;
		}
	return NULL;
}

int
rtk_lookup_per_page(const RtkMethod *method, int wanted)
{
	int			most = method->max_per_page;

	if (wanted <= 0)
		return most > 0 ? most : USUAL_PER_PAGE;
	return most > 0 && wanted > most ? most : wanted;
}

bool
rtk_lookup_is_personal(const RtkResource *resource, const RtkColumn *column)
{
	const char *member = rtk_lookup_member(column);

	return member != NULL && rtk_list_on_path(resource->personal, member);
}
