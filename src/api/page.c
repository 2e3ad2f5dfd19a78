/*
 * page.c
 *		One checked reply: where its rows stand, and how many there are.
 */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "envelope.h"
#include "jsonwalk.h"
#include "list.h"
#include "reply.h"

/* A list of more rows than this is none: sums of counts must not overflow. */
#define MOST_ROWS INT64_C(1000000000000)

/* What a fault of the document is to the host. */
static bool
document_failure(RtkJsonFault fault, size_t offset, RtkFailure *failure)
{
	switch (fault)
	{
		case RTK_JSON_OK:
			return false;
		case RTK_JSON_TRUNCATED:
			rtk_failure_set(failure, RTK_FAIL_REPLY,
							"reply ends after %zu bytes", offset);
			break;
		case RTK_JSON_INVALID:
			rtk_failure_set(failure, RTK_FAIL_REPLY,
							"reply is not JSON at byte %zu", offset);
			break;
		case RTK_JSON_TOO_DEEP:
			rtk_failure_set(failure, RTK_FAIL_TOO_DEEP,
							"reply is nested deeper than %d levels",
							RTK_JSON_MAX_DEPTH);
			break;
		case RTK_JSON_TOO_DENSE:
			rtk_failure_set(failure, RTK_FAIL_TOO_DENSE,
							"reply has too many values in too few bytes");
			break;
		case RTK_JSON_NOT_UTF8:
			rtk_failure_set(failure, RTK_FAIL_ENCODING,
							"reply is not UTF-8 at byte %zu", offset);
			break;
	}
	return true;
}

/*
 * Is "data" what the method answers where it has no rows: nothing that is not
 * null, or one of the members that stand around rows?
 */
static bool
is_empty(RtkText data, const char *around)
{
	const char *end;
	const char *last;
	const char *value;
	RtkText		name;
	bool		other = false;

	if (!rtk_json_is_object(data))
		return false;
	end = data.at + data.len;
	last = data.at + 1;
	while ((value = rtk_json_member(last, end, &name)) != NULL)
	{
		if (rtk_list_has_text(around, name.at, name.len))
			return true;
		other |= *value != 'n';
		last = rtk_json_skip(value, end);
	}
	return !other;
}

/*
 * Is a reply without a place of rows one that has none?  A list that is one
 * object where it has one row has total_count 0 where it has none.
 */
static bool
lacks_rows(const RtkEnvelope *envelope, const RtkPage *page,
		   const RtkMethod *method)
{
	return (method->around != NULL && !envelope->refused &&
			is_empty(envelope->data, method->around)) ||
		(method->lone != NULL && page->total == 0);
}

static bool
read_envelope(RtkPage *page, RtkText document, const RtkJsonIndex *index,
			  const RtkMethod *method, RtkFailure *failure)
{
	RtkEnvelope envelope;
	bool		read = rtk_envelope_read(&envelope, document, index, method);

	page->rows = envelope.rows;
	page->nrows = envelope.nrows;
	page->listed = envelope.listed;
	page->data = envelope.data;
	if (!rtk_json_integer(envelope.total, &page->total) || page->total < 0 ||
		page->total > MOST_ROWS)
		page->total = -1;
	if (!rtk_json_integer(envelope.start, &page->start))
		page->start = -1;
	if (!read)
		rtk_failure_set(failure, RTK_FAIL_MEMORY, "out of memory");
	else if (rtk_json_is_false(envelope.success))
	{
		rtk_failure_set(failure, RTK_FAIL_REFUSED,
						"the API reports an error with HTTP 200");
		rtk_reply_errors(document, failure);
	}
	else if (!rtk_json_is_true(envelope.success))
		rtk_failure_set(failure, RTK_FAIL_REPLY,
						"unexpected reply: no \"success\"");
	else if (!envelope.found && !lacks_rows(&envelope, page, method))
		rtk_failure_set(failure, RTK_FAIL_REPLY,
						"unexpected reply: no rows at \"%.*s\"",
						(int) strcspn(method->rows, "|"), method->rows);
	else
		return true;
	return false;
}

RtkPage *
rtk_page_parse(char *body, size_t len, const RtkMethod *method,
			   RtkFailure *failure, bool *truncated)
{
	RtkPage    *page = calloc(1, sizeof(RtkPage));
	RtkJsonIndex index = {0};
	RtkText		document;
	size_t		offset;
	RtkJsonFault fault;
	bool		done;

	*truncated = false;
	if (page == NULL)
	{
		free(body);
		rtk_failure_set(failure, RTK_FAIL_MEMORY, "out of memory");
		return NULL;
	}
	page->refs = 1;
	page->body = body;
	page->len = len;
	fault = rtk_json_check_index(body, len, &document, &offset, &index);
	*truncated = fault == RTK_JSON_TRUNCATED;
	done = !document_failure(fault, offset, failure) &&
		read_envelope(page, document, &index, method, failure);
	free(index.containers);
	if (done)
		return page;
	rtk_page_drop(page);
	return NULL;
}

RtkPage *
rtk_page_hold(RtkPage *page)
{
	if (page != NULL)
		page->refs++;
	return page;
}

void
rtk_page_drop(RtkPage *page)
{
	if (page == NULL || --page->refs > 0)
		return;
	free(page->rows);
	free(page->body);
	free(page);
}

size_t
rtk_page_size(const RtkPage *page)
{
	return sizeof(RtkPage) + page->len + 1 + page->nrows * sizeof(RtkText);
}
