/*
 * import.c
 *		Foreign tables from the table of resources.
 */
#include "postgres.h"

#include "foreign/fdwapi.h"
#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"

#include "import.h"
#include "lookup.h"
#include "nearest.h"

#define REMOTE_SCHEMA "realtime_kit"

/* Qualified where a type of the same name could come before it. */
static const char *
type_name(RtkType type)
{
	switch (type)
	{
		case RTK_FLOAT8:
			return "double precision";
		case RTK_INTEGER:
			return "integer";
		case RTK_BIGINT:
			return "bigint";
		case RTK_DATE:
			return "pg_catalog.date";
		case RTK_BOOLEAN:
			return "boolean";
		case RTK_TIMESTAMPTZ:
			return "timestamp with time zone";
		case RTK_JSONB:
			return "pg_catalog.jsonb";
		case RTK_TEXT:
			break;
	}
	return "pg_catalog.text";
}

/*
 * The table's command.  It names the resource even though the table has its
 * name, so that the table can be renamed.
 */
static char *
table_command(const RtkResource *resource, const char *server)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "CREATE FOREIGN TABLE %s (",
					 quote_identifier(resource->name));
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const RtkColumn *column = &resource->columns[i];

		appendStringInfo(&sql, "%s\n\t%s %s", i > 0 ? "," : "",
						 quote_identifier(column->name),
						 type_name(column->type));
	}
	appendStringInfo(&sql, "\n) SERVER %s OPTIONS (resource %s)",
					 quote_identifier(server),
					 quote_literal_cstr(resource->name));
	return sql.data;
}

/* LIMIT TO a table that there is not would otherwise import nothing. */
static void
check_limit(List *tables)
{
	ListCell   *lc;

	foreach(lc, tables)
	{
		const char *name = lfirst_node(RangeVar, lc)->relname;
		const char *nearest;

		if (rtk_lookup_resource(name) != NULL)
			continue;
		nearest = rtk_nearest_resource(name);
		ereport(ERROR,
				(errcode(ERRCODE_FDW_TABLE_NOT_FOUND),
				 errmsg("foreign schema \"%s\" has no table \"%s\"",
						REMOTE_SCHEMA, name),
				 nearest != NULL ?
				 errhint("Perhaps you meant the table \"%s\".", nearest) :
				 errhint("The function rtk_tables() lists the tables.")));
	}
}

/* Refuse what would be ignored otherwise. */
static void
check_statement(ImportForeignSchemaStmt *stmt)
{
	if (strcmp(stmt->remote_schema, REMOTE_SCHEMA) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_SCHEMA_NOT_FOUND),
				 errmsg("foreign schema \"%s\" does not exist",
						stmt->remote_schema),
				 errhint("The only foreign schema is \"%s\".",
						 REMOTE_SCHEMA)));
	if (stmt->options != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_INVALID_OPTION_NAME),
				 errmsg("invalid option \"%s\"",
						linitial_node(DefElem, stmt->options)->defname),
				 errhint("There are no valid options in this context.")));
	if (stmt->list_type == FDW_IMPORT_SCHEMA_LIMIT_TO)
		check_limit(stmt->table_list);
}

List *
rtkImportForeignSchema(ImportForeignSchemaStmt *stmt, Oid serverOid)
{
	const char *server = GetForeignServer(serverOid)->servername;
	List	   *commands = NIL;

	check_statement(stmt);
	for (int i = 0; rtk_resources[i] != NULL; i++)
	{
		if (IsImportableForeignTable(rtk_resources[i]->name, stmt))
			commands = lappend(commands,
							   table_command(rtk_resources[i], server));
	}
	return commands;
}
