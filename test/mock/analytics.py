"""Totals of an app, for each day and for a range of days."""

from __future__ import annotations

import math
from typing import Iterable, Optional

from dataset import Row, rounded
from replies import Call, one
from wire import Reply


def within(days: Iterable[Row], name: str, first: Optional[str],
           last: Optional[str]) -> list[Row]:
    """The rows of these days, both included; no day is in no range."""
    return [row for row in days
            if (first is None or (row[name] or "")[:10] >= first[:10])
            and (last is None or (row[name] or "~")[:10] <= last[:10])]


def total(days: Iterable[Row], name: str) -> float:
    return rounded(math.fsum(row[name] for row in days))


def show_daywise(call: Call) -> Reply:
    asked = call.params.get("start_date"), call.params.get("end_date")
    analytics = call.app.analytics
    sessions = within(analytics.sessions, "day", *asked)
    recordings = within(analytics.recordings, "day", *asked)
    return one({
        "session_stats": {
            "sessions_count": total(sessions, "total_sessions"),
            "sessions_minutes_consumed":
                total(sessions, "total_session_minutes"),
            "day_stats": sessions},
        "recording_stats": {
            "recording_count": total(recordings, "total_recordings"),
            "recording_minutes_consumed":
                total(recordings, "total_recording_minutes"),
            "day_stats": recordings}})


def livestream_days(call: Call) -> list[Row]:
    return within(call.app.analytics.livestreams, "date",
                  call.params.get("start_time"), call.params.get("end_time"))


def show_livestreams_overall(call: Call) -> Reply:
    days = livestream_days(call)
    return one({name: total(days, name)
                for name in ("count", "total_ingest_seconds",
                             "total_viewer_seconds")})


def list_livestreams_daywise(call: Call) -> Reply:
    """Not paged."""
    return one(livestream_days(call))
