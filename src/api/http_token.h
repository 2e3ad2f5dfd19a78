/*
 * http_token.h
 *		Keeps the token of a pool out of what is told of its replies.
 */
#ifndef RTK_HTTP_TOKEN_H
#define RTK_HTTP_TOKEN_H

#include "http.h"

/*
 * Put asterisks in the place of the token wherever a text has it, and of its
 * beginning where the text was cut within it.
 */
extern void rtk_http_hide_token(const RtkHttp *http, char *text);

#endif							/* RTK_HTTP_TOKEN_H */
