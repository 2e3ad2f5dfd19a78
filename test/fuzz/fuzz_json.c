/*
 * fuzz_json.c
 *		libFuzzer: any bytes are checked; what passes is walked throughout.
 *
 * Beyond what the sanitizers see, it is a fault when the walk and the check
 * disagree about where a value ends.
 */
#include "json.h"

#include <stdlib.h>
#include <string.h>

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each value that the walk finds must be a document of its own. */
static void
expect_document(RtkText value)
{
	RtkText		document;
	size_t		offset;
	RtkJsonFault fault = rtk_json_check(value.at, value.len, &document,
										&offset);

	if (fault != RTK_JSON_OK || document.at != value.at ||
		document.len != value.len)
		abort();
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

	free(rtk_json_string(value));
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *body = malloc(size > 0 ? size : 1);
	RtkText		document;
	size_t		offset;

	if (body == NULL)
		return 0;
	if (size > 0)
		memcpy(body, data, size);
	if (rtk_json_check(body, size, &document, &offset) == RTK_JSON_OK)
		walk(document);
	else if (offset > size || document.at != NULL)
		abort();
	/* Text that has not passed must be safe to walk, if not meaningful. */
	document = (RtkText) {body, size};
	rtk_json_members(document, &(RtkText) {"a", 1}, 1, &document);
	free(body);
	return 0;
}
