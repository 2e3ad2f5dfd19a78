"""psycopg2 and psycopg3, alike: psycopg_connection.py psycopg2|psycopg"""

from __future__ import annotations

import importlib
import sys
import threading
from typing import Any, Iterator, Sequence

import wire

DRIVER = importlib.import_module(sys.argv[1])
READ_ONLY = "readonly" if sys.argv[1] == "psycopg2" else "read_only"
DELAY = 1.0             # seconds after which a statement is canceled


def refused(error: Exception) -> wire.Refused:
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return wire.Refused(state or "none", str(error))


class Connection:
    def __init__(self) -> None:
        self.connection = DRIVER.connect("")
        self.connection.autocommit = True

    def rows(self, sql: str, values: Sequence[Any]) -> Iterator[wire.Row]:
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                yield from cursor.fetchall() if cursor.description else []
        except DRIVER.Error as error:
            raise refused(error) from error

    def query(self, sql: str, *fields: str) -> Iterator[wire.Row]:
        return self.rows(sql, wire.parameters(fields))

    def fetch(self, size: str, count: str, sql: str) -> Iterator[wire.Row]:
        """A cursor of the server, closed before its end."""
        self.connection.autocommit = False
        with self.connection.cursor(name="early") as cursor:
            cursor.itersize = int(size)
            cursor.execute(sql)
            for _ in range(int(count) // int(size)):
                yield from cursor.fetchmany(int(size))
        self.connection.rollback()
        self.connection.autocommit = True

    def cancel(self, sql: str) -> Iterator[wire.Row]:
        timer = threading.Timer(DELAY, self.connection.cancel)
        timer.start()
        try:
            yield from self.rows(sql, ())
        finally:
            timer.cancel()

    def readonly(self, sql: str) -> Iterator[wire.Row]:
        self.connection.autocommit = False
        setattr(self.connection, READ_ONLY, True)
        try:
            yield from self.rows(sql, ())
        finally:
            self.connection.rollback()
            setattr(self.connection, READ_ONLY, None)
            self.connection.autocommit = True


def main() -> None:
    here = Connection()
    wire.serve({"query": here.query, "fetch": here.fetch,
                "cancel": here.cancel, "readonly": here.readonly})


main()
