"""Commands and statements, and what they take: used by all parts.

A command that ends with USAGE prints what its own backend used, so that the
backend's time and memory are counted with the client's.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

RUNS = int(os.environ.get("RUNS", "5"))
HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "build" / "bench" / "results.json"
BARE = str(RESULTS.parent / "bare")
PSQL = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"]
IN_FLIGHT = 8
COLUMNS = {"participant_id": "text", "user_id": "text",
           "custom_participant_id": "text", "display_name": "text",
           "preset_name": "text", "joined_at": "timestamptz",
           "left_at": "timestamptz", "duration": "float8",
           "created_at": "timestamptz", "updated_at": "timestamptz"}
WITH_EVENTS = {**COLUMNS, "peer_events": "jsonb"}

# Nanoseconds of processor, peak kB, and the time, of the backend that runs it.
USAGE = r"""SELECT 'usage', (SELECT sum(split_part(pg_read_file(
        '/proc/self/task/' || task || '/schedstat'), ' ', 1)::bigint)
        FROM pg_ls_dir('/proc/self/task') AS task),
    substring(pg_read_file('/proc/self/status') from 'VmHWM:\s+(\d+)'),
    extract(epoch from clock_timestamp())"""


@dataclass
class Run:
    """What a command took, or the medians of several."""
    output: str
    wall: float         # seconds
    cpu: float          # seconds, client and backend
    backend: float      # peak kB
    client: float       # peak kB of its largest process
    statement_wall: float = 0   # of that, between its first and last USAGE
    statement_cpu: float = 0


def usages(lines):
    """The lines of USAGE as numbers, and the others."""
    used = [list(map(float, line.split("|")[1:])) for line in lines
            if line.startswith("usage|")]
    return used, [line for line in lines if not line.startswith("usage|")]


def execute(command):
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                          stdin=subprocess.DEVNULL) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)[:60]}… failed")
    used, lines = usages(output.strip().split("\n"))
    client = usage.ru_utime + usage.ru_stime
    if not used:
        return Run("\n".join(lines), wall, client, 0, usage.ru_maxrss)
    first, last = used[0], used[-1]
    return Run("\n".join(lines), wall, client + last[0] / 1e9, last[1],
               usage.ru_maxrss, last[2] - first[2],
               (last[0] - first[0]) / 1e9)


def psql(*commands):
    return PSQL + [word for sql in commands for word in ("-c", sql)]


def statement(warm, sql, before=(), after=()):
    """A statement between two USAGE, in a session that has run another."""
    return psql(*before, f"DO $warm$ BEGIN PERFORM * FROM ({warm}) AS q; END"
                " $warm$", USAGE, sql, USAGE, *after)


def median_run(runs):
    return Run(runs[0].output,
               *(statistics.median(getattr(run, name) for run in runs)
                 for name in ("wall", "cpu", "backend", "client",
                              "statement_wall", "statement_cpu")))


def take_turns(commands, runs=RUNS):
    """The medians of each command, by its name."""
    taken = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(execute(command))
    return {name: median_run(run) for name, run in taken.items()}


def url_of(path, port="BENCH_NGINX_PORT"):
    return (f"http://127.0.0.1:{os.environ[port]}"
            f"/accounts/bench/realtime/kit/app/{path}")


def list_url(session, per_page, events=False):
    """The list of a session's participants; page_no=… is to be added."""
    return (url_of(f"sessions/{session}/participants?per_page={per_page}")
            + "&include_peer_events=true" * events + "&page_no=")


def has_extension(name):
    return execute(psql("SELECT count(*) FROM pg_extension"
                        f" WHERE extname = '{name}'")).output == "1"


# -- what is read --------------------------------------------------------------

def every_column(columns):
    """One text that takes reading each column."""
    reading = {"text": "sum(length({}))", "timestamptz": "max({})",
               "float8": "max({})", "jsonb": "sum(jsonb_array_length({}))"}
    parts = [reading[kind].format(name) for name, kind in columns.items()]
    return f"concat_ws(' ', count(*), {', '.join(parts)})"


def declared(columns):
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def of_api(sql):
    """The same with the API's name for the id of a row."""
    return re.sub(r"\bparticipant_id\b", "id", sql)


# -- what is told --------------------------------------------------------------

def table(title, head, rows):
    lines = [head, *rows]
    widths = [max(len(str(line[i])) for line in lines)
              for i in range(len(head))]
    print(f"\n{title}\n")
    for line in lines:
        print("  ".join(str(cell).ljust(width) if i == 0 else
                        str(cell).rjust(width)
                        for i, (cell, width) in enumerate(zip(line, widths))
                        ).rstrip(), flush=True)


def record(name, value):
    """Keep a part's results for charts.py and tables.py."""
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[name] = value
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
