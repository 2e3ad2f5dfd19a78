/*
 * fuzz_reader.c
 *		Any bytes, read by us and by json-c: both take the same for JSON and
 *		find the same values in it.  With SSE2 or NEON and without, we read the
 *		same.
 */
#include "fuzz.h"
#include "jsonwalk.h"
#include "portable.h"
#include "reference.h"

static void compare(RtkText value, struct json_object *node);

static bool
is_same(RtkText one, RtkText other)
{
	return one.at == other.at && one.len == other.len;
}

static bool
is_same_double(double one, double other)
{
	return memcmp(&one, &other, sizeof(one)) == 0;
}

/* From a value to the byte behind it, which both builds must agree on. */
static const char *
skip(const char *at, const char *end)
{
	const char *behind = rtk_json_skip(at, end);

	EXPECT(portable_json_skip(at, end) == behind);
	return behind;
}

/* A member, as rtk_json_member() has it. */
static const char *
next_member(const char *at, const char *end, RtkText *name)
{
	RtkText		portable = {NULL, 0};
	const char *value;

	*name = portable;
	value = rtk_json_member(at, end, name);
	EXPECT(portable_json_member(at, end, &portable) == value);
	EXPECT(value == NULL || is_same(*name, portable));
	return value;
}

/* An element, as rtk_json_element() has it. */
static bool
next_element(RtkText array, const char **position, RtkText *element)
{
	const char *portable_position = *position;
	RtkText		portable;
	bool		found = rtk_json_element(array, position, element);

	EXPECT(portable_json_element(array, &portable_position, &portable) ==
		   found);
	EXPECT(portable_position == *position && is_same(portable, *element));
	return found;
}

/* What the end of a container says, at standing behind its last value. */
static void
compare_end(RtkText container, const char *at, size_t n)
{
	const char *end = container.at + container.len;

	EXPECT(rtk_json_close(at, end) == end);
	EXPECT(portable_json_close(at, end) == end);
	EXPECT(rtk_json_is_empty(container) == (n == 0));
	EXPECT(portable_json_is_empty(container) == (n == 0));
	EXPECT(rtk_json_skip_container(container.at, end) == end);
	EXPECT(portable_json_skip_container(container.at, end) == end);
}

static void
compare_array(RtkText array, struct json_object *node)
{
	const char *end = array.at + array.len;
	const char *position = NULL;
	const char *at = array.at + 1;
	RtkText		element;
	size_t		n = 0;

	while (next_element(array, &position, &element))
	{
		EXPECT(n < json_object_array_length(node));
		EXPECT(rtk_json_item(at, end) == element.at);
		EXPECT(portable_json_item(at, end) == element.at);
		at = skip(element.at, end);
		EXPECT(at == position && at == element.at + element.len);
		compare(element, json_object_array_get_idx(node, n++));
	}
	EXPECT(n == json_object_array_length(node));
	EXPECT(rtk_json_item(at, end) == NULL);
	compare_end(array, at, n);
}

/* A string, quotes included, decoded in each of our ways. */
static void
compare_string(RtkText value, struct json_object *node)
{
	RtkText		written = {value.at + 1, value.len - 2};
	RtkText		expected = {
		json_object_get_string(node),
		(size_t) json_object_get_string_len(node)
	};
	unsigned	odd = oddities(written);
	char	   *string = rtk_json_string(value);
	char	   *room = malloc(written.len);
	size_t		len = 0;
	bool		decoded;

	EXPECT(room != NULL || written.len == 0);
	decoded = rtk_json_decode(written, room, &len);
	EXPECT((string == NULL) == ((odd & HAS_NUL) != 0));
	EXPECT(rtk_json_has_nul(written) == ((odd & HAS_NUL) != 0));
	EXPECT(decoded == ((odd & (HAS_NUL | HAS_HALF)) == 0));
	if (!(odd & HAS_LIKE_HALF))
	{
		EXPECT((strlen(expected.at) < expected.len) == (string == NULL));
		if (string != NULL)
		{
			EXPECT(strcmp(string, expected.at) == 0);
			EXPECT(rtk_json_name_is(written, expected) == decoded);
		}
		if (decoded)
			EXPECT(len == expected.len && memcmp(room, expected.at, len) == 0);
	}
	free(room);
	free(string);
}

/* The members of an object as they stand, and their names as json-c's. */
typedef struct Member
{
	RtkText		name;
	RtkText		value;
	struct json_object *key;
} Member;

/* Read all members; the caller frees them, and puts their keys. */
static Member *
read_members(RtkText object, size_t *n)
{
	const char *end = object.at + object.len;
	const char *at = object.at + 1;
	Member	   *members = NULL;
	Member		next;

	for (*n = 0; (at = next_member(at, end, &next.name)) != NULL; (*n)++)
	{
		RtkText		quoted = {next.name.at - 1, next.name.len + 2};
		Parsed		parsed = reference_parse(quoted.at, quoted.len, 0);

		EXPECT(json_object_is_type(parsed.tree, json_type_string));
		next.key = parsed.tree;
		compare_string(quoted, next.key);
		next.value.at = at;
		at = skip(at, end);
		next.value.len = (size_t) (at - next.value.at);
		members = realloc(members, (*n + 1) * sizeof(*members));
		EXPECT(members != NULL);
		members[*n] = next;
	}
	compare_end(object, *n == 0 ? object.at + 1 :
				members[*n - 1].value.at + members[*n - 1].value.len, *n);
	return members;
}

/* Does one of the members behind it have the same name to json-c? */
static bool
is_replaced(const Member *member, const Member *end)
{
	const char *key = json_object_get_string(member->key);

	for (const Member *other = member + 1; other < end; other++)
		if (strcmp(json_object_get_string(other->key), key) == 0)
			return true;
	return false;
}

/* Look for names at once, in the order given and in the other one. */
static void
expect_members(RtkText object, RtkText *names, const RtkText *expected, int n)
{
	RtkText		reversed[16] = {{NULL, 0}};
	RtkText		values[16];
	RtkText		portable[16];

	for (int i = 0; i < n; i++)
		reversed[i] = names[n - 1 - i];
	rtk_json_members(object, names, n, values);
	portable_json_members(object, reversed, n, portable);
	for (int i = 0; i < n; i++)
	{
		EXPECT(is_same(values[i], expected[i]));
		EXPECT(is_same(portable[n - 1 - i], expected[i]));
	}
}

static void
compare_object(RtkText object, struct json_object *node)
{
	RtkText		names[16];
	RtkText		values[16];
	size_t		n;
	Member	   *members = read_members(object, &n);
	int			wanted = 0;
	int			distinct = 0;

	for (size_t i = 0; i < n; i++)
	{
		const char *key = json_object_get_string(members[i].key);
		struct json_object *child;

		EXPECT(json_object_object_get_ex(node, key, &child));
		if (is_replaced(&members[i], members + n))
			continue;
		distinct++;
		compare(members[i].value, child);
		if (wanted == 16 || oddities(members[i].name) != 0)
			continue;
		names[wanted] = (RtkText) {key, strlen(key)};
		values[wanted++] = members[i].value;
	}
	EXPECT(distinct == json_object_object_length(node));
	if (wanted < 16 && !json_object_object_get_ex(node, "", NULL))
	{
		names[wanted] = (RtkText) {"", 0};
		values[wanted++] = (RtkText) {NULL, 0};
	}
	expect_members(object, names, values, wanted);
	for (size_t i = 0; i < n; i++)
		json_object_put(members[i].key);
	free(members);
}

/* An integer of json-c's, which it bends to 64 bits when it has more. */
static void
compare_integer(RtkText value, const char *text, struct json_object *node)
{
	const char *kept = json_object_to_json_string(node);
	bool		bent = strcmp(kept, text) != 0 && strcmp(text, "-0") != 0;
	int64_t		number;

	EXPECT(!bent || strcmp(kept, "18446744073709551615") == 0 ||
		   strcmp(kept, "-9223372036854775808") == 0);
	if (bent || json_object_get_uint64(node) > INT64_MAX)
		EXPECT(!rtk_json_integer(value, &number));
	else
		EXPECT(rtk_json_integer(value, &number) &&
			   number == json_object_get_int64(node));
}

static void
compare_number(RtkText value, struct json_object *node)
{
	char	   *text = strndup(value.at, value.len);
	double		expected;
	double		number;
	int64_t		integer;

	EXPECT(text != NULL && rtk_number_is(value.at, value.len));
	expected = strtod(text, NULL);
	if (rtk_number_double(value.at, value.len, &number))
		EXPECT(is_same_double(number, expected));
	if (json_object_is_type(node, json_type_int))
		compare_integer(value, text, node);
	else
	{
		/* json-c keeps the text of these. */
		EXPECT(strcmp(json_object_to_json_string(node), text) == 0);
		EXPECT(is_same_double(json_object_get_double(node), expected));
		if (rtk_json_integer(value, &integer))
			EXPECT(strtold(text, NULL) == (long double) integer);
	}
	free(text);
}

/* The kind of a value, as our tests of it tell. */
static enum json_type
kind_of(RtkText value)
{
	int			kinds = rtk_json_is_null(value) + rtk_json_is_true(value) +
		rtk_json_is_false(value) + rtk_json_is_string(value) +
		rtk_json_is_array(value) + rtk_json_is_object(value);

	EXPECT(kinds <= 1);
	return rtk_json_is_null(value) ? json_type_null :
		rtk_json_is_string(value) ? json_type_string :
		rtk_json_is_array(value) ? json_type_array :
		rtk_json_is_object(value) ? json_type_object :
		kinds == 1 ? json_type_boolean : json_type_double;
}

/* A value and all within it. */
static void
compare(RtkText value, struct json_object *node)
{
	enum json_type type = json_object_get_type(node);

	EXPECT(value.len > 0);
	EXPECT(kind_of(value) == (type == json_type_int ? json_type_double : type));
	if (type == json_type_array)
		compare_array(value, node);
	else if (type == json_type_object)
		compare_object(value, node);
	else if (type == json_type_string)
		compare_string(value, node);
	else if (type == json_type_int || type == json_type_double)
		compare_number(value, node);
	else if (type == json_type_boolean)
		EXPECT(rtk_json_is_true(value) == json_object_get_boolean(node) &&
			   value.len == (json_object_get_boolean(node) ? 4 : 5));
	else
		EXPECT(value.len == 4);
}

/* Both builds on any text, be it JSON or not. */
static void
compare_builds(RtkText text)
{
	const char *end = text.at + text.len;
	RtkText		name = {"a", 1};
	const char *position = NULL;
	const char *at = text.at + 1;
	RtkText		value;
	RtkText		portable;

	if (text.len == 0)
		return;
	(void) skip(text.at, end);
	EXPECT(rtk_json_skip_container(text.at, end) ==
		   portable_json_skip_container(text.at, end));
	rtk_json_members(text, &name, 1, &value);
	portable_json_members(text, &name, 1, &portable);
	EXPECT(is_same(value, portable));
	while (next_element(text, &position, &value))
		;
	while ((at = next_member(at, end, &value)) != NULL)
		at = skip(at, end);
}

/*
 * The document within an array, behind so many blanks that it stands elsewhere
 * in the blocks that are skipped at once.
 */
static void
compare_shifted(RtkText document)
{
	size_t		blanks = document.len * 29 % 64;
	size_t		len = document.len + blanks + 2;
	char	   *text = malloc(len);
	const char *position = NULL;
	RtkText		element;

	EXPECT(text != NULL);
	memset(text, ' ', len);
	text[0] = '[';
	memcpy(text + 1 + blanks, document.at, document.len);
	text[len - 1] = ']';
	EXPECT(next_element((RtkText) {text, len}, &position, &element));
	EXPECT(is_same(element, (RtkText) {text + 1 + blanks, document.len}));
	EXPECT(!next_element((RtkText) {text, len}, &position, &element));
	EXPECT(skip(text, text + len) == text + len);
	EXPECT(skip(text, text + len - 1) == text + len - 1);
	free(text);
}

/* What we say of the text must be what json-c says. */
static void
compare_verdict(Verdict *verdict, RtkText document)
{
	int			flags = JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8;
	bool		refused = is_known(strict, verdict);

	verdict->parsed = reference_parse(verdict->body, verdict->len, flags);
	if (verdict->fault == RTK_JSON_OK)
	{
		if (!verdict->parsed.accepted && refused)
			verdict->parsed = reference_parse(verdict->body, verdict->len, 0);
		EXPECT(verdict->parsed.accepted);
		compare(document, verdict->parsed.tree);
		compare_shifted(document);
	}
	else if (verdict->fault == RTK_JSON_TRUNCATED && !verdict->parsed.accepted)
		EXPECT(verdict->parsed.unfinished || refused);
	else if (verdict->parsed.accepted ||
			 (verdict->parsed.unfinished && verdict->fault == RTK_JSON_INVALID))
		EXPECT(is_known(lenient, verdict));
	json_object_put(verdict->parsed.tree);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};
	char	   *body = fuzz_bytes(&input, size);
	Verdict		verdict = {.body = body, .len = size};
	RtkText		document;
	RtkText		portable;
	size_t		offset;
	size_t		mark;

	verdict.fault = rtk_json_check(body, size, &document, &verdict.offset);
	EXPECT(portable_json_check(body, size, &portable, &offset) ==
		   verdict.fault);
	EXPECT(is_same(portable, document) && offset == verdict.offset);
	compare_builds((RtkText) {body, size});
	if (!is_utf8(body, size))
		EXPECT(verdict.fault != RTK_JSON_OK);
	else if (size > 0 && memchr(body, '\0', size) != NULL)
		/* It ends json-c's text, but is a fault in ours. */
		EXPECT(verdict.fault != RTK_JSON_OK &&
			   verdict.fault != RTK_JSON_TRUNCATED);
	else
	{
		EXPECT(verdict.fault != RTK_JSON_NOT_UTF8);
		mark = size >= 3 && memcmp(body, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
		verdict.body += mark;	/* A byte order mark is no JSON to json-c. */
		verdict.len -= mark;
		verdict.offset -= mark;
		compare_verdict(&verdict, document);
	}
	free(body);
	return 0;
}
