"""SQLAlchemy, and pandas where it is there: alchemy.py DIALECT"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, Dict, Iterator

import sqlalchemy
from sqlalchemy import text
import wire

DELAY = 1.0             # seconds after which a statement is canceled


def named(fields: Any) -> Dict[str, Any]:
    return {f"p{number}": value
            for number, value in enumerate(wire.parameters(fields), 1)}


def refused(error: Any) -> wire.Refused:
    state = (getattr(error.orig, "sqlstate", None)
             or getattr(error.orig, "pgcode", None))
    return wire.Refused(state or "none", str(error))


class Connection:
    def __init__(self) -> None:
        url = sqlalchemy.engine.URL.create(
            sys.argv[1], host=os.environ["PGHOST"],
            port=int(os.environ["PGPORT"]), username=os.environ["PGUSER"],
            password=os.environ["PGPASSWORD"],
            database=os.environ["PGDATABASE"])
        self.engine = sqlalchemy.create_engine(
            url, pool_size=1, max_overflow=0)

    def query(self, sql: str, *fields: str) -> Iterator[wire.Row]:
        try:
            with self.engine.begin() as connection:
                result = connection.execute(text(sql), named(fields))
                yield from result.fetchall() if result.returns_rows else []
        except sqlalchemy.exc.DBAPIError as error:
            raise refused(error) from error

    def fetch(self, size: str, count: str, sql: str) -> Iterator[wire.Row]:
        with self.engine.connect() as connection:
            result = connection.execution_options(
                stream_results=True,
                max_row_buffer=int(size)).execute(text(sql))
            for _ in range(int(count) // int(size)):
                yield from result.fetchmany(int(size))
            result.close()

    def cancel(self, sql: str) -> Iterator[wire.Row]:
        with self.engine.connect() as connection:
            timer = threading.Timer(DELAY, connection.connection.cancel)
            timer.start()
            try:
                yield from connection.execute(text(sql))
            except sqlalchemy.exc.DBAPIError as error:
                raise refused(error) from error
            finally:
                timer.cancel()

    def readonly(self, sql: str) -> Iterator[wire.Row]:
        try:
            with self.engine.connect() as connection:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ",
                    postgresql_readonly=True)
                with connection.begin():
                    yield from connection.execute(text(sql))
        except sqlalchemy.exc.DBAPIError as error:
            raise refused(error) from error

    def tables(self, schema: str) -> Iterator[wire.Row]:
        """As Superset lists them, with the foreign tables."""
        inspector = sqlalchemy.inspect(self.engine)
        for kind, names in (("TABLE", inspector.get_table_names(schema)),
                            ("VIEW", inspector.get_view_names(schema)),
                            ("FOREIGN TABLE",
                             inspector.get_foreign_table_names(schema))):
            for name in names:
                comment = inspector.get_table_comment(name, schema)
                yield name, kind, comment["text"]

    def columns(self, schema: str, table: str) -> Iterator[wire.Row]:
        inspector = sqlalchemy.inspect(self.engine)
        for column in inspector.get_columns(table, schema):
            yield (column["name"], str(column["type"]).replace("_", " "),
                   column["comment"])

    def pandas(self, size: str, sql: str) -> Iterator[wire.Row]:
        """Names, types and sums of columns of a data frame, by chunks."""
        import pandas

        with self.engine.connect() as connection:
            connection = connection.execution_options(stream_results=True)
            frame = pandas.concat(pandas.read_sql(
                text(sql), connection, chunksize=int(size)))
        for name in frame.columns:
            yield name, str(frame[name].dtype), int(frame[name].count())


def main() -> None:
    here = Connection()
    wire.serve({"query": here.query, "fetch": here.fetch,
                "cancel": here.cancel, "readonly": here.readonly,
                "tables": here.tables, "columns": here.columns,
                "pandas": here.pandas})


main()
