/*
 * qual_check.c
 *		Clauses on request parameters that could not be sent.
 */
#include "postgres.h"

#include "qual.h"

void
rtk_qual_refuse(const RtkAttribute *attribute)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("column \"%s\" is a request parameter and can only be "
					"compared by \"=\" or IN with a known value",
					attribute->name),
			 errdetail("The column shows the value that was sent, and is null "
					   "when none was."),
			 errhint("Compare it with a constant, a parameter or a subquery, "
					 "or filter by a column of the row. In an outer join, "
					 "write the comparison inside a subquery.")));
	pg_unreachable();
}

void
rtk_qual_check(const RtkQualContext *context, List *rinfos)
{
	ListCell   *lc;

	foreach(lc, rinfos)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, lc);
		Bitmapset  *used;
		int			attnum = -1;

		if (rtk_qual_match(context, rinfo->clause) != NULL)
			continue;
		used = rtk_column_named(context->map, (Node *) rinfo->clause,
								context->rel->relid, NULL);
		while ((attnum = bms_next_member(used, attnum)) >= 0)
		{
			const RtkAttribute *att = rtk_column_get(context->map, attnum);

			if (att->kind == RTK_KEY_QUERY)
				rtk_qual_refuse(att);
		}
	}
}
