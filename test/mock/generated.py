"""The large data set, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import Optional

from callstats import Device, Place, Profile
from dataset import (App, Dataset, Participant, Row, Session, SessionPlan,
                     Span, User, app_row, build_participant, build_session,
                     meeting_row)

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
EPOCH = 1_767_225_600_000       # 2026-01-01T00:00:00Z
DAYS = 180

# Ids that do not depend on the seed.  Sessions are those of app 1.
APP_1 = "a0000000-0000-4000-8000-000000000001"
APP_2 = "a0000000-0000-4000-8000-000000000002"
FIRST_MEETING = "b0000000-0000-4000-8000-000000000001"
FIRST_SESSION = "c0000000-0000-4000-8000-000000000001"
LIVE_SESSION = "c0000000-0000-4000-8000-000000000002"
ODD_SESSION = "c0000000-0000-4000-8000-000000000003"
EMPTY_SESSION = "c0000000-0000-4000-8000-000000000004"
BREAKOUT_SESSION = "c0000000-0000-4000-8000-000000000005"
FIRST_PARTICIPANT = "d0000000-0000-4000-8000-000000000001"

SESSION_IDS = (FIRST_SESSION, LIVE_SESSION, ODD_SESSION, EMPTY_SESSION,
               BREAKOUT_SESSION)
FIRST_SIZE = 450                # participants: three pages of at most 200
ENDED_TEXT = {ODD_SESSION: "null"}
SIZES = {FIRST_SESSION: FIRST_SIZE, EMPTY_SESSION: 0}
LIVE_EVERY = 40                 # one session in so many is LIVE

GIVEN = ("Asha", "Björn", "Chloé", "Diego", "Elif", "Fatima", "Giorgos",
         "Hana", "Ivan", "Jürgen", "Keiko", "Łukasz", "María", "Ngozi",
         "Oisín", "Priya", "Quentin", "Rosa", "Søren", "Tariq", "Uma",
         "Valérie", "Wei", "Ximena", "Yusuf", "Žofia", "小明", "Анна")
FAMILY = ("Andersson", "Bakker", "Costa", "Dubois", "Eriksen", "Fischer",
          "García", "Haddad", "Ivanova", "Jones", "Kowalski", "López",
          "Müller", "Nakamura", "O'Neil", "Patel", "Quispe", "Rossi",
          "Sato", "Tanaka", "Usman", "Varga", "Wójcik", "Yılmaz", "Zhang")
TOPICS = ("Weekly planning", 'The "all hands"', "Sales call", "Stand-up",
          "Design review", "Interview", "Retrospective", "Lecture 7 – áéí",
          "Customer check-in", "Incident review", "Board meeting",
          "One-on-one", "Release go/no-go")
PRESETS = ("group_call_host", "group_call_participant",
           "group_call_participant", "webinar_viewer")
DEVICES = (
    Device("Chrome", "133.0.0.0", "Blink", "macOS", "10.15.7", False),
    Device("Chrome", "133.0.0.0", "Blink", "Windows", "10", False),
    Device("Chrome Mobile", "132.0.0.0", "Blink", "Android", "14", True),
    Device("Edge", "133.0.3065.51", "Blink", "Windows", "10", False),
    Device("Firefox", "135.0", "Gecko", "Linux", "6.8", False),
    Device("Safari", "18.3", "WebKit", "macOS", "15.3", False),
    Device("Mobile Safari", "18.3", "WebKit", "iOS", "18.3", True))
PLACES = (
    Place("Pune", "Maharashtra", "IN", "Asia/Kolkata", "203.0.113.21"),
    Place("Malmö", "Skåne", "SE", "Europe/Stockholm", "203.0.113.34"),
    Place("Austin", "Texas", "US", "America/Chicago", "198.51.100.7"),
    Place("São Paulo", "São Paulo", "BR", "America/Sao_Paulo",
          "198.51.100.88"),
    Place("Zürich", "Zürich", "CH", "Europe/Zurich", "192.0.2.5"),
    Place("大阪市", "大阪府", "JP", "Asia/Tokyo", "192.0.2.61"),
    Place("Lagos", "Lagos", "NG", "Africa/Lagos", "203.0.113.190"),
    Place("Sydney", "New South Wales", "AU", "Australia/Sydney",
          "198.51.100.145"))


def build_generated(seed: int) -> Dataset:
    maker = Maker(Random(seed))
    apps = {APP_1: maker.app(APP_1, "Demo app", 25, 200, SESSION_IDS),
            APP_2: maker.app(APP_2, "Other app", 15, 120, ())}

    def profile(person: Participant) -> Optional[Profile]:
        return random_profile(Random(f"{seed}:{person.row['id']}"), person)

    return Dataset(apps, profile)


def random_profile(rng: Random, person: Participant) -> Optional[Profile]:
    """None for one in twenty: statistics are not kept for ever."""
    if rng.random() < 0.05:
        return None
    return Profile(rng.choice(DEVICES), rng.choice(PLACES),
                   rtt=round(rng.uniform(0.01, 0.4), 4),
                   loss=round(rng.uniform(0, 5), 2),
                   quality=round(rng.uniform(2.5, 4.5), 2),
                   start=person.joined, samples=rng.randint(5, 40))


class Maker:
    """Draws everything from one generator, always in the same order."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def uuid(self) -> str:
        digits = f"{self.rng.getrandbits(128):032x}"
        return (f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}"
                f"-a{digits[17:20]}-{digits[20:]}")

    def app(self, ident: str, name: str, meetings: int, sessions: int,
            session_ids: tuple[str, ...]) -> App:
        app = App(app_row(ident, name, EPOCH))
        for number in range(meetings):
            app.add_meeting(self.meeting(ident, number))
        rows = [meeting.row for meeting in app.meetings.values()]
        users = [self.user() for _ in range(400)]
        for number in range(sessions):
            fixed = number < len(session_ids)
            plan = self.plan(session_ids[number] if fixed else self.uuid(),
                             ident, rows[number % len(rows)], number)
            app.add_session(self.session(plan, users))
        return app

    def meeting(self, app_id: str, number: int) -> Row:
        first = app_id == APP_1 and number == 0
        topic = TOPICS[number % len(TOPICS)]
        status = "INACTIVE" if number % 8 == 7 else "ACTIVE"
        created = EPOCH + number * 60 * MINUTE
        return meeting_row(FIRST_MEETING if first else self.uuid(),
                           f"{topic} {number + 1}", status, created)

    def user(self) -> User:
        rng = self.rng
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        return User(self.uuid(), f"emp-{rng.randrange(10000, 99999)}", name)

    def plan(self, ident: str, app_id: str, meeting: Row,
             number: int) -> SessionPlan:
        rng = self.rng
        start = EPOCH + rng.randrange(1, DAYS) * DAY
        start += rng.randrange(7 * 3600, 18 * 3600) * 1000
        start += rng.randrange(1000)
        live = (ident in (LIVE_SESSION, ODD_SESSION)
                or number % LIVE_EVERY == LIVE_EVERY - 1)
        end = None if live else start + rng.randint(5, 120) * MINUTE
        return SessionPlan(ident, app_id, meeting["id"], meeting["title"],
                           start, end, ENDED_TEXT.get(ident))

    def session(self, plan: SessionPlan, users: list[User]) -> Session:
        count = SIZES.get(plan.ident, self.rng.randint(2, 18))
        people = [self.participant(plan, number, self.rng.choice(users))
                  for number in range(count)]
        rooms: list[Row] = []
        if plan.ident == BREAKOUT_SESSION:
            rooms = [self.breakout_room(plan, n) for n in (1, 2)]
            for person in people:
                person.breakout_minutes = 10.0
        return build_session(plan, people, rooms)

    def breakout_room(self, plan: SessionPlan, number: int) -> Row:
        room = SessionPlan(self.uuid(), plan.app_id, plan.meeting_id,
                           f"Room {number}", plan.start + MINUTE,
                           plan.start + 11 * MINUTE)
        return build_session(room, []).row

    def participant(self, plan: SessionPlan, number: int,
                    user: User) -> Participant:
        ident = self.uuid()
        preset: Optional[str] = self.rng.choice(PRESETS)
        if plan.ident == FIRST_SESSION:
            if number == 0:
                ident = FIRST_PARTICIPANT
            elif number == 1:
                user = User(user.user_id, user.custom_id, "")
            elif number == 2:
                preset = None
        return build_participant(ident, plan.ident, user, preset,
                                 self.spans(plan), self.uuid)

    def spans(self, plan: SessionPlan) -> list[Span]:
        """When a participant was connected: one to three times."""
        rng = self.rng
        end = plan.end or plan.start + 60 * MINUTE
        half = (plan.start + end) // 2
        count = rng.choice((1, 1, 1, 2, 2, 3))
        inner = sorted(rng.randrange(half, end)
                       for _ in range(2 * count - 1))
        times = [rng.randrange(plan.start, half), *inner]
        spans: list[Span] = list(zip(times[::2], times[1::2]))
        if plan.end is None and rng.random() < 0.6:
            spans[-1] = (spans[-1][0], None)
        return spans
