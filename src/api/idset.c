/*
 * idset.c
 *		A hash set of ids: open addressing over records in chunks.
 *
 * Records never move: they are laid into chunks of 16 kB, counted in units of
 * 16 bytes, the size of a UUID.  The table holds four bytes a slot, the number
 * of the record's first unit, and is at most three quarters full.  So a
 * million UUIDs are 16 MB of records and 8 MB of slots, and 4 MB more while
 * the table doubles.
 */
#include "idset.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>


#define UNIT 16
#define UNITS_PER_CHUNK 1024
#define FIRST_SLOTS 64

/* A slot: 0 when free, else the record's first unit + 1, and its form. */
#define SLOT_IS_TEXT UINT32_C(0x80000000)
#define MAX_UNITS (SLOT_IS_TEXT - 1)

struct RtkIdSet
{
	uint64_t	seed;
	size_t		count;
	uint32_t   *slots;
	size_t		nslots;			/* a power of two */
	unsigned char **chunks;
	size_t		nchunks;
	size_t		max_chunks;
	size_t		free_unit;		/* in the last chunk; UNITS_PER_CHUNK: full */
};

/* An id as it is compared: the 16 bytes of a UUID, or text. */
typedef struct Key
{
	bool		is_text;
	const unsigned char *bytes;
	size_t		len;
} Key;

/*
 * Each word is mixed in by the finalizer of splitmix64, a bijection of which
 * every output bit depends on every input bit: random and sequential ids
 * spread alike.  The seed differs from set to set, so that ids made to
 * collide in one do not in another.
 */
static uint64_t
hash_key(const RtkIdSet *set, const Key *key)
{
	uint64_t	hash = set->seed ^ key->len;

	for (size_t done = 0; done < key->len; done += sizeof(uint64_t))
	{
		size_t		left = key->len - done;
		uint64_t	word = 0;

		memcpy(&word, key->bytes + done,
			   left < sizeof(word) ? left : sizeof(word));
		hash ^= word;
		hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
		hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
		hash ^= hash >> 31;
	}
	return hash;
}

/* The value of a lower-case hexadecimal digit, or -1. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* Only the one spelling that the bytes can be turned back into is taken. */
static bool
parse_uuid(const char *id, size_t len, unsigned char *uuid)
{
	int			n = 0;

	if (len != 36)
		return false;
	for (size_t i = 0; i < len; i++)
	{
		int			digit = hex_value(id[i]);

		if (i == 8 || i == 13 || i == 18 || i == 23)
		{
			if (id[i] != '-')
				return false;
			continue;
		}
		if (digit < 0)
			return false;
		if (n % 2 == 0)
			uuid[n / 2] = (unsigned char) (digit << 4);
		else
			uuid[n / 2] |= (unsigned char) digit;
		n++;
	}
	return true;
}

/* The key of the record that an occupied slot names. */
static Key
slot_key(const RtkIdSet *set, uint32_t slot)
{
	size_t		unit = (slot & ~SLOT_IS_TEXT) - 1;
	const unsigned char *record = set->chunks[unit / UNITS_PER_CHUNK] +
		unit % UNITS_PER_CHUNK * UNIT;
	Key			key = {false, record, UNIT};

	if (slot & SLOT_IS_TEXT)
	{
		key.is_text = true;
		memcpy(&key.len, record, sizeof(key.len));
		key.bytes = record + sizeof(key.len);
	}
	return key;
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *
find_slot(const RtkIdSet *set, const Key *key)
{
	size_t		mask = set->nslots - 1;
	size_t		i = (size_t) hash_key(set, key) & mask;

	for (; set->slots[i] != 0; i = (i + 1) & mask)
	{
		Key			other = slot_key(set, set->slots[i]);

		if (other.is_text == key->is_text && other.len == key->len &&
			memcmp(other.bytes, key->bytes, key->len) == 0)
			break;
	}
	return &set->slots[i];
}

/* Double the table.  On failure the set is as it was. */
static bool
grow_slots(RtkIdSet *set)
{
	uint32_t   *old = set->slots;
	size_t		nold = set->nslots;
	uint32_t   *slots = calloc(nold * 2, sizeof(*slots));

	if (slots == NULL)
		return false;
	set->slots = slots;
	set->nslots = nold * 2;
	for (size_t i = 0; i < nold; i++)
	{
		Key			key;

		if (old[i] == 0)
			continue;
		key = slot_key(set, old[i]);
		*find_slot(set, &key) = old[i];
	}
	free(old);
	return true;
}

/* Begin a chunk of at least so many units; a large record gets its own. */
static bool
add_chunk(RtkIdSet *set, size_t units)
{
	if (set->nchunks == set->max_chunks)
	{
		size_t		max = set->max_chunks * 2 + 4;
		unsigned char **chunks = realloc(set->chunks, max * sizeof(*chunks));

		if (chunks == NULL)
			return false;
		set->chunks = chunks;
		set->max_chunks = max;
	}
	if (units < UNITS_PER_CHUNK)
		units = UNITS_PER_CHUNK;
	set->chunks[set->nchunks] = malloc(units * UNIT);
	if (set->chunks[set->nchunks] == NULL)
		return false;
	set->nchunks++;
	set->free_unit = 0;
	return true;
}

/* Lay down a record; returns its slot value, 0 when memory is out. */
static uint32_t
add_record(RtkIdSet *set, const Key *key)
{
	size_t		header = key->is_text ? sizeof(key->len) : 0;
	size_t		units = (header + key->len + UNIT - 1) / UNIT;
	size_t		unit;
	unsigned char *record;

	if (units > UNITS_PER_CHUNK - set->free_unit && !add_chunk(set, units))
		return 0;
	unit = (set->nchunks - 1) * UNITS_PER_CHUNK + set->free_unit;
	if (unit >= MAX_UNITS)
		return 0;
	record = set->chunks[set->nchunks - 1] + set->free_unit * UNIT;
	memcpy(record, &key->len, header);
	memcpy(record + header, key->bytes, key->len);
	set->free_unit += units;
	if (set->free_unit > UNITS_PER_CHUNK)
		set->free_unit = UNITS_PER_CHUNK;
	return (uint32_t) (unit + 1) | (key->is_text ? SLOT_IS_TEXT : 0);
}

RtkIdSet *
rtk_idset_new(void)
{
	RtkIdSet   *set = calloc(1, sizeof(*set));

	if (set == NULL)
		return NULL;
	set->nslots = FIRST_SLOTS;
	set->slots = calloc(set->nslots, sizeof(*set->slots));
	if (set->slots == NULL)
	{
		free(set);
		return NULL;
	}
	set->seed = (uint64_t) (uintptr_t) set * UINT64_C(0x9E3779B97F4A7C15);
	set->free_unit = UNITS_PER_CHUNK;
	return set;
}

void
rtk_idset_free(RtkIdSet *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < set->nchunks; i++)
		free(set->chunks[i]);
	free(set->chunks);
	free(set->slots);
	free(set);
}

RtkIdSeen
rtk_idset_add(RtkIdSet *set, const char *id, size_t len)
{
	unsigned char uuid[UNIT];
	Key			key = {true, (const unsigned char *) id, len};
	uint32_t   *slot;
	uint32_t	record;

	if (parse_uuid(id, len, uuid))
		key = (Key) {false, uuid, sizeof(uuid)};
	slot = find_slot(set, &key);
	if (*slot != 0)
		return RTK_ID_SEEN;
	if (set->count + 1 > set->nslots / 4 * 3)
	{
		if (!grow_slots(set))
			return RTK_ID_NO_MEMORY;
		slot = find_slot(set, &key);
	}
	record = add_record(set, &key);
	if (record == 0)
		return RTK_ID_NO_MEMORY;
	*slot = record;
	set->count++;
	return RTK_ID_NEW;
}

size_t
rtk_idset_count(const RtkIdSet *set)
{
	return set->count;
}
