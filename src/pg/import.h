/*
 * import.h
 *		IMPORT FOREIGN SCHEMA realtime_kit.
 */
#ifndef RTK_IMPORT_H
#define RTK_IMPORT_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/* FdwRoutine.ImportForeignSchema: one table for each resource, no request. */
extern List *rtkImportForeignSchema(ImportForeignSchemaStmt *stmt,
									Oid serverOid);

#endif							/* RTK_IMPORT_H */
