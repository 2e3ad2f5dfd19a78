/*
 * redact.c
 *		JSON text without the members that are not for the reader.
 */
#include "redact.h"

#include <string.h>

#include "jsonwalk.h"
#include "list.h"

typedef struct RtkRedaction
{
	const char *secrets;
	const char *personal;
	const char *end;			/* of the text that is read */
	char	   *to;				/* where the copy goes on */
} RtkRedaction;

static const char *copy_value(RtkRedaction *redaction, const char *at);

/* Is a name, as written, in the list? */
static bool
is_in(const char *list, RtkText name)
{
	RtkText		listed;

	while (rtk_list_next(&list, &listed.at, &listed.len))
		if (rtk_json_name_is(name, listed))
			return true;
	return false;
}

/*
 * Is a member left out?  Only a name with an escape needs decoding; nobody
 * knows what one with U+0000 is.
 */
static bool
is_hidden(const RtkRedaction *redaction, RtkText name)
{
	if (memchr(name.at, '\\', name.len) == NULL)
		return rtk_list_has_text(redaction->secrets, name.at, name.len) ||
			rtk_list_has_text(redaction->personal, name.at, name.len);
	return is_in(redaction->secrets, name) ||
		is_in(redaction->personal, name) || rtk_json_has_nul(name);
}

static void
put(RtkRedaction *redaction, const char *from, size_t len)
{
	memcpy(redaction->to, from, len);
	redaction->to += len;
}

/* Copy an object; at stands behind its '{'. */
static const char *
copy_members(RtkRedaction *redaction, const char *at)
{
	const char *last = at;
	bool		first = true;
	RtkText		name;

	put(redaction, "{", 1);
	while ((at = rtk_json_member(last, redaction->end, &name)) != NULL)
	{
		if (is_hidden(redaction, name))
		{
			last = rtk_json_skip(at, redaction->end);
			continue;
		}
		put(redaction, ",", first ? 0 : 1);
		put(redaction, name.at - 1, name.len + 2);
		put(redaction, ":", 1);
		last = copy_value(redaction, at);
		first = false;
	}
	put(redaction, "}", 1);
	return rtk_json_close(last, redaction->end);
}

/* Copy an array; at stands behind its '['. */
static const char *
copy_elements(RtkRedaction *redaction, const char *at)
{
	const char *last = at;
	bool		first = true;

	put(redaction, "[", 1);
	while ((at = rtk_json_item(last, redaction->end)) != NULL)
	{
		put(redaction, ",", first ? 0 : 1);
		last = copy_value(redaction, at);
		first = false;
	}
	put(redaction, "]", 1);
	return rtk_json_close(last, redaction->end);
}

/*
 * Copy the value that starts here; returns its end.  Recursion ends, as checked
 * text is nested at most RTK_JSON_MAX_DEPTH deep.
 */
static const char *
copy_value(RtkRedaction *redaction, const char *at)
{
	const char *after;

	if (*at == '{')
		return copy_members(redaction, at + 1);
	if (*at == '[')
		return copy_elements(redaction, at + 1);
	after = rtk_json_skip(at, redaction->end);
	put(redaction, at, (size_t) (after - at));
	return after;
}

size_t
rtk_redact(RtkText value, const char *secrets, const char *personal, char *to)
{
	RtkRedaction redaction = {
		.secrets = secrets, .personal = personal,
		.end = value.at + value.len, .to = to
	};

	if (value.len > 0)
		copy_value(&redaction, value.at);
	return (size_t) (redaction.to - to);
}
