/*
 * option_table.h
 *		The table of options, for the files that loop over it: option.c (the
 *		table, loader), option_value.c (values) and option_validate.c.
 */
#ifndef RTK_OPTION_TABLE_H
#define RTK_OPTION_TABLE_H

#include "postgres.h"

#include "nodes/parsenodes.h"

#include "option.h"

/* Where an option is allowed: bits. */
#define RTK_ON_SERVER	0x01
#define RTK_ON_MAPPING	0x02
#define RTK_ON_TABLE	0x04
#define RTK_ON_COLUMN	0x08

typedef enum RtkOptionType
{
	RTK_OPTION_NAME,			/* text, not empty, at most max bytes */
	RTK_OPTION_BOOL,
	RTK_OPTION_INT,
	RTK_OPTION_MS,				/* duration, stored in milliseconds */
	RTK_OPTION_SECONDS,			/* duration, stored in seconds */
	RTK_OPTION_SIZE,			/* stored in bytes */
	RTK_OPTION_WORD,			/* one of words, stored as its position */
	RTK_OPTION_BASE_URL,
	RTK_OPTION_PROXY,
	RTK_OPTION_FILE,			/* absolute path */
	RTK_OPTION_RESOURCE,
	RTK_OPTION_MEMBER,			/* dotted path of a JSON member */
	RTK_OPTION_VARIABLE,		/* name of an environment variable */
	RTK_OPTION_TOKEN			/* never shown */
} RtkOptionType;

typedef enum RtkOptionSetter
{
	RTK_SET_BY_ALL,
	RTK_SET_BY_FILE_READERS,	/* pg_read_server_files */
	RTK_SET_BY_SUPERUSER
} RtkOptionSetter;

typedef struct RtkOption
{
	const char *name;
	int			where;			/* RTK_ON_... */
	RtkOptionType type;
	int			min;
	int			max;
	const char *words;			/* "a|b" in the order of its enum */
	const char *initial;		/* default as one would write it, or NULL */
	int			offset;			/* in RtkOptions, -1: not kept there */
	RtkOptionSetter setter;
	const char *help;			/* continues "The option sets ..." */
} RtkOption;

extern const RtkOption rtk_option_table[];	/* name NULL ends it */

/* The option of that name, or NULL. */
extern const RtkOption *rtk_option_find(const char *name);

/* Check a value and keep it; error HV024, which never shows a secret. */
extern void rtk_option_set(RtkOptions *options, const RtkOption *option,
						   char *value);

/* Is it a token that can stand in a header? */
extern bool rtk_option_is_token(const char *value);

/* Most bytes of a token. */
#define RTK_MAX_TOKEN 4096

#endif							/* RTK_OPTION_TABLE_H */
