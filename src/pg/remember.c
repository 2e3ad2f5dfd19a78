/*
 * remember.c
 *		Rows of keys that a scan has read before, for when they come again.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "common/hashfn.h"
#include "lib/ilist.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "remember.h"

typedef struct RtkRemembered
{
	struct RtkRemembered *next;
	MinimalTuple tuple;
} RtkRemembered;

/* The rows of one key. */
typedef struct RtkRecall
{
	const char *key;			/* what the table of keys is looked up by */
	dlist_node	node;			/* in RtkMemory.used */
	bool		complete;
	RtkRemembered *first;
	RtkRemembered *last;
	Size		size;			/* bytes, its own included */
} RtkRecall;

struct RtkMemory
{
	MemoryContext context;
	Size		limit;
	Size		size;
	HTAB	   *keys;			/* of RtkRecall */
	dlist_head	used;			/* the newest first */
	RtkRecall  *adding;			/* its rows are being added, or NULL */
	RtkRemembered *recalled;	/* next row to give */
	TupleTableSlot *slot;
};

/* HashValueFunc of a table whose keys are pointers to texts. */
static uint32
hash_key(const void *key, Size size)
{
	const char *text = *(const char *const *) key;

	return hash_bytes((const unsigned char *) text, strlen(text));
}

/* HashCompareFunc of the same. */
static int
compare_keys(const void *a, const void *b, Size size)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

RtkMemory *
rtk_remember_new(TupleDesc tupdesc, Size limit)
{
	RtkMemory  *memory = palloc0(sizeof(RtkMemory));
	HASHCTL		ctl = {
		.keysize = sizeof(char *),
		.entrysize = sizeof(RtkRecall),
		.hash = hash_key,
		.match = compare_keys,
		.hcxt = CurrentMemoryContext
	};

	memory->context = CurrentMemoryContext;
	memory->limit = limit;
	dlist_init(&memory->used);
	memory->keys = hash_create("rtk_fdw keys", 64, &ctl,
							   HASH_ELEM | HASH_FUNCTION | HASH_COMPARE |
							   HASH_CONTEXT);
	/* A copy is not counted, so nothing has to be given back. */
	memory->slot = MakeSingleTupleTableSlot(CreateTupleDescCopy(tupdesc),
											&TTSOpsMinimalTuple);
	return memory;
}

/* Forget a key and its rows. */
static void
forget(RtkMemory *memory, RtkRecall *recall)
{
	char	   *key = unconstify(char *, recall->key);
	RtkRemembered *next;

	for (RtkRemembered *row = recall->first; row != NULL; row = next)
	{
		next = row->next;
		pfree(row->tuple);
		pfree(row);
	}
	if (memory->adding == recall)
		memory->adding = NULL;
	memory->size -= recall->size;
	dlist_delete(&recall->node);
	hash_search(memory->keys, &recall->key, HASH_REMOVE, NULL);
	pfree(key);
}

/* Count more bytes of the key being added; the oldest keys make room. */
static void
grow(RtkMemory *memory, Size size)
{
	memory->adding->size += size;
	memory->size += size;
	while (memory->size > memory->limit && memory->adding != NULL)
		forget(memory, dlist_tail_element(RtkRecall, node, &memory->used));
}

void
rtk_remember_begin(RtkMemory *memory, const char *key)
{
	RtkRecall  *recall;
	bool		found;

	if (memory->adding != NULL)
		forget(memory, memory->adding);
	recall = hash_search(memory->keys, &key, HASH_FIND, NULL);
	if (recall != NULL)
		forget(memory, recall);
	key = MemoryContextStrdup(memory->context, key);
	recall = hash_search(memory->keys, &key, HASH_ENTER, &found);
	recall->complete = false;
	recall->first = NULL;
	recall->last = NULL;
	recall->size = 0;
	dlist_push_head(&memory->used, &recall->node);
	memory->adding = recall;
	grow(memory, sizeof(RtkRecall) + strlen(key) + 1);
}

void
rtk_remember_add(RtkMemory *memory, TupleTableSlot *slot)
{
	RtkRecall  *recall = memory->adding;
	RtkRemembered *row;
	MemoryContext old;

	if (recall == NULL)
		return;
	old = MemoryContextSwitchTo(memory->context);
	row = palloc(sizeof(RtkRemembered));
	row->tuple = ExecCopySlotMinimalTuple(slot);
	row->next = NULL;
	MemoryContextSwitchTo(old);
	if (recall->last != NULL)
		recall->last->next = row;
	else
		recall->first = row;
	recall->last = row;
	grow(memory, sizeof(RtkRemembered) + row->tuple->t_len);
}

void
rtk_remember_end(RtkMemory *memory)
{
	if (memory->adding != NULL)
		memory->adding->complete = true;
	memory->adding = NULL;
}

bool
rtk_remember_recall(RtkMemory *memory, const char *key)
{
	RtkRecall  *recall = hash_search(memory->keys, &key, HASH_FIND, NULL);

	memory->recalled = NULL;
	if (recall == NULL || !recall->complete)
		return false;
	dlist_move_head(&memory->used, &recall->node);
	memory->recalled = recall->first;
	return true;
}

bool
rtk_remember_next(RtkMemory *memory, TupleTableSlot *slot)
{
	RtkRemembered *row = memory->recalled;

	if (row == NULL)
		return false;
	memory->recalled = row->next;
	ExecStoreMinimalTuple(row->tuple, memory->slot, false);
	ExecCopySlot(slot, memory->slot);
	return true;
}
