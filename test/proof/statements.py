"""statements.txt: the rows of each statement in every mode, and its requests.

The modes: plans for the values given and for any, pushdown, no pushdown, each
kind of join switched off, and local copies of the tables.  Prints TAP.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional

from psql import Lost
from world import World

FILE = Path(__file__).with_name("statements.txt")

LOCAL = """
    CREATE TABLE wanted (session_id text, note text);
    INSERT INTO wanted VALUES ('sess-2', 'a'), ('sess-3', 'b'),
        ('nosuch', 'c'), (NULL, 'd');
    CREATE TABLE notes (app_id text, session_id text, note text,
                        minutes float8);
    INSERT INTO notes VALUES ('app-1', 'sess-1', 'first', 0),
        ('app-1', 'sess-3', 'third', 0), ('app-2', 'sess-4', 'other', 0);
    CREATE TABLE teams (custom_participant_id text, team text);
    INSERT INTO teams VALUES ('emp-1', 'red'), ('emp-2', 'blue'),
        ('emp-5', 'red');
    ANALYZE wanted, notes, teams;"""

REQUESTS = re.compile(
    r"= (?P<most>\d+)(, least (?P<least>\d+): .+?)?(?P<any>.* in any plan)?$")


class Entry(NamedTuple):
    line: int
    data: str
    app: str
    parameters: List[List[str]]         # type and value
    sql: str
    most: int
    least: int
    any_plan: bool
    rows: List[str]


class Mode(NamedTuple):
    name: str
    how: str
    setting: str
    bound: bool                         # the requests of the table hold ...
    any_plan: bool                      # ... or only where they do in any plan


MODES = (
    Mode("custom plan", "on", "plan_cache_mode = force_custom_plan", True,
         False),
    Mode("generic plan", "on", "plan_cache_mode = force_generic_plan", True,
         False),
    Mode("without hash joins", "on", "enable_hashjoin = off", False, True),
    Mode("without merge joins", "on", "enable_mergejoin = off", False, True),
    Mode("without nested loops", "on", "enable_nestloop = off", False, True),
    Mode("without pushdown", "off", "plan_cache_mode = auto", False, False),
    Mode("local copy", "copy", "plan_cache_mode = auto", False, False),
)


def parse(lines: List[str]) -> Iterator[Entry]:
    """An entry begins with "@" and ends with an empty line."""
    i = 0
    while i < len(lines):
        if not lines[i].startswith("@ "):
            i += 1
            continue
        line, (data, app) = i + 1, lines[i][2:].split()
        end = lines.index("", i) if "" in lines[i:] else len(lines)
        block = lines[i + 1:end]
        parameters = [text.split(" ", 1)[1].split(" = ", 1)
                      for text in block if text.startswith("$")]
        at = next(j for j, text in enumerate(block) if text.startswith("= "))
        found = REQUESTS.match(block[at])
        assert found is not None, f"line {line}: {block[at]}"
        most = int(found["most"])
        yield Entry(line, data, app, parameters,
                    "\n".join(block[len(parameters):at]), most,
                    int(found["least"] or most), bool(found["any"]),
                    block[at + 1:])
        i = end


def script(entry: Entry) -> str:
    if not entry.parameters:
        return entry.sql
    types = ", ".join(kind for kind, _ in entry.parameters)
    values = ", ".join(value for _, value in entry.parameters)
    return f"PREPARE q({types}) AS {entry.sql}; EXECUTE q({values})"


def as_compared(entry: Entry, rows: List[str]) -> List[str]:
    """In their order where the statement says one, else sorted."""
    return rows if "ORDER BY" in entry.sql else sorted(rows)


def run(world: World, entry: Entry, mode: Mode) -> Dict[str, object]:
    mock = world.mocks[entry.data]
    schema = f"{entry.data}_{entry.app}_{mode.how}"
    mock.forget()
    rows = world.psql.run(
        f"BEGIN; SET LOCAL search_path = {schema}, public; "
        f"SET LOCAL {mode.setting};\n{script(entry)};\n"
        "ROLLBACK; DEALLOCATE ALL")
    return {"rows": rows, "seen": mock.seen()}


def complaint(world: World, entry: Entry, mode: Mode) -> Optional[str]:
    """What is wrong with a statement in a mode, or None."""
    ran = run(world, entry, mode)
    rows, seen = ran["rows"], ran["seen"]
    assert isinstance(rows, list) and isinstance(seen, list)
    if as_compared(entry, rows) != as_compared(entry, entry.rows):
        return "\n".join(["rows:", *rows[:20]])
    if not (mode.bound or mode.any_plan and entry.any_plan):
        return None
    if not entry.least <= len(seen) <= entry.most:
        return "\n".join([f"{len(seen)} requests:", *sorted(seen)[:20]])
    return None


def check(world: World, number: int, entry: Entry) -> bool:
    wrong: Dict[str, List[str]] = {}        # complaint: modes
    for mode in MODES:
        said = complaint(world, entry, mode)
        if said is not None:
            wrong.setdefault(said, []).append(mode.name)
    title = entry.sql.replace("\n", " ").replace("#", "")[:70]
    print(f"{'not ' if wrong else ''}ok {number} - line {entry.line}: {title}")
    for text, modes in wrong.items():
        print(f"#   {', '.join(modes)}: " + text.replace("\n", "\n#     "))
    sys.stdout.flush()
    return not wrong


def main() -> int:
    entries = list(parse(FILE.read_text(encoding="utf-8").splitlines()))
    world = World("small", "full")
    world.psql.must(LOCAL)
    passed = [check(world, number, entry)
              for number, entry in enumerate(entries, 1)]
    print(f"1..{len(passed)}")
    world.close()
    return not all(passed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Lost as lost:
        sys.exit(f"not ok - the server ended the connection in:\n{lost}")
