"""Date-times of RFC 3339, most of them right."""

from __future__ import annotations

import random

WORDS = ["", "null", "now", "today", "infinity", "-infinity", "epoch",
         "06/07/2024", "20240615T103000Z", "2024-06-15T", "2024-06-15T10:30Z",
         "2024-06-15 10:30:00 UTC", "2024-06-15T10:30:00 BC", "J2451187",
         "2024-W24-6", "Sat Jun 15 10:30:00 2024", "2024-06-15T10:30:00,5Z",
         "2024-06-15T10:30:00.Z", "\\u00002024-06-15"]
WRONG_DATES = ["2024-02-30", "2023-02-29", "1900-02-29", "0000-01-01",
               "2024-13-01", "2024-00-10", "2024-04-31", "2024-01-00",
               "2024-6-15", "24-06-15", "12024-06-15", "-2024-06-15"]
WRONG_TIMES = ["24:00:00", "25:00:00", "10:60:00", "10:30:61", "1:30:00",
               "10:30", "10:3:00", "23:59:60", "10:30:60"]
WRONG_ZONES = ["+24:00", "-23:59", "+16:00", "-15:59", "+15:59", "+01:60",
               "+5", "+05:", "+05:3", "+05:30:00", " Z", "UTC", "+",
               "+1", "Europe/Berlin", "-00:00"]
LAST_DAY = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def date(dice: random.Random) -> str:
    if dice.random() < 0.02:
        return dice.choice(WRONG_DATES)
    where = dice.random()
    if where < 0.6:
        year = dice.randint(1990, 2040)
    else:
        year = dice.randint(1, 9999) if where < 0.9 else dice.choice(
            (1, 4, 99, 100, 400, 1582, 1752, 1899, 1900, 1969, 1970, 2000,
             2038, 9999))
    if dice.random() < 0.1:
        leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
        return f"{year:04d}-02-{29 if leap else 28}"
    month = dice.randint(1, 12)
    day = dice.choice((1, LAST_DAY[month - 1], dice.randint(1, 28)))
    return f"{year:04d}-{month:02d}-{day:02d}"


def fraction(dice: random.Random) -> str:
    """Of up to 12 digits; some of those beyond the sixth are a half."""
    kind = dice.random()
    if kind < 0.3:
        return ""
    if kind < 0.35:
        return "." + dice.choice("09") * dice.randint(1, 30)
    n = dice.randint(1, 12)
    text = f".{dice.randrange(10**n):0{n}d}"
    if n > 6 and dice.random() < 0.3:
        text = text[:7] + dice.choice(("5", "50", "500000", "4999", "5001"))
    return text


def clock(dice: random.Random) -> str:
    if dice.random() < 0.02:
        return dice.choice(WRONG_TIMES) + fraction(dice)
    hour = dice.choice((0, 23, dice.randrange(24)))
    second = dice.choice((0, 59, dice.randrange(60)))
    return (f"{hour:02d}:{dice.randrange(60):02d}:{second:02d}"
            f"{fraction(dice)}")


def zone(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.5:
        return "Z"
    if kind < 0.6:
        return dice.choice(("", "z"))
    if kind < 0.63:
        return dice.choice(WRONG_ZONES)
    hour = dice.choice("+-") + f"{dice.randrange(16):02d}"
    minute = f"{dice.choice((0, 15, 30, 45, dice.randrange(60))):02d}"
    return hour + dice.choice((":" + minute, minute, ""))


def time(dice: random.Random) -> str:
    if dice.random() < 0.01:
        return f'"{dice.choice(WORDS)}"'
    if dice.random() < 0.02:
        return f'"{date(dice)}"'
    separator = dice.choice("TTTTTt ")
    text = date(dice) + separator + clock(dice) + zone(dice)
    if dice.random() < 0.01:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(" 0:-x") + text[at + 1:]
    if dice.random() < 0.01:
        text = text.replace("2", "\\u0032")
    return f'"{text}"'
