/*
 * budget.h
 *		What a statement may spend: requests, and waits between them.
 */
#ifndef RTK_BUDGET_H
#define RTK_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "failure.h"
#include "wait.h"

/* What all scans of one statement have spent together; owned by the host. */
typedef struct RtkBudget
{
	int64_t		requests;
	double		waited;			/* seconds in back-off and rate limit */
	double		waiting_until;	/* waits up to then are counted */
} RtkBudget;

/* May one more request be sent? */
typedef enum RtkPermit
{
	RTK_PERMIT_NOW,				/* and it counts as sent */
	RTK_PERMIT_LATER,			/* scan->wake_at is set */
	RTK_PERMIT_NEVER			/* *failure is set */
} RtkPermit;

struct RtkScan;

extern RtkPermit rtk_budget_permit(struct RtkScan *scan, double now,
								   RtkFailure *failure);

/*
 * Count a wait that begins now, or nothing if it does not fit into what is
 * returned.
 */
extern RtkSpent rtk_budget_wait(struct RtkScan *scan, double now,
								double seconds);

/* Have the scan go on by that time, which it waits for. */
extern void rtk_budget_wake(struct RtkScan *scan, double at, RtkWait wait);

#endif							/* RTK_BUDGET_H */
