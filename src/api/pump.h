/*
 * pump.h
 *		Moves the requests of a scan.
 */
#ifndef RTK_PUMP_H
#define RTK_PUMP_H

#include "scan.h"

/* Poll what is in flight, start what may be; did anything happen? */
extern bool rtk_pump_run(RtkScan *scan, double now);

#endif							/* RTK_PUMP_H */
