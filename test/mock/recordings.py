"""Recordings of meetings."""

from __future__ import annotations

from dataset import Row
from replies import (ApiError, Call, one, order, page, record_row, select,
                     without)
from wire import Reply, dump

NOW = "2026-07-01T00:00:00.000Z"    # when "expired" is judged, for ever
ACTIVE = ("INVOKED", "RECORDING", "PAUSED")
REASONS = ("start_reason", "stop_reason")


def list_recordings(call: Call) -> Reply:
    params = call.params
    rows = select(call.app.recordings.values(), params,
                  ("id", "output_file_name"), time="invoked_time")
    rows = [record for record in rows if is_asked_for(record.row, call)]
    return page(call, order(call, rows, record_row),
                lambda record: dump(without(record.row, *REASONS)))


def is_asked_for(row: Row, call: Call) -> bool:
    params = call.params
    return (params.get("meeting_id", row["meeting"]["id"])
            == row["meeting"]["id"]
            and row["status"] in params.get("status", (row["status"],))
            and params.get("expired", expired(row)) == expired(row))


def expired(row: Row) -> bool:
    """What has no address has none that expired."""
    return (row["download_url_expiry"] or NOW) < NOW


def show_recording(call: Call) -> Reply:
    recording = call.find(call.app.recordings, "recording")
    return one(without(recording.row, "meeting"))


def show_active_recording(call: Call) -> Reply:
    meeting = call.find(call.app.meetings, "meeting").row
    for record in call.app.recordings.values():
        row = record.row
        if row["meeting"]["id"] == meeting["id"] and row["status"] in ACTIVE:
            return one(without(row, *REASONS, "meeting", "storage_config"))
    raise ApiError(404, "No active recording found for meeting "
                   f"{meeting['id']}")
