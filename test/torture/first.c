/*
 * first.c
 *		Preloaded behind AddressSanitizer's library: lets it set itself up before
 *		any other library starts.
 *
 * Else its first call comes from libgpg-error (of libsystemd, of postgres),
 * which holds a lock of gettext's then; a lookup that fails meanwhile wants a
 * message translated, breaks that lock, and postgres waits for it for ever.
 */
#include <stdlib.h>

__attribute__((constructor)) static void
start(void)
{
	void	   *volatile block = malloc(1);

	free(block);
}
