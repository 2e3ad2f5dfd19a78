/*
 * fuzz.h
 *		What the fuzz targets share: the input, taken from its front, and what
 *		must hold whatever the input is.
 */
#ifndef RTK_FUZZ_H
#define RTK_FUZZ_H

#include "json.h"
#include "lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A target need not use all of these. */
#define FUZZ_UNUSED __attribute__((unused))

/* What does not hold is a finding. */
#define EXPECT(condition) \
	do { \
		if (!(condition)) \
		{ \
			fprintf(stderr, "%s:%d: expected %s\n", __FILE__, __LINE__, \
					#condition); \
			abort(); \
		} \
	} while (0)

/* libFuzzer's, and replay.c's */
extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is left of an input. */
typedef struct FuzzInput
{
	const uint8_t *at;
	size_t		left;
} FuzzInput;

/* The next byte; 0 at the end. */
FUZZ_UNUSED static unsigned
fuzz_byte(FuzzInput *input)
{
	if (input->left == 0)
		return 0;
	input->left--;
	return *input->at++;
}

/*
 * The next len bytes, malloc'd as exactly as many, so that a byte read beyond
 * them is seen.
 */
FUZZ_UNUSED static char *
fuzz_bytes(FuzzInput *input, size_t len)
{
	char	   *copy = malloc(len);

	EXPECT(copy != NULL || len == 0);
	if (len > 0)
		memcpy(copy, input->at, len);
	input->at += len;
	input->left -= len;
	return copy;
}

/* The text up to the next byte stop or NUL, or the end: malloc'd and ended. */
FUZZ_UNUSED static char *
fuzz_text(FuzzInput *input, char stop)
{
	size_t		len = 0;
	char	   *copy;

	while (len < input->left && input->at[len] != (uint8_t) stop &&
		   input->at[len] != '\0')
		len++;
	copy = malloc(len + 1);
	EXPECT(copy != NULL);
	memcpy(copy, input->at, len);
	copy[len] = '\0';
	len += len < input->left;
	input->at += len;
	input->left -= len;
	return copy;
}

/* The next byte chooses a resource. */
FUZZ_UNUSED static const RtkResource *
fuzz_resource(FuzzInput *input)
{
	int			n = 0;

	while (rtk_resources[n] != NULL)
		n++;
	return rtk_resources[fuzz_byte(input) % n];
}

/* The next byte chooses one of its methods. */
FUZZ_UNUSED static const RtkMethod *
fuzz_method(FuzzInput *input, const RtkResource *resource)
{
	const RtkMethod *methods[] = {
		resource->list, resource->single, resource->report
	};
	const RtkMethod *method = methods[fuzz_byte(input) % 3];

	return method != NULL ? method : resource->list;
}

/* A value that was found in checked text must be a document of its own. */
FUZZ_UNUSED static void
expect_document(RtkText value)
{
	RtkText		document;
	size_t		offset;

	EXPECT(rtk_json_check(value.at, value.len, &document, &offset) ==
		   RTK_JSON_OK);
	EXPECT(document.at == value.at && document.len == value.len);
}

#endif							/* RTK_FUZZ_H */
