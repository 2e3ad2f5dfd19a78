/*
 * test_json.c
 *		The check of JSON text, and reading what has passed it.
 */
#include "jsonwalk.h"

#include <stdlib.h>

#include "tap.h"

/* A copy without room behind it, so that a sanitizer sees any overrun. */
static char *
exact_copy(const char *bytes, size_t len)
{
	char	   *copy = malloc(len > 0 ? len : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, bytes, len);
	return copy;
}

/* The fault of some bytes; where is set when it is not NULL. */
static RtkJsonFault
fault_of(const char *bytes, size_t len, size_t *where)
{
	char	   *body = exact_copy(bytes, len);
	RtkText		document = {body, 0};
	size_t		offset = (size_t) -1;
	RtkJsonFault fault = rtk_json_check(body, len, &document, &offset);

	if (fault != RTK_JSON_OK && document.at != NULL)
		fault = (RtkJsonFault) -1;
	if (fault == RTK_JSON_OK && document.at == NULL)
		fault = (RtkJsonFault) -1;
	if (where != NULL)
		*where = offset;
	free(body);
	return fault;
}

/* A checked document of static text. */
static RtkText
checked(const char *text)
{
	RtkText		document;
	size_t		offset;

	if (rtk_json_check(text, strlen(text), &document, &offset) != RTK_JSON_OK)
	{
		printf("Bail out! not JSON: %s\n", text);
		exit(1);
	}
	return document;
}

/* A value's text as a string of the test, valid until the next but 3. */
static const char *
shown(RtkText value)
{
	static char buffers[4][256];
	static int	next;
	char	   *buffer = buffers[next++ % 4];

	if (value.at == NULL)
		return NULL;
	snprintf(buffer, 256, "%.*s", (int) value.len, value.at);
	return buffer;
}

static RtkText
text_of(const char *bytes)
{
	return (RtkText) {bytes, strlen(bytes)};
}

static char *
nested(const char *opening, const char *middle, const char *closing,
	   size_t depth)
{
	size_t		size = depth * (strlen(opening) + strlen(closing)) +
		strlen(middle) + 1;
	char	   *text = malloc(size);
	char	   *at = text;

	if (text == NULL)
		abort();
	for (size_t i = 0; i < depth; i++, at += strlen(opening))
		memcpy(at, opening, strlen(opening));
	memcpy(at, middle, strlen(middle));
	at += strlen(middle);
	for (size_t i = 0; i < depth; i++, at += strlen(closing))
		memcpy(at, closing, strlen(closing));
	*at = '\0';
	return text;
}

static void
test_corpus(void)
{
#define CASE(name, bytes, fault) \
	is_int(fault_of(bytes, sizeof(bytes) - 1, NULL), RTK_JSON_##fault, \
		   "corpus: %s", name);
#define NESTED(name, opening, middle, closing, depth, fault) \
	{ \
		char	   *text = nested(opening, middle, closing, depth); \
\
		is_int(fault_of(text, strlen(text), NULL), RTK_JSON_##fault, \
			   "corpus: %s", name); \
		free(text); \
	}
#include "json_cases.inc"
#undef CASE
#undef NESTED
}

static void
test_faults(void)
{
	static const struct
	{
		const char *bytes;
		RtkJsonFault fault;
		size_t		offset;
	}			cases[] = {
		{"x", RTK_JSON_INVALID, 0},
		{"{\"a\":1}x", RTK_JSON_INVALID, 7},
		{"[1 2]", RTK_JSON_INVALID, 3},
		{"[01]", RTK_JSON_INVALID, 2},
		{"[1}", RTK_JSON_INVALID, 2},
		{"{\"a\":1]", RTK_JSON_INVALID, 6},
		{"{\"a\",1}", RTK_JSON_INVALID, 4},
		{"[{},{]", RTK_JSON_INVALID, 5},
		{"[truth]", RTK_JSON_INVALID, 4},
		{"nulls", RTK_JSON_INVALID, 4},
		{"\"\\u00g0\"", RTK_JSON_INVALID, 5},
		{"\"tab\there\"", RTK_JSON_INVALID, 4},
		{"[1]\xC3\xA9", RTK_JSON_INVALID, 3},
		{"[1]\xC3", RTK_JSON_INVALID, 3},
		{"[1]\xC3(", RTK_JSON_NOT_UTF8, 3},
		{"[\xFF", RTK_JSON_NOT_UTF8, 1},
		{"{\"a\":\x80}", RTK_JSON_NOT_UTF8, 5},
		{"\"\xE2\x82(\"", RTK_JSON_NOT_UTF8, 1},
		{"\"\xC3\xA9\xC3\xA9\xED\xB0\x80\"", RTK_JSON_NOT_UTF8, 5},
		{"\xEF\xBB\xBF", RTK_JSON_TRUNCATED, 3},
		{"\xEF\xBB", RTK_JSON_TRUNCATED, 2},
		{"\xEF\xBB\xBF []", RTK_JSON_OK, 6},
		{" \xEF\xBB\xBF[]", RTK_JSON_INVALID, 1},
		{"\xEF\xBB\xBF\xEF\xBB\xBF[]", RTK_JSON_INVALID, 3},
		{"\xEF(", RTK_JSON_NOT_UTF8, 0},
		{"\xEF\xBB(", RTK_JSON_NOT_UTF8, 0},
		{"\xEF", RTK_JSON_TRUNCATED, 1},
		{"\"\xF0\x9F\x98", RTK_JSON_TRUNCATED, 4},
		{"\"\\", RTK_JSON_TRUNCATED, 2},
		{"\"\\u12", RTK_JSON_TRUNCATED, 5},
		{"-", RTK_JSON_TRUNCATED, 1},
		{"1.", RTK_JSON_TRUNCATED, 2},
		{"1e-", RTK_JSON_TRUNCATED, 3},
		{"{", RTK_JSON_TRUNCATED, 1},
		{"{\"a\"", RTK_JSON_TRUNCATED, 4},
		{"{\"a\":1,", RTK_JSON_TRUNCATED, 7},
		{"[1, ", RTK_JSON_TRUNCATED, 4},
		{"\t\r\n ", RTK_JSON_TRUNCATED, 4},
		{" [] \r\n\t", RTK_JSON_OK, 7},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t		offset;

		is_int(fault_of(cases[i].bytes, strlen(cases[i].bytes), &offset),
			   cases[i].fault, "fault of case %zu", i);
		is_int((long long) offset, (long long) cases[i].offset,
			   "offset of case %zu", i);
	}
}

static void
test_depth(void)
{
	static const struct
	{
		const char *opening;
		const char *middle;
		const char *closing;
		size_t		depth;
		RtkJsonFault fault;
	}			cases[] = {
		{"[", "", "]", 65, RTK_JSON_TOO_DEEP},
		{"[", "[]", "]", 63, RTK_JSON_OK},
		{"[", "[]", "]", 64, RTK_JSON_TOO_DEEP},
		{"{\"a\":", "1", "}", 64, RTK_JSON_OK},
		{"{\"a\":", "1", "}", 65, RTK_JSON_TOO_DEEP},
		{"{\"a\":", "{}", "}", 64, RTK_JSON_TOO_DEEP},
		{"[{\"a\":", "null", "}]", 32, RTK_JSON_OK},
		{"[{\"a\":", "[1]", "}]", 32, RTK_JSON_TOO_DEEP},
		{"[[],{},", "1", "]", 63, RTK_JSON_OK},
		{"[{\"a\":", "1", "]}", 2, RTK_JSON_INVALID},
		{"[", "", "", 1000000, RTK_JSON_TOO_DEEP},
		{"[", "", "", 64, RTK_JSON_TRUNCATED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char	   *text = nested(cases[i].opening, cases[i].middle,
								  cases[i].closing, cases[i].depth);

		is_int(fault_of(text, strlen(text), NULL), cases[i].fault,
			   "depth case %zu", i);
		free(text);
	}
}

/* An array of n values of a kind, and what the check says of it. */
static RtkJsonFault
fault_of_many(const char *value, size_t n)
{
	size_t		len = strlen(value);
	char	   *text = malloc(n * (len + 1) + 2);
	char	   *at = text;
	RtkJsonFault fault;

	for (size_t i = 0; i < n; i++)
	{
		*at++ = i == 0 ? '[' : ',';
		memcpy(at, value, len);
		at += len;
	}
	*at++ = ']';
	fault = fault_of(text, (size_t) (at - text), NULL);
	free(text);
	return fault;
}

/* The array around them is a value, too. */
static void
test_values(void)
{
	size_t		most = RTK_JSON_MAX_VALUES - 1;

	is_int(fault_of_many("0", most), RTK_JSON_OK, "as many values as may be");
	is_int(fault_of_many("0", most + 1), RTK_JSON_TOO_DENSE, "one more");
	is_int(fault_of_many("{}", most + 1), RTK_JSON_TOO_DENSE, "objects");
	is_int(fault_of_many("{\"a\":1}", most / 2 + 1), RTK_JSON_TOO_DENSE,
		   "members count");
	is_int(fault_of_many("\"01234567890123\"", most + 1), RTK_JSON_OK,
		   "more, of 16 bytes and a comma each");
}

/* One fault at every place of a word, so that none hides between two. */
static void
test_alignment(void)
{
	static const struct
	{
		const char *bytes;
		RtkJsonFault fault;
	}			cases[] = {
		{"\x1F", RTK_JSON_INVALID},
		{"\x01", RTK_JSON_INVALID},
		{" ", RTK_JSON_OK},
		{"!", RTK_JSON_OK},
		{"#", RTK_JSON_OK},
		{"[]", RTK_JSON_OK},
		{"\x7F", RTK_JSON_OK},
		{"\\\"", RTK_JSON_OK},
		{"\\\\", RTK_JSON_OK},
		{"\\a", RTK_JSON_INVALID},
		{"\"", RTK_JSON_INVALID},
		{"\x80", RTK_JSON_NOT_UTF8},
		{"\xC1\xBF", RTK_JSON_NOT_UTF8},
		{"\xC2\x80", RTK_JSON_OK},
		{"\xDF\xBF", RTK_JSON_OK},
		{"\xDF\xC0", RTK_JSON_NOT_UTF8},
		{"\xE0\x9F\xBF", RTK_JSON_NOT_UTF8},
		{"\xE0\xA0\x80", RTK_JSON_OK},
		{"\xED\x9F\xBF", RTK_JSON_OK},
		{"\xED\xA0\x80", RTK_JSON_NOT_UTF8},
		{"\xEF\xBF\xBF", RTK_JSON_OK},
		{"\xF0\x8F\xBF\xBF", RTK_JSON_NOT_UTF8},
		{"\xF0\x90\x80\x80", RTK_JSON_OK},
		{"\xF4\x8F\xBF\xBF", RTK_JSON_OK},
		{"\xF4\x90\x80\x80", RTK_JSON_NOT_UTF8},
		{"\xF5\x80\x80\x80", RTK_JSON_NOT_UTF8},
		{"\xFE", RTK_JSON_NOT_UTF8},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		int			wrong = 0;

		for (int before = 0; before < 20; before++)
		{
			for (int after = 0; after < 12; after++)
			{
				char		text[64];
				int			len = snprintf(text, sizeof(text),
										   "\"%.*s%s%.*s\"", before,
										   "abcdefghijklmnopqrst",
										   cases[i].bytes, after,
										   "uvwxyzABCDEF");

				if (fault_of(text, (size_t) len, NULL) != cases[i].fault)
					wrong++;
			}
		}
		is_int(wrong, 0, "string bytes of case %zu at any place", i);
	}
}

/* Each byte after a backslash. */
static void
test_escapes(void)
{
	for (int c = 1; c < 256; c++)
	{
		char		text[] = {'"', '\\', (char) c, '0', '0', '0', '0', '"'};
		RtkJsonFault fault = fault_of(text, sizeof(text), NULL);

		if (strchr("\"\\/bfnrtu", c) == NULL)
			ok(fault == RTK_JSON_INVALID || (c >= 0x80 &&
											 fault == RTK_JSON_NOT_UTF8),
			   "byte %d is no escape", c);
		else
			is_int(fault, RTK_JSON_OK, "byte %d is one", c);
	}
}

/* Whatever is cut off a valid document, it is never called invalid. */
static void
test_prefixes(void)
{
	static const char *const documents[] = {
		"\xEF\xBB\xBF {\"data\": [{\"id\": \"\\u00e9\\n\xF0\x9F\x98\x80\","
		" \"n\": -12.5e+3, \"t\": true, \"f\": false, \"z\": null,"
		" \"empty\": [{}, [], \"\"]}], \"success\": true} \n",
		"[[[1,2],{\"a\":{\"b\":[0]}}],-0.0,\"abcdefghijklmnop\"]",
		"[\"\xE2\x82\xAC\xC3\xA9\xED\x9F\xBF\xF4\x8F\xBF\xBF\"]"
	};

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
	{
		size_t		len = strlen(documents[i]);
		size_t		whole = len;
		int			wrong = 0;

		while (documents[i][whole - 1] == ' ' ||
			   documents[i][whole - 1] == '\n')
			whole--;
		for (size_t cut = 0; cut <= len; cut++)
		{
			RtkJsonFault expected = cut < whole ? RTK_JSON_TRUNCATED :
				RTK_JSON_OK;

			if (fault_of(documents[i], cut, NULL) != expected)
				wrong++;
		}
		is_int(wrong, 0, "prefixes of document %zu", i);
	}
}

static void
test_document(void)
{
	is_str(shown(checked("\xEF\xBB\xBF \n {\"a\" : 1} \t")), "{\"a\" : 1}",
		   "the document stands without blanks and byte order mark");
	is_str(shown(checked(" 12 ")), "12", "a bare number");
	is_str(shown(checked("null")), "null", "a bare null");
}

static void
test_kinds(void)
{
	static const char *const values[] = {
		"{}", "[]", "\"\"", "null", "true", "false", "1", "-1"
	};
	RtkText		none = {NULL, 0};

	for (int i = 0; i < 8; i++)
	{
		RtkText		value = checked(values[i]);

		ok(rtk_json_is_object(value) == (i == 0) &&
		   rtk_json_is_array(value) == (i == 1) &&
		   rtk_json_is_string(value) == (i == 2) &&
		   rtk_json_is_null(value) == (i == 3) &&
		   rtk_json_is_true(value) == (i == 4) &&
		   rtk_json_is_false(value) == (i == 5), "the kind of %s", values[i]);
	}
	ok(rtk_json_is_null(none), "what is absent is null");
	ok(!rtk_json_is_object(none) && !rtk_json_is_array(none) &&
	   !rtk_json_is_string(none) && !rtk_json_is_true(none) &&
	   !rtk_json_is_false(none), "what is absent is nothing else");
}

/* Elements joined by '|'. */
static const char *
joined(const char *text)
{
	static char buffer[256];
	RtkText		array = checked(text);
	const char *position = NULL;
	RtkText		element;

	buffer[0] = '\0';
	while (rtk_json_element(array, &position, &element))
	{
		strcat(buffer, shown(element));
		strcat(buffer, "|");
	}
	if (element.at != NULL || rtk_json_element(array, &position, &element))
		return "does not stay at its end";
	return buffer;
}

static void
test_elements(void)
{
	static const char *const cases[][2] = {
		{"[]", ""},
		{" [ ] ", ""},
		{"[1]", "1|"},
		{"[ 1 , \"a,]\" , {\"b\":[2,\"}\"]} ,[3 , [4]], null , true,-1.5e3 ]",
		"1|\"a,]\"|{\"b\":[2,\"}\"]}|[3 , [4]]|null|true|-1.5e3|"},
		{"[\"\\\\\",\"\\\"\",\"\\\\\\\"\",\"x\"]",
		"\"\\\\\"|\"\\\"\"|\"\\\\\\\"\"|\"x\"|"},
		{"[\"1234567\\\\\",\"12345678\\\"]\",\"abcdef\xC2\xA2\xE2\xA2\xA2\"]",
		"\"1234567\\\\\"|\"12345678\\\"]\"|\"abcdef\xC2\xA2\xE2\xA2\xA2\"|"},
		{"[{\"[\":\"\xC3\x9B\xC3\x9D{\"},[\"]]]]\"],{}\n,[]\t]",
		"{\"[\":\"\xC3\x9B\xC3\x9D{\"}|[\"]]]]\"]|{}|[]|"},
		{"{\"a\":1}", ""},
		{"\"[1]\"", ""},
		{"null", ""},
	};
	RtkText		none = {NULL, 0};
	const char *position = NULL;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_str(joined(cases[i][0]), cases[i][1], "elements of %s", cases[i][0]);
	ok(!rtk_json_element(none, &position, &none), "elements of nothing");
}

static void
test_members(void)
{
	RtkText		names[] = {
		{"a", 1}, {"b", 1}, {"long_member_name", 16}, {"", 0}, {"aa", 2},
		{"\xC3\xA9", 2}, {"id", 2}, {"missing", 7}
	};
	RtkText		values[8];
	RtkText		none = {NULL, 0};

	rtk_json_members(checked(" { \"a\" : 1 , \"long_member_name\":{\"b\":9} ,"
							 "\"b\":[ \"}\" ],\"\":\"empty\",\"aa\":7}"),
					 names, 8, values);
	is_str(shown(values[0]), "1", "a number");
	is_str(shown(values[1]), "[ \"}\" ]", "an array, not a member within");
	is_str(shown(values[2]), "{\"b\":9}", "an object");
	is_str(shown(values[3]), "\"empty\"", "the empty name");
	is_str(shown(values[4]), "7", "a name that begins as another");
	is_str(shown(values[7]), NULL, "a name that is missing");

	rtk_json_members(checked("{\"a\":1,\"b\":2,\"a\":3,\"b\":null}"), names, 8,
					 values);
	is_str(shown(values[0]), "3", "of duplicates the last counts");
	is_str(shown(values[1]), "null", "even when it is null");

	rtk_json_members(checked("{\"\\u0061\":1,\"\\u00E9\":2,\"\\\"\":3,"
							 "\"id\\u0000\":4,\"id\\u0000x\":5}"),
					 names, 8, values);
	is_str(shown(values[0]), "1", "a name with an escape is decoded");
	is_str(shown(values[5]), "2", "beyond ASCII too");
	is_str(shown(values[6]), NULL, "a name with U+0000 is not cut off there");
	rtk_json_members(checked("{\"id\":2,\"id\\u0000\":4}"), names, 8, values);
	is_str(shown(values[6]), "2", "nor does it replace the name before it");
	rtk_json_members(checked("{\"\xC3\xA9\":{}}"), names, 8, values);
	is_str(shown(values[5]), "{}", "a name in UTF-8");
	is_str(shown(rtk_json_get(checked("{\"\\u00E9\xED\x95\x9C\":8}"),
							  "\xC3\xA9\xED\x95\x9C")), "8",
		   "U+D55C begins as half of a surrogate pair does, and is none");

	rtk_json_members(checked("[\"a\",1]"), names, 8, values);
	is_str(shown(values[0]), NULL, "an array has no members");
	values[0] = values[1];
	rtk_json_members(none, names, 8, values);
	is_str(shown(values[0]), NULL, "nothing has no members");
}

static void
test_get(void)
{
	static const char *const cases[][2] = {
		{"", "{\"data\":{\"paging\":{\"total\":5},\"\":{\"x\":6}},\"n\":[1]}"},
		{"n", "[1]"},
		{"data.paging", "{\"total\":5}"},
		{"data.paging.total", "5"},
		{"data..x", "6"},
		{"data.paging.total.x", NULL},
		{"data.missing.total", NULL},
		{"n.0", NULL},
		{"dat", NULL},
		{"data.", "{\"x\":6}"},
	};
	RtkText		value = checked(cases[0][1]);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_str(shown(rtk_json_get(value, cases[i][0])), cases[i][1],
			   "get \"%s\"", cases[i][0]);
}

/* A string decoded at once, or NULL; its room is as small as it may be. */
static char *
decoded(RtkText string)
{
	RtkText		text = {string.at + 1, string.len - 2};
	char	   *room = exact_copy(text.at, text.len);
	char	   *copy = NULL;
	size_t		len;

	if (rtk_json_decode(text, room, &len))
		copy = strndup(room, len);
	free(room);
	return copy;
}

/* U+FFFD is only expected for half of a pair, which decoding at once refuses. */
static void
test_strings(void)
{
	static const char *const cases[][2] = {
		{"\"\"", ""},
		{"\"plain\"", "plain"},
		{"\"caf\xC3\xA9 \xF0\x9F\x98\x80\"", "caf\xC3\xA9 \xF0\x9F\x98\x80"},
		{"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
		{"\"\\u0041\\u00e9\\u20AC\"", "A\xC3\xA9\xE2\x82\xAC"},
		{"\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80"},
		{"\"\\n\xE2\x98\x83\"", "\n\xE2\x98\x83"},
		{"\"\\uDBFF\\uDFFF\"", "\xF4\x8F\xBF\xBF"},
		{"\"\\ud836\\udc00\\udc01\"", "\xF0\x9D\xA0\x80\xEF\xBF\xBD"},
		{"\"\\\\\\ud837\\ude00\\n\"", "\\\xF0\x9D\xB8\x80\n"},
		{"\"\\\\ud837\\\\ude00\"", "\\ud837\\ude00"},
		{"\"\\ud800\"", "\xEF\xBF\xBD"},
		{"\"\\udc00x\"", "\xEF\xBF\xBDx"},
		{"\"\\ud83dabc\"", "\xEF\xBF\xBD" "abc"},
		{"\"\\ud83d\\u0041\"", "\xEF\xBF\xBD" "A"},
		{"\"\\ud83d\\n\"", "\xEF\xBF\xBD\n"},
		{"\"\\ud83d\\ud83d\\ude00\"", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
		{"\"\\ude00\\ud83d\"", "\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"\"\\uffff\\ufffe\"", "\xEF\xBF\xBF\xEF\xBF\xBE"},
		{"\"a\\u0000b\"", NULL},
		{"\"\\u0000\"", NULL},
		{"\"tail\\u0000\"", NULL},
		{"\"\\\\u0000\"", "\\u0000"},
		{"12", NULL},
		{"null", NULL},
		{"[\"a\"]", NULL},
	};
	RtkText		none = {NULL, 0};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		RtkText		value = checked(cases[i][0]);
		char	   *copy = exact_copy(value.at, value.len);
		char	   *string = rtk_json_string((RtkText) {copy, value.len});

		is_str(string, cases[i][1], "string %s", cases[i][0]);
		if (rtk_json_is_string(value))
		{
			bool		half = string != NULL && strstr(string, "\xEF\xBF\xBD");
			char	   *at_once = decoded(value);

			is_str(at_once, half ? NULL : cases[i][1], "decoded %s", cases[i][0]);
			free(at_once);
		}
		free(string);
		free(copy);
	}
	is_str(rtk_json_string(none), NULL, "string of nothing");
}

/* Escapes across the sizes at which a decoder's buffer grows. */
static void
test_long_strings(void)
{
	int			wrong = 0;

	for (size_t n = 1; n < 3000; n += 7)
	{
		char	   *text = nested("\\u00e9z", "\"", "", n);
		char	   *expected = nested("\xC3\xA9z", "", "", n);
		char	   *quoted = malloc(strlen(text) + 2);
		char	   *string;

		if (quoted == NULL)
			abort();
		sprintf(quoted, "\"%s", text);
		string = rtk_json_string(checked(quoted));
		if (string == NULL || strcmp(string, expected) != 0)
			wrong++;
		free(string);
		string = decoded(checked(quoted));
		if (string == NULL || strcmp(string, expected) != 0)
			wrong++;
		free(string);
		free(quoted);
		free(expected);
		free(text);
	}
	is_int(wrong, 0, "long strings with escapes");
}

static void
test_integers(void)
{
	static const struct
	{
		const char *text;
		bool		whole;
		int64_t		number;
	}			cases[] = {
		{"0", true, 0}, {"-0", true, 0}, {"0.0", true, 0}, {"-0.0e5", true, 0},
		{"3", true, 3}, {"-3", true, -3}, {"3.0", true, 3}, {"3.000", true, 3},
		{"1e2", true, 100}, {"1E+2", true, 100}, {"1.5e1", true, 15},
		{"1.50e1", true, 15}, {"100e-2", true, 1}, {"1200e-2", true, 12},
		{"0.001e3", true, 1}, {"0e999999999999999999999", true, 0},
		{"0e-999999999999999999999", true, 0},
		{"9007199254740993", true, INT64_C(9007199254740993)},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9.223372036854775807e18", true, INT64_MAX},
		{"9223372036854775807.0", true, INT64_MAX},
		{"-9.223372036854775808e18", true, INT64_MIN},
		{"1e18", true, INT64_C(1000000000000000000)},
		{"9223372036854775808", false, 0}, {"-9223372036854775809", false, 0},
		{"18446744073709551616", false, 0}, {"1e19", false, 0},
		{"1e400", false, 0}, {"-1e400", false, 0},
		{"1e99999999999999999999999", false, 0},
		{"1e-99999999999999999999999", false, 0},
		{"1e-1", false, 0}, {"0.5", false, 0}, {"3.1", false, 0},
		{"1.55e1", false, 0}, {"101e-2", false, 0}, {"1e-400", false, 0},
		{"\"3\"", false, 0}, {"null", false, 0}, {"true", false, 0},
		{"[3]", false, 0}, {"{}", false, 0},
	};
	RtkText		none = {NULL, 0};
	int64_t		number;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char	   *copy = exact_copy(cases[i].text, strlen(cases[i].text));
		RtkText		value = {copy, strlen(cases[i].text)};

		number = 4711;
		is_int(rtk_json_integer(value, &number), cases[i].whole,
			   "is %s whole", cases[i].text);
		if (cases[i].whole)
			is_int(number, cases[i].number, "value of %s", cases[i].text);
		free(copy);
	}
	ok(!rtk_json_integer(none, &number), "nothing is no number");
	ok(!rtk_json_integer(text_of("-"), &number), "a lone minus is no number");
}

int
main(void)
{
	test_corpus();
	test_faults();
	test_depth();
	test_values();
	test_alignment();
	test_escapes();
	test_prefixes();
	test_document();
	test_kinds();
	test_elements();
	test_members();
	test_get();
	test_strings();
	test_long_strings();
	test_integers();
	return done_testing();
}
