/*
 * utf8.h
 *		Characters of UTF-8.
 */
#ifndef RTK_UTF8_H
#define RTK_UTF8_H

#include <stddef.h>

/*
 * Length of the character that starts at at[0..len), len > 0: 1 to 4, 0 when
 * it is malformed (overlong, surrogate, above U+10FFFF, stray), -1 when it is
 * cut off by the end of the text.
 */
static inline int
rtk_utf8_length(const unsigned char *at, size_t len)
{
	unsigned char lead = at[0];
	unsigned char low = 0x80;	/* what the second byte may be */
	unsigned char high = 0xBF;
	int			length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	if (lead == 0xE0)
		low = 0xA0;
	else if (lead == 0xED)
		high = 0x9F;
	else if (lead == 0xF0)
		low = 0x90;
	else if (lead == 0xF4)
		high = 0x8F;
	for (int i = 1; i < length; i++)
	{
		if ((size_t) i == len)
			return -1;
		if (at[i] < low || at[i] > high)
			return 0;
		low = 0x80;
		high = 0xBF;
	}
	return length;
}

#endif							/* RTK_UTF8_H */
