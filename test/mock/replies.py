"""What every handler needs: the call, choosing and paging rows, replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Sequence

import callstats
from control import Settings
from dataset import App, Dataset, Record, Row
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
    schema: bool                # shapes of the schemas, not of the examples


GENERATIONS = {
    "stackql": Generation("session", "participant", "role",
                          True, False, False, False, False, True),
    "2026-05": Generation("", "", "preset_name",
                          False, True, True, True, True, False),
    "2026-07": Generation("", "participant", "role",
                          False, True, False, True, True, False)}


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

    def find(self, records: Mapping[str, Any], kind: str) -> Any:
        """The record whose id the path gives as {kind}."""
        ident = self.ids[kind]
        return found(records.get(ident), kind, ident)


def found(thing: Any, kind: str, ident: str) -> Any:
    if thing is None:
        raise ApiError(404, f"No {kind} found for id {ident}")
    return thing


# Choosing rows.

def select(records: Iterable[Any], params: Mapping[str, Any],
           searched: Sequence[str], exact: Sequence[tuple[str, str]] = (),
           time: str = "created_at") -> list[Any]:
    """The records that search, time range and exact parameters keep."""
    tests: list[Callable[[Row], bool]] = [
        equals(field, params[name]) for name, field in exact
        if name in params]
    if "search" in params:
        tests.append(contains(searched, params["search"].lower()))
    if "start_time" in params:
        tests.append(lambda row: row[time] >= params["start_time"])
    if "end_time" in params:
        tests.append(lambda row: row[time] <= params["end_time"])
    return [record for record in records
            if all(test(record.row) for test in tests)]


def equals(field: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[field] == value


def contains(fields: Sequence[str], needle: str) -> Callable[[Row], bool]:
    return lambda row: any(needle in row[field].lower() for field in fields)


SORTS = {"minutesConsumed": "minutes_consumed", "createdAt": "created_at",
         "joinedAt": "joined_at", "duration": "duration",
         "invokedTime": "invoked_time"}


def order(call: Call, records: list[Any],
          row_of: Callable[[Any], Row]) -> list[Any]:
    """Without sort_by, the order of the data set."""
    params = call.params
    if "sort_by" not in params or call.settings.unsorted:
        return records
    field = SORTS[params["sort_by"]]
    return sorted(records, key=lambda record: row_of(record)[field],
                  reverse=params.get("sort_order") == "DESC")


# Pages.

def window(call: Call, rows: Sequence[Any]) -> tuple[Sequence[Any], Row]:
    """The rows of the page asked for, and its paging object."""
    settings = call.settings
    number = 1 if settings.repeat_page else call.params.get("page_no", 1)
    size = call.params.get("per_page", DEFAULT_PAGE)
    size = min(size, settings.page_cap or size)
    start = (number - 1) * size - int(settings.overlap and number > 1)
    shown = rows[start:start + size]
    paging = {"total_count": len(rows) + settings.total_delta,
              "start_offset": start + 1 if shown else 0,
              "end_offset": start + len(shown) if shown else 0}
    return shown, paging


def page(call: Call, rows: Sequence[Any], text_of: Callable[[Any], bytes],
         member: str = "") -> Reply:
    """The page asked for; rows stand in data, or in a member of it."""
    shown, paging = window(call, rows)
    usual = "data" if member == "participants" else "top"
    return envelope([text_of(row) for row in shown], member, paging,
                    place(call.settings, usual, bool(member)))


def place(settings: Settings, usual: str, inside: bool) -> str:
    """Where paging stands: beside data, in it (if it is open), nowhere."""
    where = usual if settings.paging == "auto" else settings.paging
    return "top" if where == "data" and not inside else where


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


def paged(call: Call, data: Row, paging: Row, usual: str) -> Reply:
    """An object as data, with the paging of the rows that it holds."""
    where = place(call.settings, usual, True)
    if where == "data":
        data = {**data, "paging": paging}
    document = {"success": True, "data": data}
    if where == "top":
        document["paging"] = paging
    return Reply(body=dump(document))


def one(row: Any, member: str = "") -> Reply:
    data = {member: row} if member else row
    return Reply(body=dump({"success": True, "data": data}))


def record_text(record: Record) -> bytes:
    return record.text


def record_row(record: Any) -> Row:
    return record.row


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}
