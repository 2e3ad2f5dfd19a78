"""What generated statements speak of: tables, columns, values, joins."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Tuple

ID, TEXT, NUMBER, TIME = "id", "text", "float8", "timestamptz"


class Table(NamedTuple):
    columns: Dict[str, str]             # and the kind of each
    key: str


TABLES: Dict[str, Table] = {
    "apps": Table({
        "account_id": ID, "app_id": ID, "name": TEXT, "created_at": TIME},
        "app_id"),
    "meetings": Table({
        "account_id": ID, "app_id": ID, "meeting_id": ID, "title": TEXT,
        "status": TEXT, "created_at": TIME, "updated_at": TIME},
        "meeting_id"),
    "sessions": Table({
        "account_id": ID, "app_id": ID, "session_id": ID,
        "associated_id": ID, "meeting_display_name": TEXT, "status": TEXT,
        "live_participants": NUMBER, "max_concurrent_participants": NUMBER,
        "minutes_consumed": NUMBER, "started_at": TIME, "ended_at": TIME,
        "created_at": TIME}, "session_id"),
    "sessions_participants": Table({
        "account_id": ID, "app_id": ID, "session_id": ID,
        "participant_id": ID, "user_id": TEXT, "custom_participant_id": TEXT,
        "display_name": TEXT, "preset_name": TEXT, "joined_at": TIME,
        "left_at": TIME, "duration": NUMBER}, "participant_id"),
    "meetings_participants": Table({
        "account_id": ID, "app_id": ID, "meeting_id": ID,
        "participant_id": ID, "name": TEXT, "custom_participant_id": TEXT,
        "preset_name": TEXT}, "participant_id"),
    "recordings": Table({
        "account_id": ID, "app_id": ID, "recording_id": ID, "session_id": ID,
        "status": TEXT, "recording_duration": NUMBER, "invoked_time": TIME,
        "stopped_time": TIME}, "recording_id"),
}

# A column that costs a request for each row, read as text of its own size.
DETAILS = {"sessions_participants": "device_info ->> 'browser'",
           "meetings": "recording_config ->> 'max_seconds'"}

# Columns of the one table that hold what columns of the other do.
JOINS: Dict[Tuple[str, str], List[Tuple[str, str]]] = {
    ("meetings", "sessions"): [("meeting_id", "associated_id")],
    ("meetings", "meetings_participants"): [("meeting_id", "meeting_id")],
    ("sessions", "sessions_participants"): [("session_id", "session_id")],
    ("sessions", "recordings"): [("session_id", "session_id")],
    ("sessions_participants", "recordings"): [("session_id", "session_id")],
    ("sessions_participants", "meetings_participants"): [
        ("custom_participant_id", "custom_participant_id")],
    ("sessions", "meetings_participants"): [("associated_id", "meeting_id")],
}

VALUES: Dict[str, Tuple[str, ...]] = {
    "account_id": ("acc-demo", "acc-demo", "nosuch"),
    "app_id": ("app-1", "app-2", "nosuch"),
    "meeting_id": ("meet-1", "meet-2", "meet-3", "nosuch"),
    "associated_id": ("meet-1", "meet-2", "meet-3", "nosuch"),
    "session_id": ("sess-1", "sess-2", "sess-3", "sess-4", "sess-5",
                   "nosuch"),
    "participant_id": ("part-1", "part-2", "part-6", "part-9", "part-12",
                       "mp-1", "mp-4", "nosuch"),
    "recording_id": ("rec-1", "rec-3", "rec-5", "nosuch"),
    "status": ("LIVE", "ENDED", "ACTIVE", "INACTIVE", "UPLOADED", "ERRORED",
               "live", ""),
    "name": ("Demo app", "Asha Rao", ""),
    "title": ("Weekly planning", "Sales call"),
    "meeting_display_name": ("Weekly planning", "Sales call"),
    "user_id": ("user-1", "user-5", "user-8"),
    "custom_participant_id": ("emp-1", "emp-5", "emp-9"),
    "display_name": ("Asha Rao", "李小龍", ""),
    "preset_name": ("group_call_host", "group_call_participant"),
}
NUMBERS = ("0", "1", "2", "3", "5", "15", "30", "45", "60", "90", "185",
           "1800", "-1", "'NaN'", "'Infinity'")
TIMES = ("2026-01-01", "2026-01-05", "2026-01-05 09:00", "2026-01-05 09:10",
         "2026-01-06 14:30", "2026-01-12 09:00", "2026-01-12 09:30",
         "2026-01-19", "2026-01-19 09:05", "2026-01-20 14:00", "2026-02-01",
         "2025-06-30", "infinity", "-infinity")
ZONES = ("UTC", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati")
PATTERNS = ("%", "a%", "%e%", "app-_", "sess-%", "W%", "%\\_%", "")
SWITCHES = ("enable_hashjoin", "enable_mergejoin", "enable_nestloop",
            "enable_material", "enable_memoize", "enable_sort",
            "enable_hashagg", "enable_incremental_sort", "enable_async_append")


def shared_columns(a: str, b: str) -> List[Tuple[str, str]]:
    """What joins two tables as they belong together, the app first."""
    pairs = [("app_id", "app_id")]
    if a == b:
        return pairs + [(TABLES[a].key, TABLES[a].key)]
    if (a, b) in JOINS:
        return pairs + JOINS[a, b]
    return pairs + [(y, x) for x, y in JOINS.get((b, a), [])]
