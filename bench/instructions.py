#!/usr/bin/env python3
"""The table of instructions: instructions.py statements | record

statements    prints what is run in a backend, a statement a line
record        reads two counts of each input, a line each, and puts the
              instructions of a row into a column of instructions.md
"""

import os
import re
import subprocess
import sys

from measure import COLUMNS, HERE, WITH_EVENTS, every_column

ROWS = 2000
TABLE = HERE / "instructions.md"
CONTROL = HERE.parent / "rtk_fdw.control"
INPUTS = ("client, one member", "client, all scalars",
          "client, all with peer_events", "scan, count of one column",
          "scan, all scalars", "scan, all with peer_events")
FROM = "FROM single.sessions_participants WHERE session_id = 'few'"


def release():
    version = re.search(r"default_version = '(.*)'", CONTROL.read_text())[1]
    return os.environ.get("RELEASE") or version


def statements():
    for what in ("count(*), sum(length(display_name))", every_column(COLUMNS),
                 every_column(WITH_EVENTS)):
        print(f"SELECT {what} {FROM}")


def compiler():
    words = subprocess.run(["cc", "--version"], check=True, text=True,
                           capture_output=True).stdout.split("\n")[0]
    config = os.environ.get("PG_CONFIG", "pg_config")
    server = subprocess.run([config, "--version"], check=True, text=True,
                            capture_output=True).stdout.split()
    return f"{words.split()[0]} {words.split()[-1]}, " + " ".join(server[:2])


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def put_column(text, head, values):
    """The Markdown table of the text with that column, new or replaced."""
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    columns = cells(lines[first])
    at = columns.index(head) if head in columns else len(columns)
    rows = (head, "---:", *values)
    for i, value in enumerate(rows, first):
        row = cells(lines[i])
        row[at:at + 1] = [value]
        lines[i] = f"| {' | '.join(row)} |"
    return "\n".join(lines)


def record():
    counts = [list(map(int, line.split())) for line in sys.stdin]
    if [len(pair) for pair in counts] != [2] * len(INPUTS):
        sys.exit(f"instructions.py: not two counts of each input: {counts}")
    for name, (one, other) in zip(INPUTS, counts):
        print(f"{name:32} {min(one, other) / ROWS:10,.0f} a row, the two"
              f" counts differ by {abs(one - other) / one:.2%}")
    values = [f"{min(pair) / ROWS:,.0f}" for pair in counts] + [compiler()]
    TABLE.write_text(put_column(TABLE.read_text(), release(), values))


{"statements": statements, "record": record}[sys.argv[1]]()
