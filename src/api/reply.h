/*
 * reply.h
 *		What a reply means: a page, a wait, nothing there, or a failure.
 */
#ifndef RTK_REPLY_H
#define RTK_REPLY_H

#include "failure.h"
#include "http.h"
#include "json.h"

typedef enum RtkVerdict
{
	RTK_REPLY_PAGE,				/* status 200 with a body */
	RTK_REPLY_RETRY,			/* may work when asked again */
	RTK_REPLY_MISSING,			/* 404 of an object */
	RTK_REPLY_FAILED			/* final */
} RtkVerdict;

/* Judge an ended transfer; *failure is set unless the verdict is PAGE. */
extern RtkVerdict rtk_reply_judge(const RtkReply *reply, RtkFailure *failure);

/*
 * Add the API's own words from any of its error envelopes ("error", "errors[]"
 * or a bare "message") to the failure.  Returns the code of a Cloudflare
 * routing error (wrong account or app), else 0.
 */
extern int64_t rtk_reply_errors(RtkText document, RtkFailure *failure);

#endif							/* RTK_REPLY_H */
