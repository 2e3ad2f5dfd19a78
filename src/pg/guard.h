/*
 * guard.h
 *		Ties an object that palloc does not know to a memory context.
 *
 * Arm, then create: make the guard first, then the object, and store it in
 * guard->object at once.  The object is then released on return, error, cancel
 * and subtransaction abort alike, because each of them resets the context.
 */
#ifndef RTK_GUARD_H
#define RTK_GUARD_H

#include "postgres.h"

#include "utils/memutils.h"
#include "utils/palloc.h"

typedef struct RtkGuard
{
	MemoryContextCallback cb;
	void	   *object;			/* NULL: nothing to release */
	void		(*release) (void *object);	/* must not raise an error */
} RtkGuard;

/* Release the object now; the reset of the context then finds nothing. */
static inline void
rtk_guard_release(void *arg)
{
	RtkGuard   *guard = arg;
	void	   *object = guard->object;

	guard->object = NULL;
	if (object != NULL)
		guard->release(object);
}

/* An armed guard without an object, in context. */
static inline RtkGuard *
rtk_guard_new(MemoryContext context, void (*release) (void *object))
{
	RtkGuard   *guard = MemoryContextAllocZero(context, sizeof(RtkGuard));

	guard->release = release;
	guard->cb.func = rtk_guard_release;
	guard->cb.arg = guard;
	MemoryContextRegisterResetCallback(context, &guard->cb);
	return guard;
}

#endif							/* RTK_GUARD_H */
