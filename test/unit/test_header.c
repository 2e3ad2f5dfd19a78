/*
 * test_header.c
 *		Header lines of a reply, good and bad.
 */
#include <stdlib.h>

#include "header.h"
#include "tap.h"

/* One line, and what the field it is about must be then. */
typedef struct Number
{
	const char *line;
	double		first;			/* retry_after, or limit_remaining */
	double		second;			/* limit_reset */
} Number;

typedef struct Text
{
	const char *line;
	const char *expected;
} Text;

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* A reply that has seen one line, in memory of exactly its size. */
static RtkReply
read_line(const char *line)
{
	RtkReply	reply;
	size_t		len = strlen(line);
	char	   *exact = malloc(len > 0 ? len : 1);

	rtk_header_reset(&reply);
	memcpy(exact, line, len);
	rtk_header_read(&reply, exact, len);
	free(exact);
	return reply;
}

static void
test_retry_after(void)
{
	static const Number cases[] = {
		{"Retry-After: 7\r\n", 7, 0},
		{"RETRY-AFTER:7", 7, 0},
		{"retry-after: \t 0 \r\n", 0, 0},
		{"Retry-After: 1.5\r\n", 1.5, 0},
		{"Retry-After: -5\r\n", 0, 0},
		{"Retry-After: 99999999999\r\n", RTK_HEADER_MAX_WAIT, 0},
		{"Retry-After: 1e999\r\n", RTK_HEADER_MAX_WAIT, 0},
		{"Retry-After: soon\r\n", -1, 0},
		{"Retry-After: inf\r\n", -1, 0},
		{"Retry-After: -\r\n", -1, 0},
		{"Retry-After: 7 seconds\r\n", -1, 0},
		{"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", -1, 0},
		{"Retry-After:\r\n", -1, 0},
		{"Retry-After\r\n", -1, 0},
		{"X-Retry-After: 7\r\n", -1, 0},
		{"Retry-After : 7\r\n", -1, 0},
	};

	for (size_t i = 0; i < LENGTH(cases); i++)
	{
		RtkReply	reply = read_line(cases[i].line);

		ok(reply.retry_after == cases[i].first, "%.40s: %g",
		   cases[i].line, reply.retry_after);
	}
}

static void
test_ratelimit(void)
{
	static const Number cases[] = {
		{"Ratelimit: \"default\";r=50;t=30", 50, 30},
		{"ratelimit: \"default\"; r=50 ;\tt=30", 50, 30},
		{"Ratelimit: \"a\";r=50;t=30, \"b\";r=2;t=9", 2, 9},
		{"Ratelimit: \"a\";r=2;t=9,\"b\";r=50;t=30", 2, 9},
		{"Ratelimit: \"a\";r=2;t=9,\"b\";r=2;t=30", 2, 30},
		{"Ratelimit: \"r=1;t=1\\\",\";r=50;t=30;pk=:x=:", 50, 30},
		{"Ratelimit: default;t=30;r=0", 0, 30},
		{"Ratelimit: \"a\";r=1;t=1e99", 1, RTK_HEADER_MAX_WAIT},
		{"Ratelimit: \"a\";r=99999999999;t=1", RTK_HEADER_MAX_REMAINING, 1},
		{"Ratelimit: \"a\";r=1e999;t=1", RTK_HEADER_MAX_REMAINING, 1},
		{"Ratelimit: \"a\";r=-1;t=30", -1, -1},
		{"Ratelimit: \"a\";r=1", -1, -1},
		{"Ratelimit: limit=9, remaining=1, reset=2", -1, -1},
		{"Ratelimit: \"a;r=1;t=1", -1, -1},
		{"Ratelimit: ;,;=,r=;t=,\\", -1, -1},
		{"Ratelimit: \"\\", -1, -1},
		{"Ratelimit:", -1, -1},
	};
	RtkReply	reply;

	for (size_t i = 0; i < LENGTH(cases); i++)
	{
		reply = read_line(cases[i].line);
		ok(reply.limit_remaining == cases[i].first &&
		   reply.limit_reset == cases[i].second, "%s: %g %g",
		   cases[i].line, reply.limit_remaining, reply.limit_reset);
	}
	reply = read_line("Ratelimit: a;r=5;t=1");
	rtk_header_read(&reply, "Ratelimit: b;r=4;t=2", 20);
	rtk_header_read(&reply, "Ratelimit: c;r=6;t=3", 20);
	is_int((int) reply.limit_remaining, 4, "several lines are one");
}

static void
test_location(void)
{
	static const Text cases[] = {
		{"Location: https://other.test/a?token=b", "other.test"},
		{"Location: https://user:word@other.test:80/a", "other.test"},
		{"Location: https://a@b@other.test?x@y", "other.test"},
		{"Location: https://[::1]:80/a", "[::1]"},
		{"Location: https://[::1", "[::1"},
		{"Location: //other.test", "other.test"},
		{"Location: https://other.test#a", "other.test"},
		{"Location: https://other.test\\@evil", "other.test"},
		{"Location: /a//b", ""},
		{"Location: /a?https://other.test", ""},
		{"Location: mailto:a@b", ""},
		{"Location: https:/x", ""},
		{"Location: https://", ""},
		{"Location:", ""},
	};

	for (size_t i = 0; i < LENGTH(cases); i++)
		is_str(read_line(cases[i].line).location_host, cases[i].expected,
			   "%s", cases[i].line);
}

static void
test_texts(void)
{
	char		line[4000] = "Cf-Ray: ";
	RtkReply	reply = read_line("Content-Type: text/html; charset=utf-8\r\n");

	is_str(reply.content_type, "text/html", "content type");
	rtk_header_read(&reply, "CF-RAY: 8a1-FRA\r\n", 17);
	is_str(reply.ray, "8a1-FRA", "ray");
	is_str(read_line("cf-ray: a\033[2Jb\r\n").ray, "a [2Jb", "made printable");
	memset(line + 8, 'x', sizeof(line) - 9);
	line[sizeof(line) - 1] = '\0';
	is_int(strlen(read_line(line).ray), sizeof(reply.ray) - 1, "cut to fit");
	rtk_header_read(&reply, "HTTP/1.1 200 OK\r\n", 17);
	is_str(reply.ray, "", "a status line begins a new reply");
	is_str(read_line("").ray, "", "an empty line is nothing");
	is_str(read_line("\r\n").ray, "", "nor is a line end");
	is_str(read_line(":").ray, "", "nor a colon");
}

int
main(void)
{
	test_retry_after();
	test_ratelimit();
	test_location();
	test_texts();
	return done_testing();
}
