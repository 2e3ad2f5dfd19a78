"""The small data set: readable ids and values that can be checked by hand."""

from __future__ import annotations

import itertools
from datetime import datetime, timezone
from typing import NamedTuple, Optional

from callstats import Device, Place, Profile
from dataset import (App, Dataset, Participant, Session, SessionPlan, User,
                     app_row, build_participant, build_session, meeting_row)

MINUTE = 60_000
HOST, GUEST = "group_call_host", "group_call_participant"


def at(day: int, hour: int, minute: int = 0) -> int:
    """That time in January 2026, in milliseconds."""
    moment = datetime(2026, 1, day, hour, minute, tzinfo=timezone.utc)
    return int(moment.timestamp()) * 1000


class Planned(NamedTuple):
    """A participant: person, preset, and minutes from the session's start."""
    user: int
    preset: Optional[str]
    spans: tuple[tuple[int, Optional[int]], ...]


USERS = {1: "Asha Rao", 2: "Ben Ito", 3: "", 4: "Dana Cruz",
         5: "Björn Ångström ☃", 6: "Ann \"Q\" O'Neil", 7: "Carl Low",
         8: "Eve Wu", 9: "李小龍"}

MEETINGS = (("app-1", "meet-1", "Weekly planning", "ACTIVE"),
            ("app-1", "meet-2", 'The "quoted" title', "INACTIVE"),
            ("app-2", "meet-3", "Sales call", "ACTIVE"))

SESSIONS = (
    SessionPlan("sess-1", "app-1", "meet-1", "Weekly planning",
                at(5, 9), at(5, 10)),
    SessionPlan("sess-2", "app-1", "meet-1", "Weekly planning",
                at(12, 9), at(12, 9) + 30 * MINUTE),
    SessionPlan("sess-3", "app-1", "meet-2", 'The "quoted" title',
                at(19, 9), None),
    SessionPlan("sess-4", "app-2", "meet-3", "Sales call",
                at(6, 14), at(6, 15)),
    SessionPlan("sess-5", "app-2", "meet-3", "Sales call",
                at(20, 14), None, "null"))

# Numbered part-1 to part-12 in this order.
PARTICIPANTS = {
    "sess-1": (Planned(1, HOST, ((0, 60),)),
               Planned(2, GUEST, ((5, 20), (30, 60))),
               Planned(3, GUEST, ((10, 40),)),
               Planned(4, None, ((15, 35),)),
               Planned(5, GUEST, ((30, 60),))),
    "sess-2": (Planned(1, HOST, ((0, 30),)),
               Planned(6, GUEST, ((5, 20),)),
               Planned(7, GUEST, ((15, 30),))),
    "sess-3": (Planned(1, HOST, ((0, None),)),
               Planned(5, GUEST, ((5, 10), (12, None)))),
    "sess-4": (Planned(8, HOST, ((0, 60),)),
               Planned(9, GUEST, ((30, 60),))),
    "sess-5": ()}

BREAKOUT = {"part-2": 10.0}     # minutes that view=consolidated adds
NO_STATISTICS = ("part-8",)

DEVICES = (
    Device("Chrome", "133.0", "Blink", "macOS", "15.3", False),
    Device("Firefox", "135.0", "Gecko", "Windows", "11", False),
    Device("Safari", "18.3", "WebKit", "iOS", "18.3", True))
PLACES = (
    Place("Pune", "Maharashtra", "IN", "Asia/Kolkata", "203.0.113.1"),
    Place("Malmö", "Skåne", "SE", "Europe/Stockholm", "203.0.113.2"),
    Place("Austin", "Texas", "US", "America/Chicago", "203.0.113.3"),
    Place("Recife", "Pernambuco", "BR", "America/Recife", "203.0.113.4"))


def build_small() -> Dataset:
    start = at(1, 0)
    apps = {ident: App(app_row(ident, name, start))
            for ident, name in (("app-1", "Demo app"),
                                ("app-2", "Other app"))}
    for app_id, ident, title, status in MEETINGS:
        apps[app_id].add_meeting(meeting_row(ident, title, status, start))
    numbers = itertools.count(1)
    for plan in SESSIONS:
        apps[plan.app_id].add_session(build_planned(plan, numbers))
    return Dataset(apps, profile)


def build_planned(plan: SessionPlan, numbers: "itertools.count[int]"
                  ) -> Session:
    people = [join(plan, f"part-{next(numbers)}", planned)
              for planned in PARTICIPANTS[plan.ident]]
    rooms = [breakout_room(plan)] if plan.ident == "sess-1" else []
    return build_session(plan, people, rooms)


def breakout_room(plan: SessionPlan) -> dict:
    room = SessionPlan("room-1", plan.app_id, plan.meeting_id, "Room 1",
                       plan.start + 20 * MINUTE, plan.start + 30 * MINUTE)
    return build_session(room, []).row


def join(plan: SessionPlan, ident: str, planned: Planned) -> Participant:
    number = planned.user
    user = User(f"user-{number}", f"emp-{number}", USERS[number])
    spans = [(plan.start + start * MINUTE,
              None if end is None else plan.start + end * MINUTE)
             for start, end in planned.spans]
    ids = (f"{ident}-{n}" for n in itertools.count())
    person = build_participant(ident, plan.ident, user, planned.preset,
                               spans, lambda: next(ids))
    person.breakout_minutes = BREAKOUT.get(ident, 0.0)
    return person


def profile(person: Participant) -> Optional[Profile]:
    """Device and place go round by the participant's number."""
    ident = person.row["id"]
    if ident in NO_STATISTICS:
        return None
    number = int(ident.rpartition("-")[2]) - 1
    return Profile(DEVICES[number % len(DEVICES)],
                   PLACES[number % len(PLACES)], rtt=0.05, loss=1.0,
                   quality=4.0, start=person.joined, samples=2)
