"""A data set of any number of sessions: one app, short calls of two people."""

from __future__ import annotations

import itertools
from typing import Optional

from callstats import Device, Place, Profile
from dataset import (App, Dataset, Participant, SessionPlan, User, app_row,
                     build_participant, build_session, meeting_row)
from generated import EPOCH, MINUTE

APP = "app-1"
MEETINGS = 20
DEVICE = Device("Chrome", "133.0", "Blink", "macOS", "15.3", False)
PLACE = Place("Pune", "Maharashtra", "IN", "Asia/Kolkata", "203.0.113.1")


def build_many(count: int) -> Dataset:
    """Session n begins n minutes after the first and lasts ten."""
    app = App(app_row(APP, "Demo app", EPOCH))
    for number in range(1, MEETINGS + 1):
        app.add_meeting(meeting_row(f"meet-{number}", f"Meeting {number}",
                                    "ACTIVE", EPOCH))
    for number in range(1, count + 1):
        start = EPOCH + number * MINUTE
        plan = SessionPlan(f"sess-{number}", APP,
                           f"meet-{number % MEETINGS + 1}", "Call",
                           start, start + 10 * MINUTE)
        app.add_session(build_session(plan, [join(plan, 2 * number + n)
                                             for n in (0, 1)]))
    return Dataset({APP: app}, profile)


def join(plan: SessionPlan, number: int) -> Participant:
    ids = (f"event-{number}-{n}" for n in itertools.count())
    user = User(f"user-{number % 500}", f"emp-{number % 500}",
                f"Guest {number % 500}")
    return build_participant(f"part-{number}", plan.ident, user,
                             "group_call_host",
                             [(plan.start, plan.start + 10 * MINUTE)],
                             lambda: next(ids))


def profile(person: Participant) -> Optional[Profile]:
    return Profile(DEVICE, PLACE, rtt=0.05, loss=1.0, quality=4.0,
                   start=person.joined, samples=10)
