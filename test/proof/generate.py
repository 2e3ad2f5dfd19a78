"""Random statements whose answer is one multiset, or one list, of rows."""

from __future__ import annotations

from typing import List, NamedTuple, Tuple

from conditions import Conditions, Scope
from vocabulary import DETAILS, ID, SWITCHES, TABLES, TEXT, ZONES

FETCHES = ("2", "BACKWARD 1", "FIRST", "RELATIVE 2", "ALL", "ABSOLUTE -1")


class Statement(NamedTuple):
    sql: str
    parameters: Tuple[Tuple[str, str], ...]     # type and value
    settings: Tuple[Tuple[str, str], ...]
    ordered: bool
    cursor: bool

    def script(self, settings: bool = True) -> str:
        lines = [f"SET LOCAL {name} = '{value}';"
                 for name, value in self.settings
                 if settings or name == "TimeZone"]
        if self.cursor:
            declare = f"DECLARE c SCROLL CURSOR FOR {self.sql};"
            fetches = [f"FETCH {fetch} FROM c;" for fetch in FETCHES]
            return "\n".join([*lines, declare, *fetches])
        if not self.parameters:
            return "\n".join([*lines, self.sql])
        types = ", ".join(kind for kind, _ in self.parameters)
        values = ", ".join(value for _, value in self.parameters)
        execute = f"EXECUTE q({values});"
        return "\n".join([*lines, f"PREPARE q({types}) AS {self.sql};",
                          execute, execute])


class Generator(Conditions):
    """One statement, which depends on the seed alone."""

    def _lateral(self, scope: Scope, new: Tuple[str, str]) -> str:
        table, alias = new[1], new[0]
        condition = self.join_condition(scope, ("x", table))
        key = TABLES[table].key
        limit = f" ORDER BY x.app_id, x.{key} LIMIT " \
            f"{self.random.choice((1, 2))}" if self.chance(0.5) else ""
        return (f"{self.pick('CROSS JOIN', 'LEFT JOIN')} LATERAL (SELECT x.* "
                f"FROM {table} x WHERE {condition}{limit}) {alias}")

    def tables(self) -> Tuple[str, Scope]:
        table, alias = self.table()
        scope: Scope = [(alias, table)]
        text = f"{table} {alias}"
        for _ in range(self.random.choice((0, 0, 0, 1, 1, 1, 2, 2, 3))):
            table, alias = self.table(scope[-1][1])
            new = (alias, table)
            if self.chance(0.12):
                lateral = self._lateral(scope, new)
                text += f"\n  {lateral}"
                text += " ON true" if lateral.startswith("LEFT") else ""
            else:
                kind = self.pick("JOIN", "JOIN", "JOIN", "LEFT JOIN",
                                 "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")
                on = self.join_condition(scope, new)
                text += f"\n  {kind} {table} {alias} ON {on}"
            scope.append(new)
        return text, scope

    # Whole statements

    def _where(self, scope: Scope) -> str:
        if self.chance(0.25):
            return ""
        parts = [self.condition(scope)
                 for _ in range(self.random.choice((1, 1, 1, 2)))]
        return "\nWHERE " + " AND ".join(parts)

    def _order(self, count: int) -> str:
        positions = list(range(1, count + 1))
        self.random.shuffle(positions)
        terms = [f"{p}{self.pick('', '', ' DESC')}"
                 f"{self.pick('', '', ' NULLS FIRST', ' NULLS LAST')}"
                 for p in positions]
        return "\nORDER BY " + ", ".join(terms)

    def _limit(self) -> str:
        limit = self.random.choice((0, 1, 2, 3, 10, 100))
        if self.chance(0.15):
            return f"\nFETCH FIRST {max(limit, 1)} ROWS WITH TIES"
        offset = f" OFFSET {self.random.choice((0, 1, 3, 20))}" \
            if self.chance(0.3) else ""
        return f"\nLIMIT {limit}{offset}"

    def _outputs(self, scope: Scope) -> List[str]:
        count = self.random.choice((1, 1, 2, 3, 4))
        outputs = [str(self.column(scope)) for _ in range(count)]
        alias, table = self.random.choice(scope)
        if table in DETAILS and self.chance(0.12):
            outputs.append(f"({alias}.{DETAILS[table]})")
        if self.chance(0.08):
            inner, name = self.table(table)
            on = self.join_condition(scope, (name, inner))
            outputs.append(f"(SELECT count(*) FROM {inner} {name} WHERE {on})")
        return outputs

    def _rows(self) -> Tuple[str, bool]:
        text, scope = self.tables()
        outputs = self._outputs(scope)
        distinct = self.pick("", "", "", "DISTINCT ")
        sql = (f"SELECT {distinct}{', '.join(outputs)}\nFROM {text}"
               f"{self._where(scope)}")
        if self.chance(0.45):
            return (sql + self._order(len(outputs)) +
                    (self._limit() if self.chance(0.6) else ""), True)
        if self.chance(0.15):
            return f"SELECT count(*) FROM ({sql}\nLIMIT 3) l", False
        return sql, False

    def _groups(self) -> Tuple[str, bool]:
        text, scope = self.tables()
        group = [str(self.column(scope))
                 for _ in range(self.random.choice((0, 1, 1, 2)))]
        column = self.column(scope)
        aggregate = self.pick(
            "count(*)", "count(*)", f"count({column})", f"min({column})",
            f"max({column})", f"count(DISTINCT {column})",
            f"count(*) FILTER (WHERE {self.condition(scope, 0)})",
            f"string_agg({column}::text, ',' ORDER BY {column}::text)")
        sql = (f"SELECT {', '.join([*group, aggregate])}\nFROM {text}"
               f"{self._where(scope)}")
        if group:
            how = self.pick("", "", "ROLLUP ")
            sql += f"\nGROUP BY {how}({', '.join(group)})"
            if self.chance(0.3):
                sql += f"\nHAVING count(*) {self.pick('>', '=')} 1"
        if self.chance(0.3):
            return sql + self._order(len(group) + 1) + "\nLIMIT 5", True
        return sql, False

    def _union(self) -> Tuple[str, bool]:
        arms = []
        for _ in range(2):
            text, scope = self.tables()
            column = self.column(scope, ID, TEXT)
            arms.append(f"SELECT {column}\nFROM {text}{self._where(scope)}")
        word = self.pick("UNION ALL", "UNION ALL", "UNION", "INTERSECT",
                         "EXCEPT")
        sql = f"\n{word}\n".join(arms)
        return (sql + "\nORDER BY 1 LIMIT 4", True) if self.chance(0.3) \
            else (sql, False)

    def _nested(self) -> Tuple[str, bool]:
        """A query of a subquery, or of a CTE, with one column by name."""
        text, scope = self.tables()
        column = self.column(scope)
        inner = (f"SELECT {column} AS c, count(*) OVER () AS n\n"
                 f"FROM {text}{self._where(scope)}")
        materialized = self.pick("", "MATERIALIZED ", "NOT MATERIALIZED ")
        if self.chance(0.5):
            return (f"WITH w AS {materialized}({inner})\nSELECT a.c, b.n "
                    "FROM w a JOIN w b USING (c)", False)
        return f"SELECT c, n FROM ({inner}) q WHERE c IS NOT NULL", False

    def _settings(self) -> List[Tuple[str, str]]:
        settings = [(name, "off") for name in SWITCHES if self.chance(0.12)]
        if self.chance(0.15):
            settings.append(("join_collapse_limit", "1"))
        if self.chance(0.1):
            settings.append(("from_collapse_limit", "1"))
        if self.prepared:
            settings.append(("plan_cache_mode", "force_generic_plan"))
        settings.append(("TimeZone", self.pick(*ZONES)))
        return settings

    def statement(self) -> Statement:
        form = self.random.choices(
            (self._rows, self._groups, self._union, self._nested),
            (6, 3, 1, 1))[0]
        sql, ordered = form()
        cursor = ordered and not self.parameters and self.chance(0.2)
        return Statement(sql, tuple(self.parameters),
                         tuple(self._settings()), ordered, cursor)
