"""What the table and the API's description do not have in common, and why.

A key is a path below /accounts/{account_id}/realtime/kit/ and, where it is
about one, the parameter or the property within the reply.  An entry that is
no longer needed fails test_table.py.
"""

from __future__ import annotations

from typing import Dict

from walk import (BEYOND, Key, OPERATIONS, PARAMETERS, PROPERTIES, TYPES,
                  VALUES)

NEWER = "in newer generations of the API's description"
PAGING = "where the client reads total_count; not of the row"
THE_PARAMETER = "is the path parameter, which is a column"
BOOLEAN = "all full examples have true or false"
NUMBER = "all full examples have a number"
TEXT_COPIED = "copied from another property; a text or null in the examples"

MEETING = "{app_id}/meetings/{meeting_id}"
STREAM = "{app_id}/livestreams/{livestream_id}"
ON_AIR = STREAM + "/active-livestream-session"
SESSION = "{app_id}/sessions/{session_id}"
PEER_REPORT = "{app_id}/sessions/peer-report/{peer_id}"
OVERALL = "{app_id}/analytics/livestreams/overall"

LEFT_OUT: Dict[str, Dict[Key, str]] = {
    OPERATIONS: {
        ("{app_id}/analytics/livestreams/daywise",):
            "only in other descriptions: that of the SDKs, and the one of "
            "the API's ancestor",
    },
    PARAMETERS: {
        (STREAM, "page_no"):
            "pages the sessions, and the table livestreams_sessions sends "
            "it; one livestream has no pages",
        (STREAM, "per_page"): "the same",
        (MEETING, "name"):
            "without a word on what it does; a column of that name would be "
            "taken for the title",
    },
    BEYOND: {
        ("apps", "search"): NEWER,
        ("apps", "sort_order"): NEWER,
        ("apps", "page_no"): NEWER,
        ("apps", "per_page"): NEWER,
        (OVERALL, "filters"): NEWER,
        ("{app_id}/meetings", "status"): NEWER,
        ("{app_id}/presets", "search"): NEWER,
        (PEER_REPORT, "include_peer_events"): NEWER,
        (SESSION + "/transcript", "format"): NEWER,
    },
    PROPERTIES: {
        ("{app_id}/livestreams", "data.paging"): PAGING,
        (STREAM, "data.paging"): PAGING,
        ("{app_id}/meetings", "paging"): PAGING,
        (MEETING + "/livestream", "data.paging"): PAGING,
        (MEETING + "/participants", "paging"): PAGING,
        ("{app_id}/presets", "paging"): PAGING,
        ("{app_id}/recordings", "paging"): PAGING,
        (SESSION + "/livestream-sessions", "data.paging"): PAGING,
        (ON_AIR, "data.livestream.id"): THE_PARAMETER,
        (ON_AIR, "data.session.livestream_id"): THE_PARAMETER,
        (SESSION + "/summary", "data.sessionId"): THE_PARAMETER,
        (SESSION + "/transcript", "data.sessionId"): THE_PARAMETER,
        (ON_AIR, "data.livestream.created_at"):
            "created_at is that of the row, the session; in data",
        (ON_AIR, "data.livestream.updated_at"):
            "updated_at is that of the row, the session; in data",
        ("{app_id}/recordings", "data.meeting"):
            "only in the rows of the list, and a row of the table meetings; "
            "in data",
    },
    TYPES: {
        (OVERALL, "start_time"):
            "date-time here and Unix seconds in newer descriptions, so it is "
            "sent as the query has it",
        (OVERALL, "end_time"): "the same",
        ("{app_id}/livestreams", "data.disabled"): BOOLEAN,
        (STREAM, "data.livestream.disabled"): BOOLEAN,
        (ON_AIR, "data.livestream.disabled"): BOOLEAN,
        (MEETING + "/active-livestream", "data.disabled"): BOOLEAN,
        (ON_AIR, "data.session.ingest_seconds"): NUMBER,
        (ON_AIR, "data.session.viewer_seconds"): NUMBER,
        (MEETING + "/livestream", "data.sessions.ingest_seconds"): NUMBER,
    },
    VALUES: {
        (SESSION + "/livestream-sessions", "data.err_message"): TEXT_COPIED,
    },
}
