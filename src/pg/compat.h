/*
 * compat.h
 *		What differs between the supported major versions of PostgreSQL, 15 to
 *		19.  The only file that tests PG_VERSION_NUM.
 */
#ifndef RTK_COMPAT_H
#define RTK_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 150000 || PG_VERSION_NUM >= 200000
#error "rtk_fdw supports PostgreSQL 15 to 19"
#endif

#endif							/* RTK_COMPAT_H */
