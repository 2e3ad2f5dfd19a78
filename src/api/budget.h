/*
 * budget.h
 *		What a statement may spend: requests, and waits between them.
 */
#ifndef RTK_BUDGET_H
#define RTK_BUDGET_H

#include <stdbool.h>

#include "scan.h"
#include "wait.h"

/* May one more request be sent? */
typedef enum RtkPermit
{
	RTK_PERMIT_NOW,				/* and it counts as sent */
	RTK_PERMIT_LATER,			/* scan->wake_at is set */
	RTK_PERMIT_NEVER			/* *failure is set */
} RtkPermit;

extern RtkPermit rtk_budget_permit(RtkScan *scan, double now,
								   RtkFailure *failure);

/* Count a wait that begins now; false, counting nothing, if it does not fit. */
extern bool rtk_budget_wait(RtkScan *scan, double now, double seconds);

/* Have the scan go on by that time, which it waits for. */
extern void rtk_budget_wake(RtkScan *scan, double at, RtkWait wait);

#endif							/* RTK_BUDGET_H */
