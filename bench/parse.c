/*
 * parse.c
 *		Reads pages as a scan does, from memory: parse MEMBERS FILE...
 *
 * MEMBERS are the paths of a row's members to read, separated by blanks.
 * Prints rows and bytes of values.  What is counted by instructions.sh is
 * read_page(): check a page, find its rows, read members of each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lookup.h"
#include "page.h"
#include "reader.h"

static size_t rows;
static size_t bytes;

static void
fail(const char *what)
{
	fprintf(stderr, "parse: %s\n", what);
	exit(1);
}

static char *
read_file(const char *name, size_t *len)
{
	FILE	   *file = fopen(name, "rb");
	char	   *body;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		fail(name);
	*len = ftell(file);
	rewind(file);
	body = malloc(*len + 1);
	if (body == NULL || fread(body, 1, *len, file) != *len)
		fail(name);
	body[*len] = '\0';
	fclose(file);
	return body;
}

static __attribute__((noinline)) void
read_page(char *body, size_t len, const RtkMethod *method, RtkReader *reader)
{
	RtkFailure	failure;
	bool		truncated;
	RtkPage    *page = rtk_page_parse(body, len, method, &failure, &truncated);

	if (page == NULL)
		fail("no page");
	for (size_t i = 0; i < page->nrows; i++)
	{
		rtk_reader_set(reader, page->rows[i], page);
		bytes += rtk_reader_id(reader).len;
		for (int want = 0; want < reader->nwants; want++)
			bytes += rtk_reader_value(reader, want).len;
		rows++;
	}
	rtk_reader_set(reader, (RtkText) {NULL, 0}, NULL);
	rtk_page_drop(page);
}

int
main(int argc, char **argv)
{
	const RtkResource *resource = rtk_lookup_resource("sessions_participants");
	RtkReader	reader = {0};
	size_t		len;

	if (argc < 3 || !rtk_reader_init(&reader, "id"))
		fail("usage: parse MEMBERS FILE...");
	for (char *path = strtok(argv[1], " "); path; path = strtok(NULL, " "))
		if (rtk_reader_want(&reader, path) < 0)
			fail("out of memory");
	for (int i = 2; i < argc; i++)
	{
		char	   *body = read_file(argv[i], &len);

		read_page(body, len, resource->list, &reader);
	}
	printf("%zu %zu\n", rows, bytes);
	rtk_reader_reset(&reader);
	return 0;
}
