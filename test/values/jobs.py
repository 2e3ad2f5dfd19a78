"""Pages of values: which ones there are, and their texts."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Iterator, List

from kinds import KINDS, LONG, Kind

# Databases by encoding, and which part of the values they get.
ENCODINGS = {"UTF8": 0.9, "LATIN1": 0.04, "EUC_JP": 0.03, "SQL_ASCII": 0.03}
STRICT_ROWS = 20
# Any escape; of \uXXXX the digits, and those of a second half of a pair.
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F]"
                    r"[0-9a-fA-F]{2}))?|[^u])")


@dataclass(frozen=True)
class Job:
    """One page; strict: each column once more with on_bad_value 'error'."""
    seed: str
    encoding: str
    kind: Kind
    number: int
    rows: int
    strict: bool = False

    @property
    def name(self) -> str:
        return f"{self.encoding}/{self.kind.name}/{self.number}"

    def texts(self) -> List[str]:
        dice = random.Random(f"{self.seed}/{self.name}")
        return [self.kind.generate(dice) for _ in range(self.rows)]

    def as_read(self, text: str) -> str:
        """What the manual says that becomes of a text before it is read."""
        if self.kind.on_nul == "strip":
            text = ESCAPE.sub(without_nul, text)
        if self.encoding == "SQL_ASCII":
            text = ESCAPE.sub(character, text)
        return text


def character(escape: re.Match[str]) -> str:
    """An escape beyond ASCII as its character; half of a pair as it is."""
    first = int(escape[1] or "0", 16)
    if first < 0x80 or 0xDC00 <= first < 0xE000:
        return escape[0]
    if not 0xD800 <= first < 0xDC00:
        return chr(first) + ESCAPE.sub(character, escape[0][6:])
    if not escape[2]:
        return escape[0]
    return chr(0x10000 + (first - 0xD800 << 10) + int(escape[2], 16) - 0xDC00)


def without_nul(escape: re.Match[str]) -> str:
    return escape[0].replace("\\u0000", "", 1)


def jobs(seed: str, count: int) -> Iterator[Job]:
    """Pages of all kinds, so many values in all."""
    weights = sum(kind.weight for kind in KINDS)
    for encoding, part in ENCODINGS.items():
        for kind in KINDS:
            left = int(count * part * kind.weight / weights)
            number = 0
            yield Job(seed, encoding, kind, number, STRICT_ROWS, True)
            while left > 0:
                number += 1
                yield Job(seed, encoding, kind, number, min(left, kind.rows))
                left -= kind.rows
        for number in range(1 + count // 1000000):
            yield Job(seed, encoding, LONG, number, LONG.rows)
