/*
 * datum.c
 *		JSON text to Datum: one column's values, and those that do not fit.
 *
 * Messages are our own: those of the input functions show the value, and
 * values are personal data.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "convert.h"
#include "datum.h"
#include "encoding.h"
#include "failure.h"
#include "option.h"

/* Longest id that messages show, and its end. */
#define SHOWN_ID_SIZE 80

RtkConverter *
rtk_datum_converter(Form_pg_attribute attribute, const char *column,
					const char *path, RtkDatumPolicy *policy)
{
	RtkConverter *converter = palloc0(sizeof(RtkConverter));
	Oid			input;

	converter->policy = policy;
	converter->column = pstrdup(column);
	converter->path = pstrdup(path);
	converter->context = CurrentMemoryContext;
	converter->typmod = attribute->atttypmod;
	converter->type = getBaseTypeAndTypmod(attribute->atttypid,
										   &converter->typmod);
	if (converter->type != attribute->atttypid)
		converter->domain = attribute->atttypid;
	converter->convert = rtk_convert_find(converter->type);
	getTypeInputInfo(converter->type, &input, &converter->ioparam);
	fmgr_info(input, &converter->input);
	fmgr_info(F_JSONB_IN, &converter->jsonb_in);
	converter->jsonb.context = CurrentMemoryContext;
	initStringInfo(&converter->buffer);
	return converter;
}

/* What is wrong with the value, for "%s type %s" */
static const char *
problem(int sqlstate)
{
	switch (sqlstate)
	{
		case ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE:
		case ERRCODE_DATETIME_FIELD_OVERFLOW:
			return "value is out of range for";
		case ERRCODE_STRING_DATA_RIGHT_TRUNCATION:
			return "value is too long for";
		case ERRCODE_UNTRANSLATABLE_CHARACTER:
			return "value has a character that has no place in";
		default:
			return "value does not fit";
	}
}

const char *
rtk_datum_row_id(const RtkDatumPolicy *policy)
{
	char		shown[SHOWN_ID_SIZE];
	RtkText		text = {shown, 0};

	if (policy->row_id.at == NULL)
		return NULL;
	rtk_failure_copy(shown, sizeof(shown), policy->row_id.at,
					 policy->row_id.len);
	text.len = strlen(shown);
	return rtk_encoding_to_server(&text) ? pnstrdup(text.at, text.len) : NULL;
}

/* Raise the error of a value that does not fit. */
static void
refuse(const RtkConverter *converter, int sqlstate)
{
	const RtkDatumPolicy *policy = converter->policy;
	const char *row_id = rtk_datum_row_id(policy);
	bool		character = sqlstate == ERRCODE_UNTRANSLATABLE_CHARACTER;

	ereport(ERROR,
			(errcode(sqlstate),
			 errmsg("could not convert a value of \"%s\".\"%s\": %s type %s",
					policy->relname, converter->column, problem(sqlstate),
					format_type_be(converter->type)),
			 row_id != NULL ?
			 errdetail("The row is \"%s\", the JSON path is \"%s\".",
					   row_id, converter->path) :
			 errdetail("The JSON path is \"%s\".", converter->path),
			 character && policy->on_nul == RTK_NUL_ERROR ?
			 errhint("Set the option on_nul of the foreign table or its server "
					 "to \"strip\" to leave out \\u0000, or on_bad_value to "
					 "\"null\" to read such values as NULL.") :
			 errhint("Set the option on_bad_value of the foreign table or its "
					 "server to \"null\" to read such values as NULL.")));
}

/* Apply the policy and the domain's checks to the outcome of a conversion. */
static Datum
settle(RtkConverter *converter, int sqlstate, NullableDatum *result,
	   bool *isnull)
{
	if (sqlstate != 0)
	{
		if (converter->policy->on_bad_value == RTK_BAD_VALUE_ERROR)
			refuse(converter, sqlstate);
		converter->policy->nulled++;
		result->isnull = true;
	}
	if (result->isnull)
		result->value = (Datum) 0;
	if (OidIsValid(converter->domain))
		domain_check(result->value, result->isnull, converter->domain,
					 &converter->domain_cache, converter->context);
	*isnull = result->isnull;
	return result->value;
}

Datum
rtk_datum_from_json(RtkConverter *converter, RtkText value, bool *isnull)
{
	NullableDatum result = {0};
	int			sqlstate = 0;

	if (rtk_json_is_null(value))
		result.isnull = true;
	else
	{
		value = rtk_encoding_unescape(value);
		sqlstate = rtk_encoding_to_server(&value) ?
			converter->convert(converter, value, &result) :
			ERRCODE_UNTRANSLATABLE_CHARACTER;
	}
	return settle(converter, sqlstate, &result, isnull);
}

Datum
rtk_datum_from_string(RtkConverter *converter, const char *string,
					  bool *isnull)
{
	NullableDatum result = {0};
	RtkText		text = {string, string != NULL ? strlen(string) : 0};
	int			sqlstate = 0;

	if (string == NULL)
		result.isnull = true;
	else if (!rtk_encoding_to_server(&text))
		sqlstate = ERRCODE_UNTRANSLATABLE_CHARACTER;
	else
		sqlstate = rtk_convert_input(converter, text, &result.value);
	return settle(converter, sqlstate, &result, isnull);
}
