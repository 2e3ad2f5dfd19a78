/*
 * http_token.c
 *		The token: in the header lines of requests, and in no other text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.private.h"
#include "http_token.h"

/* So much of a token at the end of a text is its beginning, and no chance. */
#define CERTAIN 8

static const char bearer[] = "Authorization: Bearer ";

void
rtk_token_wipe(struct curl_slist *headers)
{
	for (struct curl_slist *line = headers; line != NULL; line = line->next)
		explicit_bzero(line->data, strlen(line->data));
	curl_slist_free_all(headers);
}

struct curl_slist *
rtk_token_headers(const char *token)
{
	size_t		size = sizeof(bearer) + strlen(token);
	char	   *line = malloc(size);
	struct curl_slist *headers;
	struct curl_slist *more;

	if (line == NULL)
		return NULL;
	snprintf(line, size, "%s%s", bearer, token);
	headers = curl_slist_append(NULL, line);
	explicit_bzero(line, size);
	free(line);
	if (headers == NULL)
		return NULL;
	more = curl_slist_append(headers, "Accept: application/json");
	if (more == NULL)
		rtk_token_wipe(headers);
	return more;
}

void
rtk_http_hide_token(const RtkHttp *http, char *text)
{
	const char *token = http->headers->data + sizeof(bearer) - 1;
	size_t		len = strlen(token);

	for (char *at = text; *at != '\0'; at++)
	{
		size_t		same = 0;

		while (same < len && at[same] == token[same])
			same++;
		if (same == len || (same >= CERTAIN && at[same] == '\0'))
			memset(at, '*', same);
	}
}
