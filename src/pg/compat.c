/*
 * compat.c
 *		Input functions whose errors are results.
 */
#include "postgres.h"

#include "compat.h"

#ifdef RTK_HAS_SOFT_ERRORS
#include "nodes/miscnodes.h"
#else
#include "access/transam.h"
#include "utils/fmgroids.h"
#endif

/* A value that does not fit; tsquery calls that a syntax error. */
#define IS_DATA_EXCEPTION(sqlerrcode) \
	(ERRCODE_TO_CATEGORY(sqlerrcode) == ERRCODE_DATA_EXCEPTION || \
	 (sqlerrcode) == ERRCODE_SYNTAX_ERROR)

#ifdef RTK_HAS_SOFT_ERRORS
bool
rtk_input_safely(FmgrInfo *fn, char *str, Oid ioparam, int32 typmod,
				 Datum *result, int *sqlerrcode)
{
	ErrorSaveContext saved = {T_ErrorSaveContext};

	saved.details_wanted = true;
	if (InputFunctionCallSafe(fn, str, ioparam, typmod, (Node *) &saved,
							  result))
		return true;
	*sqlerrcode = saved.error_data->sqlerrcode;
	if (!IS_DATA_EXCEPTION(*sqlerrcode))
		ThrowErrorData(saved.error_data);
	return false;
}
#else
/*
 * Built-in input functions of built-in types and of enums: at the point of an
 * error they hold no lock, pin or reference, have written nothing and run no
 * SQL, so that only memory is left behind.  record_in holds a descriptor.
 */
static bool
is_pure(const FmgrInfo *fn, Oid ioparam)
{
	if (fn->fn_oid == F_ENUM_IN)
		return true;
	return fn->fn_oid < FirstGenbkiObjectId && fn->fn_oid != F_RECORD_IN &&
		ioparam < FirstGenbkiObjectId;
}

/*
 * Catching without a subtransaction is sound only where there is nothing for
 * it to clean up, hence is_pure(); core does the same in wellformed_xml().  The
 * memory is the caller's, reset with its row.  Other types' errors stay errors,
 * in words that do not show the value.  A cancel is of class 57 and goes on.
 */
bool
rtk_input_safely(FmgrInfo *fn, char *str, Oid ioparam, int32 typmod,
				 Datum *result, int *sqlerrcode)
{
	MemoryContext context = CurrentMemoryContext;
	volatile bool fits = true;

	PG_TRY();
	{
		*result = InputFunctionCall(fn, str, ioparam, typmod);
	}
	PG_CATCH();
	{
		*sqlerrcode = geterrcode();
		if (!IS_DATA_EXCEPTION(*sqlerrcode))
			PG_RE_THROW();
		MemoryContextSwitchTo(context);
		FlushErrorState();
		if (!is_pure(fn, ioparam))
			ereport(ERROR,
					(errcode(*sqlerrcode),
					 errmsg("value does not fit its type")));
		fits = false;
	}
	PG_END_TRY();
	return fits;
}
#endif
