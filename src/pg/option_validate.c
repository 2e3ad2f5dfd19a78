/*
 * option_validate.c
 *		The validator: what CREATE and ALTER may set, and who may set it.
 *
 * It never opens a connection and never requires an option: a dump restores
 * servers and mappings in any order, and mappings without options.  It sees
 * all options that an object will have, not only those that change.
 */
#include "compat.h"

#include "access/reloptions.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_foreign_table.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/acl.h"

#include "nearest.h"
#include "option_table.h"

/* Which RTK_ON_... is the catalog?  0: one where no option is allowed. */
static int
where_of(Oid catalog)
{
	switch (catalog)
	{
		case ForeignServerRelationId:
			return RTK_ON_SERVER;
		case UserMappingRelationId:
			return RTK_ON_MAPPING;
		case ForeignTableRelationId:
			return RTK_ON_TABLE;
		case AttributeRelationId:
			return RTK_ON_COLUMN;
		default:
			return 0;
	}
}

/* "a server or a foreign table" */
static const char *
places_text(int where)
{
	switch (where)
	{
		case RTK_ON_SERVER:
			return _("a server");
		case RTK_ON_MAPPING:
			return _("a user mapping");
		case RTK_ON_TABLE:
			return _("a foreign table");
		case RTK_ON_COLUMN:
			return _("a column of a foreign table");
		default:
			return _("a server or a foreign table");
	}
}

/* "a, b, c": the options that are allowed here. */
static char *
allowed_names(int where)
{
	StringInfoData names;
	const RtkOption *option;

	initStringInfo(&names);
	for (option = rtk_option_table; option->name != NULL; option++)
	{
		if (option->where & where)
			appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "",
							 option->name);
	}
	return names.data;
}

/* Raise HV00D for a name that is no option. */
static void
refuse_unknown(const char *name, int where)
{
	RtkNearest	nearest;
	const RtkOption *option;

	rtk_nearest_start(&nearest, name);
	for (option = rtk_option_table; option->name != NULL; option++)
	{
		if (option->where & where)
			rtk_nearest_consider(&nearest, option->name);
	}
	ereport(ERROR,
			(errcode(ERRCODE_FDW_INVALID_OPTION_NAME),
			 errmsg("invalid option \"%s\"", name),
			 where == 0 ?
			 errhint("There are no valid options in this context.") :
			 nearest.match != NULL ?
			 errhint("Perhaps you meant the option \"%s\".", nearest.match) :
			 errhint("Valid options in this context are: %s.",
					 allowed_names(where))));
}

/* Is the option known and in its place?  Returns it. */
static const RtkOption *
check_name(const char *name, int where)
{
	const RtkOption *option = rtk_option_find(name);

	if (option == NULL)
		refuse_unknown(name, where);
	else if ((option->where & where) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FDW_INVALID_OPTION_NAME),
				 errmsg("invalid option \"%s\"", name),
				 errhint("It is an option of %s.",
						 places_text(option->where))));
	return option;
}

/* May the current role set it?  Error 42501. */
static void
check_setter(const RtkOption *option)
{
	if (option->setter == RTK_SET_BY_ALL || superuser())
		return;
	if (option->setter == RTK_SET_BY_FILE_READERS &&
		has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied to set option \"%s\"", option->name),
			 option->setter == RTK_SET_BY_SUPERUSER ?
			 errdetail("Only a superuser may set it.") :
			 errdetail("Only a superuser or a role with privileges of \"%s\" "
					   "may set it.", "pg_read_server_files")));
}

/* A mapping has one token: which of two counts must not be a guess. */
static void
check_one_token(List *defs)
{
	const char *first = NULL;
	ListCell   *lc;

	foreach(lc, defs)
	{
		const char *name = lfirst_node(DefElem, lc)->defname;

		if (first != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_FDW_INVALID_OPTION_NAME),
					 errmsg("options \"%s\" and \"%s\" exclude each other",
							first, name)));
		first = name;
	}
}

PGDLLEXPORT Datum rtk_fdw_validator(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rtk_fdw_validator);

Datum
rtk_fdw_validator(PG_FUNCTION_ARGS)
{
	List	   *defs = untransformRelOptions(PG_GETARG_DATUM(0));
	int			where = where_of(PG_GETARG_OID(1));
	RtkOptions	checked;
	ListCell   *lc;

	foreach(lc, defs)
	{
		DefElem    *def = lfirst_node(DefElem, lc);
		const RtkOption *option = check_name(def->defname, where);

		check_setter(option);
		rtk_option_set(&checked, option, defGetString(def));
	}
	if (where == RTK_ON_MAPPING)
		check_one_token(defs);
	PG_RETURN_VOID();
}
