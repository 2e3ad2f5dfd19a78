/*
 * encoding.h
 *		The API's UTF-8 in the database's encoding.
 */
#ifndef RTK_ENCODING_H
#define RTK_ENCODING_H

#include "postgres.h"

#include "json.h"

/*
 * Make *text, which must be valid UTF-8, a text in the database's encoding.
 * It is left where it stands when nothing changes (UTF8, SQL_ASCII, or ASCII
 * only), else palloc'd in the current context.  False, and *text is
 * unchanged, when it has a character that the encoding lacks.
 */
extern bool rtk_encoding_to_server(RtkText *text);

/*
 * These give a checked JSON text without some of its escapes: the text itself
 * when it has no escape at all, else palloc'd in the current context.
 *
 * strip_nul leaves out U+0000.  unescape puts characters in the place of their
 * escapes where PostgreSQL can convert none to the database's encoding, as in
 * SQL_ASCII: its JSON reader would not say which value has them.
 */
extern RtkText rtk_encoding_strip_nul(RtkText json);
extern RtkText rtk_encoding_unescape(RtkText json);

/*
 * Decode a string of JSON, as written and without quotes; to has room for as
 * many bytes.  False where jsonb_in() has to judge: the string holds what is no
 * character, or the database's encoding is not UTF-8.
 */
extern bool rtk_encoding_decode(RtkText text, char *to, size_t *len);

#endif							/* RTK_ENCODING_H */
