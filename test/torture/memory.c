/*
 * memory.c
 *		Loaded before all else into a server (LD_PRELOAD): allocations of one
 *		library fail when SQL says so, and are counted.
 *
 *		memory_arm(library, n)	the n-th from now on fails; 0: none does
 *		memory_disarm()			none fails any more; how many there were
 *		memory_live()			blocks of it that are not freed
 *
 * Whose allocation it is, the return address tells.  A block that one library
 * gets for another (strdup) is its own.  Only while it is armed are blocks
 * noted; they are forgotten when another library is armed.
 */
#define _GNU_SOURCE
#include "postgres.h"

#include <link.h>

#include "fmgr.h"
#include "utils/builtins.h"

#define MOST_BLOCKS (1 << 18)	/* a power of two */

PG_MODULE_MAGIC;

/* glibc's own, which need not be looked up */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *block);

static struct
{
	bool		armed;
	char		library[64];
	uintptr_t	start;			/* of its code; 0: not loaded yet */
	uintptr_t	end;
	int			fail_at;
	int			calls;
	int			live;
	void	   *blocks[MOST_BLOCKS];
}			memory;

/* dl_iterate_phdr: find the library's code. */
static int
find_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	if (strstr(info->dlpi_name, memory.library) == NULL)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++)
	{
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];

		if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0)
			continue;
		memory.start = info->dlpi_addr + part->p_vaddr;
		memory.end = memory.start + part->p_memsz;
	}
	return 1;
}

/* Is it an allocation of the library? */
static bool
is_noted(const void *caller)
{
	if (!memory.armed)
		return false;
	if (memory.start == 0)
		dl_iterate_phdr(find_library, NULL);
	return (uintptr_t) caller >= memory.start &&
		(uintptr_t) caller < memory.end;
}

/* Does this one fail? */
static bool
is_out(const void *caller)
{
	return is_noted(caller) && ++memory.calls == memory.fail_at;
}

/* Where a block is noted, or may be. */
static void **
find_block(const void *block)
{
	size_t		i = ((uintptr_t) block >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 40;

	for (i &= MOST_BLOCKS - 1;
		 memory.blocks[i] != NULL && memory.blocks[i] != block;
		 i = (i + 1) & (MOST_BLOCKS - 1))
		continue;
	return &memory.blocks[i];
}

static void *
note(const void *caller, void *block)
{
	if (block != NULL && is_noted(caller))
	{
		*find_block(block) = block;
		memory.live++;
	}
	return block;
}

/* A block goes: what was put behind it is put in its place. */
static void
forget(const void *block)
{
	void	  **place;

	if (block == NULL || memory.live == 0)
		return;
	place = find_block(block);
	if (*place == NULL)
		return;
	*place = NULL;
	memory.live--;
	for (;;)
	{
		void	   *next;

		if (++place == memory.blocks + MOST_BLOCKS)
			place = memory.blocks;
		next = *place;
		if (next == NULL)
			return;
		*place = NULL;
		*find_block(next) = next;
	}
}

#define CALLER __builtin_return_address(0)

PGDLLEXPORT void *
malloc(size_t size)
{
	return is_out(CALLER) ? NULL : note(CALLER, __libc_malloc(size));
}

PGDLLEXPORT void *
calloc(size_t n, size_t size)
{
	return is_out(CALLER) ? NULL : note(CALLER, __libc_calloc(n, size));
}

PGDLLEXPORT void *
realloc(void *old, size_t size)
{
	void	   *block;

	if (is_out(CALLER))
		return NULL;
	block = __libc_realloc(old, size);
	if (block != NULL || size == 0)
		forget(old);
	return note(CALLER, block);
}

PGDLLEXPORT void
free(void *block)
{
	forget(block);
	__libc_free(block);
}

/* As strdup() too, which would call malloc() from within glibc. */
static char *
copy(const void *caller, const char *text, size_t len)
{
	char	   *block = is_out(caller) ? NULL :
		note(caller, __libc_malloc(len + 1));

	if (block != NULL)
	{
		memcpy(block, text, len);
		block[len] = '\0';
	}
	return block;
}

#undef strdup
#undef strndup

PGDLLEXPORT char *
strdup(const char *text)
{
	return copy(CALLER, text, strlen(text));
}

PGDLLEXPORT char *
strndup(const char *text, size_t len)
{
	return copy(CALLER, text, strnlen(text, len));
}

PGDLLEXPORT Datum memory_arm(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum memory_disarm(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum memory_live(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(memory_arm);
PG_FUNCTION_INFO_V1(memory_disarm);
PG_FUNCTION_INFO_V1(memory_live);

Datum
memory_arm(PG_FUNCTION_ARGS)
{
	char	   *library = text_to_cstring(PG_GETARG_TEXT_PP(0));

	memory.armed = false;
	if (strcmp(library, memory.library) != 0)
	{
		memset(&memory, 0, sizeof(memory));
		strlcpy(memory.library, library, sizeof(memory.library));
	}
	memory.fail_at = PG_GETARG_INT32(1);
	memory.calls = 0;
	memory.armed = true;
	PG_RETURN_VOID();
}

Datum
memory_disarm(PG_FUNCTION_ARGS)
{
	memory.armed = false;
	PG_RETURN_INT32(memory.calls);
}

Datum
memory_live(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(memory.live);
}
