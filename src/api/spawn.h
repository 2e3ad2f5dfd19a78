/*
 * spawn.h
 *		The next list or object to read, out of the next row of the level above.
 */
#ifndef RTK_SPAWN_H
#define RTK_SPAWN_H

#include "scan.h"

/* Append the next fetch of a level; false: there is none, now or ever. */
extern bool rtk_spawn_next(RtkScan *scan, int level);

/* Remove the head of a level's queue. */
extern void rtk_spawn_pop(RtkScan *scan, int level);

#endif							/* RTK_SPAWN_H */
