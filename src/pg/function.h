/*
 * function.h
 *		What SQL functions have in common.
 */
#ifndef RTK_FUNCTION_H
#define RTK_FUNCTION_H

#include "postgres.h"

/* Texts as columns of a row, NULL where they are NULL. */
extern void rtk_function_texts(const char *const *texts, int n,
							   Datum *values, bool *nulls);

/* A time to three decimals, as EXPLAIN shows times. */
extern double rtk_function_round(double time);

#endif							/* RTK_FUNCTION_H */
