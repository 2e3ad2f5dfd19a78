/*
 * send.h
 *		What is sent with requests besides the values of path parameters.
 */
#ifndef RTK_SEND_H
#define RTK_SEND_H

#include "ask.h"

/* Something sent with every request of a level. */
typedef struct RtkSend
{
	int			level;
	const char *name;
	bool		by_query;		/* the query says the value */
	const char *value;			/* palloc'd or static; NULL: not known yet */
} RtkSend;

/* What is sent (List of RtkSend), palloc'd: rtk_scan_query(). */
extern List *rtk_send_list(const RtkAsk *ask);

#endif							/* RTK_SEND_H */
