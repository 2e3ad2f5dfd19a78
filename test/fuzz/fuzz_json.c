/*
 * fuzz_json.c
 *		Any bytes are checked as JSON; what passes is walked throughout.
 *
 * Beyond what the sanitizers see, it is a fault when the walk and the check
 * disagree about where a value ends, and when a document that ends too early
 * passes or is not known as such: it would be a short answer, or an error
 * where asking again would have helped.
 */
#include "fuzz.h"
#include "jsonindex.h"
#include "jsonwalk.h"

/*
 * A string is compared as it is decoded, if it can be.  Half of a surrogate
 * pair is replaced in the one, and no text in the other.
 */
static void
compare(RtkText value)
{
	RtkText		name = {value.at + 1, value.len - 2};
	char	   *text = rtk_json_string(value);
	size_t		len;

	if (!rtk_json_is_string(value))
		return;
	EXPECT((text == NULL) == rtk_json_has_nul(name));
	if (text == NULL)
		return;
	len = strlen(text);
	if (strstr(text, "\xEF\xBF\xBD") == NULL)
		EXPECT(rtk_json_name_is(name, (RtkText) {text, len}));
	EXPECT(!rtk_json_name_is(name, (RtkText) {text, len + 1}));
	EXPECT(len == 0 || !rtk_json_name_is(name, (RtkText) {text, len - 1}));
	free(text);
}

/* Read a value in every way, and the elements within (depth is bounded). */
static void
walk(RtkText value)
{
	const RtkText names[] = {{"a", 1}, {"id", 2}, {"", 0}, {"data", 4}};
	RtkText		values[4];
	const char *position = NULL;
	RtkText		element;
	int64_t		number;

	compare(value);
	(void) rtk_json_integer(value, &number);
	while (rtk_json_element(value, &position, &element))
	{
		expect_document(element);
		walk(element);
	}
	rtk_json_members(value, names, 4, values);
	for (int i = 0; i < 4; i++)
	{
		if (values[i].at == NULL)
			continue;
		expect_document(values[i]);
		walk(values[i]);
	}
	(void) rtk_json_get(value, "data.paging.id");
}

/* Cut a document, at a place that depends on it: its end is then missing. */
static void
cut(RtkText document)
{
	unsigned	hash = 0;
	size_t		len;
	char	   *part;
	RtkText		none;
	size_t		offset;

	if (!rtk_json_is_object(document) && !rtk_json_is_array(document) &&
		!rtk_json_is_string(document))
		return;					/* 12 is a document as 123 is */
	for (size_t i = 0; i < document.len; i++)
		hash = hash * 31 + (unsigned char) document.at[i];
	len = hash % document.len;
	part = malloc(len + (len == 0));
	EXPECT(part != NULL);
	memcpy(part, document.at, len);
	EXPECT(rtk_json_check(part, len, &none, &offset) == RTK_JSON_TRUNCATED);
	EXPECT(offset <= len);
	free(part);
}

/* The containers of the index are where they are without it, in their order. */
static void
check_index(const char *body, size_t size)
{
	RtkJsonIndex index = {0};
	RtkText		document;
	size_t		offset;

	if (rtk_json_check_index(body, size, &document, &offset, &index) ==
		RTK_JSON_OK)
		for (size_t i = 0; i < index.n; i++)
		{
			RtkText		container = index.containers[i];

			EXPECT(i == 0 || container.at > index.containers[i - 1].at);
			EXPECT(rtk_json_skip(container.at, body + size) ==
				   container.at + container.len);
		}
	free(index.containers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};
	char	   *body = fuzz_bytes(&input, size);
	RtkText		document = {NULL, 0};
	size_t		offset;

	if (rtk_json_check(body, size, &document, &offset) == RTK_JSON_OK)
	{
		walk(document);
		cut(document);
		check_index(body, size);
	}
	else
		EXPECT(offset <= size && document.at == NULL);
	/* Text that has not passed must be safe to walk, if not meaningful. */
	document = (RtkText) {body, size};
	rtk_json_members(document, &(RtkText) {"a", 1}, 1, &document);
	free(body);
	return 0;
}
