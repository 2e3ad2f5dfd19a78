/*
 * tap.h
 *		The Test Anything Protocol for plain C programs.
 *
 * One program is one .c file that includes this once: call ok(), is_int(),
 * is_str() for each check and end main() with "return done_testing();", whose
 * value is 1 when any check failed.
 */
#ifndef RTK_TAP_H
#define RTK_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int	tap_run;
static int	tap_failed;

/* A program need not use all of these. */
#define TAP_UNUSED __attribute__((unused))
#define TAP_CHECK(name) __attribute__((unused, format(printf, name, name + 1)))

/* Print the line of one check; control characters would break it. */
TAP_UNUSED static bool
tap_line(bool passed, const char *name, va_list arguments)
{
	char		text[512];

	vsnprintf(text, sizeof(text), name, arguments);
	for (char *at = text; *at != '\0'; at++)
	{
		if ((unsigned char) *at < ' ')
			*at = ' ';
	}
	tap_run++;
	if (!passed)
		tap_failed++;
	printf("%sok %d - %s\n", passed ? "" : "not ", tap_run, text);
	return passed;
}

/* Pass when the condition holds. */
TAP_CHECK(2) static bool
ok(bool passed, const char *name,...)
{
	va_list		arguments;

	va_start(arguments, name);
	tap_line(passed, name, arguments);
	va_end(arguments);
	fflush(stdout);
	return passed;
}

/* Pass when two integers are equal. */
TAP_CHECK(3) static bool
is_int(long long got, long long expected, const char *name,...)
{
	va_list		arguments;

	va_start(arguments, name);
	if (!tap_line(got == expected, name, arguments))
		printf("#      got: %lld\n# expected: %lld\n", got, expected);
	va_end(arguments);
	fflush(stdout);
	return got == expected;
}

/* Pass when two strings are equal; NULL equals only NULL. */
TAP_CHECK(3) static bool
is_str(const char *got, const char *expected, const char *name,...)
{
	va_list		arguments;
	bool		same = got == expected;

	if (got != NULL && expected != NULL)
		same = strcmp(got, expected) == 0;
	va_start(arguments, name);
	if (!tap_line(same, name, arguments))
		printf("#      got: %s\n# expected: %s\n", got ? got : "(null)",
			   expected ? expected : "(null)");
	va_end(arguments);
	fflush(stdout);
	return same;
}

/* Print the plan; the value for main() to return. */
TAP_UNUSED static int
done_testing(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed > 0 || tap_run == 0 ? 1 : 0;
}

#endif							/* RTK_TAP_H */
