/*
 * convert.c
 *		The conversions of JSON text, by type.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "convert.h"
#include "number.h"
#include "numeric_read.h"
#include "option.h"
#include "timestamp.h"

typedef struct RtkKind
{
	Oid			type;
	RtkConvert	convert;
} RtkKind;

/* A JSON number, or a string that holds one. */
static int
read_number(RtkConverter *converter, RtkText value, RtkText *number)
{
	int			sqlstate = 0;

	*number = value;
	if (rtk_json_is_string(value))
		sqlstate = rtk_convert_text(converter, value, number);
	if (sqlstate == 0 && !rtk_number_is(number->at, number->len))
		sqlstate = ERRCODE_INVALID_TEXT_REPRESENTATION;
	return sqlstate;
}

static bool
equals(RtkText text, const char *word)
{
	return text.len == strlen(word) && memcmp(text.at, word, text.len) == 0;
}

/* Any type that is none of those below */
static int
convert_other(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	RtkText		text;
	int			sqlstate = rtk_convert_text(converter, value, &text);

	if (sqlstate != 0)
		return sqlstate;
	return rtk_convert_input(converter, text, &result->value);
}

/* text, varchar, bpchar */
static int
convert_text(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	RtkText		text;
	int			sqlstate;

	if (converter->typmod >= 0) /* a length to keep to */
		return convert_other(converter, value, result);
	sqlstate = rtk_convert_text(converter, value, &text);
	if (sqlstate == 0)
		result->value =
			PointerGetDatum(cstring_to_text_with_len(text.at, text.len));
	return sqlstate;
}

/* json keeps the text; the reply has been checked already. */
static int
convert_json(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	result->value =
		PointerGetDatum(cstring_to_text_with_len(value.at, value.len));
	return 0;
}

static int
convert_jsonb(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	return rtk_convert_jsonb(converter, value, &result->value);
}

/* float4, float8, numeric */
static int
convert_number(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	RtkText		number;
	double		nearest;
	Numeric		numeric;
	int			sqlstate = read_number(converter, value, &number);

	if (sqlstate != 0)
		return sqlstate;
	if (converter->type == FLOAT8OID &&
		rtk_number_double(number.at, number.len, &nearest))
		result->value = Float8GetDatum(nearest);
	else if (converter->type == NUMERICOID && converter->typmod < 0 &&
			 rtk_numeric_read(number, &numeric))
		result->value = NumericGetDatum(numeric);
	else
		return rtk_convert_input(converter, number, &result->value);
	return 0;
}

/* int2, int4, int8, which take 3.0 and 1e2 too but lose nothing */
static int
convert_integer(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	RtkText		number;
	int64_t		integer = 0;
	int			sqlstate = read_number(converter, value, &number);

	if (sqlstate != 0)
		return sqlstate;
	switch (rtk_number_scaled(number.at, number.len, 0, &integer))
	{
		case RTK_NUMBER_EXACT:
			break;
		case RTK_NUMBER_TOO_LARGE:
			return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
		default:
			return ERRCODE_INVALID_TEXT_REPRESENTATION;
	}
	if (converter->type == INT8OID)
		result->value = Int64GetDatum(integer);
	else if (converter->type == INT4OID &&
			 integer >= PG_INT32_MIN && integer <= PG_INT32_MAX)
		result->value = Int32GetDatum((int32) integer);
	else if (converter->type == INT2OID &&
			 integer >= PG_INT16_MIN && integer <= PG_INT16_MAX)
		result->value = Int16GetDatum((int16) integer);
	else
		return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
	return 0;
}

/* true, "true", 1 and the same of false; nothing else is certain */
static int
convert_boolean(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	RtkText		text = value;
	int64_t		number = -1;
	int			sqlstate = 0;

	if (rtk_json_is_string(value))
		sqlstate = rtk_convert_text(converter, value, &text);
	else if (rtk_number_scaled(value.at, value.len, 0, &number) !=
			 RTK_NUMBER_EXACT)
		number = -1;
	if (sqlstate != 0)
		return sqlstate;
	if (equals(text, "true") || number == 1)
		result->value = BoolGetDatum(true);
	else if (equals(text, "false") || number == 0)
		result->value = BoolGetDatum(false);
	else
		return ERRCODE_INVALID_TEXT_REPRESENTATION;
	return 0;
}

/* Microseconds since 2000 in UTC as the type of the column */
static Datum
time_datum(RtkConverter *converter, Timestamp usec)
{
	Timestamp	day = usec / USECS_PER_DAY;

	if (converter->type == DATEOID)
		return DateADTGetDatum((DateADT) (usec % USECS_PER_DAY < 0 ?
										  day - 1 : day));
	if (converter->typmod < 0)
		return TimestampGetDatum(usec);
	return DirectFunctionCall2(timestamp_scale, TimestampGetDatum(usec),
							   Int32GetDatum(converter->typmod));
}

/* The SQLSTATE that PostgreSQL gives such times */
static int
time_sqlstate(RtkTimeFault fault)
{
	switch (fault)
	{
		case RTK_TIME_OK:
			return 0;
		case RTK_TIME_OUT_OF_RANGE:
			return ERRCODE_DATETIME_FIELD_OVERFLOW;
		case RTK_TIME_INVALID:
			break;
	}
	return ERRCODE_INVALID_DATETIME_FORMAT;
}

/* timestamptz, timestamp, date; the API writes "" and "null" for none */
static int
convert_time(RtkConverter *converter, RtkText value, NullableDatum *result)
{
	RtkText		text;
	RtkTimeFault fault;
	int64_t		usec = 0;
	int			sqlstate;

	if (!rtk_json_is_string(value))
		fault = rtk_timestamp_from_epoch(value.at, value.len, &usec);
	else
	{
		sqlstate = rtk_convert_text(converter, value, &text);
		if (sqlstate != 0)
			return sqlstate;
		if (text.len == 0 || equals(text, "null"))
		{
			result->isnull = true;
			return 0;
		}
		fault = rtk_timestamp_read(text.at, text.len, &usec);
	}
	if (fault == RTK_TIME_OK)
		result->value = time_datum(converter, usec);
	return time_sqlstate(fault);
}

/* Types with a conversion of their own */
static const RtkKind kinds[] = {
	{TEXTOID, convert_text},
	{VARCHAROID, convert_text},
	{BPCHAROID, convert_text},
	{JSONOID, convert_json},
	{JSONBOID, convert_jsonb},
	{FLOAT4OID, convert_number},
	{FLOAT8OID, convert_number},
	{NUMERICOID, convert_number},
	{INT2OID, convert_integer},
	{INT4OID, convert_integer},
	{INT8OID, convert_integer},
	{BOOLOID, convert_boolean},
	{TIMESTAMPTZOID, convert_time},
	{TIMESTAMPOID, convert_time},
	{DATEOID, convert_time}
};

RtkConvert
rtk_convert_find(Oid type)
{
	for (int i = 0; i < lengthof(kinds); i++)
	{
		if (kinds[i].type == type)
			return kinds[i].convert;
	}
	return convert_other;
}
