"""JSON objects and arrays, as jsonb finds them hard."""

from __future__ import annotations

import random
from typing import List

import number_texts as numbers
import string_texts as strings

# Of a value in a row: the reply around it has four more levels, and the
# innermost scalar() may be an empty container.
DEEPEST = 59
BLANKS = ["", "", "", "", "", "", " ", "\n", "\t\r\n  "]
WORDS = ["true", "false", "null", "{}", "[]", '""', "0", "{ }", "[\n]"]


def joined(dice: random.Random, items: List[str], ends: str) -> str:
    """Items between brackets, with blanks here and there."""
    if dice.random() < 0.5:
        return ends[0] + ",".join(items) + ends[1]
    return ends[0] + dice.choice(BLANKS) + ",".join(
        dice.choice(BLANKS) + item + dice.choice(BLANKS)
        for item in items) + ends[1]


def scalar(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.4:
        return numbers.number(dice)
    if kind < 0.75:
        return f'"{strings.text(dice, 0.002)}"'
    return dice.choice(WORDS)


def key(dice: random.Random) -> str:
    """Short, so that it comes again; long, escaped, or of one length."""
    kind = dice.random()
    if kind < 0.3:
        return dice.choice(("a", "b", "ab", "ba", "", "A", "\\u0061", "é",
                            "\\u00e9", "a\\u0062", "\\ud83d\\ude00", "😀"))
    if kind < 0.7:
        return strings.plain(dice, dice.choice((1, 2, 2, 3, 8)))
    return strings.text(dice, 0.002)


def member(dice: random.Random, name: str, value: str) -> str:
    blank = dice.choice(BLANKS)
    return f'"{name}"{blank}:{value}'


def container(dice: random.Random, levels: int, most: int) -> str:
    """Of at most so many levels, the values in it of one level less."""
    n = dice.randint(0, most)
    values = [value(dice, levels - 1, most) for _ in range(n)]
    if dice.random() < 0.5:
        return joined(dice, values, "[]")
    return joined(dice, [member(dice, key(dice), value) for value in values],
                  "{}")


def value(dice: random.Random, levels: int, most: int) -> str:
    if levels > 0 and dice.random() < 0.3:
        return container(dice, levels, most)
    return scalar(dice)


def wide(dice: random.Random) -> str:
    """More children than have offsets of their own: one in 32 has."""
    n = dice.choice((31, 32, 33, 63, 64, 65, 96, 100))
    if dice.random() < 0.5:
        return joined(dice, [scalar(dice) for _ in range(n)], "[]")
    return joined(dice, [member(dice, key(dice), scalar(dice))
                         for _ in range(n)], "{}")


def very_wide(dice: random.Random) -> str:
    """Of more than a thousand members, some of them the same."""
    n = dice.randint(1001, 2500)
    names = [f"{dice.randrange(3 * n):x}" for _ in range(n)]
    values = [scalar(dice) for _ in range(n)]
    if dice.random() < 0.3:
        return joined(dice, values, "[]")
    return joined(dice, [member(dice, *pair) for pair in zip(names, values)],
                  "{}")


def deep(dice: random.Random) -> str:
    """One in the other, most of them with something before or after it."""
    text = scalar(dice)
    for _ in range(dice.choice((2, 10, 31, 32, DEEPEST))):
        beside = [scalar(dice) for _ in range(dice.choice((0, 0, 1, 2)))]
        beside.insert(dice.randint(0, len(beside)), text)
        if dice.random() < 0.5:
            text = "[" + ",".join(beside) + "]"
        else:
            text = "{" + ",".join(member(dice, key(dice), one)
                                  for one in beside) + "}"
    return text


def aligned(dice: random.Random) -> str:
    """Numbers and containers behind texts that end at any offset."""
    items: List[str] = []
    for _ in range(dice.randint(1, 6)):
        items.append(f'"{"x" * dice.randrange(9)}"')
        items.append(dice.choice((numbers.number(dice), "[1]", '{"a":1.5}',
                                  "[]", "{}")))
    if dice.random() < 0.5:
        return joined(dice, items, "[]")
    return joined(dice, [member(dice, "k" * dice.randrange(40) + str(i), one)
                         for i, one in enumerate(items)], "{}")


def tree(dice: random.Random) -> str:
    return container(dice, 5, dice.choice((3, 5, 8)))


FORMS = [(tree, 50), (aligned, 40), (wide, 4), (deep, 4), (very_wide, 0.3)]


def nested(dice: random.Random) -> str:
    form, = dice.choices([form for form, _ in FORMS],
                         [weight for _, weight in FORMS])
    return form(dice)
