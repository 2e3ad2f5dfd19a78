/*
 * jsonwalk.h
 *		The pieces of a walk over checked JSON that goes down into values
 *		without skipping them first; json.h has whole walks.
 */
#ifndef RTK_JSONWALK_H
#define RTK_JSONWALK_H

#include "json.h"

/*
 * at stands behind a '{' or a value: the name (as written, without quotes) and
 * the start of the next member's value, or NULL behind the last member.
 */
extern const char *rtk_json_member(const char *at, const char *end,
								   RtkText *name);

/* The same of an array: the start of the next element. */
extern const char *rtk_json_item(const char *at, const char *end);

/* From the start of a value to the byte behind it. */
extern const char *rtk_json_skip(const char *at, const char *end);

/* The same of an object or array; jsonskip.c. */
extern const char *rtk_json_skip_container(const char *at, const char *end);

/* From behind the last value of a container to the byte behind its bracket. */
extern const char *rtk_json_close(const char *at, const char *end);

/* Is it an object or an array without anything in it? */
extern bool rtk_json_is_empty(RtkText value);

/*
 * Of the name of a member or a string, as written and without quotes: is it
 * the wanted text, which one with half of a surrogate pair never is?  Does it
 * hold U+0000, which no text here can?
 */
extern bool rtk_json_name_is(RtkText name, RtkText wanted);
extern bool rtk_json_has_nul(RtkText name);

/*
 * Copy a string, its escapes of surrogate pairs decoded and all else as it is
 * written.  to has room for as many bytes; returns how many were needed.
 */
extern size_t rtk_json_write_pairs(RtkText text, char *to);

/*
 * Decode a string, as written and without quotes, to UTF-8; to has room for as
 * many bytes.  False when it holds U+0000 or half of a surrogate pair.
 */
extern bool rtk_json_decode(RtkText text, char *to, size_t *len);

/* Has an object one of the members "a|b", and that is not null? */
extern bool rtk_json_has_any(RtkText object, const char *names);

#endif							/* RTK_JSONWALK_H */
