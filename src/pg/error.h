/*
 * error.h
 *		A failure of src/api as an ERROR: SQLSTATE, words and what to do.
 */
#ifndef RTK_ERROR_H
#define RTK_ERROR_H

#include "compat.h"

#include "failure.h"

/* The SQLSTATE of a kind of failure, as errcode() takes it. */
extern int	rtk_error_sqlstate(RtkFailureKind kind);

/* Raise HV001 where a call of src/api ran out of memory. */
extern void rtk_error_check_memory(bool ok);

/* A text of src/api in the encoding of the database. */
extern const char *rtk_error_text(const char *utf8);

/*
 * Raise "could not read <relname>: <summary>".  A cancel that has come in
 * meanwhile goes first.  resource (NULL: unknown) is the one that failed,
 * which may be a parent of the table's own; userid is whose mapping was used.
 */
RTK_NORETURN extern void rtk_error_throw(const RtkFailure *failure,
										 const char *relname,
										 const char *resource,
										 Oid serverid, Oid userid);

/*
 * "14:05:59 CET", rounded up to a second that is certainly late enough; with
 * the date from half a day on, when the time alone could be taken for today's.
 */
extern const char *rtk_error_time_after(double seconds);

#endif							/* RTK_ERROR_H */
