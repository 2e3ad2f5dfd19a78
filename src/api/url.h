/*
 * url.h
 *		Which query parameters a request carries: for the URL, and for EXPLAIN.
 */
#ifndef RTK_URL_H
#define RTK_URL_H

#include "chain.h"

/*
 * Does a request of a level carry a query parameter that the query gives?  The
 * levels above the table's do not, and details carry only what the table's own
 * method does not know: a parameter is sent once.
 */
extern bool rtk_url_carries(const RtkChain *chain, int level,
							const RtkMethod *method, const char *name);

/*
 * Does a request of the method carry what columns ask for?  Not several values
 * where it takes one: without them it gives all, which is a superset.
 */
extern bool rtk_url_takes(const RtkMethod *method, const char *name,
						  const char *value);

/*
 * Step through the method's defaults "a=b&c=d": *position starts as that;
 * copies the next pair, each RTK_NAME_SIZE bytes, or returns false.
 */
extern bool rtk_url_default(const char **position, char *name, char *value);

#endif							/* RTK_URL_H */
