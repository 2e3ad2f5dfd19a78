"""A database of one encoding, and what it makes of pages of values."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import List

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "proof"))

from jobs import Job                                            # noqa: E402
from kinds import COLUMNS, KINDS, LONG, Kind                    # noqa: E402
from pages import ACCOUNT, APP, Server, page                    # noqa: E402
from psql import Psql, has_error                                 # noqa: E402

EXPECTED = Path(__file__).resolve().parent / "expected.sql"
SHOWN = 3                       # differences of a column of a page


@dataclass
class Outcome:
    """Of values of one kind: how many there were, how many a column had, and
    what is wrong."""
    values: int = 0
    filled: Counter = field(default_factory=Counter)
    faults: List[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.values += other.values
        self.filled.update(other.filled)
        self.faults += other.faults


def elsewhere(statement: str) -> None:
    psql = Psql("postgres")
    psql.must(statement)
    psql.close()


class Database:
    def __init__(self, encoding: str) -> None:
        self._name = f"values_{encoding.lower()}_{os.getpid()}"
        self._pages = Server()
        elsewhere(f"CREATE DATABASE {self._name} TEMPLATE template0 ENCODING "
                  f"'{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'")
        self._psql = Psql(self._name)
        host = f"127.0.0.1:{self._pages.server_port}"
        self._psql.must(f"""CREATE EXTENSION rtk_fdw;
            SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET jit = off;
            SET rtk_fdw.allowed_hosts = '{host}';
            CREATE SERVER pages FOREIGN DATA WRAPPER rtk_fdw OPTIONS (
                base_url 'http://{host}', account_id '{ACCOUNT}',
                app_id '{APP}', rate_limit '0', max_response_size '64MB');
            CREATE USER MAPPING FOR CURRENT_USER SERVER pages
                OPTIONS (api_token 'test-token');
            \\i {EXPECTED}""")
        for kind in [*KINDS, LONG]:
            self._create_table(kind, "null")
            self._create_table(kind, "error")

    def drop(self) -> None:
        self._psql.close()
        elsewhere(f"DROP DATABASE {self._name}")

    def _create_table(self, kind: Kind, on_bad_value: str) -> None:
        columns = ", ".join(f"{name} {COLUMNS[name][0]} OPTIONS (path 'x')"
                            for name in kind.columns)
        self._psql.must(f"""CREATE FOREIGN TABLE "{kind.name}, {on_bad_value}"
            (session_id text, id text OPTIONS (path 'participant_id'),
            {columns}) SERVER pages OPTIONS (
                resource 'sessions_participants', on_nul '{kind.on_nul}',
                on_bad_value '{on_bad_value}')""")

    def run(self, job: Job) -> Outcome:
        texts = job.texts()
        self._pages.pages["page"] = page(texts)
        lines = "\n".join(f"{i}\t\\\\x{job.as_read(text).encode().hex()}"
                          for i, text in enumerate(texts))
        self._psql.must("TRUNCATE generated;\n"
                        f"COPY generated FROM STDIN;\n{lines}\n\\.\n"
                        "ANALYZE generated")
        outcome = Outcome(len(texts))
        self._compare(job, texts, outcome)
        if job.strict:
            for name in job.kind.columns:
                self._read_strictly(job, name, outcome)
        return outcome

    def _compare(self, job: Job, texts: List[str], outcome: Outcome) -> None:
        """Of each column, how many values it has, and where it differs."""
        figures = ", ".join(
            f"""count(f.{name}), coalesce(array_to_string((array_agg(e.id)
                FILTER (WHERE NOT same(f.{name}, {COLUMNS[name][1]})))
                [:{SHOWN}], ' '), '')""" for name in job.kind.columns)
        lines = self._psql.run(f"""SELECT count(*), count(e.id), count(f.id),
                {figures}
            FROM parsed e FULL JOIN (
                SELECT * FROM "{job.kind.name}, null"
                WHERE session_id = 'page') f ON f.id = e.id""")
        if has_error(lines):
            outcome.faults.append(f"{job.name}: {lines[0]}")
            return
        cells = lines[0].split("|")
        if cells[:3] != [str(len(texts))] * 3:
            outcome.faults.append(f"{job.name}: rows: {cells[:3]}")
        for name, filled, rows in zip(job.kind.columns, cells[3::2],
                                      cells[4::2]):
            outcome.filled[name] += int(filled)
            outcome.faults += [
                f"{job.name}: {name} of {texts[int(row)][:300]}"
                for row in rows.split()]

    def _read_strictly(self, job: Job, column: str, outcome: Outcome) -> None:
        """The first value that does not fit is an error that names its row."""
        found, = self._psql.must(f"""SELECT coalesce(outcome(
            'SELECT {column} FROM "{job.kind.name}, error"
            WHERE session_id = ''page'''), 'none')""")
        first, = self._psql.must(f"""SELECT min(id::int)
            FROM parsed e JOIN generated g USING (id)
            WHERE {COLUMNS[column][1]} IS NULL AND {is_refused(column)}""")
        wanted = "none" if first == "-" else (
            r"22\w{3} could not convert a value of "
            rf'"{re.escape(job.kind.name)}, error"\."{column}": .*'
            rf'The row is "{first}", the JSON path is "x"\.')
        if not re.fullmatch(wanted, found):
            outcome.faults.append(f"{job.name}: {column} with on_bad_value "
                                  f"'error': {found}, not {wanted}")


def is_refused(column: str) -> str:
    """Is a value that became NULL one that does not fit?  null, and the
    strings that stand for no time, do."""
    condition = "g.bytes <> 'null'"
    if COLUMNS[column][0].startswith(("timestamp", "date")):
        condition += " AND coalesce(content NOT IN ('', 'null'), true)"
    return condition
