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
 * A JSON text without its escapes of U+0000; the text itself when it has
 * none, else palloc'd in the current context.
 */
extern RtkText rtk_encoding_strip_nul(RtkText json);

#endif							/* RTK_ENCODING_H */
