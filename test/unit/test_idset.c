/*
 * test_idset.c
 *		The set of ids: exact, compact, and sound when memory runs out.
 */
#include "idset.h"

#include <stdint.h>
#include <stdlib.h>

#include "tap.h"

/* A second copy of the code, whose allocations are counted and can fail. */
static size_t allocated;
static long allocations_left = -1;

/* Is this the allocation that fails?  All after it fail too. */
static bool
out_of_memory(void)
{
	if (allocations_left == 0)
		return true;
	if (allocations_left > 0)
		allocations_left--;
	return false;
}

/* The size stands before each block, so that free() can count it off. */
#define BLOCK_HEADER 16

static void *
counted_malloc(size_t size)
{
	char	   *block = out_of_memory() ? NULL : malloc(size + BLOCK_HEADER);

	if (block == NULL)
		return NULL;
	memcpy(block, &size, sizeof(size));
	allocated += size;
	return block + BLOCK_HEADER;
}

static void
counted_free(void *at)
{
	size_t		size;

	if (at == NULL)
		return;
	memcpy(&size, (char *) at - BLOCK_HEADER, sizeof(size));
	allocated -= size;
	free((char *) at - BLOCK_HEADER);
}

static void *
counted_calloc(size_t n, size_t size)
{
	void	   *block = counted_malloc(n * size);

	return block == NULL ? NULL : memset(block, 0, n * size);
}

static void *
counted_realloc(void *at, size_t size)
{
	void	   *block = counted_malloc(size);
	size_t		old = 0;

	if (block == NULL || at == NULL)
		return block;
	memcpy(&old, (char *) at - BLOCK_HEADER, sizeof(old));
	memcpy(block, at, old < size ? old : size);
	counted_free(at);
	return block;
}

static size_t peak;

/* Remember the peak: after each allocation that the table's growth makes. */
static void *
peak_calloc(size_t n, size_t size)
{
	void	   *block = counted_calloc(n, size);

	if (allocated > peak)
		peak = allocated;
	return block;
}

#define malloc counted_malloc
#define calloc peak_calloc
#define realloc counted_realloc
#define free counted_free
#define rtk_idset_new counted_idset_new
#define rtk_idset_free counted_idset_free
#define rtk_idset_add counted_idset_add
#define rtk_idset_count counted_idset_count
#include "../../src/api/idset.c"
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef rtk_idset_new
#undef rtk_idset_free
#undef rtk_idset_add
#undef rtk_idset_count

/* The n-th of a sequence of UUIDs; returns its length. */
static size_t
make_uuid(char *id, uint64_t n)
{
	uint64_t	mixed = (n + 1) * UINT64_C(0x9E3779B97F4A7C15);

	return (size_t) sprintf(id, "%08x-%04x-4%03x-8%03x-%012llx",
							(unsigned) (mixed >> 32),
							(unsigned) (mixed >> 16 & 0xFFFF),
							(unsigned) (mixed & 0xFFF),
							(unsigned) (mixed >> 12 & 0xFFF),
							(unsigned long long) n);
}

static RtkIdSeen
add(RtkIdSet *set, const char *id)
{
	return rtk_idset_add(set, id, strlen(id));
}

static void
test_exact(void)
{
	static const char *const ids[] = {
		"", "a", "b", "aa", "abcdefgh", "abcdefghi",
		"a-text-id-of-more-than-thirty-six-bytes-in-length",
		"0c3a5f6e-8d2b-4f7a-9e1c-000000000001",
		"0c3a5f6e-8d2b-4f7a-9e1c-000000000002",
		"0C3A5F6E-8D2B-4F7A-9E1C-000000000001",
		"0c3a5f6e-8d2b-4f7a-9e1c-00000000000g",
		"0c3a5f6e-8d2b-4f7a-9e1c_000000000001",
		"0c3a5f6e8-d2b-4f7a-9e1c-000000000001",
		"0c3a5f6e-8d2b-4f7a-9e1c-00000000001",
		"0c3a5f6e-8d2b-4f7a-9e1c-0000000000011",
		"0c3a5f6e8d2b4f7a9e1c000000000001",
		"00000000-0000-0000-0000-000000000000",
		"ffffffff-ffff-ffff-ffff-ffffffffffff",
	};
	int			n = sizeof(ids) / sizeof(ids[0]);
	RtkIdSet   *set = rtk_idset_new(-1);

	is_int((long long) rtk_idset_count(set), 0, "a new set is empty");
	for (int i = 0; i < n; i++)
		is_int(add(set, ids[i]), RTK_ID_NEW, "\"%s\" is new", ids[i]);
	for (int i = 0; i < n; i++)
		is_int(add(set, ids[i]), RTK_ID_SEEN, "\"%s\" is seen", ids[i]);
	is_int((long long) rtk_idset_count(set), n, "each is counted once");

	is_int(rtk_idset_add(set, "a\0b", 3), RTK_ID_NEW, "NUL ends no id");
	is_int(rtk_idset_add(set, "a\0c", 3), RTK_ID_NEW, "what follows counts");
	is_int(rtk_idset_add(set, "a\0b", 3), RTK_ID_SEEN, "and is compared");
	is_int(rtk_idset_add(set, "a\0", 2), RTK_ID_NEW, "so does the length");
	is_int(rtk_idset_add(set, "bb", 1), RTK_ID_SEEN, "len bounds the id");

	/* The text whose bytes are those of a UUID is another id. */
	is_int(rtk_idset_add(set, "\x0c\x3a\x5f\x6e\x8d\x2b\x4f\x7a\x9e\x1c"
						 "\0\0\0\0\0\x01", 16), RTK_ID_NEW,
		   "the bytes of a UUID are not the UUID");
	rtk_idset_free(set);
	rtk_idset_free(NULL);
}

/* Each byte of a UUID changed to each other one: no two are the same id. */
static void
test_spellings(void)
{
	static const char uuid[] = "0c3a5f6e-8d2b-4f7a-9e1c-b0d4f2a68c7e";
	RtkIdSet   *set = rtk_idset_new(-1);
	int			wrong = add(set, uuid) != RTK_ID_NEW;

	for (int round = 0; round < 2; round++)
	{
		RtkIdSeen	expected = round == 0 ? RTK_ID_NEW : RTK_ID_SEEN;

		for (int i = 0; i < 36 * 256; i++)
		{
			char		id[36];

			memcpy(id, uuid, sizeof(id));
			id[i / 256] = (char) (i % 256);
			if (memcmp(id, uuid, sizeof(id)) != 0)
				wrong += rtk_idset_add(set, id, sizeof(id)) != expected;
		}
	}
	is_int(wrong, 0, "each change of a byte of a UUID is new, and then seen");
	is_int((long long) rtk_idset_count(set), 36 * 255 + 1, "all are kept");
	rtk_idset_free(set);
}

/* Texts of all lengths, some larger than a chunk, and UUIDs between them. */
static void
test_lengths(void)
{
	RtkIdSet   *set = rtk_idset_new(-1);
	char	   *text = malloc(100000);
	char		uuid[64];
	int			wrong = 0;

	if (text == NULL)
		abort();
	memset(text, 'x', 100000);
	for (int round = 0; round < 2; round++)
	{
		RtkIdSeen	expected = round == 0 ? RTK_ID_NEW : RTK_ID_SEEN;

		for (size_t len = 0; len < 100000; len += len < 600 ? 1 : 4999)
		{
			size_t		n = make_uuid(uuid, len);

			wrong += rtk_idset_add(set, text, len) != expected;
			wrong += rtk_idset_add(set, uuid, n) != expected;
		}
	}
	is_int(wrong, 0, "texts of many lengths between UUIDs");
	free(text);
	rtk_idset_free(set);
}

static void
test_million(void)
{
	const uint64_t n = 1000000;
	RtkIdSet   *set = counted_idset_new(-1);
	char		id[64];
	uint64_t	wrong = 0;

	peak = 0;
	for (uint64_t i = 0; i < n; i++)
	{
		size_t		len = make_uuid(id, i);

		wrong += counted_idset_add(set, id, len) != RTK_ID_NEW;
	}
	is_int((long long) wrong, 0, "a million UUIDs are new");
	for (uint64_t i = 0; i < n; i++)
	{
		size_t		len = make_uuid(id, i);

		wrong += counted_idset_add(set, id, len) != RTK_ID_SEEN;
	}
	is_int((long long) wrong, 0, "and then seen");
	is_int((long long) counted_idset_count(set), (long long) n, "and counted");
	if (allocated > peak)
		peak = allocated;
	printf("# peak of a million UUIDs: %zu bytes\n", peak);
	ok(peak > n * 16 && peak <= 30000000, "they take at most 30 MB");
	counted_idset_free(set);
	is_int((long long) allocated, 0, "nothing is left behind");
}

/* UUIDs that differ in few bits must not crowd: a bad hash takes minutes. */
static void
test_sequential(void)
{
	RtkIdSet   *set = rtk_idset_new(-1);
	char		id[64];
	int			wrong = 0;

	for (unsigned i = 0; i < 50000; i++)
	{
		sprintf(id, "%08x-0000-0000-0000-000000000000", i);
		wrong += add(set, id) != RTK_ID_NEW;
		sprintf(id, "00000000-0000-0000-0000-%08x0001", i);
		wrong += add(set, id) != RTK_ID_NEW;
		sprintf(id, "%u", i);
		wrong += add(set, id) != RTK_ID_NEW;
	}
	is_int(wrong, 0, "ids in sequence");
	rtk_idset_free(set);
}

/* Let each allocation fail in turn, and go on afterwards. */
static void
test_memory(void)
{
	char		id[64];
	int			failures = 0;
	int			wrong = 0;
	bool		failed = true;

	for (long left = 0; failed; left++)
	{
		RtkIdSet   *set;
		size_t		n = 0;

		failed = false;
		allocations_left = left;
		set = counted_idset_new(-1);
		for (uint64_t i = 0; set != NULL && i < 6000; i++)
		{
			size_t		len = i % 2 ? make_uuid(id, i) :
				(size_t) sprintf(id, "text %llu", (unsigned long long) i);
			RtkIdSeen	seen = counted_idset_add(set, id, len);

			if (seen == RTK_ID_NO_MEMORY)
			{
				failed = true;
				wrong += counted_idset_count(set) != n;
				allocations_left = -1;
				seen = counted_idset_add(set, id, len);
			}
			wrong += seen != RTK_ID_NEW;
			wrong += counted_idset_add(set, id, len) != RTK_ID_SEEN;
			n++;
		}
		failed = failed || set == NULL;
		failures += failed;
		allocations_left = -1;
		counted_idset_free(set);
		wrong += allocated != 0;
	}
	ok(failures > 10, "each of %d allocations failed once", failures);
	is_int(wrong, 0, "the set stayed sound each time");
}

int
main(void)
{
	test_exact();
	test_spellings();
	test_lengths();
	test_million();
	test_sequential();
	test_memory();
	return done_testing();
}
