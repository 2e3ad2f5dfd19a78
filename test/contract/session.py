"""One psql that runs a statement at a time and says how it ended."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import Dict

SETUP = """
SET rtk_fdw.allowed_hosts = '127.0.0.1:{port}';
CREATE EXTENSION rtk_fdw;
CREATE SERVER contract FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url 'http://127.0.0.1:{port}', account_id 'a-account-id',
             rate_limit '0', max_retries '0', max_requests '40',
             on_bad_value 'error', callstats_from 'auto');
CREATE USER MAPPING FOR PUBLIC SERVER contract OPTIONS (api_token 'any');
CREATE SCHEMA contract;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER contract INTO contract;
SET search_path = contract;
SET statement_timeout = '60s';
"""


@dataclass(frozen=True)
class Outcome:
    sqlstate: str
    rows: int
    message: str

    def __str__(self) -> str:
        return (f"{self.rows} rows" if self.sqlstate == "00000"
                else f"{self.sqlstate}: {self.message}")


class Lost(Exception):
    """The server ended the connection."""


class Session:
    def __init__(self, port: int) -> None:
        self._psql = subprocess.Popen(
            ["psql", "-X", "-q", "-o", "/dev/null", "-d", "postgres"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace")
        for statement in SETUP.format(port=port).split(";\n"):
            if statement.strip():
                outcome = self.run(statement)
                if outcome.sqlstate != "00000":
                    raise RuntimeError(f"{statement}: {outcome}")

    def run(self, statement: str) -> Outcome:
        stdin, stdout = self._psql.stdin, self._psql.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.write(f"{statement};\n"
                        "\\echo :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE\n")
            stdin.flush()
            line = stdout.readline()
        except OSError:
            line = ""
        if not line:
            raise Lost(statement)
        state, rows, message = (line.rstrip("\n") + "  ").split(" ", 2)
        return Outcome(state, int(rows or 0), message.strip())

    def set(self, options: Dict[str, str]) -> None:
        """Options of the foreign server."""
        for name, value in options.items():
            self.run(f"ALTER SERVER contract OPTIONS (SET {name} '{value}')")

    def close(self) -> None:
        assert self._psql.stdin is not None
        self._psql.stdin.close()
        self._psql.wait()
