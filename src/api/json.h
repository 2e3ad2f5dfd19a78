/*
 * json.h
 *		JSON text: checked once as a whole, then read where it stands.
 *
 * A reply is checked once by rtk_json_check(): strict RFC 8259, UTF-8, bounded
 * depth.  After that a value is the piece of the reply that holds its text, and
 * reading a member costs a walk over bytes: no tree is built.  Nothing here
 * allocates unless it says so.
 */
#ifndef RTK_JSON_H
#define RTK_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Deepest nesting; most values where they are dense (jsoncheck.c). */
#define RTK_JSON_MAX_DEPTH 64
#define RTK_JSON_MAX_VALUES 1000000

/* The JSON text of one value, not NUL-terminated; at == NULL: there is none. */
typedef struct RtkText
{
	const char *at;
	size_t		len;
} RtkText;

typedef enum RtkJsonFault
{
	RTK_JSON_OK,
	RTK_JSON_TRUNCATED,			/* valid so far, but it ends too early */
	RTK_JSON_INVALID,			/* not JSON */
	RTK_JSON_TOO_DEEP,			/* nested deeper than RTK_JSON_MAX_DEPTH */
	RTK_JSON_TOO_DENSE,			/* more values than are accepted */
	RTK_JSON_NOT_UTF8			/* overlong, surrogate or stray bytes */
} RtkJsonFault;

/*
 * Check that body[0..len) is one JSON document, blanks and a byte order mark
 * around it allowed.  *document gets the value without them; on a fault
 * *offset gets the byte where it was seen.  All other functions here want text
 * that has passed this check.
 */
extern RtkJsonFault rtk_json_check(const char *body, size_t len,
								   RtkText *document, size_t *offset);

/* The kind of a value by its first byte. */
extern bool rtk_json_is_object(RtkText value);
extern bool rtk_json_is_array(RtkText value);
extern bool rtk_json_is_string(RtkText value);
extern bool rtk_json_is_null(RtkText value);	/* absent or null */
extern bool rtk_json_is_true(RtkText value);
extern bool rtk_json_is_false(RtkText value);

/*
 * Step through the elements of an array: *position starts as NULL; each call
 * gives the next element, or false after the last (or when array is none).
 */
extern bool rtk_json_element(RtkText array, const char **position,
							 RtkText *element);

/*
 * One walk over an object: values[i] gets the text of the member names[i], or
 * none.  The names differ; in the members' order they are found soonest.  Of
 * duplicate members the last one counts, as in jsonb.  A value that is no
 * object has no members.  A name that holds U+0000 matches nothing.
 */
extern void rtk_json_members(RtkText object, const RtkText *names, int n,
							 RtkText *values);

/*
 * The value at a path of member names joined by dots ("data.paging"), or none.
 * The empty path is the value itself.
 */
extern RtkText rtk_json_get(RtkText value, const char *path);

/*
 * The string, decoded by json-c, as malloc'd, NUL-terminated UTF-8, which the
 * caller frees.  NULL when value is no string, holds U+0000, or memory is out.
 * A lone surrogate becomes U+FFFD.
 */
extern char *rtk_json_string(RtkText value);

/* Read a whole number; *number is undefined when it is none (false). */
extern bool rtk_json_integer(RtkText value, int64_t *number);

/* "0.16": the version of json-c that runs, for rtk_fdw_version(). */
extern const char *rtk_json_version(void);

#endif							/* RTK_JSON_H */
