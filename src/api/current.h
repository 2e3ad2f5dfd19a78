/*
 * current.h
 *		What the host reads of the current row of a scan.
 */
#ifndef RTK_CURRENT_H
#define RTK_CURRENT_H

#include "json.h"
#include "scan.h"

/*
 * A level's current row, valid until the next rtk_scan_next(): a value, itself,
 * its id without quotes, "data" of its reply; was it one of a list?
 */
extern RtkText rtk_current_value(const RtkScan *scan, int level, int want);
extern RtkText rtk_current_row(const RtkScan *scan, int level);
extern RtkText rtk_current_id(const RtkScan *scan, int level);
extern RtkText rtk_current_data(const RtkScan *scan, int level);
extern bool rtk_current_is_listed(const RtkScan *scan, int level);

/* The value that a given or enumerated parameter had, or NULL. */
extern const char *rtk_current_parameter(const RtkScan *scan, const char *name);

#endif							/* RTK_CURRENT_H */
