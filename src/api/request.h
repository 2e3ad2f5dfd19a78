/*
 * request.h
 *		From a path template and parameters to a URL.
 */
#ifndef RTK_REQUEST_H
#define RTK_REQUEST_H

#include <stdbool.h>

/* The value of a path parameter, or NULL. */
typedef const char *(*RtkParameterValue) (const char *name, void *arg);

/* Why there is no path. */
typedef enum RtkPathFault
{
	RTK_PATH_NO_MEMORY,
	RTK_PATH_NO_VALUE,			/* nothing gave a value: a mistake of ours */
	RTK_PATH_UNUSABLE			/* one is no segment */
} RtkPathFault;

/* No id of the API is longer, and a path has to end somewhere. */
#define RTK_MOST_SEGMENT 512

/*
 * Can a value be one segment of a path?  It is neither empty, "." nor "..", and
 * has at most RTK_MOST_SEGMENT bytes: whatever else it is, it names no object.
 */
extern bool rtk_request_is_segment(const char *value);

/*
 * The path with every "{parameter}" replaced by its percent-encoded value;
 * malloc'd.  NULL with *fault set when there is none.
 */
extern char *rtk_request_path(const char *template, RtkParameterValue value,
							  void *arg, RtkPathFault *fault);

/*
 * Append "name=value", percent-encoded, to a malloc'd URL ("?" or "&" before
 * it) and return the longer one; NULL when memory is out or url is NULL.
 * Frees url.
 */
extern char *rtk_request_add(char *url, const char *name, const char *value);

#endif							/* RTK_REQUEST_H */
