/*
 * test_redact.c
 *		JSON text without the members that are not for the reader.
 */
#include "redact.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>

#include "tap.h"

#define SECRETS "secret|key"
#define PERSONAL "ip|city"

/* What a test keeps while it looks at it. */
static char *held;

static char *
allocate(size_t size)
{
	char	   *bytes = malloc(size > 0 ? size : 1);

	if (bytes == NULL)
		abort();
	return bytes;
}

/*
 * The redacted document, valid until the next; NULL when the text is not JSON.
 * Neither text nor copy has room behind it, so that a sanitizer sees overruns.
 */
static const char *
redact(const char *bytes, size_t len, const char *secrets,
	   const char *personal)
{
	char	   *text = allocate(len);
	char	   *copy = NULL;
	RtkText		document;
	size_t		offset;
	size_t		n;

	free(held);
	held = NULL;
	memcpy(text, bytes, len);
	if (rtk_json_check(text, len, &document, &offset) == RTK_JSON_OK)
	{
		/* The value ends where its memory ends, too. */
		char	   *value = allocate(document.len);

		memcpy(value, document.at, document.len);
		copy = allocate(document.len);
		n = rtk_redact((RtkText) {value, document.len}, secrets, personal,
					   copy);
		if (n <= document.len)
		{
			held = allocate(n + 1);
			memcpy(held, copy, n);
			held[n] = '\0';
		}
		free(value);
	}
	free(copy);
	free(text);
	return held;
}

static bool
is_json(const char *text)
{
	RtkText		document;
	size_t		offset;

	return text != NULL && rtk_json_check(text, strlen(text), &document,
										  &offset) == RTK_JSON_OK;
}

/* Has a tree a member of these names?  A parser of its own finds them. */
static bool
tree_has(struct json_object *tree, const char *const *names)
{
	if (json_object_is_type(tree, json_type_array))
	{
		for (size_t i = 0; i < (size_t) json_object_array_length(tree); i++)
			if (tree_has(json_object_array_get_idx(tree, i), names))
				return true;
	}
	else if (json_object_is_type(tree, json_type_object))
	{
		json_object_object_foreach(tree, name, value)
		{
			for (int i = 0; names[i] != NULL; i++)
				if (strcmp(name, names[i]) == 0)
					return true;
			if (tree_has(value, names))
				return true;
		}
	}
	return false;
}

static bool
has_member(const char *text, const char *const *names)
{
	struct json_tokener *parser = json_tokener_new_ex(RTK_JSON_MAX_DEPTH + 2);
	struct json_object *tree = json_tokener_parse_ex(parser, text,
													 (int) strlen(text) + 1);
	bool		has = json_tokener_get_error(parser) != json_tokener_success ||
		tree_has(tree, names);

	json_object_put(tree);
	json_tokener_free(parser);
	return has;
}

static void
test_cases(void)
{
	static const char *const cases[][2] = {
		/* places in an object */
		{"{\"secret\":1}", "{}"},
		{"{\"secret\":1,\"a\":2}", "{\"a\":2}"},
		{"{\"a\":2,\"secret\":1}", "{\"a\":2}"},
		{"{\"a\":1,\"secret\":2,\"b\":3}", "{\"a\":1,\"b\":3}"},
		{"{\"secret\":1,\"key\":2,\"ip\":3}", "{}"},
		{"{\"secret\":1,\"a\":2,\"key\":3,\"ip\":4,\"b\":5,\"city\":6}",
		"{\"a\":2,\"b\":5}"},
		/* values of what is removed */
		{"{\"secret\":{\"a\":[1,{\"b\":\"}\"}]},\"c\":\"]\"}", "{\"c\":\"]\"}"},
		{"{\"secret\":\"a\\\"b,}\",\"c\":1}", "{\"c\":1}"},
		{"{\"secret\":[],\"key\":{},\"ip\":null,\"city\":\"\"}", "{}"},
		{"{\"a\":1,\"secret\":\"\\\\\"}", "{\"a\":1}"},
		/* depths */
		{"{\"a\":{\"b\":{\"secret\":1,\"c\":2}}}", "{\"a\":{\"b\":{\"c\":2}}}"},
		{"[{\"secret\":1},{\"key\":2}]", "[{},{}]"},
		{"[[],[[{\"secret\":1}],[{\"a\":[{\"ip\":2}]}]],[]]",
		"[[],[[{}],[{\"a\":[{}]}]],[]]"},
		{"{\"a\":[{\"secret\":1,\"b\":[{\"key\":2,\"c\":3}]},4]}",
		"{\"a\":[{\"b\":[{\"c\":3}]},4]}"},
		{"{\"secret\":{\"secret\":1},\"a\":{\"secret\":{\"key\":1}}}",
		"{\"a\":{}}"},
		{"[{}]", "[{}]"},
		{"{\"a\":{}}", "{\"a\":{}}"},
		{"{\"a\":[],\"b\":[[]],\"c\":{}}", "{\"a\":[],\"b\":[[]],\"c\":{}}"},
		{"[1,[2,[3,{}],4],5]", "[1,[2,[3,{}],4],5]"},
		/* names with escapes */
		{"{\"\\u0073ecret\":1,\"a\":2}", "{\"a\":2}"},
		{"{\"a\":2,\"secre\\u0074\":1}", "{\"a\":2}"},
		{"{\"\\u0073\\u0065\\u0063\\u0072\\u0065\\u0074\":1}", "{}"},
		{"{\"a\":{\"\\u006Bey\":1},\"\\u006bey\":2}", "{\"a\":{}}"},
		{"{\"se\\/cret\":1,\"\\u0073ecrets\":2}",
		"{\"se\\/cret\":1,\"\\u0073ecrets\":2}"},
		{"{\"\\\"secret\\\"\":1,\"\\\\u0073ecret\":2}",
		"{\"\\\"secret\\\"\":1,\"\\\\u0073ecret\":2}"},
		{"{\"\\ud83d\\ude00\":1,\"\\ud83d\":2}",
		"{\"\\ud83d\\ude00\":1,\"\\ud83d\":2}"},
		/* names that cannot be decoded */
		{"{\"secret\\u0000\":1,\"a\":2}", "{\"a\":2}"},
		{"{\"a\":2,\"b\\u0000\":{\"secret\":1}}", "{\"a\":2}"},
		{"{\"a\":\"\\u0000\"}", "{\"a\":\"\\u0000\"}"},
		/* duplicates */
		{"{\"secret\":1,\"secret\":2}", "{}"},
		{"{\"secret\":1,\"a\":2,\"secret\":3,\"a\":4}",
		"{\"a\":2,\"a\":4}"},
		{"{\"secret\":1,\"\\u0073ecret\":2,\"a\":3}", "{\"a\":3}"},
		/* other names */
		{"{\"sec\":1,\"secretx\":2,\"xsecret\":3,\"Secret\":4,\"\":5}",
		"{\"sec\":1,\"secretx\":2,\"xsecret\":3,\"Secret\":4,\"\":5}"},
		{"{\"|\":2,\"secret|\":3,\"i\":4}", "{\"|\":2,\"secret|\":3,\"i\":4}"},
		{"{\"s\xC3\xA9" "cret\":1,\"ci\":2,\"cit\":3,\"citys\":4}",
		"{\"s\xC3\xA9" "cret\":1,\"ci\":2,\"cit\":3,\"citys\":4}"},
		/* names as values */
		{"[\"secret\",\"key\"]", "[\"secret\",\"key\"]"},
		{"{\"a\":\"secret\",\"b\":[\"secret\",{\"c\":\"\\\"secret\\\":1\"}]}",
		"{\"a\":\"secret\",\"b\":[\"secret\",{\"c\":\"\\\"secret\\\":1\"}]}"},
		/* strings that look like something else */
		{"{\"a\":\"{\\\"secret\\\":1}\",\"}\":\"[\",\"]\":\",\"}",
		"{\"a\":\"{\\\"secret\\\":1}\",\"}\":\"[\",\"]\":\",\"}"},
		{"[\"[\",\"]\",\"{\",\"}\",\",\",\":\",\"\\\"\",\"\\\\\",\"\\\\\\\"\"]",
		"[\"[\",\"]\",\"{\",\"}\",\",\",\":\",\"\\\"\",\"\\\\\",\"\\\\\\\"\"]"},
		{"{\"a\":\" b , c : d \"}", "{\"a\":\" b , c : d \"}"},
		/* blanks */
		{" { } ", "{}"},
		{"[ ]", "[]"},
		{" [ 1 , [ ] ,\t{ }\r\n, \"a b\" ] \n", "[1,[],{},\"a b\"]"},
		{"\n{\n\t\"secret\" : [ 1 , 2 ] ,\n\t\"a\" : { \"ip\" : 1 } ,\n"
			"\t\"key\" : 3\n}\n", "{\"a\":{}}"},
		{"{ \"a\" : 1 , \"secret\" : 2 }", "{\"a\":1}"},
		{"{ \"secret\" : 2 , \"a\" : 1 }", "{\"a\":1}"},
		{"{ \"secret\" : 2 }", "{}"},
		/* scalars */
		{"1", "1"},
		{"-1.5e+3", "-1.5e+3"},
		{" true ", "true"},
		{"false", "false"},
		{"null", "null"},
		{"\"secret\"", "\"secret\""},
		{"\"\"", "\"\""},
		{"{\"a\":-0.0,\"b\":1E400,\"c\":true,\"d\":null}",
		"{\"a\":-0.0,\"b\":1E400,\"c\":true,\"d\":null}"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_str(redact(cases[i][0], strlen(cases[i][0]), SECRETS, PERSONAL),
			   cases[i][1], "redact %s", cases[i][0]);
}

static void
test_lists(void)
{
	static const char text[] =
	"{\"secret\":1,\"ip\":2,\"a\":{\"ip\":3,\"key\":4,\"b\":5}}";

	is_str(redact(text, strlen(text), SECRETS, NULL),
		   "{\"ip\":2,\"a\":{\"ip\":3,\"b\":5}}", "secrets alone");
	is_str(redact(text, strlen(text), NULL, PERSONAL),
		   "{\"secret\":1,\"a\":{\"key\":4,\"b\":5}}", "personal alone");
	is_str(redact(text, strlen(text), SECRETS, PERSONAL),
		   "{\"a\":{\"b\":5}}", "both");
	is_str(redact(text, strlen(text), NULL, NULL), text, "neither");
	is_int((long long) rtk_redact((RtkText) {NULL, 0}, SECRETS, PERSONAL, NULL),
		   0, "what is absent has no copy");
}

/* Nest a text in n containers. */
static char *
nest(const char *opening, const char *middle, const char *closing, int n)
{
	size_t		each = strlen(opening) + strlen(closing);
	char	   *text = allocate(each * (size_t) n + strlen(middle) + 1);
	char	   *at = text;

	for (int i = 0; i < n; i++)
		at = stpcpy(at, opening);
	at = stpcpy(at, middle);
	for (int i = 0; i < n; i++)
		at = stpcpy(at, closing);
	return text;
}

static void
test_depth(void)
{
	static const char *const cases[][6] = {
		{"[", "{\"secret\":1}", "]", "[", "{}", "]"},
		{"[ ", " ", " ]", "[", "", "]"},
		{"{\"a\":", "{\"secret\":1,\"b\":2}", "}",
		"{\"a\":", "{\"b\":2}", "}"},
		{"{\"a\":1,\"key\":[2],\"b\":", "{}", ",\"secret\":3,\"c\":4}",
		"{\"a\":1,\"b\":", "{}", ",\"c\":4}"},
		{"[{},", "[{\"ip\":1}]", ",{\"ip\":1},[]]", "[{},", "[{}]",
		",{},[]]"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		int			wrong = 0;

		for (int depth = 1; depth <= RTK_JSON_MAX_DEPTH; depth++)
		{
			const char *const *c = cases[i];
			char	   *text = nest(c[0], c[1], c[2], depth);
			char	   *expected = nest(c[3], c[4], c[5], depth);
			const char *got = redact(text, strlen(text), SECRETS, PERSONAL);
			bool		too_deep = depth + (strchr(c[1], '{') != NULL) +
				(c[1][0] == '[') > RTK_JSON_MAX_DEPTH;

			wrong += got == NULL ? !too_deep :
				too_deep || strcmp(got, expected) != 0;
			free(text);
			free(expected);
		}
		is_int(wrong, 0, "every depth of case %zu", i);
	}
}

/* Text without the blanks between values; strings are left as they are. */
static char *
squeeze(const char *text)
{
	char	   *squeezed = allocate(strlen(text) + 1);
	char	   *to = squeezed;
	bool		in_string = false;

	for (; *text != '\0'; text++)
	{
		if (in_string && *text == '\\')
			*to++ = *text++;
		else if (*text == '"')
			in_string = !in_string;
		else if (!in_string && strchr(" \t\r\n", *text) != NULL)
			continue;
		*to++ = *text;
	}
	*to = '\0';
	return squeezed;
}

/* Any valid document: squeezed without lists, without their members with. */
static void
check_document(const char *bytes, size_t len, const char *name)
{
	static const char *const gone[] = {"a", "v", "id", NULL};
	RtkText		document;
	size_t		offset;
	char	   *text;
	char	   *expected;
	const char *got;

	if (rtk_json_check(bytes, len, &document, &offset) != RTK_JSON_OK)
		return;
	text = allocate(document.len + 1);
	memcpy(text, document.at, document.len);
	text[document.len] = '\0';
	expected = squeeze(text);
	/* A name that cannot be decoded is never shown. */
	if (strcmp(name, "key_nul") != 0)
		is_str(redact(bytes, len, NULL, NULL), expected, "%s as it is", name);
	got = redact(bytes, len, "a|v", "id");
	ok(is_json(got) && strlen(got) <= document.len && !has_member(got, gone),
	   "%s without its members", name);
	free(expected);
	free(text);
}

static void
test_corpus(void)
{
#define CASE(name, bytes, fault) \
	check_document(bytes, sizeof(bytes) - 1, name);
#define NESTED(name, opening, middle, closing, depth, fault) \
	{ \
		char	   *text = nest(opening, middle, closing, depth); \
\
		check_document(text, strlen(text), name); \
		free(text); \
	}
#include "json_cases.inc"
#undef CASE
#undef NESTED
}

/*
 * Random documents.  Each is written twice at once: as the API might send it,
 * and as it is to come out.
 */
typedef struct Maker
{
	uint64_t	seed;
	char		sent[1 << 16];
	size_t		nsent;
	char		shown[1 << 16];
	size_t		nshown;
	int			hidden;			/* containers around that are left out */
	bool		full;			/* no more containers */
} Maker;

static unsigned
pick(Maker *maker, unsigned n)
{
	maker->seed ^= maker->seed << 13;
	maker->seed ^= maker->seed >> 7;
	maker->seed ^= maker->seed << 17;
	return (unsigned) (maker->seed >> 33) % n;
}

/* Write a piece that is shown unless something around it is not. */
static void
write_piece(Maker *maker, const char *piece)
{
	size_t		len = strlen(piece);

	memcpy(maker->sent + maker->nsent, piece, len);
	maker->nsent += len;
	maker->full = maker->nsent > sizeof(maker->sent) / 2;
	if (maker->hidden > 0)
		return;
	memcpy(maker->shown + maker->nshown, piece, len);
	maker->nshown += len;
}

static void
write_blanks(Maker *maker)
{
	while (pick(maker, 5) == 0)
		maker->sent[maker->nsent++] = " \t\r\n"[pick(maker, 4)];
}

static void write_value(Maker *maker, int depth);

static void
write_members(Maker *maker, int depth)
{
	static const struct
	{
		const char *name;
		bool		hidden;
	}			names[] = {
		{"\"a\"", false}, {"\"b\"", false}, {"\"\"", false},
		{"\"sec\"", false}, {"\"secrets\"", false}, {"\"k\"", false},
		{"\"keys\"", false}, {"\"i\"", false}, {"\"ipv4\"", false},
		{"\"secret|\"", false}, {"\"{\\\"secret\\\":\"", false},
		{"\"\\u00e9\"", false}, {"\"\xC3\xA9\"", false},
		{"\"\\\\u0073ecret\"", false}, {"\"]\"", false}, {"\"}\"", false},
		{"\"secret\"", true}, {"\"key\"", true}, {"\"ip\"", true},
		{"\"city\"", true}, {"\"\\u0073ecret\"", true},
		{"\"cit\\u0079\"", true}, {"\"a\\u0000\"", true},
		{"\"ke\\u0079\"", true},
	};
	unsigned	n = pick(maker, 6);
	bool		any = false;

	for (unsigned i = 0; i < n; i++)
	{
		unsigned	which = pick(maker, sizeof(names) / sizeof(names[0]));

		if (i > 0)
		{
			/* A comma stands before what is shown and is not the first. */
			maker->sent[maker->nsent++] = ',';
			write_blanks(maker);
		}
		if (!names[which].hidden)
		{
			if (any && maker->hidden == 0)
				maker->shown[maker->nshown++] = ',';
			any = true;
		}
		maker->hidden += names[which].hidden;
		write_piece(maker, names[which].name);
		write_blanks(maker);
		write_piece(maker, ":");
		write_blanks(maker);
		write_value(maker, depth + 1);
		write_blanks(maker);
		maker->hidden -= names[which].hidden;
	}
}

static void
write_elements(Maker *maker, int depth)
{
	unsigned	n = pick(maker, 5);

	for (unsigned i = 0; i < n; i++)
	{
		if (i > 0)
			write_piece(maker, ",");
		write_blanks(maker);
		write_value(maker, depth + 1);
		write_blanks(maker);
	}
}

static void
write_value(Maker *maker, int depth)
{
	static const char *const scalars[] = {
		"0", "-1", "1.5", "1e9", "-0.0E-5", "123456789012345678901234567890",
		"true", "false", "null", "\"\"", "\"x\"", "\"secret\"",
		"\"{\\\"secret\\\": 1}\"", "\"]\"", "\"}\"", "\"\\\\\"", "\"\\\"\"",
		"\"a longer string, with commas: and \\\\ \\\" brackets [{\"",
		"\"\\u0000\"", "\"\xE2\x82\xAC\xF0\x9F\x98\x80\"", "\" \"",
	};
	unsigned	kind = pick(maker, 5);

	if (maker->full || kind > 3 || depth >= RTK_JSON_MAX_DEPTH)
	{
		write_piece(maker, scalars[pick(maker, sizeof(scalars) /
										sizeof(scalars[0]))]);
		return;
	}
	write_piece(maker, kind < 2 ? "{" : "[");
	write_blanks(maker);
	if (kind < 2)
		write_members(maker, depth);
	else
		write_elements(maker, depth);
	write_piece(maker, kind < 2 ? "}" : "]");
}

static void
test_random(void)
{
	static const char *const gone[] = {"secret", "key", "ip", "city", NULL};
	static Maker maker;
	int			wrong = 0;
	int			bad = 0;
	size_t		longest = 0;

	maker.seed = UINT64_C(0x9E3779B97F4A7C15);
	for (int i = 0; i < 5000; i++)
	{
		const char *got;

		maker.nsent = maker.nshown = 0;
		maker.full = false;
		write_value(&maker, 0);
		maker.sent[maker.nsent] = maker.shown[maker.nshown] = '\0';
		got = redact(maker.sent, maker.nsent, SECRETS, PERSONAL);
		bad += !is_json(got) || has_member(got, gone);
		if (got == NULL || strcmp(got, maker.shown) != 0)
		{
			if (wrong++ == 0)
				printf("# sent: %s\n# shown: %s\n# expected: %s\n", maker.sent,
					   got ? got : "(null)", maker.shown);
		}
		if (maker.nsent > longest)
			longest = maker.nsent;
	}
	is_int(wrong, 0, "random documents are shown as they should be");
	is_int(bad, 0, "as JSON without any member of the lists");
	ok(longest > 10000, "the longest had %zu bytes", longest);
}

int
main(void)
{
	test_cases();
	test_lists();
	test_depth();
	test_corpus();
	test_random();
	free(held);
	return done_testing();
}
