"""A session of any number of participants, made as they are asked for."""

from __future__ import annotations

import json

from dataset import (Participant, Session, SessionPlan, User,
                     build_participant, build_session)

BIG_SESSION = "sess-big"
PREFIX = "big-"
START = 1_767_225_600_000       # 2026-01-01T00:00:00Z
DAY = 86_400_000

# What the template holds in place of the values of one row.
IDENT, JOINED, DURATION = "@ident@", "@joined@", "@duration@"


def big_session(app_id: str) -> Session:
    plan = SessionPlan(BIG_SESSION, app_id, "meet-big", "Big session",
                       START, START + DAY)
    return build_session(plan, [])


def make_template() -> Participant:
    user = User(f"user-{IDENT}", f"emp-{IDENT}", f"Guest {IDENT}")
    ids = iter(f"{IDENT}-{n}" for n in range(9))
    person = build_participant(IDENT, BIG_SESSION, user, "group_call_host",
                               [(START, START + DAY)], lambda: next(ids))
    person.row.update(joined_at=JOINED, created_at=JOINED,
                      duration=DURATION)
    return person


TEMPLATE = make_template()


def big_text(number: int, events: bool) -> bytes:
    """Row number (from 1); joined_at and duration grow with it."""
    minutes, milliseconds = divmod(number, 60000)
    joined = b"2026-01-01T%02d:%02d:%02d.%03dZ" % (
        *divmod(minutes, 60), *divmod(milliseconds, 1000))
    text = TEMPLATE.text(events, False)
    text = text.replace(IDENT.encode(), b"%s%07d" % (PREFIX.encode(), number))
    text = text.replace(JOINED.encode(), joined)
    return text.replace(f'"{DURATION}"'.encode(),
                        b"%d.%03d" % divmod(number, 1000))


def big_participant(ident: str, size: int) -> Participant | None:
    """The participant of that id, if the session has so many."""
    number = ident[len(PREFIX):]
    if not (ident.startswith(PREFIX) and number.isdigit()
            and 1 <= int(number) <= size):
        return None
    row = json.loads(big_text(int(number), True))
    events = row.pop("peer_events")
    return Participant(BIG_SESSION, row, events, START + int(number))
