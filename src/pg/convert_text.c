/*
 * convert_text.c
 *		JSON text as jsonb, as the text that ->> gives, and as what an input
 *		function reads.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "convert.h"
#include "encoding.h"
#include "option.h"

/* Numbers up to this length are printed by jsonb as they were written. */
#define PLAIN_NUMBER_LEN 64

/* A NUL-terminated copy, valid until the next one. */
static char *
as_cstring(RtkConverter *converter, RtkText text)
{
	resetStringInfo(&converter->buffer);
	appendBinaryStringInfo(&converter->buffer, text.at, text.len);
	return converter->buffer.data;
}

int
rtk_convert_input(RtkConverter *converter, RtkText text, Datum *datum)
{
	int			sqlstate = 0;

	if (converter->type == TEXTOID)
	{
		*datum = PointerGetDatum(cstring_to_text_with_len(text.at, text.len));
		return 0;
	}
	(void) rtk_input_safely(&converter->input, as_cstring(converter, text),
							converter->ioparam, converter->typmod, datum,
							&sqlstate);
	return sqlstate;
}

int
rtk_convert_jsonb(RtkConverter *converter, RtkText value, Datum *datum)
{
	int			sqlstate = 0;

	if (converter->policy->on_nul == RTK_NUL_STRIP)
		value = rtk_encoding_strip_nul(value);
	if (rtk_jsonb_write(&converter->jsonb, value, datum))
		return 0;
	(void) rtk_input_safely(&converter->jsonb_in,
							as_cstring(converter, value), JSONBOID, -1,
							datum, &sqlstate);
	return sqlstate;
}

/* Is this the number as numeric_out() would print it?  Else ask that. */
static bool
is_plain_number(RtkText value)
{
	if (value.len > PLAIN_NUMBER_LEN ||
		memchr(value.at, 'e', value.len) != NULL ||
		memchr(value.at, 'E', value.len) != NULL)
		return false;
	if (value.at[0] == '-')		/* -0 is 0 */
		return value.len > 1 && value.at[1] != '0';
	return value.at[0] >= '0' && value.at[0] <= '9';
}

/* The text that ->> gives, where it can be seen without parsing. */
static bool
read_plain_text(RtkText value, RtkText *text)
{
	if (rtk_json_is_string(value))
	{
		text->at = value.at + 1;
		text->len = value.len - 2;
		return memchr(text->at, '\\', text->len) == NULL;
	}
	*text = value;
	return rtk_json_is_true(value) || rtk_json_is_false(value) ||
		is_plain_number(value);
}

/* The text of a string with escapes, where jsonb need not judge it. */
static bool
decode_text(RtkText value, RtkText *text)
{
	RtkText		written = {value.at + 1, value.len - 2};
	char	   *decoded;

	if (!rtk_json_is_string(value))
		return false;
	decoded = palloc(written.len);
	text->at = decoded;
	return rtk_encoding_decode(written, decoded, &text->len);
}

int
rtk_convert_text(RtkConverter *converter, RtkText value, RtkText *text)
{
	Datum		datum;
	Jsonb	   *jsonb;
	JsonbValue	scalar;
	int			sqlstate;

	if (read_plain_text(value, text) || decode_text(value, text))
		return 0;
	sqlstate = rtk_convert_jsonb(converter, value, &datum);
	if (sqlstate != 0)
		return sqlstate;
	jsonb = DatumGetJsonbP(datum);
	if (JsonbExtractScalar(&jsonb->root, &scalar) && scalar.type == jbvString)
	{
		text->at = scalar.val.string.val;
		text->len = scalar.val.string.len;
		return 0;
	}
	text->at = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
	text->len = strlen(text->at);
	return 0;
}
