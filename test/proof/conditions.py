"""Random conditions, and the random values and joins that they are of."""

from __future__ import annotations

import random
from typing import List, NamedTuple, Optional, Tuple

from vocabulary import (ID, NUMBER, NUMBERS, PATTERNS, TABLES, TEXT, TIME,
                        TIMES, VALUES, ZONES, shared_columns)

DEPTH = 2               # of AND, OR, NOT and subqueries inside one another


class Column(NamedTuple):
    alias: str
    table: str
    name: str

    @property
    def kind(self) -> str:
        return TABLES[self.table].columns[self.name]

    def __str__(self) -> str:
        return f"{self.alias}.{self.name}"


Scope = List[Tuple[str, str]]           # alias and table


class Conditions:
    """What they are depends on the seed alone."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.prepared = self.chance(0.3)
        self.parameters: List[Tuple[str, str]] = []
        self._aliases = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    # Values

    def _given(self, kind: str, value: str) -> str:
        """A literal, or a parameter of a prepared statement."""
        if self.chance(0.04):
            value = "NULL"
        if self.prepared and self.chance(0.6):
            self.parameters.append((kind, value))
            return f"${len(self.parameters)}"
        if self.chance(0.1):
            return f"(SELECT {value}::{kind})"
        return f"{value}::{kind}" if self.chance(0.3) or value == "NULL" \
            else value

    def _text(self, column: Column) -> str:
        value = self.pick(*VALUES[column.name]).replace("'", "''")
        return f"'{value}'"

    def _value(self, column: Column) -> str:
        if column.kind == NUMBER:
            return self._given("float8", self.pick(*NUMBERS))
        if column.kind == TIME:
            kind = self.pick("timestamptz", "timestamptz", "timestamp", "date")
            return self._given(kind, f"{kind} '{self.pick(*TIMES)}'")
        return self._given("text", self._text(column))

    def _array(self, column: Column) -> str:
        values = [self._text(column)
                  for _ in range(self.random.choice((0, 1, 2, 2, 3, 6)))]
        if self.chance(0.1):
            values.append("NULL")
        self.random.shuffle(values)
        return f"ARRAY[{', '.join(values)}]::text[]"

    # Conditions

    def _columns(self, scope: Scope) -> List[Column]:
        return [Column(alias, table, name) for alias, table in scope
                for name in TABLES[table].columns]

    def column(self, scope: Scope, *kinds: str) -> Column:
        columns = [c for c in self._columns(scope)
                   if not kinds or c.kind in kinds]
        ids = [c for c in columns if c.kind == ID]
        if ids and self.chance(0.4):
            columns = ids
        return self.random.choice(columns)

    def condition(self, scope: Scope, depth: int = DEPTH) -> str:
        if depth > 0 and self.chance(0.35):
            parts = [self.condition(scope, depth - 1)
                     for _ in range(self.random.choice((2, 2, 3)))]
            word = self.pick(" AND ", " OR ")
            return f"({word.join(parts)})"
        if depth > 0 and self.chance(0.08):
            return f"NOT ({self.condition(scope, depth - 1)})"
        if depth > 0 and self.chance(0.12):
            return self._subquery_condition(scope, depth - 1)
        column = self.column(scope)
        if self.chance(0.08):
            return f"{column} IS {self.pick('', 'NOT ')}NULL"
        if column.kind == TIME:
            return self._time_condition(column)
        if column.kind == NUMBER:
            return self._compared(scope, column)
        return self._text_condition(scope, column)

    def _compared(self, scope: Scope, column: Column) -> str:
        operator = self.pick("=", "<>", "<", "<=", ">", ">=")
        if self.chance(0.2):
            other = self.column(scope, column.kind)
            if other.kind == column.kind:
                return f"{column} {operator} {other}"
        value = self._value(column)
        if self.chance(0.2):
            return f"{value} {operator} {column}"
        return f"{column} {operator} {value}"

    def _text_condition(self, scope: Scope, column: Column) -> str:
        form = self.random.randrange(9)
        if form < 2:
            return f"{column} = {self._value(column)}"
        if form < 4:
            values = ", ".join(self._text(column) for _ in range(4))
            return f"{column} IN ({values})"
        if form == 4:
            array = self._given("text[]", self._array(column))
            return f"{column} = ANY ({array}::text[])"
        if form == 5:
            return f"{column} LIKE '{self.pick(*PATTERNS)}'"
        if form == 6:
            return self._row_condition(scope, column)
        if form == 7:
            return (f"({column} = {self._value(column)} OR "
                    f"{column} = {self._value(column)})")
        return self._compared(scope, column)

    def _row_condition(self, scope: Scope, column: Column) -> str:
        other = self.column(scope, ID, TEXT)
        row = f"({column}, {other})"
        values = [f"({self._text(column)}, {self._text(other)})"
                  for _ in range(2)]
        if self.chance(0.3):
            return f"{row} {self.pick('=', '<', '>=')} {values[0]}"
        return f"{row} IN ({', '.join(values)})"

    def _time_condition(self, column: Column) -> str:
        operator = self.pick("=", "<", "<=", ">", ">=")
        time = self.pick(*TIMES[:-2])
        form = self.random.randrange(6)
        if form == 0:
            other = self.pick(*TIMES)
            return (f"{column} {self.pick('', 'NOT ')}BETWEEN "
                    f"{self._value(column)} AND '{other}'")
        if form == 1:
            given = self._given("date", f"date '{time}'")
            return f"{column}::date {operator} {given}"
        if form == 2:
            unit = self.pick("minute", "hour", "day", "week", "month", "year")
            zone = f", '{self.pick(*ZONES)}'" if self.chance(0.3) else ""
            return (f"date_trunc('{unit}', {column}{zone}) {operator} "
                    f"timestamptz '{time}'")
        if form == 3:
            return (f"{column} {operator} timestamptz '{time}' - "
                    f"interval '{self.pick('1 day', '2 hours', '1 month')}'")
        return f"{column} {operator} {self._value(column)}"

    def _subquery_condition(self, scope: Scope, depth: int) -> str:
        outer = self.column(scope, ID)
        table, alias = self.table(scope[-1][1])
        inner = [(alias, table)]
        joined = self.join_condition(scope, inner[0])
        where = f"{joined} AND {self.condition(inner, depth)}"
        form = self.random.randrange(3)
        negated = self.pick("", "", "NOT ")
        if form == 0:
            same = [c for c in self._columns(inner) if c.name == outer.name]
            if same:
                if self.chance(0.6):
                    where = self.condition(inner, depth)
                return (f"{outer} {negated}IN (SELECT {same[0]} "
                        f"FROM {table} {alias} WHERE {where})")
        if form == 1:
            number = self.random.choice((0, 1, 2))
            return (f"(SELECT count(*) FROM {table} {alias} WHERE {where}) "
                    f"{self.pick('=', '>', '<=')} {number}")
        return f"{negated}EXISTS (SELECT 1 FROM {table} {alias} WHERE {where})"

    # Tables

    def table(self, beside: Optional[str] = None) -> Tuple[str, str]:
        self._aliases += 1
        names = list(TABLES)
        if beside is not None and self.chance(0.8):
            names = [name for name in names
                     if len(shared_columns(beside, name)) > 1 or
                     "apps" in (name, beside)]
        return self.random.choice(names), f"t{self._aliases}"

    def join_condition(self, scope: Scope, new: Tuple[str, str]) -> str:
        other = scope[-1] if self.chance(0.7) else self.random.choice(scope)
        pairs = shared_columns(other[1], new[1])
        clauses = [f"{other[0]}.{x} = {new[0]}.{y}" for x, y in pairs]
        if len(clauses) > 1 and self.chance(0.2):
            clauses.remove(self.random.choice(clauses))
        if self.chance(0.15):
            clauses.append(f"{other[0]}.account_id = {new[0]}.account_id")
        if self.chance(0.2):
            clauses.append(self.condition([*scope, new], 0))
        self.random.shuffle(clauses)
        return " AND ".join(clauses)
