"""What the drivers in Python have in common: requests, replies, values.

The protocol is in ../README.md.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Iterable, List, Sequence

Row = Sequence[Any]
Verb = Callable[..., Iterable[Row]]

ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
CHARACTERS = {"t": "\t", "n": "\n", "r": "\r"}


class Refused(Exception):
    """An error of the server; the driver said its SQLSTATE."""

    def __init__(self, sqlstate: str, message: str) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


def unescape(field: str) -> str:
    return re.sub(r"\\(.)", lambda m: CHARACTERS.get(m[1], m[1]), field)


def escape(text: str) -> str:
    return "".join(ESCAPES.get(c, c) for c in text)


def as_text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, (dict, list)):
        value = json.dumps(value)
    return escape(str(value))


def parameters(fields: Sequence[str]) -> List[Any]:
    """Values of pairs of type and text."""
    return [make(*pair) for pair in zip(fields[::2], fields[1::2])]


def make(kind: str, text: str) -> Any:
    if kind == "timestamptz":
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    return {"float8": float, "bigint": int}.get(kind, str)(text)


def answer(*fields: Any) -> None:
    print("\t".join(as_text(field) for field in fields), flush=True)


def serve(verbs: Dict[str, Verb]) -> None:
    """Answer one request after the other until there are no more."""
    answer("ok")
    for line in sys.stdin:
        verb, *fields = map(unescape, line.rstrip("\n").split("\t"))
        try:
            for row in verbs[verb](*fields):
                answer("row", *row)
            answer("ok")
        except Refused as refused:
            answer("error", refused.sqlstate, str(refused).strip())
