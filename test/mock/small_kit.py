"""The small data set beside meetings and sessions; all in January 2026."""

from __future__ import annotations

from dataset import Analytics, App
from preset_rows import preset_row
from records import (SECOND, RecordingPlan, StreamedPlan, invited_row,
                     livestream_day, livestream_row, livestream_session,
                     meeting_config, recording_day, recording_row, records,
                     session_day, webhook_row)
from small import GUEST, HOST, at
from wire import iso

START = at(1, 0)

PRESETS = {"app-1": (("preset-1", HOST, "GROUP_CALL"),
                     ("preset-2", GUEST, "GROUP_CALL"),
                     ("preset-3", "webinar_viewer", "WEBINAR")),
           "app-2": (("preset-4", HOST, "GROUP_CALL"),)}

STORAGE = {"meet-1": "aws", "meet-2": "sftp", "meet-3": ""}

INVITED = {"meet-1": (("mp-1", "Asha Rao", "emp-1", HOST),
                      ("mp-2", "Ben Ito", "emp-2", GUEST),
                      ("mp-3", None, "emp-3", GUEST)),
           "meet-2": (("mp-4", "Björn Ångström ☃", "emp-5", GUEST),),
           "meet-3": (("mp-5", "Eve Wu", "emp-8", HOST),
                      ("mp-6", "李小龍", "emp-9", GUEST))}

WEBHOOKS = {
    "app-1": (("hook-1", "Meetings", ("meeting.started", "meeting.ended"),
               True),
              ("hook-2", 'The "other" one', ("recording.statusUpdate",),
               False)),
    "app-2": (("hook-3", "All of it",
               ("meeting.started", "meeting.transcript", "meeting.summary",
                "livestreaming.statusUpdate"), True),)}

RECORDINGS = {
    "app-1": (
        RecordingPlan("rec-1", "meet-1", "sess-1", "UPLOADED", at(5, 9, 5),
                      at(5, 9, 5) + 5 * SECOND, at(5, 9, 35) + 5 * SECOND,
                      3_221_225_472, "aws", audio=True),
        RecordingPlan("rec-2", "meet-1", "sess-2", "ERRORED", at(12, 9, 1)),
        RecordingPlan("rec-3", "meet-2", "sess-3", "RECORDING",
                      at(19, 9, 1), at(19, 9, 1) + 4 * SECOND,
                      storage="gcs"),
        RecordingPlan("rec-4", "meet-1", None, "UPLOADING", at(12, 9, 10),
                      at(12, 9, 10), at(12, 9, 20) + SECOND // 2)),
    "app-2": (
        RecordingPlan("rec-5", "meet-3", "sess-4", "UPLOADED", at(6, 14, 10),
                      at(6, 14, 11), at(6, 14, 41), 1_000_000, "sftp",
                      days=365),
        RecordingPlan("rec-6", "meet-3", "sess-5", "INVOKED",
                      at(20, 14, 1)))}

LIVESTREAMS = {
    "app-1": (("ls-1", "Town hall", "meet-1", "IDLE", False, at(2, 0)),
              ("ls-2", None, "meet-2", "LIVE", False, at(3, 0))),
    "app-2": (("ls-3", "Product launch", None, "IDLE", True, at(2, 12)),)}

STREAMED = {
    "app-1": (
        StreamedPlan("lss-1", "ls-1", "sess-1", at(5, 9, 9), at(5, 9, 10),
                     at(5, 9, 40) + SECOND // 2, 5400.5),
        StreamedPlan("lss-2", "ls-1", "sess-1", at(5, 9, 44), at(5, 9, 45),
                     at(5, 10), 1800, "Ingest lost"),
        StreamedPlan("lss-3", "ls-2", "sess-3", at(19, 9, 5), at(19, 9, 6),
                     None, 0)),
    "app-2": (StreamedPlan("lss-4", "ls-3", None, None, at(7, 8), at(7, 9),
                           7200.25),)}

DOCUMENTS = (("chat", "sess-1", at(12, 10)), ("chat", "sess-2", at(19, 9)),
             ("summary", "sess-1", at(12, 10)),
             ("transcript", "sess-1", at(12, 10)),
             ("transcript", "sess-2", at(19, 9)))

# Not summed up from the other rows: day, count, then minutes or seconds.
SESSION_DAYS = {"app-1": ((5, 1, 185), (12, 1, 60.5)),
                "app-2": ((6, 1, 90),)}
RECORDING_DAYS = {"app-1": ((5, 1, 30), (19, 2, 365.66666666666697)),
                  "app-2": ()}
STREAM_DAYS = {"app-1": ((5, 2, 2700.5, 7200.5), (12, 1, 900, 60),
                         (19, 1, 0, 0)),
               "app-2": ((7, 1, 3600, 7200.25), (None, 1, 10, 20))}


def add_kit(apps: dict[str, App]) -> None:
    """Complete apps that have their meetings and sessions."""
    for ident, app in apps.items():
        add_meeting_details(app)
        app.presets = records([preset_row(*preset, START)
                               for preset in PRESETS[ident]])
        app.webhooks = records([webhook_row(*hook, START)
                                for hook in WEBHOOKS[ident]])
        app.recordings = records([
            recording_row(plan, app.meetings[plan.meeting_id].row)
            for plan in RECORDINGS[ident]])
        app.livestreams = records([livestream_row(*stream)
                                   for stream in LIVESTREAMS[ident]])
        app.livestream_sessions = {
            plan.ident: livestream_session(plan)
            for plan in STREAMED[ident]}
        app.documents = {(kind, session): iso(expiry)
                         for kind, session, expiry in DOCUMENTS
                         if session in app.sessions}
        app.analytics = analytics(ident)


def add_meeting_details(app: App) -> None:
    for ident in app.meetings:
        app.meeting_configs[ident] = meeting_config(ident, STORAGE[ident])
        for person in INVITED[ident]:
            app.invite(ident, invited_row(*person, START))


def analytics(app_id: str) -> Analytics:
    return Analytics(
        [session_day(iso(at(day, 0)), count, minutes)
         for day, count, minutes in SESSION_DAYS[app_id]],
        [recording_day(iso(at(day, 0)), count, minutes)
         for day, count, minutes in RECORDING_DAYS[app_id]],
        [livestream_day(None if day is None else iso(at(day, 0)), count,
                        ingest, viewer)
         for day, count, ingest, viewer in STREAM_DAYS[app_id]])
