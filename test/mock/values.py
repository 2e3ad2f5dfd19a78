"""Readers of parameter and setting texts; what they refuse is ValueError."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any, Callable, Mapping, Optional

from wire import iso

Reader = Callable[[str], Any]

RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")


def text(value: str) -> str:
    return value


def boolean(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


def whole(least: int, most: Optional[int] = None) -> Reader:
    def read(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if number < least or (most is not None and number > most):
            bound = "" if most is None else f" and at most {most}"
            raise ValueError(f"must be at least {least}{bound}")
        return number
    return read


def real(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError("must be a number") from None


def one_of(*names: str) -> Reader:
    def read(value: str) -> str:
        if value not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return value
    return read


def some_of(*names: str) -> Reader:
    """A comma-separated list without blanks."""
    one = one_of(*names)

    def read(value: str) -> frozenset[str]:
        return frozenset(one(name) for name in value.split(","))
    return read


def moment(value: str) -> str:
    """RFC 3339, given back in the form of the rows, to be compared as text."""
    match = RFC_3339.match(value)
    if not match:
        raise ValueError("must be an RFC 3339 date-time")
    seconds, fraction, zone = match.groups()
    zone = "+00:00" if zone == "Z" else zone
    utc = datetime.fromisoformat(seconds + zone).astimezone(timezone.utc)
    digits = (fraction or ".")[1:4].ljust(3, "0")
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{digits}Z"


def seconds_or_moment(value: str) -> str:
    """Seconds since 1970, or what moment() reads; given back as it does."""
    if re.match(r"\d+(\.\d+)?\Z", value):
        return iso(int(float(value) * 1000))
    return moment(value)


def day(value: str) -> str:
    """A date, alone or of a date-time."""
    if re.match(r"\d{4}-\d\d-\d\d\Z", value):
        value += "T00:00:00Z"
    return moment(value)[:10]


def pair(value: str) -> tuple[int, int]:
    """Two whole numbers, "low:high"."""
    match = re.match(r"(\d+):(\d+)\Z", value)
    if not match:
        raise ValueError('must be "low:high"')
    return int(match[1]), int(match[2])


def read_all(readers: Mapping[str, Reader],
             values: Mapping[str, str]) -> dict[str, Any]:
    """Every value read by its reader; an unknown name is refused."""
    result = {}
    for name, value in values.items():
        if name not in readers:
            raise ValueError(f'"{name}" is not known')
        try:
            result[name] = readers[name](value)
        except ValueError as error:
            raise ValueError(f'"{name}" {error}') from None
    return result
