"""Livestreams and their sessions, whose shapes the descriptions dispute.

The schemas (generation stackql) put one object where rows belong: that is
what is answered where there is one row in all; more rows, or none, are an
array.  The examples (other generations) have arrays.
"""

from __future__ import annotations

from typing import Any, Optional, Sequence

from dataset import LivestreamSession, Record, Row
from replies import ApiError, Call, one, page, paged, select, window, without
from sessions import find_session
from wire import Reply, dump

SECONDS = ("ingest_seconds", "viewer_seconds")


# Rows.

def stream_row(record: Record, call: Call) -> Row:
    """The schemas say that "disabled" is a text."""
    row = dict(record.row)
    if call.generation.schema:
        row["disabled"] = "true" if row["disabled"] else "false"
    return row


def session_row(record: Record, call: Call, *missing: str) -> Row:
    """Without the fields that this endpoint's schema does not know."""
    return without(record.row, *missing) if call.generation.schema \
        else record.row


def seconds_as_text(row: Row, call: Call) -> Row:
    """What the schemas of two endpoints say of SECONDS."""
    if not call.generation.schema:
        return row
    return {name: str(value) if name in SECONDS else value
            for name, value in row.items()}


def object_or_array(call: Call, rows: Sequence[Any],
                    shown: list[Row]) -> Any:
    """The row itself where the schema's one object can hold them all."""
    alone = call.generation.schema and len(rows) == len(shown) == 1
    return shown[0] if alone else shown


# Finding.

def sessions_of(call: Call, streams: Sequence[Record]
                ) -> list[LivestreamSession]:
    idents = {stream.row["id"] for stream in streams}
    return [session for session in call.app.livestream_sessions.values()
            if session.row["livestream_id"] in idents]


def streams_of_meeting(call: Call) -> list[Record]:
    meeting = call.find(call.app.meetings, "meeting").row["id"]
    return [stream for stream in call.app.livestreams.values()
            if stream.row["meeting_id"] == meeting]


# Handlers, one for each route.

def list_livestreams(call: Call) -> Reply:
    params = call.params
    rows = select(call.app.livestreams.values(), params, (),
                  [("status", "status")])
    if params.get("exclude_meetings"):
        rows = [stream for stream in rows if stream.row["meeting_id"] is None]
    if "sort_order" in params:
        rows.sort(key=lambda stream: stream.row["created_at"],
                  reverse=params["sort_order"] == "DSC")
    shown, paging = window(call, rows)
    data = object_or_array(call, rows,
                           [stream_row(stream, call) for stream in shown])
    if isinstance(data, dict):
        return paged(call, data, paging, "data")
    return page(call, rows, lambda stream: dump(stream_row(stream, call)))


def show_livestream(call: Call) -> Reply:
    stream = call.find(call.app.livestreams, "livestream")
    rows = sessions_of(call, [stream])
    shown, paging = window(call, rows)
    sessions = object_or_array(call, rows,
                               [session.row for session in shown])
    member = "session" if isinstance(sessions, dict) else "sessions"
    return paged(call, {"livestream": stream_row(stream, call),
                        member: sessions},
                 paging, usual_place(call))


def usual_place(call: Call) -> str:
    return "data" if call.generation.schema else "top"


def show_active_livestream_session(call: Call) -> Reply:
    stream = call.find(call.app.livestreams, "livestream")
    session = active(sessions_of(call, [stream]))
    if session is None:
        raise ApiError(404, "No active session found for livestream "
                       f"{stream.row['id']}")
    return one({"livestream": stream_row(stream, call),
                "session": seconds_as_text(session.row, call)})


def active(sessions: Sequence[LivestreamSession]
           ) -> Optional[LivestreamSession]:
    """The last of those that were started and not stopped."""
    running = [session for session in sessions
               if session.row["started_time"]
               and not session.row["stopped_time"]]
    return running[-1] if running else None


def show_livestream_session(call: Call) -> Reply:
    session = call.find(call.app.livestream_sessions, "livestream_session")
    return one(session_row(session, call, "invoked_time"))


def show_active_livestream(call: Call) -> Reply:
    streams = [stream for stream in streams_of_meeting(call)
               if stream.row["status"] == "LIVE"]
    if not streams:
        raise ApiError(404, "No active livestream found for meeting "
                       f"{call.ids['meeting']}")
    return one(stream_row(streams[-1], call))


def show_meeting_livestream(call: Call) -> Reply:
    """Here the schema has "disabled" as a boolean."""
    streams = streams_of_meeting(call)
    rows = sessions_of(call, streams)
    shown, paging = window(call, rows)
    sessions = [seconds_as_text(session_row(session, call, "viewer_seconds"),
                                call) for session in shown]
    data: Row
    if call.generation.schema:
        data = {"livestreams": [stream.row for stream in streams]}
    else:
        data = {"livestream": streams[-1].row if streams else None}
    data["sessions"] = object_or_array(call, rows, sessions)
    return paged(call, data, paging, usual_place(call))


def list_livestream_sessions(call: Call) -> Reply:
    """Those that took place during a session of a meeting."""
    ident = find_session(call).row["id"]
    rows = [session for session in call.app.livestream_sessions.values()
            if session.session_id == ident]
    shown, paging = window(call, rows)
    data = object_or_array(call, rows,
                           [session_row(session, call, "started_time")
                            for session in shown])
    if isinstance(data, list):
        data = {"data": data}
    return paged(call, data, paging, "data")
