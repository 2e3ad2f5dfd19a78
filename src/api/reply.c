/*
 * reply.c
 *		What a reply means: a page, a wait, nothing there, or a failure.
 */
#include "reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cloudflare's codes for a path that leads nowhere: a wrong account or app. */
#define CODE_NO_ROUTE 7000
#define CODE_COULD_NOT_ROUTE 7003

/* Statuses that need a word of their own; the rest goes by its class. */
typedef struct RtkStatusMeaning
{
	int			status;
	RtkVerdict	verdict;
	RtkFailureKind kind;
} RtkStatusMeaning;

static const RtkStatusMeaning statuses[] = {
	{401, RTK_REPLY_FAILED, RTK_FAIL_UNAUTHENTICATED},
	{403, RTK_REPLY_FAILED, RTK_FAIL_FORBIDDEN},
	{404, RTK_REPLY_MISSING, RTK_FAIL_NOT_FOUND},
	{408, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{425, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{429, RTK_REPLY_RETRY, RTK_FAIL_RATE_LIMITED},
	{500, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{502, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{503, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{504, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{520, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{521, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{522, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{523, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{524, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{527, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
	{530, RTK_REPLY_RETRY, RTK_FAIL_REPLY},
};

/* What is left of a transfer that brought no reply. */
typedef struct RtkResultMeaning
{
	RtkTransferResult result;
	RtkVerdict	verdict;
	RtkFailureKind kind;
} RtkResultMeaning;

static const RtkResultMeaning results[] = {
	{RTK_TRANSFER_NO_CONNECTION, RTK_REPLY_RETRY, RTK_FAIL_CONNECT},
	{RTK_TRANSFER_NO_TLS, RTK_REPLY_FAILED, RTK_FAIL_CONNECT},
	{RTK_TRANSFER_BROKEN, RTK_REPLY_RETRY, RTK_FAIL_CUT},
	{RTK_TRANSFER_INVALID, RTK_REPLY_FAILED, RTK_FAIL_REPLY},
	{RTK_TRANSFER_TOO_LARGE, RTK_REPLY_FAILED, RTK_FAIL_TOO_LARGE},
	{RTK_TRANSFER_NO_MEMORY, RTK_REPLY_FAILED, RTK_FAIL_MEMORY},
};

/* Append "code: message" of one error object to the failure's API message. */
static void
add_error(RtkText error, RtkFailure *failure)
{
	char	   *message = rtk_json_string(rtk_json_get(error, "message"));
	size_t		used = strlen(failure->api_message);
	char		text[sizeof(failure->api_message)];
	int64_t		code;

	if (message == NULL)
		return;
	if (rtk_json_integer(rtk_json_get(error, "code"), &code))
		snprintf(text, sizeof(text), "%s%lld: %s", used > 0 ? "; " : "",
				 (long long) code, message);
	else
		snprintf(text, sizeof(text), "%s%s", used > 0 ? "; " : "", message);
	rtk_failure_copy(failure->api_message + used,
					 sizeof(failure->api_message) - used, text, strlen(text));
	free(message);
}

int64_t
rtk_reply_errors(RtkText document, RtkFailure *failure)
{
	RtkText		errors = rtk_json_get(document, "errors");
	RtkText		error;
	const char *position = NULL;
	int64_t		routing = 0;

	add_error(rtk_json_get(document, "error"), failure);
	while (rtk_json_element(errors, &position, &error))
	{
		int64_t		code;

		add_error(error, failure);
		if (rtk_json_integer(rtk_json_get(error, "code"), &code) &&
			(code == CODE_NO_ROUTE || code == CODE_COULD_NOT_ROUTE))
			routing = code;
	}
	if (failure->api_message[0] == '\0')
		add_error(document, failure);
	return routing;
}

/* A reply with status 200 that is no page, or RTK_REPLY_PAGE. */
static RtkVerdict
judge_success(const RtkReply *reply, RtkFailure *failure)
{
	if (strspn(reply->body, " \t\r\n") == reply->len)
		rtk_failure_set(failure, RTK_FAIL_REPLY, "empty reply (HTTP %d)",
						reply->status);
	else if (reply->body[strspn(reply->body, " \t\r\n")] == '<')
		rtk_failure_set(failure, RTK_FAIL_REPLY, "reply is %s, not JSON",
						reply->content_type[0] != '\0' ?
						reply->content_type : "HTML");
	else
		return RTK_REPLY_PAGE;
	return RTK_REPLY_FAILED;
}

/*
 * What the body of an error says about its status.  Only a 404 in the API's
 * own words says that an object is not there: any other server answers 404 to
 * everything, and that is a wrong base_url, not an empty table.
 */
static RtkVerdict
judge_body(const RtkReply *reply, RtkVerdict verdict, RtkFailure *failure)
{
	RtkText		document;
	size_t		offset;
	int64_t		routing = 0;
	RtkJsonFault fault = rtk_json_check(reply->body, reply->len, &document,
										&offset);

	if (fault == RTK_JSON_OK)
		routing = rtk_reply_errors(document, failure);
	if (routing != 0)
		failure->kind = RTK_FAIL_NOT_FOUND;
	else if (verdict == RTK_REPLY_MISSING && fault != RTK_JSON_OK)
	{
		rtk_failure_set(failure, RTK_FAIL_REPLY,
						"HTTP %d, and the reply is not JSON", reply->status);
		if (fault == RTK_JSON_TRUNCATED && reply->len > 0)
			return RTK_REPLY_RETRY;
	}
	else
		return verdict;
	return RTK_REPLY_FAILED;
}

static RtkVerdict
judge_status(const RtkReply *reply, RtkFailure *failure)
{
	RtkVerdict	verdict = RTK_REPLY_FAILED;
	RtkFailureKind kind = reply->status >= 500 ? RTK_FAIL_REPLY :
		RTK_FAIL_REFUSED;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].status == reply->status)
		{
			verdict = statuses[i].verdict;
			kind = statuses[i].kind;
		}
	if (reply->status >= 300 && reply->status < 400 &&
		reply->location_host[0] != '\0')
		rtk_failure_set(failure, kind, "HTTP %d, a redirect to host \"%s\"",
						reply->status, reply->location_host);
	else
		rtk_failure_set(failure, kind, "HTTP %d", reply->status);
	return judge_body(reply, verdict, failure);
}

/* The transfer itself went wrong; libcurl's words are the summary. */
static RtkVerdict
judge_transfer(const RtkReply *reply, RtkFailure *failure)
{
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (results[i].result == reply->result)
		{
			rtk_failure_set(failure, results[i].kind, "%s", reply->error);
			return results[i].verdict;
		}
	rtk_failure_set(failure, RTK_FAIL_REPLY, "the request was ended");
	return RTK_REPLY_FAILED;
}

RtkVerdict
rtk_reply_judge(const RtkReply *reply, RtkFailure *failure)
{
	RtkVerdict	verdict;

	if (reply->result != RTK_TRANSFER_DONE)
		return judge_transfer(reply, failure);
	if (reply->status >= 200 && reply->status < 300)
		verdict = judge_success(reply, failure);
	else
		verdict = judge_status(reply, failure);
	if (verdict != RTK_REPLY_PAGE)
	{
		failure->status = reply->status;
		failure->retry_after = reply->retry_after;
		rtk_failure_copy(failure->ray, sizeof(failure->ray), reply->ray,
						 strlen(reply->ray));
	}
	return verdict;
}
