"""psqlODBC, by way of pyodbc; an argument is added to its settings."""

from __future__ import annotations

import os
import sys
import threading
from datetime import datetime
from typing import Any, Dict, Iterator
from zoneinfo import ZoneInfo

import pyodbc
import wire

DELAY = 1.0             # seconds after which a statement is canceled


def settings() -> str:
    value = os.environ.__getitem__
    return (f"Driver={{PostgreSQL Unicode}};Servername={value('PGHOST')};"
            f"Port={value('PGPORT')};Database={value('PGDATABASE')};"
            f"Uid={value('PGUSER')};Pwd={value('PGPASSWORD')};"
            + "".join(sys.argv[1:]))


class Connection:
    def __init__(self) -> None:
        self.connection = pyodbc.connect(settings(), autocommit=True)
        self.prepared: Dict[str, pyodbc.Cursor] = {}
        self.zone = ZoneInfo(next(self.query("SHOW TimeZone"))[0])

    # ODBC's times have no zone: they are in the session's.

    def given(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def had(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.replace(tzinfo=self.zone)
        return value

    def cursor(self, sql: str) -> pyodbc.Cursor:
        """The same each time: it keeps what it has prepared."""
        if sql not in self.prepared:
            self.prepared[sql] = self.connection.cursor()
        return self.prepared[sql]

    def query(self, sql: str, *fields: str) -> Iterator[wire.Row]:
        cursor = self.cursor(sql)
        # What was prepared is known by the object, not by its characters.
        sql = sys.intern(sql)
        try:
            cursor.execute(sql, *map(self.given, wire.parameters(fields)))
            rows = cursor.fetchall() if cursor.description else []
        except pyodbc.Error as error:
            raise wire.Refused(error.args[0], error.args[1]) from error
        for row in rows:
            yield [self.had(value) for value in row]

    def fetch(self, size: str, count: str, sql: str) -> Iterator[wire.Row]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            for _ in range(int(count) // int(size)):
                yield from cursor.fetchmany(int(size))

    def cancel(self, sql: str) -> Iterator[wire.Row]:
        timer = threading.Timer(DELAY, self.cursor(sql).cancel)
        timer.start()
        try:
            yield from self.query(sql)
        finally:
            timer.cancel()

    def tables(self, schema: str) -> Iterator[wire.Row]:
        with self.connection.cursor() as cursor:
            for row in cursor.tables(schema=schema):
                yield row.table_name, row.table_type, row.remarks or None

    def columns(self, schema: str, table: str) -> Iterator[wire.Row]:
        with self.connection.cursor() as cursor:
            for row in cursor.columns(schema=schema, table=table):
                yield row.column_name, row.type_name, row.remarks or None


def main() -> None:
    here = Connection()
    wire.serve({"query": here.query, "fetch": here.fetch,
                "cancel": here.cancel, "tables": here.tables,
                "columns": here.columns})


main()
