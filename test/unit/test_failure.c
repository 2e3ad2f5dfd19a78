/*
 * test_failure.c
 *		Texts of failures: cut between characters, and harmless to print.
 */
#include "failure.h"

#include <stdlib.h>

#include "tap.h"

static void
test_copy(void)
{
	static const struct
	{
		const char *text;
		size_t		size;
		const char *expected;
	}			cases[] = {
		{"", 8, ""},
		{"abc", 8, "abc"},
		{"abc", 4, "abc"},
		{"abc", 3, "ab"},
		{"abc", 1, ""},
		{"caf\xC3\xA9", 6, "caf\xC3\xA9"},
		{"caf\xC3\xA9", 5, "caf"},
		{"\xE2\x82\xAC\xE2\x82\xAC", 7, "\xE2\x82\xAC\xE2\x82\xAC"},
		{"\xE2\x82\xAC\xE2\x82\xAC", 6, "\xE2\x82\xAC"},
		{"\xE2\x82\xAC\xE2\x82\xAC", 5, "\xE2\x82\xAC"},
		{"\xE2\x82\xAC", 3, ""},
		{"\xF0\x9F\x98\x80!", 6, "\xF0\x9F\x98\x80!"},
		{"\xF0\x9F\x98\x80!", 5, "\xF0\x9F\x98\x80"},
		{"\xF0\x9F\x98\x80!", 4, ""},
		{"a\nb\tc\rd\x1B[31m\x7F", 32, "a b c d [31m "},
		{"\xC2\x9B" "31m\xC2\xA0", 32, " 31m\xC2\xA0"},
		{"a\xFF" "b\xC0\x80" "c", 32, "a?b??c"},
		{"\xED\xA0\x80", 32, "???"},
		{"cut off\xE2\x82", 32, "cut off"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t		len = strlen(cases[i].text);
		char	   *text = malloc(len + 1);
		char	   *buffer = malloc(cases[i].size);

		if (text == NULL || buffer == NULL)
			abort();
		memcpy(text, cases[i].text, len);
		memset(buffer, '#', cases[i].size);
		rtk_failure_copy(buffer, cases[i].size, text, len);
		is_str(buffer, cases[i].expected, "copy of case %zu", i);
		free(buffer);
		free(text);
	}
}

static void
test_copy_limits(void)
{
	char		buffer[4] = "###";

	rtk_failure_copy(buffer, 0, "abc", 3);
	is_str(buffer, "###", "a buffer of no bytes is left alone");
	rtk_failure_copy(buffer, sizeof(buffer), "abc", 2);
	is_str(buffer, "ab", "len bounds the text");
	rtk_failure_copy(buffer, sizeof(buffer), "a\0b", 3);
	is_str(buffer, "a b", "NUL does not end it");
	rtk_failure_copy(buffer, sizeof(buffer), NULL, 0);
	is_str(buffer, "", "no text");
}

static void
test_set(void)
{
	RtkFailure	failure;
	char		longest[1000];

	memset(&failure, 'x', sizeof(failure));
	rtk_failure_set(&failure, RTK_FAIL_RATE_LIMITED, "HTTP %d", 429);
	is_int(failure.kind, RTK_FAIL_RATE_LIMITED, "kind");
	is_str(failure.summary, "HTTP 429", "summary");
	is_int(failure.status, 0, "status is cleared");
	is_str(failure.api_message, "", "api_message is cleared");
	is_str(failure.path, "", "path is cleared");
	is_str(failure.ray, "", "ray is cleared");
	is_int(failure.attempt, 0, "attempt is cleared");
	is_int(failure.attempts, 0, "attempts is cleared");
	ok(failure.waited == 0, "waited is cleared");
	ok(failure.retry_after == -1, "retry_after is none");

	rtk_failure_set(&failure, RTK_FAIL_REPLY, "page 2: %s", failure.summary);
	is_str(failure.summary, "page 2: HTTP 429", "its own text as argument");

	/* 158 bytes and a character of two: it must go as a whole. */
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memcpy(longest + sizeof(failure.summary) - 2, "\xC3\xA9", 2);
	rtk_failure_set(&failure, RTK_FAIL_REPLY, "%s", longest);
	is_int((long long) strlen(failure.summary),
		   (long long) sizeof(failure.summary) - 2,
		   "a long summary is cut between characters");
	rtk_failure_set(&failure, RTK_FAIL_REPLY, "%s", longest + 1);
	is_int((long long) strlen(failure.summary),
		   (long long) sizeof(failure.summary) - 1,
		   "and filled when the character fits");
}

int
main(void)
{
	test_copy();
	test_copy_limits();
	test_set();
	return done_testing();
}
