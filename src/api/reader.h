/*
 * reader.h
 *		What is read from each row of a level: one walk over the row gives all.
 */
#ifndef RTK_READER_H
#define RTK_READER_H

#include "page.h"

/* One of the places "a.b" where a value may stand. */
typedef struct RtkPlace
{
	int			name;			/* index of "a" in RtkReader.names */
	const char *below;			/* "b", "" for the member itself */
} RtkPlace;

/* A value that the host asked for: "a.b|c". */
typedef struct RtkWant
{
	char	   *path;			/* cut into its names; owned */
	RtkPlace   *places;			/* owned */
	int			nplaces;
} RtkWant;

typedef struct RtkReader
{
	RtkText    *names;			/* members to look for; name 0 is the id */
	RtkText    *members;		/* of the current row, one for each name */
	int			nnames;
	RtkWant    *wants;
	int			nwants;
	RtkText		row;			/* current row, or none */
	RtkPage    *page;			/* of that row, held */
} RtkReader;

/*
 * id: name of the member that identifies a row, static, or NULL.  The reader
 * starts zeroed.  False when memory is out.
 */
extern bool rtk_reader_init(RtkReader *reader, const char *id);
extern void rtk_reader_reset(RtkReader *reader);	/* frees what it owns */

/* Want the value at "a.b|c": its index, or -1 when memory is out. */
extern int	rtk_reader_want(RtkReader *reader, const char *path);

/* Make row, which stands on page, the current one; page may be NULL. */
extern void rtk_reader_set(RtkReader *reader, RtkText row, RtkPage *page);

/* The first place of a want that is there and not null, or none. */
extern RtkText rtk_reader_value(const RtkReader *reader, int want);

/* Is the value of the member that identifies rows an id, and not empty? */
extern bool rtk_reader_is_id(RtkText value);

/* The text of the row's id, without quotes; none when it has none. */
extern RtkText rtk_reader_id(const RtkReader *reader);

#endif							/* RTK_READER_H */
