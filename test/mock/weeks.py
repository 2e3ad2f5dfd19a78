"""Six weeks of a company's calls, with reasons for what went badly.

Its people live somewhere, on one device and one network, and are the same in
all of their sessions.  Three things went wrong meanwhile: INCIDENT, OLD_SDK,
and networks that keep TURN out.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Optional, Sequence

from callstats import Device, Place, Profile
from calls import Course, Link, moments
from dataset import (App, Dataset, Participant, SessionPlan, Span, User,
                     app_row, build_participant, build_session, meeting_row)
from generated import DAY, DEVICES, FAMILY, GIVEN, MINUTE, Maker

MONDAY = 1_769_990_400_000      # 2026-02-02T00:00:00Z
WEEKS = 6
SECOND = 1000

INCIDENT = ("BR", 22, 24)       # country, first and last day of a bad backbone
OLD_SDK = ("Mobile Safari", 28)     # browser, day on which the cure came
SDK_BEFORE, SDK_AFTER = "1.2.4", "1.3.0"


@dataclass(frozen=True)
class Home:
    """A country: its weight among the people, and its way to the servers."""
    weight: int
    rtt: float                  # milliseconds
    place: Place


HOMES = (
    Home(22, 24, Place("Berlin", "Berlin", "DE", "Europe/Berlin",
                       "203.0.113.10")),
    Home(14, 33, Place("Malmö", "Skåne", "SE", "Europe/Stockholm",
                       "203.0.113.34")),
    Home(8, 27, Place("Zürich", "Zürich", "CH", "Europe/Zurich",
                      "192.0.2.5")),
    Home(12, 36, Place("Leeds", "England", "GB", "Europe/London",
                       "192.0.2.77")),
    Home(16, 104, Place("Austin", "Texas", "US", "America/Chicago",
                        "198.51.100.7")),
    Home(12, 134, Place("São Paulo", "São Paulo", "BR",
                        "America/Sao_Paulo", "198.51.100.88")),
    Home(9, 139, Place("Pune", "Maharashtra", "IN", "Asia/Kolkata",
                       "203.0.113.21")),
    Home(4, 214, Place("大阪市", "大阪府", "JP", "Asia/Tokyo",
                       "192.0.2.61")),
    Home(3, 246, Place("Lagos", "Lagos", "NG", "Africa/Lagos",
                       "203.0.113.190")))

# Weight; then rtt that is added, jitter, loss, unrest.
NETWORKS = {"ethernet": (25, 0, 2, 0.05, 0.0008),
            "wifi": (55, 6, 6, 0.15, 0.003),
            "cellular": (20, 34, 15, 0.45, 0.009)}
DEVICE_WEIGHTS = (22, 30, 12, 12, 7, 9, 12)


@dataclass(frozen=True)
class Person:
    user: User
    home: Home
    device: Device
    interface: str
    luck: float                 # how much worse than usual the network is
    turn: bool                  # does the network let TURN through?


@dataclass(frozen=True)
class Series:
    """Sessions of one kind."""
    titles: Sequence[str]
    weekdays: Sequence[int]     # 0: Monday
    daily: tuple[int, int]
    hours: tuple[int, int]
    minutes: tuple[int, int]
    people: tuple[int, int]
    host: str = "group_call_host"
    guest: str = "group_call_participant"


WORKDAYS = range(5)
APPS = {
    "harbor-care": ("Harbor Care", 260, (
        Series(("Consultation · general practice",
                "Consultation · dermatology", "Consultation · pediatrics",
                "Follow-up after surgery", "Physiotherapy at home"),
               WORKDAYS, (6, 9), (7, 17), (10, 32), (2, 3)),
        Series(("On-call consultation",), (5, 6), (1, 2), (9, 15),
               (8, 25), (2, 2)))),
    "harbor-academy": ("Harbor Academy", 150, (
        Series(("Spanish for beginners", "Statistics with R",
                "Introduction to genetics and its history in medicine, "
                "from Mendel to CRISPR (evening course)",
                "First aid refresher", "Algebra II"),
               WORKDAYS, (2, 4), (9, 18), (45, 85), (7, 16),
               "webinar_presenter", "webinar_viewer"),
        Series(("Open lecture",), (5,), (1, 1), (10, 12), (60, 90),
               (18, 26), "webinar_presenter", "webinar_viewer"))),
    "harbor-team": ("Harbor Team", 40, (
        Series(("Stand-up",), WORKDAYS, (1, 1), (8, 9), (12, 18), (6, 9)),
        Series(("Weekly planning",), (0,), (1, 1), (10, 11), (40, 60),
               (8, 12)),
        Series(("Retrospective",), (4,), (1, 1), (14, 15), (40, 60),
               (7, 10)),
        Series(("One-on-one", "Interview", "Design review"), WORKDAYS,
               (1, 3), (9, 16), (20, 50), (2, 4)))),
}


def build_weeks(seed: int) -> Dataset:
    people: dict[str, Person] = {}
    connected: dict[str, list[Span]] = {}
    apps = {}
    for ident, (name, size, kinds) in APPS.items():
        maker = WeeksMaker(Random(f"{seed}:{ident}"), ident)
        apps[ident] = maker.build(name, size, kinds)
        people.update(maker.people)
        connected.update(maker.connected)

    def profile(participant: Participant) -> Optional[Profile]:
        person = people[participant.row["user_id"]]
        rng = Random(f"{seed}:{participant.row['id']}")
        return call_profile(rng, person, connected[participant.row["id"]])

    return Dataset(apps, profile)


class WeeksMaker(Maker):
    """Draws for one app, in the order of the weeks."""

    def __init__(self, rng: Random, ident: str) -> None:
        super().__init__(rng)
        self.ident = ident
        self.people: dict[str, Person] = {}
        self.connected: dict[str, list[Span]] = {}    # by participant

    def build(self, name: str, size: int, kinds: Sequence[Series]) -> App:
        self.people = {p.user.user_id: p for p in
                       (self.person() for _ in range(size))}
        app = App(app_row(self.ident, name, MONDAY - 30 * DAY))
        meetings = {title: self.uuid() for series in kinds
                    for title in series.titles}
        for title, meeting in meetings.items():
            app.add_meeting(meeting_row(meeting, title, "ACTIVE",
                                        MONDAY - 20 * DAY))
        for day in range(7 * WEEKS):
            for series in kinds:
                if day % 7 in series.weekdays:
                    self.add_day(app, series, day, meetings)
        return app

    def person(self) -> Person:
        rng = self.rng
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        user = User(self.uuid(), f"emp-{rng.randrange(10000, 99999)}", name)
        home, = rng.choices(HOMES, [home.weight for home in HOMES])
        device, = rng.choices(DEVICES, DEVICE_WEIGHTS)
        interface, = rng.choices(list(NETWORKS),
                                 [row[0] for row in NETWORKS.values()])
        if device.mobile:
            interface = rng.choice(("wifi", "cellular"))
        return Person(user, home, device, interface,
                      luck=rng.lognormvariate(0, 0.4),
                      turn=rng.random() > 0.01)

    def add_day(self, app: App, series: Series, day: int,
                meetings: dict[str, str]) -> None:
        rng = self.rng
        for _ in range(rng.randint(*series.daily)):
            title = rng.choice(series.titles)
            start = MONDAY + day * DAY
            start += rng.randrange(series.hours[0] * 12,
                                   series.hours[1] * 12) * 5 * MINUTE
            start += rng.randrange(90 * SECOND)
            end = start + round(rng.uniform(*series.minutes) * MINUTE)
            plan = SessionPlan(self.uuid(), self.ident, meetings[title],
                               title, start, end)
            app.add_session(build_session(plan, self.attend(plan, series)))

    def attend(self, plan: SessionPlan,
               series: Series) -> list[Participant]:
        people = self.rng.sample(list(self.people.values()),
                                 self.rng.randint(*series.people))
        found = []
        for number, person in enumerate(people):
            spans = self.stay(plan, person)
            found.append(build_participant(
                self.uuid(), plan.ident, person.user,
                series.guest if number else series.host, spans, self.uuid))
            self.connected[found[-1].row["id"]] = spans
        return found

    def stay(self, plan: SessionPlan, person: Person) -> list[Span]:
        """Most come early and stay; a bad network is left and joined anew."""
        rng = self.rng
        assert plan.end is not None
        late = abs(rng.gauss(0, 0.06)) if rng.random() < 0.85 else \
            rng.uniform(0.1, 0.4)
        length = plan.end - plan.start
        join = plan.start + round(late * length) + rng.randrange(2000)
        leave = plan.end - round(abs(rng.gauss(0, 0.03)) * length)
        if not person.turn and rng.random() < 0.6:
            first = join + rng.randrange(15 * SECOND, 50 * SECOND)
            back = (first + 20 * SECOND, leave)
            return [(join, first)] + [back] * rng.randint(0, 1)
        if person.luck > 2.3 and rng.random() < 0.5:
            middle = (join + leave) // 2
            return [(join, middle), (middle + 45 * SECOND, leave)]
        return [(join, leave)]


def call_profile(rng: Random, person: Person,
                 spans: Sequence[Span]) -> Optional[Profile]:
    """None for one in fifty: statistics are not kept for ever."""
    if rng.random() < 0.02:
        return None
    start = spans[0][0]
    day = (start - MONDAY) // DAY
    link = link_of(rng, person, day)
    found = [moment for span in spans for moment in moments(rng, link, *span)]
    size = max(len(found), 1)
    return Profile(person.device, person.home.place,
                   rtt=sum(m.rtt for m in found) / size / 1000,
                   loss=round(sum(m.loss for m in found) / size, 3),
                   quality=round(sum(m.audio for m in found) / size, 3),
                   start=start, samples=len(found),
                   sdk_version=sdk_of(person, day),
                   course=Course(link, tuple(found),
                                 tuple(call_events(rng, spans, link))))


def sdk_of(person: Person, day: int) -> str:
    """Every app is updated within a few days, mobile ones last."""
    released = OLD_SDK[1] if person.device.mobile else OLD_SDK[1] - 8
    return SDK_AFTER if day >= released + len(
        person.user.name) % 4 else SDK_BEFORE


def link_of(rng: Random, person: Person, day: int) -> Link:
    """A person's network on one day, with what went wrong then."""
    _, added, jitter, loss, unrest = NETWORKS[person.interface]
    today = person.luck * rng.lognormvariate(0, 0.3)
    rtt, fps = person.home.rtt + added * today, 30.0
    jitter, loss, unrest = jitter * today, loss * today, unrest * today
    country, first, last = INCIDENT
    if person.home.place.country == country and first <= day <= last:
        rtt, loss, unrest = rtt + 150, loss + 6.5, 0.12
    if (person.device.browser == OLD_SDK[0]
            and sdk_of(person, day) == SDK_BEFORE):
        jitter, loss, fps = jitter + 22, loss + 3.4, 11.0
    if not person.turn:
        rtt, loss, unrest = rtt + 120, loss + 1.5, 0.08
    effective = "3g" if rtt > 290 or loss > 0.8 else "4g"
    return Link(person.interface, effective, round(rtt, 1),
                round(jitter, 2), round(loss, 3), unrest, fps, person.turn)


def call_events(rng: Random, spans: Sequence[Span],
                link: Link) -> list[tuple[str, int]]:
    """What a client tells of a call, in order."""
    start, end = spans[0][0], spans[-1][1]
    told = [("precall_begin", start - 9 * SECOND),
            ("precall_end", start - 3 * SECOND), ("call_join", start),
            ("audio_on", start + 2 * SECOND),
            ("video_on", start + 3 * SECOND)]
    for kind in ("audio_off", "tab_change", "audio_on"):
        if rng.random() < 0.4:
            told.append((kind, rng.randrange(start + 5 * SECOND, end)))
    if rng.random() < 0.12:
        begin = rng.randrange(start, (start + end) // 2)
        told += [("screenshare_started", begin),
                 ("screenshare_stopped", begin + (end - begin) // 2)]
    for (_, left), (back, _) in zip(spans, spans[1:]):
        told += [("disconnect", left), ("reconnect", back)]
    if link.loss > 5 and rng.random() < 0.3:
        told.append(("ice_restart", (start + end) // 2))
    return sorted([*told, ("disconnect", end)], key=lambda event: event[1])
