"""Sessions, their participants and the peer report."""

from __future__ import annotations

from typing import Mapping

import callstats
import clock
import synthetic
from dataset import Participant, Row, Session
from replies import (ALL_PARTS, ApiError, Call, found, one, order, page,
                     record_row, record_text, select)
from wire import Reply


def find_session(call: Call) -> Session:
    ident = call.ids["session"]
    if ident == synthetic.BIG_SESSION and call.settings.list_size:
        return synthetic.big_session(call.app.row["id"])
    return found(call.app.sessions.get(ident), "session", ident)


def known_sessions(call: Call) -> list[Session]:
    sessions = list(call.app.sessions.values())
    if call.settings.list_size and call.settings.list_big:
        sessions.append(synthetic.big_session(call.app.row["id"]))
    return sessions


def find_participant(call: Call,
                     among: Mapping[str, Participant]) -> Participant:
    ident = call.ids["participant"]
    person = (among.get(ident)
              or synthetic.big_participant(ident, call.settings.list_size))
    return found(person, "participant", ident)


def list_sessions(call: Call) -> Reply:
    params = call.params
    rows = select(clock.as_of(known_sessions(call), call.settings.now),
                  params, ("id", "associated_id", "meeting_display_name"),
                  [("status", "status"), ("associated_id", "associated_id")])
    if "participants" in params:
        low, high = params["participants"]
        rows = [session for session in rows
                if low <= session.row["max_concurrent_participants"] <= high]
    return page(call, order(call, rows, record_row), record_text,
                "sessions")


def show_session(call: Call) -> Reply:
    session = found(next(iter(clock.as_of([find_session(call)],
                                          call.settings.now)), None),
                    "session", call.ids["session"])
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
    rows = order(call, rows, lambda person: person.record(False, total))
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
