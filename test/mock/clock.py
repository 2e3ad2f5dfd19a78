"""The data as they were at an earlier time, or as if they were of another."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Iterable

from dataset import Row, Session
from wire import Reply, iso

TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def shift(reply: Reply, seconds: int) -> None:
    """Add so many seconds to every time in a reply."""
    if seconds:
        reply.body = TIME.sub(lambda found: later(found[0], seconds),
                              reply.body)


def later(text: bytes, seconds: int) -> bytes:
    moment = datetime.fromisoformat(text.decode().replace("Z", "+00:00"))
    return iso(round(moment.timestamp() * 1000) + seconds * 1000).encode()


def as_of(sessions: Iterable[Session], now: str) -> list[Session]:
    """Those that had begun, LIVE if they had not ended; no time: all."""
    if not now:
        return list(sessions)
    return [session if is_over(session.row, now)
            else Session(live_row(session.row), [])
            for session in sessions if session.row["created_at"] <= now]


def is_over(row: Row, now: str) -> bool:
    return row["status"] == "LIVE" or row["ended_at"] <= now


def live_row(row: Row) -> Row:
    return {**row, "status": "LIVE", "ended_at": None,
            "updated_at": row["started_at"]}
