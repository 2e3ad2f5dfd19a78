"""The large data set beside meetings and sessions.

Drawn from random numbers of its own, so that the sessions stay as they are.
"""

from __future__ import annotations

import math
from datetime import datetime
from random import Random
from typing import Iterable

from dataset import Analytics, App, Record, Row, Session, rounded
from generated import EPOCH, MINUTE, Maker
from preset_rows import preset_row
from records import (DAY, SECOND, RecordingPlan, StreamedPlan, invited_row,
                     livestream_day, livestream_row, livestream_session,
                     meeting_config, recording_day, recording_row, records,
                     session_day, webhook_row)
from wire import iso

INVITED = 5                     # for each meeting
RECORDED_EVERY = 10             # sessions
STREAMS = 4                     # of the first meetings, one each
STREAMED = 3                    # sessions of each
DOCUMENTS_EVERY = {"chat": 2, "transcript": 4, "summary": 8}
KEPT = 7 * DAY                  # documents, from the session's start
STORAGES = ("", "aws", "gcs", "sftp")
PRESETS = (("group_call_host", "GROUP_CALL"),
           ("group_call_participant", "GROUP_CALL"),
           ("webinar_viewer", "WEBINAR"))
WEBHOOKS = (("Meetings", ("meeting.started", "meeting.ended"), True),
            ("Recordings", ("recording.statusUpdate",), False))


def add_kit(apps: dict[str, App], seed: int) -> None:
    """Complete apps that have their meetings and sessions."""
    for ident, app in apps.items():
        KitMaker(Random(f"{seed}:kit:{ident}"), app).add_all()


class KitMaker(Maker):
    """Draws for one app, in the order of add_all()."""

    def __init__(self, rng: Random, app: App) -> None:
        super().__init__(rng)
        self.kit = app

    def add_all(self) -> None:
        app = self.kit
        sessions = list(app.sessions.values())
        app.presets = records([preset_row(self.uuid(), *preset, EPOCH)
                               for preset in PRESETS])
        app.webhooks = records([webhook_row(self.uuid(), *hook, EPOCH)
                                for hook in WEBHOOKS])
        for meeting in app.meetings:
            self.add_meeting_details(meeting)
        app.recordings = records([self.recording(session) for session
                                  in sessions[::RECORDED_EVERY]])
        for number, meeting in enumerate(list(app.meetings)[:STREAMS]):
            self.add_livestream(meeting, number)
        for kind, step in DOCUMENTS_EVERY.items():
            for session in sessions[::step]:
                app.documents[kind, session.row["id"]] = iso(
                    start_of(session) + KEPT)
        app.analytics = Analytics(
            session_days(sessions), recording_days(app.recordings.values()),
            livestream_days(app.livestream_sessions.values()))

    def add_meeting_details(self, ident: str) -> None:
        self.kit.meeting_configs[ident] = meeting_config(
            ident, self.rng.choice(STORAGES))
        for number in range(INVITED):
            user = self.user()
            preset = PRESETS[min(number, 1)][0]
            name = user.name if self.rng.random() < 0.9 else None
            self.kit.invite(ident, invited_row(
                user.user_id, name, user.custom_id, preset, EPOCH))

    def recording(self, session: Session) -> Row:
        row, rng = session.row, self.rng
        live = row["status"] == "LIVE"
        status = "RECORDING" if live else rng.choices(
            ("UPLOADED", "ERRORED", "UPLOADING"), (8, 1, 1))[0]
        invoked = start_of(session) + rng.randrange(60) * SECOND
        started = None if status == "ERRORED" else invoked + 5 * SECOND
        stopped = None if live or started is None \
            else started + rng.randint(1, 60) * MINUTE
        size = rng.randrange(10**6, 10**10) if status == "UPLOADED" else None
        plan = RecordingPlan(self.uuid(), row["associated_id"], row["id"],
                             status, invoked, started, stopped, size,
                             rng.choice(STORAGES), audio=rng.random() < 0.3)
        return recording_row(
            plan, self.kit.meetings[plan.meeting_id].row)

    def add_livestream(self, meeting_id: str, number: int) -> None:
        """It is LIVE if the last of its sessions lasts."""
        sessions = [session for session in self.kit.sessions.values()
                    if session.row["associated_id"] == meeting_id]
        ident = self.uuid()
        streamed = [self.streamed(ident, session)
                    for session in sessions[:STREAMED]]
        lasts = any(plan.stopped is None for plan in streamed)
        row = livestream_row(ident, f"Livestream {number + 1}", meeting_id,
                             "LIVE" if lasts else "IDLE", False,
                             EPOCH + number * DAY)
        self.kit.livestreams[ident] = Record(row)
        for plan in streamed:
            self.kit.livestream_sessions[plan.ident] = \
                livestream_session(plan)

    def streamed(self, livestream_id: str, session: Session) -> StreamedPlan:
        """One that lasts as long as the meeting's session is LIVE."""
        live = session.row["status"] == "LIVE"
        start = start_of(session) + MINUTE
        stop = None if live \
            else start + self.rng.randrange(60, 7200) * SECOND
        viewed = round(self.rng.uniform(0, 20000), 3)
        return StreamedPlan(self.uuid(), livestream_id, session.row["id"],
                            start - 10 * SECOND, start, stop,
                            0 if live else viewed)


def start_of(session: Session) -> int:
    """In milliseconds."""
    text = session.row["started_at"].replace("Z", "+00:00")
    return round(datetime.fromisoformat(text).timestamp() * 1000)


# Totals: count and sums of each day, in order of the days.

def sums(rows: Iterable[Record], time: str, *fields: str
         ) -> list[tuple[str, int, list[float]]]:
    days: dict[str, list[Row]] = {}
    for record in rows:
        days.setdefault(record.row[time][:10], []).append(record.row)
    return [(f"{day}T00:00:00.000Z", len(group),
             [rounded(math.fsum(row[field] for row in group))
              for field in fields])
            for day, group in sorted(days.items())]


def session_days(rows: Iterable[Record]) -> list[Row]:
    return [session_day(day, count, *minutes) for day, count, minutes
            in sums(rows, "started_at", "minutes_consumed")]


def recording_days(rows: Iterable[Record]) -> list[Row]:
    return [recording_day(day, count, rounded(seconds[0] / 60))
            for day, count, seconds
            in sums(rows, "invoked_time", "recording_duration")]


def livestream_days(rows: Iterable[Record]) -> list[Row]:
    return [livestream_day(day, count, *seconds) for day, count, seconds
            in sums(rows, "started_time", "ingest_seconds",
                    "viewer_seconds")]
