/*
 * progress.h
 *		Watches the scans of this backend while they run: for rtk_activity(),
 *		rtk_stats() and the messages of rtk_fdw.progress_interval.
 */
#ifndef RTK_PROGRESS_H
#define RTK_PROGRESS_H

#include "scanstate.h"

/* Define rtk_fdw.progress_interval; from _PG_init. */
extern void rtk_progress_define_gucs(void);

/*
 * Watch a run whose scan was just made.  What it did is counted when it ends,
 * however that comes about.
 */
extern void rtk_progress_begin(RtkScanState *state);

/* The run ends, and not by an error; call it before its context is reset. */
extern void rtk_progress_end(RtkScanState *state);

/* After each rtk_scan_next(). */
extern void rtk_progress_update(RtkScanState *state, RtkScanStatus status);

/* ms until rtk_progress_update() is wanted though it still waits, -1: never. */
extern long rtk_progress_timeout(void);

#endif							/* RTK_PROGRESS_H */
