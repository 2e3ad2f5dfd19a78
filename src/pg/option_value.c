/*
 * option_value.c
 *		Values of options: checked and kept in one step, so that the validator
 *		and the loader cannot disagree about what is valid.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "host.h"
#include "lookup.h"
#include "nearest.h"
#include "option_table.h"
#include "request.h"

/* Raise HV024.  URLs may hold a password by mistake: not shown either. */
static void
refuse(const RtkOption *option, const char *value, const char *detail)
{
	bool		secret = option->type == RTK_OPTION_TOKEN ||
		option->type == RTK_OPTION_BASE_URL ||
		option->type == RTK_OPTION_PROXY;

	ereport(ERROR,
			(errcode(ERRCODE_FDW_INVALID_ATTRIBUTE_VALUE),
			 secret ?
			 errmsg("invalid value for option \"%s\"", option->name) :
			 errmsg("invalid value \"%s\" for option \"%s\"",
					value, option->name),
			 errdetail_internal("%s", detail),
			 errhint("The option sets %s.", option->help)));
}

/* Where an option is kept. */
static void *
place_of(RtkOptions *options, const RtkOption *option)
{
	return (char *) options + option->offset;
}

static void
set_bool(RtkOptions *options, const RtkOption *option, char *value)
{
	if (!parse_bool(value, place_of(options, option)))
		refuse(option, value, _("It must be true or false."));
}

/* Numbers, durations and sizes are read as settings are. */
static void
set_number(RtkOptions *options, const RtkOption *option, char *value)
{
	static const struct
	{
		int			flags;
		const char *name;
	}			units[] = {
		[RTK_OPTION_INT] = {0, ""},
		[RTK_OPTION_MS] = {GUC_UNIT_MS, " ms"},
		[RTK_OPTION_SECONDS] = {GUC_UNIT_S, " s"},
		[RTK_OPTION_SIZE] = {GUC_UNIT_BYTE, " bytes"}
	};
	int			number;
	const char *hint = NULL;

	if (!parse_int(value, &number, units[option->type].flags, &hint))
	{
		if (hint == NULL)
			hint = gettext_noop("It must be a number.");
		refuse(option, value, _(hint));
	}
	if (number < option->min || number > option->max)
		refuse(option, value,
			   psprintf(_("It must be from %d to %d%s."),
						option->min, option->max,
						units[option->type].name));
	*(int *) place_of(options, option) = number;
}

/* "a, b, c" of "a|b|c" */
static char *
list_words(const char *words)
{
	StringInfoData list;

	initStringInfo(&list);
	for (const char *at = words; *at != '\0'; at++)
	{
		if (*at == '|')
			appendStringInfoString(&list, ", ");
		else
			appendStringInfoChar(&list, *at);
	}
	return list.data;
}

/* A word is kept as its position in the list. */
static void
set_word(RtkOptions *options, const RtkOption *option, char *value)
{
	char	   *rest = pstrdup(option->words);
	char	   *word;
	int			position = 0;

	while ((word = strsep(&rest, "|")) != NULL)
	{
		if (pg_strcasecmp(word, value) == 0)
			break;
		position++;
	}
	if (word == NULL)
		refuse(option, value,
			   psprintf(_("Valid values are: %s."),
						list_words(option->words)));
	*(int *) place_of(options, option) = position;
}

/* Plain HTTP carries the token in the clear, so it must not leave the host. */
static const char *
check_base_url(const char *value)
{
	RtkHost		host;
	const char *problem = rtk_host_split(value, &host);

	if (problem != NULL)
		return problem;
	if (rtk_host_has_scheme(value, "https"))
		return NULL;
	if (rtk_host_has_scheme(value, "http") && rtk_host_is_loopback(&host))
		return NULL;
	return gettext_noop("The URL must begin with https://; http:// is only "
						"for 127.0.0.1, localhost and [::1].");
}

/* Options of servers can be read by every role: no password in them. */
static const char *
check_proxy(const char *value)
{
	static const char *const schemes[] = {
		"http", "https", "socks4a", "socks5h"
	};
	RtkHost		host;
	const char *problem = rtk_host_split(value, &host);

	if (problem != NULL)
		return problem;
	for (int i = 0; i < lengthof(schemes); i++)
	{
		if (rtk_host_has_scheme(value, schemes[i]))
			return NULL;
	}
	return gettext_noop("The URL must begin with http://, https://, "
						"socks4a:// or socks5h://.");
}

static const char *
check_member(const char *value)
{
	bool		empty = true;	/* is the segment so far? */

	for (const char *at = value; *at != '\0'; at++)
	{
		bool		separator = *at == '.' || *at == '|';

		if (separator && empty)
			break;
		empty = separator;
	}
	if (empty || strpbrk(value, "{},/") != NULL)
		return gettext_noop("The path must be names joined by dots.");
	return NULL;
}

static const char *
check_variable(const char *value)
{
	if (value[0] == '\0' || strchr(value, '=') != NULL)
		return gettext_noop("It must be the name of an environment "
							"variable.");
	return NULL;
}

bool
rtk_option_is_token(const char *value)
{
	const char *at;

	for (at = value; *at != '\0'; at++)
	{
		if (*at <= 0x20 || *at >= 0x7f)
			return false;
	}
	return at > value && at - value <= RTK_MAX_TOKEN;
}

/* What is wrong with a value that is kept as text: a sentence, or NULL. */
static const char *
check_text(const RtkOption *option, const char *value)
{
	switch (option->type)
	{
		case RTK_OPTION_BASE_URL:
			return check_base_url(value);
		case RTK_OPTION_PROXY:
			return check_proxy(value);
		case RTK_OPTION_FILE:
			return is_absolute_path(value) ? NULL :
				gettext_noop("It must be an absolute path.");
		case RTK_OPTION_MEMBER:
			return check_member(value);
		case RTK_OPTION_VARIABLE:
			return check_variable(value);
		case RTK_OPTION_TOKEN:
			return rtk_option_is_token(value) ? NULL :
				gettext_noop("A token has 1 to 4096 printable ASCII "
							 "characters and no blanks.");
		default:
			return NULL;
	}
}

/* Names go into the paths of requests. */
static void
check_name(const RtkOption *option, const char *value)
{
	if (value[0] == '\0')
		refuse(option, value, _("It must not be empty."));
	if (strlen(value) > option->max)
		refuse(option, value,
			   psprintf(_("It must have at most %d bytes."), option->max));
	if (!rtk_request_is_segment(value))
		refuse(option, value, psprintf(_("It must not be \"%s\"."), value));
}

static void
check_resource(const RtkOption *option, const char *value)
{
	const char *nearest;

	if (rtk_lookup_resource(value) != NULL)
		return;
	nearest = rtk_nearest_resource(value);
	ereport(ERROR,
			(errcode(ERRCODE_FDW_INVALID_ATTRIBUTE_VALUE),
			 errmsg("invalid value \"%s\" for option \"%s\"",
					value, option->name),
			 errdetail("There is no such resource."),
			 nearest != NULL ?
			 errhint("Perhaps you meant the resource \"%s\".", nearest) :
			 errhint("The function rtk_tables() lists the resources.")));
}

/* A trailing slash is dropped, because paths of requests begin with one. */
static char *
clean_text(const RtkOption *option, char *value)
{
	int			len = strlen(value);

	if (option->type != RTK_OPTION_BASE_URL)
		return value;
	while (len > 0 && value[len - 1] == '/')
		len--;
	return pnstrdup(value, len);
}

/* Check a text and keep it, unless it is one that is not kept. */
static void
set_text(RtkOptions *options, const RtkOption *option, char *value)
{
	const char *problem = check_text(option, value);

	if (problem != NULL)
		refuse(option, value, _(problem));
	if (option->type == RTK_OPTION_NAME)
		check_name(option, value);
	if (option->type == RTK_OPTION_RESOURCE)
		check_resource(option, value);
	if (option->offset >= 0)
		*(char **) place_of(options, option) = clean_text(option, value);
}

void
rtk_option_set(RtkOptions *options, const RtkOption *option, char *value)
{
	switch (option->type)
	{
		case RTK_OPTION_BOOL:
			set_bool(options, option, value);
			break;
		case RTK_OPTION_INT:
		case RTK_OPTION_MS:
		case RTK_OPTION_SECONDS:
		case RTK_OPTION_SIZE:
			set_number(options, option, value);
			break;
		case RTK_OPTION_WORD:
			set_word(options, option, value);
			break;
		default:
			set_text(options, option, value);
			break;
	}
}
