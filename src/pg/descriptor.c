/*
 * descriptor.c
 *		File descriptors that are held outside of PostgreSQL's own.
 */
#include "postgres.h"

#include "storage/fd.h"

#include "descriptor.h"

void
rtk_descriptor_release(int n)
{
	for (; n > 0; n--)
		ReleaseExternalFD();
}

bool
rtk_descriptor_reserve(int n)
{
	int			reserved = 0;

	while (reserved < n && AcquireExternalFD())
		reserved++;
	if (reserved == n)
		return true;
	rtk_descriptor_release(reserved);
	return false;
}
