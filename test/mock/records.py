"""How a row of each of the lesser kinds is put together.

Every secret holds the text SECRET, so that tests can look for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from dataset import LivestreamSession, Record, Row, rounded
from wire import iso

SECOND = 1000
DAY = 24 * 3600 * SECOND


def storage(kind: str, ident: str) -> Optional[Row]:
    """A storage_config with its secrets; no kind is none."""
    if not kind:
        return None
    row: Row = {"type": kind, "path": f"/calls/{ident}"}
    if kind == "sftp":
        row.update(host="sftp.example.com", port=22, username="uploader",
                   auth_method="PASSWORD",
                   password=f"SECRET-password-{ident}",
                   private_key=f"SECRET-private-key-{ident}")
    else:
        row.update(bucket="call-recordings", region="eu-north-1",
                   access_key=f"SECRET-access-key-{ident}",
                   secret=f"SECRET-secret-{ident}")
    return row


def meeting_config(ident: str, kind: str) -> Row:
    """What only the details of a meeting show."""
    return {
        "recording_config": {
            "max_seconds": 3600, "file_name_prefix": f"{ident}-",
            "video_config": {"codec": "H264", "width": 1280, "height": 720,
                             "export_file": True},
            "audio_config": {"codec": "AAC", "channel": "stereo",
                             "export_file": False},
            "live_streaming_config": {
                "rtmp_url": f"rtmp://live.example.com/in/SECRET-{ident}"},
            "realtimekit_bucket_config": {"enabled": True},
            "storage_config": storage(kind, ident)},
        "ai_config": {
            "transcription": {"keywords": ["RealtimeKit"],
                              "language": "en-US",
                              "profanity_filter": False},
            "summarization": {"word_limit": 500,
                              "text_format": "markdown",
                              "summary_type": "team_meeting"}}}


def invited_row(ident: str, name: Optional[str], custom_id: str,
                preset: str, created: int) -> Row:
    """Who has no name has no picture either."""
    picture = f"https://example.com/{custom_id}.png" if name else None
    return {"id": ident, "name": name, "picture": picture,
            "custom_participant_id": custom_id, "preset_name": preset,
            "created_at": iso(created), "updated_at": iso(created)}


def webhook_row(ident: str, name: str, events: tuple[str, ...],
                enabled: bool, created: int) -> Row:
    return {"id": ident, "name": name,
            "url": f"https://example.com/hooks/{ident}",
            "events": list(events), "enabled": enabled,
            "created_at": iso(created), "updated_at": iso(created)}


@dataclass(frozen=True)
class RecordingPlan:
    ident: str
    meeting_id: str
    session_id: Optional[str]
    status: str
    invoked: int
    started: Optional[int] = None
    stopped: Optional[int] = None
    size: Optional[int] = None      # bytes
    storage: str = ""
    days: int = 7                   # that it can be downloaded
    audio: bool = False             # there is a file of the sound alone


def recording_row(plan: RecordingPlan, meeting: Row) -> Row:
    """Lists and single replies show less of it, each in its own way."""
    ident, name = plan.ident, f"{plan.meeting_id}_{plan.ident}"
    uploaded = plan.status == "UPLOADED"
    url = f"https://files.example.com/recording/{name}"
    expiry = iso(plan.invoked + plan.days * DAY)
    length = 0 if plan.stopped is None \
        else (plan.stopped - (plan.started or plan.stopped)) / SECOND
    return {"id": ident, "session_id": plan.session_id,
            "status": plan.status, "output_file_name": f"{name}.mp4",
            "invoked_time": iso(plan.invoked),
            "started_time": time(plan.started),
            "stopped_time": time(plan.stopped),
            "recording_duration": rounded(length), "file_size": plan.size,
            "download_url": f"{url}.mp4" if uploaded else None,
            "download_url_expiry": expiry if uploaded else None,
            "audio_download_url":
                f"{url}.mp3" if uploaded and plan.audio else None,
            "storage_config": storage(plan.storage, ident),
            "start_reason": {"reason": "API_CALL",
                             "caller": {"type": "USER", "name": "Asha Rao",
                                        "user_Id": "user-1"}},
            "stop_reason": stop_reason(plan), "meeting": meeting}


def stop_reason(plan: RecordingPlan) -> Optional[Row]:
    if plan.status == "ERRORED":
        return {"reason": "INTERNAL_ERROR"}
    return None if plan.stopped is None else {"reason": "ALL_PEERS_LEFT"}


def livestream_row(ident: str, name: Optional[str],
                   meeting_id: Optional[str], status: str, disabled: bool,
                   created: int) -> Row:
    return {"id": ident, "name": name, "meeting_id": meeting_id,
            "status": status, "disabled": disabled,
            "ingest_server": "rtmps://live.example.com:443/live",
            "stream_key": f"SECRET-stream-key-{ident}",
            "playback_url": f"https://live.example.com/{ident}.m3u8",
            "created_at": iso(created), "updated_at": iso(created)}


@dataclass(frozen=True)
class StreamedPlan:
    """A session of a livestream."""
    ident: str
    livestream_id: str
    session_id: Optional[str]       # of the meeting
    invoked: Optional[int]
    started: int
    stopped: Optional[int]
    viewer_seconds: float
    error: Optional[str] = None


def livestream_session(plan: StreamedPlan) -> LivestreamSession:
    stopped = plan.stopped
    ingest = 0 if stopped is None else (stopped - plan.started) / SECOND
    row = {"id": plan.ident, "livestream_id": plan.livestream_id,
           "err_message": plan.error, "invoked_time": time(plan.invoked),
           "started_time": iso(plan.started), "stopped_time": time(stopped),
           "ingest_seconds": rounded(ingest),
           "viewer_seconds": plan.viewer_seconds,
           "created_at": iso(plan.started),
           "updated_at": iso(plan.started if stopped is None else stopped)}
    return LivestreamSession(row, plan.session_id)


def session_day(day: str, count: int, minutes: float) -> Row:
    return {"day": day, "total_sessions": count,
            "total_session_minutes": minutes}


def recording_day(day: str, count: int, minutes: float) -> Row:
    return {"day": day, "total_recordings": count,
            "total_recording_minutes": minutes}


def livestream_day(day: Optional[str], count: int, ingest: float,
                   viewer: float) -> Row:
    return {"date": day, "count": count, "total_ingest_seconds": ingest,
            "total_viewer_seconds": viewer}


def time(moment: Optional[int]) -> Optional[str]:
    return None if moment is None else iso(moment)


def records(rows: list[Row]) -> dict[str, Record]:
    return {row["id"]: Record(row) for row in rows}
