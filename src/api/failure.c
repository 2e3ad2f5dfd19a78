/*
 * failure.c
 *		Filling in an RtkFailure.
 */
#include "failure.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

void
rtk_failure_set(RtkFailure *failure, RtkFailureKind kind,
				const char *format,...)
{
	/* Room to spare: the cut is rtk_failure_copy()'s, between characters. */
	char		text[2 * sizeof(failure->summary)];
	va_list		arguments;

	/* First, for the arguments may point into the failure. */
	va_start(arguments, format);
	if (vsnprintf(text, sizeof(text), format, arguments) < 0)
		text[0] = '\0';
	va_end(arguments);
	memset(failure, 0, sizeof(*failure));
	failure->kind = kind;
	failure->retry_after = -1;
	rtk_failure_copy(failure->summary, sizeof(failure->summary), text,
					 strlen(text));
}

/* Would this character steer a terminal or break a line of the log? */
static bool
is_control(const unsigned char *at, int length)
{
	if (length == 1)
		return at[0] < 0x20 || at[0] == 0x7F;
	return length == 2 && at[0] == 0xC2 && at[1] < 0xA0;	/* C1 */
}

void
rtk_failure_copy(char *buffer, size_t size, const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *) text;
	size_t		used = 0;
	size_t		read = 0;

	if (size == 0)
		return;
	while (read < len)
	{
		int			length = rtk_utf8_length(at + read, len - read);
		bool		replaced = length == 0 || is_control(at + read, length);
		size_t		width = replaced ? 1 : (size_t) length;

		if (length < 0 || used + width >= size)
			break;
		if (replaced)
			buffer[used] = length == 0 ? '?' : ' ';
		else
			memcpy(buffer + used, at + read, width);
		used += width;
		read += length == 0 ? 1 : (size_t) length;
	}
	buffer[used] = '\0';
}
