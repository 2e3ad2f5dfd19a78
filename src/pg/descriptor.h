/*
 * descriptor.h
 *		File descriptors that are held outside of PostgreSQL's own, which keeps
 *		as many free as are counted here.
 */
#ifndef RTK_DESCRIPTOR_H
#define RTK_DESCRIPTOR_H

#include "postgres.h"

/* Count n more, all or none; false: too many are in use.  Raises no error. */
extern bool rtk_descriptor_reserve(int n);
extern void rtk_descriptor_release(int n);

#endif							/* RTK_DESCRIPTOR_H */
