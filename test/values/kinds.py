"""The kinds of values that are generated, and the columns they are read as."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Callable, Dict, List, Tuple

import container_texts
import number_texts
import string_texts
import time_texts

# A column: its type, and what it must hold, of the view "parsed".
COLUMNS: Dict[str, Tuple[str, str]] = {
    "float8": ("float8", "as_float8(number)"),
    "float4": ("float4", "as_float4(number)"),
    "numeric": ("numeric", "numeric_number"),
    "numeric_20_4": ("numeric(20,4)", "as_numeric(number, (20 << 16) + 8)"),
    "int2": ("int2", "as_int2(int8_number)"),
    "int4": ("int4", "as_int4(int8_number)"),
    "int8": ("int8", "int8_number"),
    "boolean": ("boolean", "as_boolean(source, content, decimal_number)"),
    "timestamptz": ("timestamptz", "instant"),
    "timestamptz_3": ("timestamptz(3)", "instant::timestamptz(3)"),
    "timestamp": ("timestamp", "instant AT TIME ZONE 'UTC'"),
    "date": ("date", "(instant AT TIME ZONE 'UTC')::date"),
    "text": ("text", "content"),
    "varchar_10": ("varchar(10)", "as_varchar(content, 10)"),
    "bpchar_10": ("char(10)", "as_bpchar(content, 10)"),
    "jsonb": ("jsonb", "as_jsonb(source)"),
    "json": ("json", "source::json")}
NUMBERS = ["float8", "float4", "numeric", "numeric_20_4", "int2", "int4",
           "int8"]
TIMES = ["timestamptz", "timestamptz_3", "timestamp", "date"]
TEXTS = ["text", "varchar_10", "bpchar_10"]
JSON = ["jsonb", "json"]


@dataclass(frozen=True)
class Kind:
    name: str
    generate: Callable[[random.Random], str]
    columns: List[str]
    weight: int                 # of all values
    rows: int = 2000            # of a page
    on_nul: str = "error"


def anything(dice: random.Random) -> str:
    generate = dice.choice((
        number_texts.number, number_texts.quoted, number_texts.epoch,
        time_texts.time, string_texts.string, container_texts.aligned,
        lambda _: dice.choice(("true", "false", "null", '"true"', '"false"',
                               '"TRUE"', '"t"', "1", "0", "1.0", "10e-1",
                               "-0", '"1"', '"null"', "[]", "{}"))))
    return generate(dice)


KINDS = [
    Kind("number", number_texts.number, NUMBERS + ["text", *JSON], 46),
    Kind("quoted number", number_texts.quoted, NUMBERS + ["text"], 6),
    Kind("time", time_texts.time, TIMES + ["text"], 22),
    Kind("epoch", number_texts.epoch, TIMES, 6),
    Kind("string", string_texts.string, TEXTS + JSON, 12),
    Kind("string with U+0000", string_texts.with_nul, TEXTS + ["jsonb"], 1,
         on_nul="strip"),
    Kind("nested", container_texts.nested, ["text", *JSON], 4, 500),
    Kind("anything", anything, list(COLUMNS), 3)]
LONG = Kind("long string", string_texts.long, ["text", *JSON], 0, 10)
