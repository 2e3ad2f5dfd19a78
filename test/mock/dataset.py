"""The records that the mock serves, and how one is put together."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Sequence

from callstats import Profile
from wire import dump, iso

Row = dict[str, Any]
Span = tuple[int, Optional[int]]    # milliseconds; None: still connected

ACCOUNT = "acc-demo"


def rounded(minutes: float) -> float:
    """Four decimals, and a whole number without a fraction."""
    value = round(minutes, 4)
    return int(value) if value == int(value) else value


class Record:
    """A row, with its JSON text kept once it has been asked for."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self._text: Optional[bytes] = None

    @property
    def text(self) -> bytes:
        if self._text is None:
            self._text = dump(self.row)
        return self._text


class Participant:
    """A row of a participant list and what is only shown when asked for."""

    def __init__(self, session_id: str, row: Row, events: list[Row],
                 joined: int) -> None:
        self.session_id = session_id
        self.row = row
        self.events = events
        self.joined = joined                # milliseconds
        self.breakout_minutes = 0.0         # added by view=consolidated
        self._texts: dict[tuple[bool, bool], bytes] = {}

    def record(self, events: bool, consolidated: bool) -> Row:
        row = dict(self.row)
        if consolidated:
            row["duration"] = rounded(row["duration"]
                                      + self.breakout_minutes)
        if events:
            row["peer_events"] = self.events
        return row

    def text(self, events: bool, consolidated: bool) -> bytes:
        key = (events, consolidated)
        if key not in self._texts:
            self._texts[key] = dump(self.record(events, consolidated))
        return self._texts[key]


class Session(Record):
    def __init__(self, row: Row, participants: list[Participant],
                 breakout_rooms: Sequence[Row] = ()) -> None:
        super().__init__(row)
        self.participants = {p.row["id"]: p for p in participants}
        self.breakout_rooms = list(breakout_rooms)


class LivestreamSession(Record):
    def __init__(self, row: Row, session_id: Optional[str]) -> None:
        super().__init__(row)
        self.session_id = session_id        # of the meeting's session


@dataclass
class Analytics:
    """Rows of totals, one for each day on which there was something."""
    sessions: list[Row] = field(default_factory=list)
    recordings: list[Row] = field(default_factory=list)
    livestreams: list[Row] = field(default_factory=list)


@dataclass
class App:
    row: Row
    meetings: dict[str, Record] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    peers: dict[str, Participant] = field(default_factory=dict)
    # By meeting: what only its single reply shows; who is invited.
    meeting_configs: dict[str, Row] = field(default_factory=dict)
    invited: dict[str, dict[str, Record]] = field(default_factory=dict)
    presets: dict[str, Record] = field(default_factory=dict)
    webhooks: dict[str, Record] = field(default_factory=dict)
    recordings: dict[str, Record] = field(default_factory=dict)
    livestreams: dict[str, Record] = field(default_factory=dict)
    livestream_sessions: dict[str, LivestreamSession] = field(
        default_factory=dict)
    # When the address of a document of a session ends, by kind and session.
    documents: dict[tuple[str, str], str] = field(default_factory=dict)
    analytics: Analytics = field(default_factory=Analytics)

    def add_meeting(self, row: Row) -> None:
        self.meetings[row["id"]] = Record(row)

    def invite(self, meeting_id: str, row: Row) -> None:
        self.invited.setdefault(meeting_id, {})[row["id"]] = Record(row)

    def add_session(self, session: Session) -> None:
        self.sessions[session.row["id"]] = session
        self.peers.update(session.participants)


@dataclass
class Dataset:
    apps: dict[str, App]
    profile: Callable[[Participant], Optional[Profile]]


@dataclass(frozen=True)
class User:
    """A person, the same one in every session."""
    user_id: str
    custom_id: str
    name: str


def app_row(ident: str, name: str, created: int) -> Row:
    return {"id": ident, "name": name, "created_at": iso(created)}


def meeting_row(ident: str, title: str, status: str, created: int) -> Row:
    return {"id": ident, "title": title, "status": status,
            "record_on_start": False, "live_stream_on_start": False,
            "persist_chat": False, "summarize_on_end": False,
            "session_keep_alive_time_in_secs": 60,
            "created_at": iso(created), "updated_at": iso(created)}


@dataclass(frozen=True)
class SessionPlan:
    """What is decided about a session before its participants are known."""
    ident: str
    app_id: str
    meeting_id: str
    title: str
    start: int
    end: Optional[int]          # None: LIVE
    ended_text: Optional[str] = None    # what a LIVE session says of its end


def build_session(plan: SessionPlan, participants: list[Participant],
                  breakout_rooms: Sequence[Row] = ()) -> Session:
    rows = [p.row for p in participants]
    live = plan.end is None
    minutes = math.fsum(row["duration"] for row in rows)
    row = {"id": plan.ident, "associated_id": plan.meeting_id,
           "meeting_display_name": plan.title,
           "organization_id": plan.app_id, "type": "meeting",
           "status": "LIVE" if live else "ENDED",
           "live_participants": sum(r["left_at"] is None for r in rows),
           "max_concurrent_participants": most_at_once(rows),
           "minutes_consumed": rounded(minutes),
           "started_at": iso(plan.start),
           "ended_at": plan.ended_text if live else iso(plan.end),
           "created_at": iso(plan.start),
           "updated_at": iso(plan.start if live else plan.end)}
    return Session(row, participants, breakout_rooms)


def most_at_once(rows: list[Row]) -> int:
    """The largest number of participants present at one moment."""
    steps = [(row["joined_at"], 1) for row in rows]
    steps += [(row["left_at"], -1) for row in rows if row["left_at"]]
    present = most = 0
    for _, step in sorted(steps):
        present += step
        most = max(most, present)
    return most


def build_participant(ident: str, session_id: str, user: User,
                      preset: Optional[str], spans: Sequence[Span],
                      new_id: Callable[[], str]) -> Participant:
    """One participant, connected during the spans, an event at each end."""
    joined, left = spans[0][0], spans[-1][1]
    changed = joined if left is None else left
    row = {"id": ident, "user_id": user.user_id,
           "custom_participant_id": user.custom_id,
           "display_name": user.name, "preset_name": preset,
           "joined_at": iso(joined),
           "left_at": None if left is None else iso(left),
           "duration": rounded(math.fsum(map(span_minutes, spans))),
           "created_at": iso(joined), "updated_at": iso(changed)}
    shared = {"participant_id": user.user_id, "session_id": session_id,
              "socket_session_id": new_id(), "preset_view_type": "GROUP_CALL"}
    events = [build_event(new_id(), ident, step, shared)
              for step in event_steps(spans)]
    return Participant(session_id, row, events, joined)


def span_minutes(span: Span) -> float:
    start, end = span
    return 0 if end is None else (end - start) / 60000


def event_steps(spans: Sequence[Span]) -> list[tuple[str, int, float]]:
    """Name, time and minutes consumed of each event, in order."""
    steps: list[tuple[str, int, float]] = [("PEER_CREATED", spans[0][0], 0)]
    for span in spans:
        start, end = span
        steps.append(("PEER_JOINING", start, 0))
        if end is not None:
            minutes = rounded(span_minutes(span))
            steps.append(("PEER_LEAVING", end, minutes))
    return steps


def build_event(ident: str, peer_id: str, step: tuple[str, int, float],
                shared: Row) -> Row:
    name, moment, minutes = step
    return {"id": ident, "peer_id": peer_id, "event_name": name,
            "created_at": iso(moment), "updated_at": iso(moment), **shared,
            "minutes_consumed": minutes}
