/*
 * exchange.h
 *		One request of a fetch: sent, sent again, and what it came to.
 */
#ifndef RTK_EXCHANGE_H
#define RTK_EXCHANGE_H

#include "http.h"
#include "page.h"
#include "wait.h"

typedef enum RtkExchangeState
{
	RTK_EXCHANGE_DUE,			/* is to be sent, perhaps again */
	RTK_EXCHANGE_SENT,
	RTK_EXCHANGE_PAGE,			/* its page has come */
	RTK_EXCHANGE_MISSING,		/* 404: failure says of what */
	RTK_EXCHANGE_FAILED
} RtkExchangeState;

typedef struct RtkExchange
{
	struct RtkExchange *next;	/* page of the same fetch */
	struct RtkFetch *fetch;
	int64_t		page_no;
	RtkExchangeState state;
	RtkTransfer *transfer;		/* in flight, or NULL */
	RtkPage    *page;			/* that came, until it is taken over */
	int			attempt;		/* how often it was sent */
	double		not_before;		/* when it may be sent again */
	RtkWait		wait;			/* what it waits for until then */
	double		waited;			/* seconds between its attempts */
	RtkFailure	failure;
} RtkExchange;

/* A request that is due; NULL: no memory. */
extern RtkExchange *rtk_exchange_new(struct RtkFetch *fetch, int64_t page_no);
extern void rtk_exchange_free(RtkExchange *exchange);	/* and end it */

/*
 * Send one that is due; false when it has to wait (scan->wake_at is set).
 */
extern bool rtk_exchange_send(RtkExchange *exchange, double now);

/* Look at one in flight and act when it has ended. */
extern void rtk_exchange_poll(RtkExchange *exchange, double now);

#endif							/* RTK_EXCHANGE_H */
