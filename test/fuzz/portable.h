/*
 * portable.h
 *		The reader once more, without SSE2 and NEON: its functions are named
 *		portable_json_ here.
 */
#ifndef RTK_PORTABLE_H
#define RTK_PORTABLE_H

/* Declared under their own names before. */
#include "json.h"
#include "jsonindex.h"
#include "jsonwalk.h"

#define RTK_PORTABLE
#define rtk_json_check portable_json_check
#define rtk_json_check_index portable_json_check_index
#define rtk_json_close portable_json_close
#define rtk_json_element portable_json_element
#define rtk_json_get portable_json_get
#define rtk_json_has_any portable_json_has_any
#define rtk_json_is_empty portable_json_is_empty
#define rtk_json_item portable_json_item
#define rtk_json_member portable_json_member
#define rtk_json_members portable_json_members
#define rtk_json_skip portable_json_skip
#define rtk_json_skip_container portable_json_skip_container
#include "../../src/api/jsoncheck.c"
#include "../../src/api/jsonskip.c"
#include "../../src/api/jsonwalk.c"
#undef rtk_json_check
#undef rtk_json_check_index
#undef rtk_json_close
#undef rtk_json_element
#undef rtk_json_get
#undef rtk_json_has_any
#undef rtk_json_is_empty
#undef rtk_json_item
#undef rtk_json_member
#undef rtk_json_members
#undef rtk_json_skip
#undef rtk_json_skip_container

#endif							/* RTK_PORTABLE_H */
