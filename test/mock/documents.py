"""Where the chat, the transcript and the summary of a session are."""

from __future__ import annotations

from dataset import Row
from replies import ApiError, Call, one
from sessions import find_session
from wire import Reply

FORMATS = ("SRT", "VTT", "JSON", "CSV")

# Names that the schemas have in place of snake_case, by kind of document.
SCHEMA_NAMES = {
    "transcript": {"session_id": "sessionId"},
    "summary": {"session_id": "sessionId",
                "summary_download_url": "summaryDownloadUrl",
                "summary_download_url_expiry": "summaryDownloadUrlExpiry"}}


def show_chat(call: Call) -> Reply:
    row = find_document(call, "chat")
    del row["session_id"]
    return one(row)


def show_summary(call: Call) -> Reply:
    return one(in_generation(find_document(call, "summary"), call, "summary"))


def show_transcript(call: Call) -> Reply:
    row = find_document(call, "transcript")
    if "format" in call.params:
        row["transcript_download_url"] += f"?format={call.params['format']}"
    return one(in_generation(row, call, "transcript"))


def find_document(call: Call, kind: str) -> Row:
    """Its address and the end of that, in snake_case."""
    ident = find_session(call).row["id"]
    expiry = call.app.documents.get((kind, ident))
    if expiry is None:
        raise ApiError(404, f"No {kind} found for session {ident}")
    return {"session_id": ident,
            f"{kind}_download_url":
                f"https://files.example.com/{kind}/{ident}",
            f"{kind}_download_url_expiry": expiry}


def in_generation(row: Row, call: Call, kind: str) -> Row:
    names = SCHEMA_NAMES[kind] if call.generation.schema else {}
    return {names.get(name, name): value for name, value in row.items()}
