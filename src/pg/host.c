/*
 * host.c
 *		Where a token may go: the host of base_url and rtk_fdw.allowed_hosts.
 *
 * Whoever owns a server may change its base_url, but only a superuser may say
 * to which hosts tokens are sent.  That is checked whenever a scan begins.
 * Host names are compared as they are written, so that there is no second way
 * to write a host that would be understood otherwise here than in libcurl.
 */
#include "postgres.h"

#include "foreign/foreign.h"
#include "utils/guc.h"

#include "host.h"

static char *allowed_hosts = NULL;

/* Characters of a host name; what stands in brackets is an IPv6 address. */
static int
name_length(const char *text)
{
	int			len;

	if (text[0] != '[')
		return strspn(text, "abcdefghijklmnopqrstuvwxyz"
					  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
	len = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
	return len > 1 && text[len] == ']' ? len + 1 : 0;
}

/* Read "host" or "host:port" at *text and step over it; false: neither. */
static bool
read_host(const char **text, RtkHost *host)
{
	const char *at = *text;

	host->name = at;
	host->len = name_length(at);
	host->port = 0;
	at += host->len;
	if (host->len == 0)
		return false;
	if (*at == ':')
	{
		int			digits = strspn(at + 1, "0123456789");

		if (digits < 1 || digits > 5)
			return false;
		host->port = atoi(at + 1);
		if (host->port < 1 || host->port > 65535)
			return false;
		at += 1 + digits;
	}
	*text = at;
	return true;
}

const char *
rtk_host_split(const char *url, RtkHost *host)
{
	const char *at = strstr(url, "://");
	const char *byte;

	for (byte = url; *byte != '\0'; byte++)
	{
		if (*byte <= 0x20 || *byte >= 0x7f || strchr("\"\\<>^`{|}", *byte))
			return gettext_noop("A URL has only printable ASCII characters "
								"without blanks, quotes, backslashes and "
								"braces.");
	}
	if (strpbrk(url, "?#") != NULL)
		return gettext_noop("The URL must have no query and no fragment.");
	if (at == NULL || at == url)
		return gettext_noop("The URL must begin with a scheme and a host, as "
							"in https://host.");
	at += strlen("://");
	if (at[strcspn(at, "@/")] == '@')
		return gettext_noop("The URL must have no user name and no password.");
	if (!read_host(&at, host) || (*at != '/' && *at != '\0'))
		return gettext_noop("The URL must have a host name or address, then "
							"at most a port from 1 to 65535 and a path.");
	return NULL;
}

/* Is the host's name as written equal to name? */
static bool
is_host(const RtkHost *host, const char *name, int len)
{
	return host->len == len && pg_strncasecmp(host->name, name, len) == 0;
}

bool
rtk_host_is_loopback(const RtkHost *host)
{
	return is_host(host, "127.0.0.1", strlen("127.0.0.1")) ||
		is_host(host, "localhost", strlen("localhost")) ||
		is_host(host, "[::1]", strlen("[::1]"));
}

bool
rtk_host_has_scheme(const char *url, const char *scheme)
{
	int			len = strlen(scheme);

	return pg_strncasecmp(url, scheme, len) == 0 &&
		strncmp(url + len, "://", strlen("://")) == 0;
}

/*
 * Step through a list of hosts.  Returns false at its end, and also, with
 * *valid false, at an entry that is no host.
 */
static bool
next_host(const char **list, RtkHost *host, bool *valid)
{
	const char *at = *list + strspn(*list, " \t");

	*valid = true;
	if (*at == '\0')
		return false;
	*valid = read_host(&at, host);
	at += strspn(at, " \t");
	if (*at == ',')
	{
		at++;
		at += strspn(at, " \t");
		if (*at == '\0')
			*valid = false;
	}
	else if (*at != '\0')
		*valid = false;
	*list = at;
	return *valid;
}

/* Check hook of rtk_fdw.allowed_hosts: its syntax.  Empty: no host at all. */
static bool
check_hosts(char **newval, void **extra, GucSource source)
{
	const char *list = *newval;
	RtkHost		host;
	bool		valid;

	while (next_host(&list, &host, &valid))
		continue;
	if (!valid)
		GUC_check_errdetail("It must be a list of \"host\" or \"host:port\" "
							"separated by commas.");
	return valid;
}

/* Does the list have the host?  An entry without port stands for all ports. */
static bool
is_allowed(const RtkHost *wanted, int port)
{
	const char *list = allowed_hosts;
	RtkHost		host;
	bool		valid;

	while (next_host(&list, &host, &valid))
	{
		if (is_host(&host, wanted->name, wanted->len) &&
			(host.port == 0 || host.port == port))
			return true;
	}
	return false;
}

void
rtk_host_check(const char *base_url, Oid serverid)
{
	RtkHost		host;
	const char *problem = rtk_host_split(base_url, &host);
	int			port;

	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_INVALID_ATTRIBUTE_VALUE),
				 errmsg("invalid value for option \"%s\"", "base_url"),
				 errdetail("%s", _(problem))));
	port = host.port;
	if (port == 0)
		port = rtk_host_has_scheme(base_url, "https") ? 443 : 80;
	if (is_allowed(&host, port))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("host \"%.*s\" is not allowed", host.len, host.name),
			 errdetail("API tokens are sent only to the hosts in \"%s\".",
					   "rtk_fdw.allowed_hosts"),
			 errhint("Check the option base_url of server \"%s\". If that is "
					 "the host that is meant, a superuser can add \"%.*s:%d\" "
					 "to \"%s\" with ALTER DATABASE.",
					 GetForeignServer(serverid)->servername,
					 host.len, host.name, port, "rtk_fdw.allowed_hosts")));
}

void
rtk_host_define_gucs(void)
{
	DefineCustomStringVariable("rtk_fdw.allowed_hosts",
							   "Hosts to which rtk_fdw may send API tokens.",
							   "A list of \"host\" or \"host:port\" separated "
							   "by commas; without a port, every port of the "
							   "host.",
							   &allowed_hosts,
							   "api.cloudflare.com",
							   PGC_SUSET,
							   0,
							   check_hosts, NULL, NULL);
}
