/*
 * jsonb_write.c
 *		The jsonb of checked JSON text, written without a tree between.
 *
 * The format is described in PostgreSQL's utils/jsonb.h; it is on the disks of
 * all that was stored since 9.4.  Where it leaves a choice, this does as
 * convertJsonbObject() and its like in jsonb_util.c.  So a value is its text
 * looked at twice: once for where its children stand, once to write them.
 */
#include "postgres.h"

#include "utils/jsonb.h"

#include "encoding.h"
#include "jsonb_write.h"
#include "jsonwalk.h"
#include "numeric_read.h"

/*
 * What jsonb makes of a text takes at most six times its bytes ("0," is 12), so
 * within this no length or offset is more than an entry can hold.
 */
#define MOST_BYTES (JENTRY_OFFLENMASK / 8)

/* Bytes of a buffer that is used again. */
#define MOST_KEPT (1024 * 1024)

typedef struct RtkChild
{
	RtkText		key;			/* decoded; of an element: none */
	RtkText		value;
} RtkChild;

static bool write_value(RtkJsonbWriter *writer, RtkText value, uint32 *type);

/* As jsonb sorts: short keys first. */
static inline int
compare_children(const RtkChild *one, const RtkChild *other)
{
	if (one->key.len != other->key.len)
		return one->key.len > other->key.len ? 1 : -1;
	return memcmp(one->key.at, other->key.at, one->key.len);
}

#define ST_SORT sort_children
#define ST_ELEMENT_TYPE RtkChild
#define ST_COMPARE(one, other) compare_children(one, other)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Begin a value: its varlena header comes last. */
static void
begin(RtkJsonbWriter *writer)
{
	MemoryContext old = MemoryContextSwitchTo(writer->context);

	if (writer->jsonb.data == NULL)
	{
		initStringInfo(&writer->jsonb);
		writer->room = 64;
		writer->children = palloc(writer->room * sizeof(RtkChild));
	}
	MemoryContextSwitchTo(old);
	resetStringInfo(&writer->jsonb);
	writer->jsonb.len = VARHDRSZ;
	writer->nchildren = 0;
}

/* A copy of the value. */
static Datum
copy_jsonb(StringInfo jsonb)
{
	void	   *copy = palloc(jsonb->len);

	memcpy(copy, jsonb->data, jsonb->len);
	SET_VARSIZE(copy, jsonb->len);
	return PointerGetDatum(copy);
}

/* What was made for a large value is not kept. */
static void
release(RtkJsonbWriter *writer)
{
	if (writer->jsonb.maxlen <= MOST_KEPT)
		return;
	pfree(writer->jsonb.data);
	pfree(writer->children);
	writer->jsonb.data = NULL;
}

static RtkChild *
add_child(RtkJsonbWriter *writer)
{
	if (writer->nchildren == writer->room)
	{
		writer->room *= 2;
		writer->children = repalloc_huge(writer->children,
										 writer->room * sizeof(RtkChild));
	}
	return &writer->children[writer->nchildren++];
}

/* The key of a member, as written and without quotes. */
static bool
read_key(RtkText name, RtkText *key)
{
	char	   *decoded;

	*key = name;
	if (memchr(name.at, '\\', name.len) == NULL)
		return true;
	key->at = decoded = palloc(name.len);
	return rtk_encoding_decode(name, decoded, &key->len);
}

/* Note where the members of an object stand; returns how many, -1: cannot. */
static int
add_members(RtkJsonbWriter *writer, RtkText object)
{
	const char *end = object.at + object.len;
	const char *at = object.at + 1;
	const char *value;
	RtkText		name;
	int			n = 0;

	while ((value = rtk_json_member(at, end, &name)) != NULL)
	{
		RtkChild   *child = add_child(writer);

		n++;
		if (!read_key(name, &child->key))
			return -1;
		at = rtk_json_skip(value, end);
		child->value = (RtkText) {value, at - value};
	}
	return n;
}

/* Note where the elements of an array stand; returns how many. */
static int
add_elements(RtkJsonbWriter *writer, RtkText array)
{
	const char *position = NULL;
	RtkText		element;
	int			n = 0;

	while (rtk_json_element(array, &position, &element))
	{
		add_child(writer)->value = element;
		n++;
	}
	return n;
}

/*
 * Sort members; false where two have the same key, as jsonb_in() judges the
 * value of the one that it drops, too.
 */
static bool
sort_members(RtkChild *members, int n)
{
	sort_children(members, n);
	for (int i = 1; i < n; i++)
	{
		if (compare_children(&members[i - 1], &members[i]) == 0)
			return false;
	}
	return true;
}

/* Step to where an int may stand. */
static void
align(StringInfo jsonb)
{
	while (jsonb->len % sizeof(int) != 0)
		appendStringInfoChar(jsonb, '\0');
}

/* Where entries are to be written: behind the header of their container. */
typedef struct RtkEntries
{
	int			at;				/* offset of the first */
	int			data;			/* offset of the first child's data */
	int			n;				/* written so far */
} RtkEntries;

/* Write the entry of a child whose data go from here to the end. */
static void
put_entry(StringInfo jsonb, RtkEntries *entries, uint32 type, int from)
{
	JEntry		entry = type | (uint32) (jsonb->len - from);

	if (entries->n % JB_OFFSET_STRIDE == 0)
		entry = type | (uint32) (jsonb->len - entries->data) |
			JENTRY_HAS_OFF;
	memcpy(jsonb->data + entries->at + entries->n++ * sizeof(JEntry), &entry,
		   sizeof(JEntry));
}

/* Write the data of children and their entries. */
static bool
write_children(RtkJsonbWriter *writer, int first, int n, bool in_object,
			   RtkEntries *entries)
{
	StringInfo	jsonb = &writer->jsonb;

	for (int i = 0; in_object && i < n; i++)
	{
		RtkText		key = writer->children[first + i].key;
		int			from = jsonb->len;

		appendBinaryStringInfo(jsonb, key.at, key.len);
		put_entry(jsonb, entries, JENTRY_ISSTRING, from);
	}
	for (int i = 0; i < n; i++)
	{
		int			from = jsonb->len;
		uint32		type;

		if (!write_value(writer, writer->children[first + i].value, &type))
			return false;
		put_entry(jsonb, entries, type, from);
	}
	return true;
}

static bool
write_container(RtkJsonbWriter *writer, RtkText value)
{
	StringInfo	jsonb = &writer->jsonb;
	bool		is_object = rtk_json_is_object(value);
	int			first = writer->nchildren;
	int			n = is_object ? add_members(writer, value) :
		add_elements(writer, value);
	RtkEntries	entries = {0};
	uint32		header;
	bool		done;

	if (n < 0 || (is_object && !sort_members(writer->children + first, n)))
		return false;
	align(jsonb);
	header = (uint32) n | (is_object ? JB_FOBJECT : JB_FARRAY);
	appendBinaryStringInfo(jsonb, (char *) &header, sizeof(header));
	entries.at = jsonb->len;
	entries.data = entries.at + (is_object ? 2 : 1) * sizeof(JEntry) * n;
	enlargeStringInfo(jsonb, entries.data - entries.at);
	jsonb->len = entries.data;
	done = write_children(writer, first, n, is_object, &entries);
	writer->nchildren = first;
	return done;
}

static bool
write_string(StringInfo jsonb, RtkText value)
{
	RtkText		text = {value.at + 1, value.len - 2};
	size_t		len = text.len;

	enlargeStringInfo(jsonb, text.len);
	if (memchr(text.at, '\\', text.len) == NULL)
		memcpy(jsonb->data + jsonb->len, text.at, text.len);
	else if (!rtk_encoding_decode(text, jsonb->data + jsonb->len, &len))
		return false;
	jsonb->len += len;
	return true;
}

static bool
write_number(StringInfo jsonb, RtkText value)
{
	Numeric		numeric;

	if (!rtk_numeric_read(value, &numeric))
		return false;
	align(jsonb);
	appendBinaryStringInfo(jsonb, (char *) numeric, VARSIZE_ANY(numeric));
	pfree(numeric);
	return true;
}

/* Write the data of a value; *type gets the type for its entry. */
static bool
write_value(RtkJsonbWriter *writer, RtkText value, uint32 *type)
{
	*type = JENTRY_ISCONTAINER;
	switch (value.at[0])
	{
		case '{':
		case '[':
			return write_container(writer, value);
		case '"':
			*type = JENTRY_ISSTRING;
			return write_string(&writer->jsonb, value);
		case 't':
			*type = JENTRY_ISBOOL_TRUE;
			return true;
		case 'f':
			*type = JENTRY_ISBOOL_FALSE;
			return true;
		case 'n':
			*type = JENTRY_ISNULL;
			return true;
		default:
			*type = JENTRY_ISNUMERIC;
			return write_number(&writer->jsonb, value);
	}
}

bool
rtk_jsonb_write(RtkJsonbWriter *writer, RtkText value, Datum *jsonb)
{
	bool		written;

	if (value.len > MOST_BYTES ||
		!(rtk_json_is_object(value) || rtk_json_is_array(value)))
		return false;
	begin(writer);
	written = write_container(writer, value);
	if (written)
		*jsonb = copy_jsonb(&writer->jsonb);
	release(writer);
	return written;
}
