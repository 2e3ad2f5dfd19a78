/*
 * list.h
 *		Lists of names in one text, "a|b|c", as the table of resources has them.
 */
#ifndef RTK_LIST_H
#define RTK_LIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Step through a list: *position starts as the list; each call gives the next
 * name and its length, or false after the last.  A NULL list has none.
 */
extern bool rtk_list_next(const char **position, const char **name,
						  size_t *len);

/* Is the name in the list? */
extern bool rtk_list_has(const char *list, const char *name);
extern bool rtk_list_has_text(const char *list, const char *name, size_t len);

/* Has a path "a.b|c" or "{a,c}" a name of the list on it? */
extern bool rtk_list_on_path(const char *list, const char *path);

#endif							/* RTK_LIST_H */
