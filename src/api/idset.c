/*
 * idset.c
 *		A hash set of ids: open addressing over records in chunks.
 *
 * Records never move: they are laid into chunks of 16 kB, counted in units of
 * 16 bytes, the size of a UUID.  The table holds four bytes a slot, the number
 * of the record's first unit, and one byte of the id's hash, so that a record
 * far off is looked at only where it is likely the same.  It is at most seven
 * eighths full and grows by a half.  So a million UUIDs are 16 MB of records
 * and less than 9 MB of slots; while it grows, the old one is there, too.
 */
#include "idset.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define UNIT 16
#define UNITS_PER_CHUNK 1024
#define FIRST_SLOTS 64
#define MOST_FIRST_SLOTS 262144	/* what is expected may never come */

/* A word of eight times the same byte. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (uint8_t) (byte))

/* A slot: the record's first unit, and its form. */
#define SLOT_IS_TEXT UINT32_C(0x80000000)
#define MAX_UNITS SLOT_IS_TEXT

struct RtkIdSet
{
	uint64_t	seed;
	size_t		count;
	uint32_t   *slots;
	unsigned char *tags;		/* of each slot, 0: free */
	size_t		nslots;
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

/* High bit of each byte of an ASCII word that is at least c. */
static uint64_t
at_least(uint64_t word, unsigned char c)
{
	return (word + EACH(0x80 - c)) & EACH(0x80);
}

/* Read eight lower-case hexadecimal digits, as a bijection to four bytes. */
static bool
parse_digits(uint64_t digits, unsigned char *bytes)
{
	uint64_t	letters = at_least(digits, 'a');
	uint64_t	valid = (letters & ~at_least(digits, 'f' + 1)) |
		(at_least(digits, '0') & ~at_least(digits, '9' + 1));
	uint64_t	values = (digits & EACH(0x0F)) + (letters >> 7) * 9;
	uint32_t	packed;

	if ((valid & ~digits & EACH(0x80)) != EACH(0x80))
		return false;
	values = (values | values >> 4) & UINT64_C(0x00FF00FF00FF00FF);
	values = (values | values >> 8) & UINT64_C(0x0000FFFF0000FFFF);
	packed = (uint32_t) (values | values >> 16);
	memcpy(bytes, &packed, sizeof(packed));
	return true;
}

/* Only the one spelling that the bytes can be turned back into is taken. */
static bool
parse_uuid(const char *id, size_t len, unsigned char *uuid)
{
	uint64_t	digits[4];
	char	   *to = (char *) digits;

	if (len != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' ||
		id[23] != '-')
		return false;
	memcpy(to, id, 8);
	memcpy(to + 8, id + 9, 4);
	memcpy(to + 12, id + 14, 4);
	memcpy(to + 16, id + 19, 4);
	memcpy(to + 20, id + 24, 12);
	for (int i = 0; i < 4; i++)
		if (!parse_digits(digits[i], uuid + (size_t) 4 * i))
			return false;
	return true;
}

/* The key of the record that an occupied slot names. */
static Key
slot_key(const RtkIdSet *set, uint32_t slot)
{
	size_t		unit = slot & ~SLOT_IS_TEXT;
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

/* The byte of a hash that is kept: other bits than say which slot. */
static unsigned char
tag_of(uint64_t hash)
{
	return (unsigned char) (hash >> 56) | 1;
}

/* The slot where a key belongs, unless it is taken; nslots is below 2^32. */
static size_t
home_of(const RtkIdSet *set, uint64_t hash)
{
	return (size_t) ((hash & UINT32_MAX) * set->nslots >> 32);
}

static size_t
next_of(const RtkIdSet *set, size_t i)
{
	return i + 1 == set->nslots ? 0 : i + 1;
}

/* Is the table so full that it is to grow first? */
static bool
is_full(size_t nslots, int64_t count)
{
	return count >= (int64_t) (nslots / 8 * 7);
}

/* Where the key is in the table, or the free place where it belongs. */
static size_t
find_slot(const RtkIdSet *set, const Key *key, uint64_t hash)
{
	size_t		i = home_of(set, hash);
	unsigned char tag = tag_of(hash);

	for (; set->tags[i] != 0; i = next_of(set, i))
	{
		Key			other;

		if (set->tags[i] != tag)
			continue;
		other = slot_key(set, set->slots[i]);
		if (other.is_text == key->is_text && other.len == key->len &&
			memcmp(other.bytes, key->bytes, key->len) == 0)
			break;
	}
	return i;
}

/* Put a slot where no key like its own is. */
static void
put_slot(RtkIdSet *set, uint32_t slot, uint64_t hash)
{
	size_t		i = home_of(set, hash);

	while (set->tags[i] != 0)
		i = next_of(set, i);
	set->tags[i] = tag_of(hash);
	set->slots[i] = slot;
}

/* Make a table of so many free slots.  On failure the set is as it was. */
static bool
make_slots(RtkIdSet *set, size_t nslots)
{
	uint32_t   *slots = malloc(nslots * sizeof(*slots));
	unsigned char *tags = calloc(nslots, sizeof(*tags));

	if (slots == NULL || tags == NULL)
	{
		free(slots);
		free(tags);
		return false;
	}
	set->slots = slots;
	set->tags = tags;
	set->nslots = nslots;
	return true;
}

/* Make the table larger.  On failure the set is as it was. */
static bool
grow_slots(RtkIdSet *set)
{
	RtkIdSet	old = *set;

	if (!make_slots(set, old.nslots + old.nslots / 2))
		return false;
	for (size_t i = 0; i < old.nslots; i++)
	{
		Key			key;

		if (old.tags[i] == 0)
			continue;
		key = slot_key(set, old.slots[i]);
		put_slot(set, old.slots[i], hash_key(set, &key));
	}
	free(old.slots);
	free(old.tags);
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

/* Lay down a record and give its slot; false when memory is out. */
static bool
add_record(RtkIdSet *set, const Key *key, uint32_t *slot)
{
	size_t		header = key->is_text ? sizeof(key->len) : 0;
	size_t		units = (header + key->len + UNIT - 1) / UNIT;
	size_t		unit;
	unsigned char *record;

	if (units > UNITS_PER_CHUNK - set->free_unit && !add_chunk(set, units))
		return false;
	unit = (set->nchunks - 1) * UNITS_PER_CHUNK + set->free_unit;
	if (unit >= MAX_UNITS)
		return false;
	record = set->chunks[set->nchunks - 1] + set->free_unit * UNIT;
	memcpy(record, &key->len, header);
	memcpy(record + header, key->bytes, key->len);
	set->free_unit += units;
	if (set->free_unit > UNITS_PER_CHUNK)
		set->free_unit = UNITS_PER_CHUNK;
	*slot = (uint32_t) unit | (key->is_text ? SLOT_IS_TEXT : 0);
	return true;
}

RtkIdSet *
rtk_idset_new(int64_t expected)
{
	RtkIdSet   *set = calloc(1, sizeof(*set));
	size_t		nslots = FIRST_SLOTS;

	if (set == NULL)
		return NULL;
	while (nslots < MOST_FIRST_SLOTS && is_full(nslots, expected))
		nslots *= 2;
	if (!make_slots(set, nslots))
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
	free(set->tags);
	free(set);
}

RtkIdSeen
rtk_idset_add(RtkIdSet *set, const char *id, size_t len)
{
	unsigned char uuid[UNIT];
	Key			key = {true, (const unsigned char *) id, len};
	uint64_t	hash;
	uint32_t	slot;

	if (parse_uuid(id, len, uuid))
		key = (Key) {false, uuid, sizeof(uuid)};
	hash = hash_key(set, &key);
	if (set->tags[find_slot(set, &key, hash)] != 0)
		return RTK_ID_SEEN;
	if ((is_full(set->nslots, (int64_t) set->count) && !grow_slots(set)) ||
		!add_record(set, &key, &slot))
		return RTK_ID_NO_MEMORY;
	put_slot(set, slot, hash);
	set->count++;
	return RTK_ID_NEW;
}

size_t
rtk_idset_count(const RtkIdSet *set)
{
	return set->count;
}
