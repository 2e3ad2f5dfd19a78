/*
 * rtk_fdw.c
 *		Foreign data wrapper for the Cloudflare RealtimeKit REST API: the table
 *		of contents.
 *
 * src/api is the client: resource.h is its vocabulary, scan.h its interface.
 * src/pg is the wrapper; each callback below names the file that has it.
 */
#include "src/pg/compat.h"

#include "utils/guc.h"

#include "src/pg/analyze.h"
#include "src/pg/async.h"
#include "src/pg/execute.h"
#include "src/pg/host.h"
#include "src/pg/import.h"
#include "src/pg/join.h"
#include "src/pg/plan.h"
#include "src/pg/progress.h"
#include "src/pg/shared.h"
#include "src/pg/upper.h"

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "rtk_fdw");
#else
PG_MODULE_MAGIC;
#endif

extern PGDLLEXPORT void _PG_init(void);
extern PGDLLEXPORT Datum rtk_fdw_handler(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_handler);

void
_PG_init(void)
{
	rtk_host_define_gucs();
	rtk_progress_define_gucs();
	MarkGUCPrefixReserved("rtk_fdw");
	rtk_shared_init();
}

/*
 * The callbacks.  Tables are read only: without ExecForeignInsert and its like
 * PostgreSQL itself refuses to write.
 */
Datum
rtk_fdw_handler(PG_FUNCTION_ARGS)
{
	FdwRoutine *routine = makeNode(FdwRoutine);

	/* plan.c, path.c */
	routine->GetForeignRelSize = rtkGetForeignRelSize;
	routine->GetForeignPaths = rtkGetForeignPaths;
	routine->GetForeignPlan = rtkGetForeignPlan;

	/* join.c */
	routine->GetForeignJoinPaths = rtkGetForeignJoinPaths;

	/* upper.c */
	routine->GetForeignUpperPaths = rtkGetForeignUpperPaths;

	/* scan.c */
	routine->BeginForeignScan = rtkBeginForeignScan;
	routine->IterateForeignScan = rtkIterateForeignScan;
	routine->ReScanForeignScan = rtkReScanForeignScan;
	routine->EndForeignScan = rtkEndForeignScan;

	/* async.c */
	routine->IsForeignPathAsyncCapable = rtkIsForeignPathAsyncCapable;
	routine->ForeignAsyncRequest = rtkForeignAsyncRequest;
	routine->ForeignAsyncConfigureWait = rtkForeignAsyncConfigureWait;
	routine->ForeignAsyncNotify = rtkForeignAsyncNotify;

	/* explain.c */
	routine->ExplainForeignScan = rtkExplainForeignScan;

	/* analyze.c */
	routine->AnalyzeForeignTable = rtkAnalyzeForeignTable;

	/* import.c */
	routine->ImportForeignSchema = rtkImportForeignSchema;

	PG_RETURN_POINTER(routine);
}
