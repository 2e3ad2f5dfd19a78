/*
 * header.c
 *		What a reply's header lines say, put into an RtkReply.
 *
 * One row of the table below is one header.  Values come from the network:
 * copied texts are cut and made printable, numbers are bounded.
 */
#include "header.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Longest value that is looked at; what is used is much shorter. */
#define VALUE_SIZE 1024

typedef struct RtkHeader
{
	const char *name;
	void		(*take) (RtkReply *reply, const char *value);
} RtkHeader;

/* Content-Type without its parameters: it is only shown to people. */
static void
take_content_type(RtkReply *reply, const char *value)
{
	rtk_failure_copy(reply->content_type, sizeof(reply->content_type),
					 value, strcspn(value, "; \t"));
}

/* Cf-Ray: the number that Cloudflare's support asks for. */
static void
take_ray(RtkReply *reply, const char *value)
{
	rtk_failure_copy(reply->ray, sizeof(reply->ray), value, strlen(value));
}

/*
 * The host of an absolute Location, without user and port; none for a relative
 * one.  The rest of it may hold what must not be shown.
 */
static void
take_location(RtkReply *reply, const char *value)
{
	size_t		len = strcspn(value, ":/?#");
	const char *host = value[len] == ':' ? value + len + 1 : value;
	const char *end;
	const char *at;

	reply->location_host[0] = '\0';
	if (strncmp(host, "//", 2) != 0)
		return;
	host += 2;
	end = host + strcspn(host, "/?#\\");
	for (at = host; at < end; at++)
		if (*at == '@')
			host = at + 1;
	len = strcspn(host, *host == '[' ? "]" : ":/?#\\");
	if (*host == '[' && host[len] == ']')
		len++;
	if (host + len > end)
		len = end - host;
	rtk_failure_copy(reply->location_host, sizeof(reply->location_host),
					 host, len);
}

/*
 * Retry-After in seconds.  Below zero means now; a date is no number and is
 * left to libcurl, whose reader knows all the forms that dates have had.
 */
static void
take_retry_after(RtkReply *reply, const char *value)
{
	char	   *end;
	double		seconds;

	reply->retry_after = -1;
	if (!isdigit((unsigned char) value[value[0] == '-']))
		return;
	seconds = strtod(value, &end);
	if (*end == '\0')
		reply->retry_after = rtk_header_clamp(seconds);
}

/* The next of the characters of stop that is not within quotes, or the end. */
static const char *
find_unquoted(const char *at, const char *stop)
{
	bool		quoted = false;

	for (; *at != '\0'; at++)
	{
		if (quoted && *at == '\\' && at[1] != '\0')
			at++;
		else if (*at == '"')
			quoted = !quoted;
		else if (!quoted && strchr(stop, *at) != NULL)
			break;
	}
	return at;
}

/* The number of a parameter "r=50" at a place, or what it was before. */
static double
read_parameter(const char *at, char name, double before)
{
	at += strspn(at, " \t");
	if (at[0] != name || at[1] != '=' || !isdigit((unsigned char) at[2]))
		return before;
	return strtod(at + 2, NULL);
}

/* Of two policies the one with fewer requests left, then the longer one. */
static bool
is_tighter(const RtkReply *reply, double remaining, double reset)
{
	if (reply->limit_remaining < 0 || remaining < reply->limit_remaining)
		return true;
	return remaining == reply->limit_remaining && reset > reply->limit_reset;
}

/* One policy: "default";r=50;t=30.  Returns the comma after it, or the end. */
static const char *
take_policy(RtkReply *reply, const char *at)
{
	double		remaining = -1;
	double		reset = -1;

	for (at = find_unquoted(at, ";,"); *at == ';';
		 at = find_unquoted(at + 1, ";,"))
	{
		remaining = read_parameter(at + 1, 'r', remaining);
		reset = read_parameter(at + 1, 't', reset);
	}
	if (remaining > RTK_HEADER_MAX_REMAINING)
		remaining = RTK_HEADER_MAX_REMAINING;
	if (remaining >= 0 && reset >= 0 &&
		is_tighter(reply, remaining, rtk_header_clamp(reset)))
	{
		reply->limit_remaining = remaining;
		reply->limit_reset = rtk_header_clamp(reset);
	}
	return at;
}

/* Ratelimit: one policy or several, in one line or in many. */
static void
take_ratelimit(RtkReply *reply, const char *value)
{
	const char *at = take_policy(reply, value);

	while (*at == ',')
		at = take_policy(reply, at + 1);
}

static const RtkHeader headers[] = {
	{"content-type", take_content_type},
	{"location", take_location},
	{"cf-ray", take_ray},
	{"retry-after", take_retry_after},
	{"ratelimit", take_ratelimit},
};

void
rtk_header_reset(RtkReply *reply)
{
	reply->content_type[0] = '\0';
	reply->location_host[0] = '\0';
	reply->ray[0] = '\0';
	reply->retry_after = -1;
	reply->limit_remaining = -1;
	reply->limit_reset = -1;
}

void
rtk_header_read(RtkReply *reply, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	char		value[VALUE_SIZE];
	size_t		name_len;

	if (len >= 5 && memcmp(line, "HTTP/", 5) == 0)
		rtk_header_reset(reply);
	if (colon == NULL)
		return;
	name_len = colon - line;
	line = colon + 1;
	len -= name_len + 1;
	while (len > 0 && isspace((unsigned char) line[0]))
		line++, len--;
	while (len > 0 && isspace((unsigned char) line[len - 1]))
		len--;
	if (len >= sizeof(value))
		len = sizeof(value) - 1;
	memcpy(value, line, len);
	value[len] = '\0';
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (strlen(headers[i].name) == name_len &&
			strncasecmp(headers[i].name, colon - name_len, name_len) == 0)
			headers[i].take(reply, value);
}

double
rtk_header_clamp(double seconds)
{
	if (!(seconds > 0))
		return 0;
	return seconds < RTK_HEADER_MAX_WAIT ? seconds : RTK_HEADER_MAX_WAIT;
}
