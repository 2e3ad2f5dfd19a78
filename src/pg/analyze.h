/*
 * analyze.h
 *		ANALYZE: statistics from a bounded sample of requests.
 */
#ifndef RTK_ANALYZE_H
#define RTK_ANALYZE_H

#include "postgres.h"

#include "foreign/fdwapi.h"

/*
 * Offers to sample a table, unless the option analyze_max_requests is 0 or a
 * path parameter is open that nothing may enumerate.  Sends nothing itself.
 */
extern bool rtkAnalyzeForeignTable(Relation relation,
								   AcquireSampleRowsFunc *func,
								   BlockNumber *totalpages);

#endif							/* RTK_ANALYZE_H */
