/*
 * fuzz_redact.c
 *		JSON without the members of two lists: these are gone at any depth, and
 *		all else is there.
 *
 * The first line is the one list, the second the other; the rest is the text.
 */
#include "fuzz.h"
#include "jsonwalk.h"
#include "list.h"
#include "redact.h"

typedef struct Lists
{
	const char *secrets;
	const char *personal;
} Lists;

/*
 * Must a member go?  This decodes each name, if it has escapes or not.  Half of
 * a surrogate pair is the name of nothing that is listed.
 */
static bool
is_hidden(const Lists *lists, RtkText name)
{
	char	   *decoded = malloc(name.len + 1);
	size_t		len;
	bool		hidden;

	EXPECT(decoded != NULL);
	if (rtk_json_decode(name, decoded, &len))
		hidden = rtk_list_has_text(lists->secrets, decoded, len) ||
			rtk_list_has_text(lists->personal, decoded, len);
	else
		hidden = rtk_json_has_nul(name);
	free(decoded);
	return hidden;
}

static const char *compare(const Lists *lists, const char *at, const char *end,
						   const char **copy, const char *copy_end);

/* The object behind at[-1] and its copy, side by side. */
static const char *
compare_members(const Lists *lists, const char *at, const char *end,
				const char **copy, const char *copy_end)
{
	const char *last = at;
	const char *copy_last = *copy + 1;
	RtkText		name;
	RtkText		copy_name;

	while ((at = rtk_json_member(last, end, &name)) != NULL)
	{
		if (is_hidden(lists, name))
		{
			last = rtk_json_skip(at, end);
			continue;
		}
		*copy = rtk_json_member(copy_last, copy_end, &copy_name);
		EXPECT(*copy != NULL && copy_name.len == name.len &&
			   memcmp(copy_name.at, name.at, name.len) == 0);
		last = compare(lists, at, end, copy, copy_end);
		copy_last = *copy;
	}
	EXPECT(rtk_json_member(copy_last, copy_end, &copy_name) == NULL);
	*copy = rtk_json_close(copy_last, copy_end);
	return rtk_json_close(last, end);
}

static const char *
compare_elements(const Lists *lists, const char *at, const char *end,
				 const char **copy, const char *copy_end)
{
	const char *last = at;
	const char *copy_last = *copy + 1;

	while ((at = rtk_json_item(last, end)) != NULL)
	{
		*copy = rtk_json_item(copy_last, copy_end);
		EXPECT(*copy != NULL);
		last = compare(lists, at, end, copy, copy_end);
		copy_last = *copy;
	}
	EXPECT(rtk_json_item(copy_last, copy_end) == NULL);
	*copy = rtk_json_close(copy_last, copy_end);
	return rtk_json_close(last, end);
}

/* The value at a place and its copy; returns the end of the value. */
static const char *
compare(const Lists *lists, const char *at, const char *end,
		const char **copy, const char *copy_end)
{
	const char *after;
	const char *copy_after;

	EXPECT(*at == **copy);
	if (*at == '{')
		return compare_members(lists, at + 1, end, copy, copy_end);
	if (*at == '[')
		return compare_elements(lists, at + 1, end, copy, copy_end);
	after = rtk_json_skip(at, end);
	copy_after = rtk_json_skip(*copy, copy_end);
	EXPECT(after - at == copy_after - *copy);
	EXPECT(memcmp(at, *copy, after - at) == 0);
	*copy = copy_after;
	return after;
}

static void
redact(RtkText value, const Lists *lists)
{
	char	   *copy = malloc(value.len);
	size_t		len;
	const char *at = copy;

	EXPECT(copy != NULL);
	len = rtk_redact(value, lists->secrets, lists->personal, copy);
	EXPECT(len <= value.len);
	expect_document((RtkText) {copy, len});
	compare(lists, value.at, value.at + value.len, &at, copy + len);
	EXPECT(at == copy + len);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};
	char	   *secrets = fuzz_text(&input, '\n');
	char	   *personal = fuzz_text(&input, '\n');
	size_t		len = input.left;
	char	   *body = fuzz_bytes(&input, len);
	RtkText		document;
	size_t		offset;

	if (rtk_json_check(body, len, &document, &offset) == RTK_JSON_OK)
		redact(document, &(Lists) {secrets, personal});
	free(secrets);
	free(personal);
	free(body);
	return 0;
}
