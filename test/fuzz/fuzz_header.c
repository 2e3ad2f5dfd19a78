/*
 * fuzz_header.c
 *		The header lines of a reply, and what they leave in it.
 */
#include "fuzz.h"
#include "utf8.h"
#include "header.h"

/* Printable UTF-8 that ends within its buffer. */
static void
expect_text(const char *text, size_t size)
{
	size_t		len = strnlen(text, size);

	EXPECT(len < size);
	for (size_t i = 0; i < len;)
	{
		int			n = rtk_utf8_length((const unsigned char *) text + i,
										len - i);

		EXPECT(n > 0);
		EXPECT(n > 1 || ((unsigned char) text[i] >= ' ' && text[i] != 0x7F));
		i += (size_t) n;
	}
}

/* None, or from 0 to the most that there can be. */
static void
expect_number(double number, double most)
{
	EXPECT(number == -1 || (number >= 0 && number <= most));
}

static void
expect_reply(const RtkReply *reply)
{
	expect_text(reply->content_type, sizeof(reply->content_type));
	expect_text(reply->location_host, sizeof(reply->location_host));
	expect_text(reply->ray, sizeof(reply->ray));
	EXPECT(strpbrk(reply->location_host, "@/#") == NULL);
	expect_number(reply->retry_after, RTK_HEADER_MAX_WAIT);
	expect_number(reply->limit_reset, RTK_HEADER_MAX_WAIT);
	EXPECT(reply->limit_remaining == -1 || reply->limit_remaining >= 0);
	EXPECT((reply->limit_remaining < 0) == (reply->limit_reset < 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzInput	input = {data, size};
	RtkReply	reply = {0};

	rtk_header_reset(&reply);
	while (input.left > 0)
	{
		const uint8_t *end = memchr(input.at, '\n', input.left);
		size_t		len = end != NULL ? (size_t) (end - input.at) + 1 :
			input.left;
		char	   *line = fuzz_bytes(&input, len);

		rtk_header_read(&reply, line, len);
		expect_reply(&reply);
		free(line);
	}
	return 0;
}
