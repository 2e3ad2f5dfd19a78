"""What drivers of BI tools do: rows and requests of each of their jobs.

    suite.py [DRIVER…]      all of drivers.json, or some

Prints TAP.  The jobs are in jobs.json; README.md says how both are written.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

import packages

HERE = Path(__file__).resolve().parent
JOBS = json.loads((HERE / "jobs.json").read_text(encoding="utf-8"))
CHARACTERS = {"t": "\t", "n": "\n", "r": "\r"}
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT")

Job = Dict[str, Any]
Field = Optional[str]


class Reply(NamedTuple):
    rows: List[List[Field]]
    error: Field                # SQLSTATE
    message: str = ""


class Gone(Exception):
    """The driver's program ended."""


def escape(text: str) -> str:
    return "".join(ESCAPES.get(c, c) for c in text)


def unescape(field: str) -> Field:
    if field == "\\N":
        return None
    return re.sub(r"\\(.)", lambda m: CHARACTERS.get(m[1], m[1]), field)


class Mock:
    def __init__(self) -> None:
        self._address = f"http://127.0.0.1:{os.environ['RTK_MOCK_PORT']}/_mock"

    def ask(self, command: str, **arguments: Any) -> str:
        query = urllib.parse.urlencode(arguments)
        with urllib.request.urlopen(
                f"{self._address}/{command}?{query}") as reply:
            return reply.read().decode()

    def seen(self) -> List[str]:
        seen = self.ask("requests", format="text").splitlines()
        self.ask("reset", only="log")
        return seen


class Driver:
    """A program that holds one connection and answers requests."""

    def __init__(self, entry: Dict[str, Any]) -> None:
        self.name: str = entry["name"]
        self.verbs: List[str] = entry["verbs"]
        self.words: Dict[str, str] = entry.get("words", {})
        self._style: str = entry["style"]
        self._process = subprocess.Popen(
            entry["run"], cwd=HERE / "drivers",
            env=packages.environment(entry), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, encoding="utf-8")
        self.read()
        self.backend = self.pid()

    def statement(self, sql: str, parameters: bool) -> str:
        """With the parameters as the driver writes them."""
        if self._style == "%s" and parameters:
            sql = sql.replace("%", "%%")
        if self._style in ("?", "%s"):
            return re.sub(r"\$\d", self._style, sql)
        return re.sub(r"\$(\d)", rf"{self._style}\1", sql)

    def ask(self, verb: str, *fields: str) -> Reply:
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write("\t".join(map(escape, (verb, *fields))) + "\n")
        stdin.flush()
        return self.read()

    def read(self) -> Reply:
        assert self._process.stdout is not None
        rows = []
        for line in self._process.stdout:
            kind, *fields = line.rstrip("\n").split("\t")
            if kind == "row":
                rows.append([unescape(field) for field in fields])
            elif kind == "ok":
                return Reply(rows, None)
            else:
                return Reply(rows, fields[0], fields[1])
        raise Gone()

    def pid(self) -> Field:
        rows = self.ask("query", "SELECT pg_backend_pid()").rows
        return rows[0][0] if rows else None

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def fill(value: Any, words: Dict[str, str]) -> Any:
    """Texts with {word} replaced."""
    if isinstance(value, list):
        return [fill(item, words) for item in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"\{(\w+)\}", lambda m: words[m[1]], value)


def is_same(expected: Any, field: Field) -> bool:
    if expected is None or field is None:
        return expected is field
    if isinstance(expected, (int, float)):
        return bool(re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", field, re.I)
                    ) and float(field) == expected
    if TIME.match(expected) and TIME.match(field.replace(" ", "T")):
        return moment(expected) == moment(field)
    return bool(expected == field)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def are_same(expected: List[Any], row: List[Field]) -> bool:
    return len(expected) == len(row) and all(map(is_same, expected, row))


def begins(row: List[Field], expected: List[Any]) -> bool:
    return all(map(is_same, expected, row))


def wrong_rows(job: Job, reply: Reply, words: Dict[str, str]) -> Field:
    """What of the rows is not as the job says, or None."""
    if reply.error != job.get("error"):
        return f"SQLSTATE {reply.error}: {reply.message}"
    rows = reply.rows
    if "count" in job and len(rows) != int(fill(job["count"], words)):
        return f"{len(rows)} rows"
    missing = [row for row in fill(job.get("has", []), words)
               if not any(begins(other, row) for other in rows)]
    if missing:
        return f"no {missing} in {rows[:40]}"
    if "rows" not in job:
        return None
    expected = fill(job["rows"], words)
    if "ORDER BY" not in job.get("sql", ""):
        rows = sorted(rows, key=str)
    if (len(rows) != len(expected)
            or not all(map(are_same, expected, rows))):
        return f"rows {rows[:20]}"
    return None


def wrong_requests(job: Job, driver: Driver, seen: List[str],
                   words: Dict[str, str]) -> Field:
    number = job.get("requests of", {}).get(driver.name, job["requests"])
    if len(seen) == (0 if "copied" in words else number):
        return None
    return "\n".join([f"{len(seen)} requests:", *seen[:20]])


def request(job: Job, driver: Driver, words: Dict[str, str]) -> List[str]:
    """The verb and what follows it."""
    fields = [job.get("do", "query"),
              *map(str, fill(job.get("with", []), words))]
    parameters = fill(job.get("parameters", []), words)
    if "sql" in job:
        fields.append(driver.statement(fill(job["sql"], words),
                                       bool(parameters)))
    return fields + [text for pair in parameters for text in pair]


def complaints(job: Job, driver: Driver, mock: Mock,
               words: Dict[str, str]) -> Iterator[str]:
    for settings in job.get("mock", []):
        mock.ask(**settings)
    for sql in fill(job.get("before", []), words):
        driver.ask("query", sql)
    mock.ask("reset", only="log")
    for _ in range(job.get("times", 1)):
        reply = driver.ask(*request(job, driver, words))
        for wrong in (wrong_rows(job, reply, words),
                      wrong_requests(job, driver, mock.seen(), words)):
            if wrong is not None:
                yield wrong
    mock.ask("reset")
    for sql in job.get("after", []):
        driver.ask("query", sql)
    if driver.pid() != driver.backend:
        yield "the connection is not the same any more"


def is_wanted(job: Job, driver: Driver, words: Dict[str, str]) -> bool:
    """What is copied does not ask, so that nothing of the mock matters."""
    return (job.get("do", "query") in driver.verbs
            and words["schema"] in job.get("schemas", [words["schema"]])
            and driver.name not in job.get("not", [])
            and not ("copied" in words and "mock" in job))


class Tap:
    def __init__(self) -> None:
        self.number = self.failed = self.skipped = 0

    def tell(self, title: str, wrong: List[str]) -> None:
        self.number += 1
        self.failed += bool(wrong)
        print(f"{'not ' if wrong else ''}ok {self.number} - {title}")
        for text in wrong:
            print("#   " + text.replace("\n", "\n#     "))
        sys.stdout.flush()

    def skip(self, title: str, reason: str) -> None:
        self.tell(f"{title} # SKIP {reason}", [])
        self.skipped += 1

    def end(self) -> None:
        passed = self.number - self.failed - self.skipped
        print(f"1..{self.number}\n{passed} passed, {self.failed} failed, "
              f"{self.skipped} skipped")


def run(entry: Dict[str, Any], mock: Mock, tap: Tap) -> None:
    """All jobs of a driver, in each schema that they are meant for."""
    driver = Driver(entry)
    for job in JOBS["jobs"]:
        for name in JOBS["schemas"]:
            words = words_of(name, driver)
            if is_wanted(job, driver, words):
                tap.tell(f"{driver.name}, {name}: {job['name']}",
                         list(complaints(job, driver, mock, words)))
    driver.close()


def words_of(schema: str, driver: Driver) -> Dict[str, str]:
    """What {word} stands for in the jobs."""
    words = {"schema": schema, "foreign": "", "partitioned": "",
             **driver.words}
    return {**words, **{name: fill(value, words) for name, value
                        in JOBS["schemas"][schema].items()}}


def main(names: List[str]) -> int:
    mock, tap = Mock(), Tap()
    for entry in packages.DRIVERS:
        if names and entry["name"] not in names:
            continue
        reason = packages.why_not(entry)
        if reason is not None:
            tap.skip(entry["name"], reason)
            continue
        try:
            run(entry, mock, tap)
        except Gone:
            tap.tell(f"{entry['name']}: its program ended", ["see above"])
    tap.end()
    return tap.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
