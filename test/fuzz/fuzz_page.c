/*
 * fuzz_page.c
 *		A reply of any method, judged and parsed; each column of each row read.
 *
 * The first two bytes choose resource and method, the third the status; the
 * rest is the body.
 */
#include "fuzz.h"
#include "number.h"
#include "page.h"
#include "reader.h"
#include "redact.h"
#include "reply.h"
#include "timestamp.h"

/* Convert a value as the host does for the types that columns have. */
static void
read_value(RtkText value)
{
	int64_t		number;
	char	   *text;

	if (value.at == NULL)
		return;
	expect_document(value);
	text = rtk_json_string(value);
	if (text != NULL)
		(void) rtk_timestamp_read(text, strlen(text), &number);
	free(text);
	(void) rtk_timestamp_from_epoch(value.at, value.len, &number);
	(void) rtk_number_scaled(value.at, value.len, 0, &number);
}

/* A row without its secrets is JSON still, and no longer. */
static void
redact_row(RtkText row, const RtkResource *resource)
{
	char	   *to = malloc(row.len);
	size_t		len = rtk_redact(row, resource->secrets, resource->personal,
								 to);

	EXPECT(len <= row.len);
	expect_document((RtkText) {to, len});
	free(to);
}

static void
read_row(RtkReader *reader, RtkText row, RtkPage *page,
		 const RtkResource *resource)
{
	RtkText		id;

	EXPECT(row.at >= page->body);
	expect_document(row);
	rtk_reader_set(reader, row, page);
	for (int i = 0; i < reader->nwants; i++)
		read_value(rtk_reader_value(reader, i));
	id = rtk_reader_id(reader);
	if (id.at != NULL)
		EXPECT(id.at > row.at && id.at + id.len < row.at + row.len);
	redact_row(row, resource);
}

static void
read_page(RtkPage *page, size_t size, const RtkResource *resource)
{
	RtkReader	reader = {0};

	EXPECT(rtk_reader_init(&reader, "id"));
	for (int i = 0; i < resource->ncolumns; i++)
	{
		const char *member = rtk_lookup_member(&resource->columns[i]);

		if (member != NULL && member[0] != '{')
			EXPECT(rtk_reader_want(&reader, member) >= 0);
	}
	for (size_t i = 0; i < page->nrows; i++)
	{
		EXPECT(page->rows[i].at + page->rows[i].len <= page->body + size);
		read_row(&reader, page->rows[i], page, resource);
	}
	rtk_reader_reset(&reader);
}

/* A failure says what is wrong. */
static void
expect_failure(const RtkFailure *failure)
{
	EXPECT(failure->kind != RTK_OK);
	EXPECT(failure->summary[0] != '\0');
	EXPECT(strlen(failure->api_message) < sizeof(failure->api_message));
}

static RtkVerdict
judge(const char *body, size_t size, int status)
{
	char	   *ended = malloc(size + 1);	/* as a reply's body is */
	RtkReply	reply = {
		.result = RTK_TRANSFER_DONE, .error = "", .status = status,
		.body = ended, .len = size, .retry_after = -1
	};
	RtkFailure	failure;
	RtkVerdict	verdict;

	EXPECT(ended != NULL);
	if (size > 0)
		memcpy(ended, body, size);
	ended[size] = '\0';
	verdict = rtk_reply_judge(&reply, &failure);
	if (verdict != RTK_REPLY_PAGE)
		expect_failure(&failure);
	free(ended);
	return verdict;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = {200, 200, 200, 404, 429, 500, 302, 400};
	FuzzInput	input = {data, size};
	const RtkResource *resource = fuzz_resource(&input);
	const RtkMethod *method = fuzz_method(&input, resource);
	int			status = statuses[fuzz_byte(&input) % 8];
	size_t		len = input.left;
	char	   *body = fuzz_bytes(&input, len);
	RtkFailure	failure;
	bool		truncated;
	RtkPage    *page;

	if (judge(body, len, status) != RTK_REPLY_PAGE)
	{
		free(body);
		return 0;
	}
	page = rtk_page_parse(body, len, method, &failure, &truncated);
	if (page == NULL)
	{
		expect_failure(&failure);
		EXPECT(!truncated || failure.kind == RTK_FAIL_REPLY);
		return 0;
	}
	EXPECT(!truncated && page->total >= -1);
	read_page(page, len, resource);
	rtk_page_drop(page);
	return 0;
}
