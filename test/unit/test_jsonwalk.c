/*
 * test_jsonwalk.c
 *		Over objects and arrays, wherever their bytes stand in the blocks that
 *		are looked at at once.
 */
#include "jsonwalk.h"

#include <stdlib.h>

#include "tap.h"

#define BLOCK 64

/* A text that is put together. */
typedef struct Text
{
	char		bytes[1024];
	size_t		len;
} Text;

static void
add(Text *text, const char *bytes)
{
	size_t		len = strlen(bytes);

	memcpy(text->bytes + text->len, bytes, len);
	text->len += len;
}

static void
add_many(Text *text, const char *bytes, int n)
{
	for (int i = 0; i < n; i++)
		add(text, bytes);
}

/* How much of so many bytes is skipped; no byte behind them can be read. */
static size_t
skipped(const Text *text, size_t len)
{
	char	   *copy = malloc(len > 0 ? len : 1);
	const char *end;

	if (copy == NULL)
		abort();
	memcpy(copy, text->bytes, len);
	end = rtk_json_skip_container(copy, copy + len);
	len = (size_t) (end - copy);
	free(copy);
	return len;
}

/*
 * A container is skipped to its end, whatever is behind it, and to the end of
 * the text when that is cut off before.  Returns how often it is not.
 */
static int
wrong_skips(Text *container)
{
	size_t		whole = container->len;
	int			wrong = 0;

	for (size_t cut = 0; cut <= whole; cut++)
		wrong += skipped(container, cut) != cut;
	add(container, ",\"]\\\"]\"]");
	for (size_t len = whole + 1; len <= container->len; len++)
		wrong += skipped(container, len) != whole;
	return wrong;
}

/* What stands within an array, at each place of two blocks. */
static void
test_places(void)
{
	static const char *const values[] = {
		"", "1", "\"\"", "\"]\"", "\"[\"", "\"}{][\"", "\"\\\"]\"", "\"\\\\\"",
		"\"\\\\\\\"]\"", "\"\\u005D]\"", "{}", "[]", "[[],{}]",
		"{\"]\":\"}\",\"\\\"}\":[\"[\"]}", "\"\",\"\",\"]\",\"\"",
		"\"\xC3\x9B\xC3\x9D\xE2\x80\xA2\"", "\"\xDB\xBB\xFB\xFD\xDD\""
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
	{
		int			wrong = 0;

		for (int before = 0; before < 2 * BLOCK; before++)
		{
			Text		text = {.len = 0};

			add(&text, "[");
			add_many(&text, " ", before);
			add(&text, values[i]);
			add(&text, "]");
			wrong += wrong_skips(&text);
		}
		is_int(wrong, 0, "an array of %s, at each place", values[i]);
	}
}

/* Runs of backslashes before a quote: it ends the string when they are even. */
static void
test_backslashes(void)
{
	for (int run = 0; run < BLOCK + 6; run++)
	{
		int			wrong = 0;

		for (int before = 0; before < BLOCK; before++)
		{
			Text		text = {.len = 0};

			add(&text, "{\"a\":\"");
			add_many(&text, "x", before);
			add_many(&text, "\\", run);
			if (run % 2 == 1)
				add(&text, "\"}{\\\\");
			add(&text, "\"}");
			wrong += wrong_skips(&text);
		}
		is_int(wrong, 0, "%d backslashes, at each place", run);
	}
}

/* A string that goes on for blocks, and depth that does. */
static void
test_blocks(void)
{
	int			wrong = 0;

	for (int n = 0; n < 3 * BLOCK; n++)
	{
		Text		text = {.len = 0};

		add(&text, "[\"");
		add_many(&text, "]", n);
		add(&text, "\"]");
		wrong += wrong_skips(&text);
		text.len = 0;
		add_many(&text, "[", n + 1);
		add_many(&text, "]", n + 1);
		wrong += wrong_skips(&text);
	}
	is_int(wrong, 0, "long strings of brackets, and deep arrays");
}

int
main(void)
{
	test_places();
	test_backslashes();
	test_blocks();
	return done_testing();
}
