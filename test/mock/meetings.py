"""Apps, their meetings, and who is invited to them."""

from __future__ import annotations

from typing import Mapping

from dataset import Record, Row
from replies import ApiError, Call, one, page, record_text, select
from wire import Reply, dump


def list_apps(call: Call) -> Reply:
    apps = call.dataset.apps.values()
    if call.generation.schema:
        return one([app.row for app in apps])
    rows = select(apps, call.params, ("id", "name"))
    if call.params.get("sort_order") == "DESC":
        rows.reverse()
    return page(call, rows, lambda app: dump(app.row))


def find_meeting(call: Call) -> Record:
    return call.find(call.app.meetings, "meeting")


def in_generation(row: Row, call: Call) -> Row:
    """The schema of the stackql generation lacks transcribe_on_end."""
    return row if call.generation.schema \
        else {**row, "transcribe_on_end": False}


def list_meetings(call: Call) -> Reply:
    rows = select(call.app.meetings.values(), call.params, ("id", "title"),
                  [("status", "status")])
    return page(call, rows, lambda meeting: dump(
        in_generation(meeting.row, call)))


def show_meeting(call: Call) -> Reply:
    meeting = find_meeting(call)
    return one({**in_generation(meeting.row, call),
                **call.app.meeting_configs[meeting.row["id"]]})


def find_invited(call: Call) -> Mapping[str, Record]:
    return call.app.invited.get(find_meeting(call).row["id"], {})


def list_invited(call: Call) -> Reply:
    return page(call, list(find_invited(call).values()), record_text)


def show_invited(call: Call) -> Reply:
    return one(call.find(find_invited(call), "participant").row)


def show_active_session(call: Call) -> Reply:
    """The last session of the meeting that is LIVE."""
    ident = find_meeting(call).row["id"]
    live = [session for session in call.app.sessions.values()
            if session.row["associated_id"] == ident
            and session.row["status"] == "LIVE"]
    if not live:
        raise ApiError(404, f"No active session found for meeting {ident}")
    session = live[-1]
    row = {**session.row, "breakout_rooms": session.breakout_rooms}
    if call.generation.schema:
        row["meta"] = {}
    return one(row)
