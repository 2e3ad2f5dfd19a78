"""What the RealtimeKit API answers, one handler for each route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Sequence

import callstats
import synthetic
from control import Settings
from dataset import App, Dataset, Participant, Record, Row, Session
from wire import Reply, dump, error_reply

DEFAULT_PAGE = 25
ALL_PARTS = frozenset(callstats.PARTS)


class Generation(NamedTuple):
    """How replies were shaped at one time in the API's history."""
    session: str                # member that wraps the details, "": none
    report: str
    role: str                   # the preset's name in the peer report
    statistics: bool            # details and report hold peer_stats
    report_session: bool        # the report holds session_id
    report_events: bool         # the report holds peer_events unasked
    one_filter: bool            # "filters" of the report takes one value
    paged_apps: bool


GENERATIONS = {
    "stackql": Generation("session", "participant", "role",
                          True, False, False, False, False),
    "2026-05": Generation("", "", "preset_name",
                          False, True, True, True, True),
    "2026-07": Generation("", "participant", "role",
                          False, True, False, True, True)}


class ApiError(Exception):
    def __init__(self, status: int, message: str, envelope: str = "e1",
                 code: int = 0) -> None:
        super().__init__(message)
        self.reply = error_reply(status, message, envelope, code)


@dataclass
class Call:
    """What a handler needs to know of one request."""
    dataset: Dataset
    app: App
    ids: dict[str, str]
    params: dict[str, Any]
    settings: Settings

    @property
    def generation(self) -> Generation:
        return GENERATIONS[self.settings.generation]

    @property
    def parts(self) -> frozenset[str]:
        return self.params.get("filters", ALL_PARTS)


# Finding what a path names.

def find_session(call: Call) -> Session:
    ident = call.ids["session"]
    if ident == synthetic.BIG_SESSION and call.settings.list_size:
        return synthetic.big_session(call.app.row["id"])
    return found(call.app.sessions.get(ident), "session", ident)


def find_participant(call: Call,
                     among: Mapping[str, Participant]) -> Participant:
    ident = call.ids["participant"]
    person = (among.get(ident)
              or synthetic.big_participant(ident, call.settings.list_size))
    return found(person, "participant", ident)


def found(thing: Any, kind: str, ident: str) -> Any:
    if thing is None:
        raise ApiError(404, f"No {kind} found for id {ident}")
    return thing


# Lists.

def select(records: Iterable[Any], params: Mapping[str, Any],
           searched: Sequence[str], exact: Sequence[tuple[str, str]] = ()
           ) -> list[Any]:
    """The records that search, time range and exact parameters keep."""
    tests: list[Callable[[Row], bool]] = [
        equals(field, params[name]) for name, field in exact
        if name in params]
    if "search" in params:
        tests.append(contains(searched, params["search"].lower()))
    if "start_time" in params:
        tests.append(lambda row: row["created_at"] >= params["start_time"])
    if "end_time" in params:
        tests.append(lambda row: row["created_at"] <= params["end_time"])
    return [record for record in records
            if all(test(record.row) for test in tests)]


def equals(field: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[field] == value


def contains(fields: Sequence[str], needle: str) -> Callable[[Row], bool]:
    return lambda row: any(needle in row[field].lower() for field in fields)


SORTS = {"minutesConsumed": "minutes_consumed", "createdAt": "created_at",
         "joinedAt": "joined_at", "duration": "duration"}


def order(records: list[Any], params: Mapping[str, Any],
          row_of: Callable[[Any], Row]) -> list[Any]:
    """Without sort_by, the order of the data set."""
    if "sort_by" not in params:
        return records
    field = SORTS[params["sort_by"]]
    return sorted(records, key=lambda record: row_of(record)[field],
                  reverse=params.get("sort_order") == "DESC")


def page(call: Call, rows: Sequence[Any], text_of: Callable[[Any], bytes],
         member: str = "") -> Reply:
    """The page asked for; rows stand in data, or in a member of it."""
    settings = call.settings
    number = 1 if settings.repeat_page else call.params.get("page_no", 1)
    size = call.params.get("per_page", DEFAULT_PAGE)
    size = min(size, settings.page_cap or size)
    start = (number - 1) * size - int(settings.overlap and number > 1)
    shown = rows[start:start + size]
    paging = {"total_count": len(rows) + settings.total_delta,
              "start_offset": start + 1 if shown else 0,
              "end_offset": start + len(shown) if shown else 0}
    return envelope([text_of(row) for row in shown], member, paging,
                    place(settings, member))


def place(settings: Settings, member: str) -> str:
    """Where the paging object stands: beside data, in it, or nowhere."""
    if settings.paging == "auto":
        return "data" if member == "participants" else "top"
    if settings.paging == "data" and not member:
        return "top"
    return settings.paging


def envelope(texts: list[bytes], member: str, paging: Row,
             where: str) -> Reply:
    beside = b',"paging":%s' % dump(paging)
    head = b'{"success":true,"data":'
    tail = b"]"
    if member:
        head += b'{"%s":' % member.encode()
        tail += beside if where == "data" else b""
        tail += b"}"
    tail += beside if where == "top" else b""
    # One join, because a page can be large.
    return Reply(body=b"".join([head, b"[", b",".join(texts), tail, b"}"]))


def one(row: Any, member: str = "") -> Reply:
    data = {member: row} if member else row
    return Reply(body=dump({"success": True, "data": data}))


def record_text(record: Record) -> bytes:
    return record.text


def record_row(record: Any) -> Row:
    return record.row


# Handlers, one for each route.

def list_apps(call: Call) -> Reply:
    apps = call.dataset.apps.values()
    if not call.generation.paged_apps:
        return one([app.row for app in apps])
    rows = select(apps, call.params, ("id", "name"))
    if call.params.get("sort_order") == "DESC":
        rows.reverse()
    return page(call, rows, lambda app: dump(app.row))


def list_meetings(call: Call) -> Reply:
    rows = select(call.app.meetings.values(), call.params, ("id", "title"),
                  [("status", "status")])
    return page(call, rows, record_text)


def show_meeting(call: Call) -> Reply:
    ident = call.ids["meeting"]
    meeting = found(call.app.meetings.get(ident), "meeting", ident)
    return one({**meeting.row, "recording_config": {"max_seconds": 3600}})


def list_sessions(call: Call) -> Reply:
    params = call.params
    rows = select(call.app.sessions.values(), params,
                  ("id", "associated_id", "meeting_display_name"),
                  [("status", "status"), ("associated_id", "associated_id")])
    if "participants" in params:
        low, high = params["participants"]
        rows = [session for session in rows
                if low <= session.row["max_concurrent_participants"] <= high]
    return page(call, order(rows, params, record_row), record_text,
                "sessions")


def show_session(call: Call) -> Reply:
    session = find_session(call)
    asked = call.params.get("include_breakout_rooms", False)
    rooms = session.breakout_rooms if asked else []
    return one({**session.row, "breakout_rooms": rooms},
               call.generation.session)


def list_participants(call: Call) -> Reply:
    session = find_session(call)
    params = call.params
    events = params.get("include_peer_events", False)
    if session.row["id"] == synthetic.BIG_SESSION:
        numbers = range(1, call.settings.list_size + 1)
        step = -1 if params.get("sort_order") == "DESC" else 1
        return page(call, numbers[::step],
                    lambda number: synthetic.big_text(number, events),
                    "participants")
    total = params.get("view") == "consolidated"
    rows = select(session.participants.values(), params,
                  ("id", "custom_participant_id", "display_name"))
    rows = order(rows, params, lambda person: person.record(False, total))
    return page(call, rows, lambda person: person.text(events, total),
                "participants")


def show_participant(call: Call) -> Reply:
    person = find_participant(call, find_session(call).participants)
    row = person.record(call.params.get("include_peer_events", False), False)
    if call.generation.statistics:
        profile = call.dataset.profile(person)
        row["peer_stats"] = callstats.peer_stats(row, profile, call.parts)
        if "quality_stats" in call.parts:
            row["quality_stats"] = callstats.quality_list(row, profile)
    return one(row, "participant")


def show_report(call: Call) -> Reply:
    generation = call.generation
    if generation.one_filter and 1 < len(call.parts) < len(ALL_PARTS):
        raise ApiError(400, 'BAD_REQUEST: "filters" takes one value')
    person = find_participant(call, call.app.peers)
    events = (generation.report_events
              or call.params.get("include_peer_events", False))
    row = person.record(events, False)
    row[generation.role] = row.pop("preset_name")
    if generation.report_session:
        row["session_id"] = person.session_id
    add_report(row, call, person)
    return one(row, generation.report)


def add_report(row: Row, call: Call, person: Participant) -> None:
    profile = call.dataset.profile(person)
    if call.generation.statistics:
        row["peer_stats"] = callstats.peer_stats(row, profile, call.parts)
        if "quality_stats" in call.parts:
            row["quality_stats"] = callstats.quality_totals(row, profile)
    row["peer_report"] = callstats.peer_report(row, profile, call.parts)
