"""JSON strings: every escape, every plane, every length."""

from __future__ import annotations

import random

ESCAPES = ['\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"]
# Ranges of characters: ASCII, controls, Latin, what EUC_JP has, the others.
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 {}[]:'"
RANGES = [(0xA0, 0xFF), (0x80, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF),
          (0x3041, 0x30FF), (0x4E00, 0x9FFF), (0x10000, 0x1FFFF),
          (0x10000, 0x10FFFF)]


def character(dice: random.Random) -> str:
    return chr(dice.randint(*dice.choice(RANGES)))


def unit(code: int, dice: random.Random) -> str:
    return f"\\u{code:04{dice.choice('xX')}}"


def escaped(dice: random.Random) -> str:
    """\\uXXXX of any character, which may be a pair of them."""
    kind = dice.randrange(4)
    if kind == 0:
        return unit(dice.randint(1, 0x7F), dice)
    code = ord(character(dice))
    if code < 0x10000:
        return unit(code, dice)
    code -= 0x10000
    return unit(0xD800 + (code >> 10), dice) + unit(0xDC00 + (code & 0x3FF),
                                                    dice)


def no_character(dice: random.Random) -> str:
    """U+0000, or half of a pair."""
    return dice.choice(("\\u0000", "\\u0000", unit(dice.randint(
        0xD800, 0xDFFF), dice), "\\udc00\\ud800", "\\ud800\\ud800\\udc00"))


def plain(dice: random.Random, n: int) -> str:
    return "".join(dice.choices(PLAIN, k=n))


def piece(dice: random.Random, odd: float) -> str:
    kind = dice.random()
    if kind < 0.35:
        return plain(dice, dice.randint(1, 12))
    if kind < 0.55:
        return character(dice)
    if kind < 0.75:
        return dice.choice(ESCAPES)
    return no_character(dice) if dice.random() < odd else escaped(dice)


def text(dice: random.Random, odd: float = 0.02) -> str:
    """Without its quotes; odd is how often an escape is no character."""
    kind = dice.random()
    if kind < 0.05:
        return ""
    if kind < 0.3:
        return plain(dice, dice.choice((1, 3, 4, 9, 10, 11, 40, 126, 127,
                                        200)))
    if kind < 0.4:
        n = dice.choice((1, 9, 10, 11, 20))
        return "".join(character(dice) for _ in range(n))
    if kind < 0.45:
        return plain(dice, dice.randint(0, 10)) + " " * dice.randint(1, 9)
    return "".join(piece(dice, odd) for _ in range(dice.randint(1, 8)))


def string(dice: random.Random) -> str:
    return f'"{text(dice)}"'


def with_nul(dice: random.Random) -> str:
    """Where U+0000 may be meant, and where a backslash only looks so."""
    parts = [dice.choice(("\\u0000", "\\\\u0000", "\\\\\\u0000", "u0000",
                          text(dice, 0.5))) for _ in range(dice.randint(1, 4))]
    return '"' + "".join(parts) + '"'


def long(dice: random.Random) -> str:
    """Around the bounds of TOAST, or more than a megabyte."""
    unit_of = text(dice, 0.0) or "x"
    size = dice.choice((2000, 2050, 8150, 65536, 1200000))
    return '"' + unit_of * (size // len(unit_of) + 1) + '"'
