"""One psql that stays, and what it prints of a statement."""

from __future__ import annotations

import subprocess
from typing import List

MARK = "--- end of the statement ---"


class Lost(Exception):
    """The server ended the connection."""


class Psql:
    """Rows as psql -At prints them, a null as "-"; of an error its SQLSTATE."""

    def __init__(self, database: str) -> None:
        self._process = subprocess.Popen(
            ["psql", "-XAtq", "-d", database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
        self.run("\\set VERBOSITY sqlstate\n\\pset null -\n"
                 "SET client_min_messages = warning")

    def run(self, script: str) -> List[str]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        lines: List[str] = []
        try:
            stdin.write(f"{script}\n;\n\\echo {MARK}\n")
            stdin.flush()
            for line in stdout:
                if line.rstrip("\n") == MARK:
                    return lines
                lines.append(line.rstrip("\n"))
        except OSError:
            pass
        raise Lost("\n".join([script, *lines[-5:]]))

    def must(self, script: str) -> List[str]:
        """The same where an error is a fault of the test."""
        lines = self.run(script)
        if has_error(lines):
            raise RuntimeError("\n".join([script, *lines]))
        return lines

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def has_error(lines: List[str]) -> bool:
    return any(line.startswith(("ERROR:  ", "FATAL:  ")) for line in lines)
