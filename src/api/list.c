/*
 * list.c
 *		Lists of names in one text, "a|b|c", as the table of resources has them.
 */
#include "list.h"

#include <string.h>

bool
rtk_list_next(const char **position, const char **name, size_t *len)
{
	if (*position == NULL || **position == '\0')
		return false;
	*name = *position;
	*len = strcspn(*name, "|");
	*position += *len;
	*position += **position == '|';
	return true;
}

bool
rtk_list_has(const char *list, const char *name)
{
	return rtk_list_has_text(list, name, strlen(name));
}

bool
rtk_list_has_text(const char *list, const char *name, size_t len)
{
	const char *item;
	size_t		item_len;

	while (rtk_list_next(&list, &item, &item_len))
		if (item_len == len && memcmp(item, name, len) == 0)
			return true;
	return false;
}

bool
rtk_list_on_path(const char *list, const char *path)
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
