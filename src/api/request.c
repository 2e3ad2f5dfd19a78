/*
 * request.c
 *		From a path template and parameters to a URL.
 */
#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "chain.h"

/* Unreserved characters of RFC 3986, section 2.3. */
static const char plain[] =
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/* Write the percent-encoded text, at most 3 bytes a byte; returns its end. */
static char *
encode(char *to, const char *text, const char *also_plain)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++)
	{
		unsigned char c = (unsigned char) *text;

		if (strchr(plain, c) != NULL || strchr(also_plain, c) != NULL)
			*to++ = (char) c;
		else
		{
			*to++ = '%';
			*to++ = hex[c >> 4];
			*to++ = hex[c & 15];
		}
	}
	return to;
}

bool
rtk_request_is_segment(const char *value)
{
	return value[0] != '\0' && strcmp(value, ".") != 0 &&
		strcmp(value, "..") != 0 && strlen(value) <= RTK_MOST_SEGMENT;
}

/* Room for the template with all its values, or 0 with *fault set. */
static size_t
path_room(const char *template, RtkParameterValue value, void *arg,
		  RtkPathFault *fault)
{
	size_t		room = strlen(template) + 1;
	char		name[RTK_NAME_SIZE];

	while (rtk_path_parameter(&template, name))
	{
		const char *text = value(name, arg);

		if (text == NULL || !rtk_request_is_segment(text))
		{
			*fault = text == NULL ? RTK_PATH_NO_VALUE : RTK_PATH_UNUSABLE;
			return 0;
		}
		room += 3 * strlen(text);
	}
	*fault = RTK_PATH_NO_MEMORY;
	return room;
}

char *
rtk_request_path(const char *template, RtkParameterValue value, void *arg,
				 RtkPathFault *fault)
{
	size_t		room = path_room(template, value, arg, fault);
	char	   *path = room > 0 ? malloc(room) : NULL;
	char	   *to = path;
	char		name[RTK_NAME_SIZE];
	const char *from = template;

	if (path == NULL)
		return NULL;
	while (rtk_path_parameter(&from, name))
	{
		size_t		literal = strcspn(template, "{");

		memcpy(to, template, literal);
		to = encode(to + literal, value(name, arg), "");
		template = from;
	}
	strcpy(to, template);
	return path;
}

char *
rtk_request_add(char *url, const char *name, const char *value)
{
	size_t		len;
	char	   *longer;
	char	   *to;

	if (url == NULL)
		return NULL;
	len = strlen(url);
	longer = realloc(url, len + strlen(name) + 3 * strlen(value) + 3);
	if (longer == NULL)
	{
		free(url);
		return NULL;
	}
	to = longer + len;
	*to++ = memchr(longer, '?', len) != NULL ? '&' : '?';
	to = encode(to, name, "");
	*to++ = '=';
	to = encode(to, value, ",:");
	*to = '\0';
	return longer;
}
