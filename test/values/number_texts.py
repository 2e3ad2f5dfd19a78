"""JSON numbers in all their forms, and texts that are nearly numbers."""

from __future__ import annotations

import random
import re
import struct
from fractions import Fraction

# Where a type, or a way to read numbers, ends.
EDGES = [0, 1, 5, 9, 10, 22, 99, 128, 2**15, 2**16, 2**31, 2**32, 2**53,
         2**63, 2**64, 10**4, 10**8, 10**11, 10**12, 10**15, 10**16, 10**17,
         10**18, 10**19, 10**20, 10**22, 10**23, 253402300800,
         253402300800000, 62135596800, 9999999999999999]
NEARLY = ["+1", " 1", "1 ", "01", "-", ".5", "5.", "1e", "1e+", "0x10", "1_0",
          "NaN", "Infinity", "-Infinity", "inf", "1,5", "1e5.0", "--1", "٣",
          "1\\u00002", "1\\t", "true", ""]


def digits(dice: random.Random, most: int) -> str:
    n = dice.randint(1, most)
    return str(dice.randrange(10**n)).zfill(n)


def whole(dice: random.Random) -> str:
    """Near the end of a type, or of any length."""
    if dice.random() < 0.5:
        number = dice.choice(EDGES) + dice.randint(-2, 2)
    else:
        number = dice.randrange(10**dice.randint(1, 25))
    return str(-number if dice.random() < 0.5 else number)


def decimal(dice: random.Random) -> str:
    text = f"{whole(dice)}.{digits(dice, 25)}"
    return text + "0" * dice.choice((0, 0, 0, 1, 4, 9))


def small_decimal(dice: random.Random) -> str:
    return f"{dice.randint(-999, 999)}.{digits(dice, 6)}"


def with_exponent(dice: random.Random) -> str:
    most = dice.choice((2, 25, 330, 400))
    text = dice.choice((whole, decimal, small_decimal))(dice)
    sign = dice.choice(("", "", "+", "-", "-"))
    zeros = dice.choice(("", "", "", "0", "00"))
    return f"{text}{dice.choice('eE')}{sign}{zeros}{dice.randint(0, most)}"


def out_of_range(dice: random.Random) -> str:
    """Or nearly so: numeric ends at 10^131072 and 16383 decimals."""
    exponent = dice.choice((131071, 131072, 16383, 16384, 10**6, 2**31, 10**10)
                           ) + dice.randint(-2, 2)
    return f"{whole(dice)}e{dice.choice(('', '-'))}{exponent}"


def zero(dice: random.Random) -> str:
    text = dice.choice(("0", "-0", "0.0", "-0.0", "0.000000", "-0.00"))
    return text + dice.choice(("", "", "e0", "e5", "E-7", "e+400", "e-400"))


def whole_otherwise(dice: random.Random) -> str:
    """A whole number, written as another one: 3.0, 300e-2, 0.03e2."""
    text = whole(dice)
    kind = dice.randrange(3)
    if kind == 0:
        return f"{text}.{'0' * dice.randint(1, 20)}"
    n = dice.randint(1, 12)
    if kind == 1 and text != "0":
        return f"{text}{'0' * n}e-{n}"
    sign, number = ("-", text[1:]) if text[0] == "-" else ("", text)
    return f"{sign}0.{'0' * (n - 1)}{number}e{n + len(number) - 1}"


def any_double(dice: random.Random) -> float:
    """Of all exponents alike; one in eight subnormal."""
    exponent = 0 if dice.random() < 0.125 else dice.randrange(2047)
    bits = exponent << 52 | dice.getrandbits(52)
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def as_javascript(number: float) -> str:
    """The shortest digits that mean it, in JavaScript's notation."""
    text = repr(number)
    exponent = re.search(r"e([+-])0?(\d+)$", text)
    if exponent:
        text = f"{text[:exponent.start()]}e{exponent[1]}{exponent[2]}"
    return text[:-2] if text.endswith(".0") else text


def shortest(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return as_javascript(dice.random() * 10**dice.randint(-7, 18))
    return as_javascript(any_double(dice))


def exact(number: Fraction) -> str:
    """All digits of a number whose denominator is a power of two."""
    power = number.denominator.bit_length() - 1
    scaled = str(number.numerator * 5**power).rjust(power + 1, "0")
    at = len(scaled) - power
    return scaled[:at] + ("." + scaled[at:] if power else "")


def halfway(dice: random.Random) -> str:
    """Between two doubles, or just beside the middle of them."""
    if dice.random() < 0.7:
        low = (2**53 + dice.getrandbits(53)) / 2.0**dice.randint(0, 80)
    else:
        low = any_double(dice)
    bits = struct.unpack("<Q", struct.pack("<d", low))[0]
    high = struct.unpack("<d", struct.pack("<Q", bits + 1))[0]
    if high == float("inf"):
        return repr(low)
    text = exact((Fraction(low) + Fraction(high)) / 2)
    where = dice.randrange(3)
    if where == 0:
        return text
    if "." not in text:
        text += "."
    if where == 1:
        return text + "0" * dice.randint(0, 9) + "1"
    return (text[:-1] + "4" if text[-1] == "5" else text + "0") + "9"


FORMS = [(whole, 6), (decimal, 4), (small_decimal, 5), (with_exponent, 6),
         (out_of_range, 0.1), (zero, 1),
         (whole_otherwise, 3), (shortest, 6), (halfway, 2)]


def number(dice: random.Random) -> str:
    form, = dice.choices([form for form, _ in FORMS],
                         [weight for _, weight in FORMS])
    return form(dice)


def quoted(dice: random.Random) -> str:
    """The same in a string, or what PostgreSQL takes and JSON does not."""
    text = number(dice)
    if dice.random() < 0.1:
        text = dice.choice(NEARLY)
    elif dice.random() < 0.1:
        text = text.replace("1", "\\u0031")
    return f'"{text}"'


def epoch(dice: random.Random) -> str:
    """Seconds or milliseconds since 1970, most of them in our days."""
    if dice.random() < 0.2:
        return number(dice)
    text = str(dice.randrange(2 * 10**9) - 10**8)
    if dice.random() < 0.5:
        text += f"{dice.randrange(1000):03d}"
    if dice.random() < 0.7:
        text += "." + digits(dice, 9)
    return text
