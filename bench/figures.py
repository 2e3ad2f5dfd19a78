#!/usr/bin/env python3
"""Measure and print: figures.py PART…

The cluster, nginx and the slow APIs are running (run.sh); the environment says
where.  A command's last line of output is what its own backend read in /proc,
so that the backend's CPU time and peak memory are counted with the client's.
"""

import http.client
import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

RUNS = int(os.environ.get("RUNS", "5"))
HERE = os.path.dirname(os.path.abspath(__file__))
PSQL = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"]
TICK = os.sysconf("SC_CLK_TCK")
PAGES = 1000
IN_FLIGHT = 8
REPEATS = 1000
COLUMNS = {"participant_id": "text", "user_id": "text",
           "custom_participant_id": "text", "display_name": "text",
           "preset_name": "text", "joined_at": "timestamptz",
           "left_at": "timestamptz", "duration": "float8",
           "created_at": "timestamptz", "updated_at": "timestamptz"}

# Clock ticks and peak kB of the backend that runs it.
USAGE = r"""SELECT f[12]::int + f[13]::int,
    substring(pg_read_file('/proc/self/status') from 'VmHWM:\s+(\d+)')
    FROM regexp_split_to_array(regexp_replace(
        pg_read_file('/proc/self/stat'), '^.*\) ', ''), ' ') AS f"""

# kB, kB of its own, descriptors, threads.
STATE = r"""SELECT substring(s from 'VmRSS:\s+(\d+)'),
    substring(s from 'RssAnon:\s+(\d+)'),
    (SELECT count(*) FROM pg_ls_dir('/proc/self/fd')),
    substring(s from 'Threads:\s+(\d+)')
    FROM pg_read_file('/proc/self/status') AS s"""


@dataclass
class Run:
    """What one command took, or the medians of several."""
    output: str
    wall: float         # seconds
    cpu: float          # seconds, client and backend
    backend: float      # peak kB
    client: float       # peak kB of its largest process


def execute(command):
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                          stdin=subprocess.DEVNULL) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"figures.py: {' '.join(command)[:60]}… failed")
    *lines, last = output.strip().split("\n")
    ticks, peak = map(int, last.split("|"))
    cpu = ticks / TICK + usage.ru_utime + usage.ru_stime
    return Run("\n".join(lines), wall, cpu, peak, usage.ru_maxrss)


def psql(*commands):
    return PSQL + [word for sql in commands for word in ("-c", sql)]


def medians(runs):
    return Run(runs[0].output,
               *(statistics.median(getattr(run, name) for run in runs)
                 for name in ("wall", "cpu", "backend", "client")))


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


# -- speed ------------------------------------------------------------------

def every_column(events):
    """One text that takes reading each column."""
    parts = ["count(*)"]
    for name, kind in COLUMNS.items():
        parts.append(f"sum(length({name}))" if kind == "text"
                     else f"max({name})")
    if events:
        parts.append("sum(jsonb_array_length(peer_events))")
    return f"concat_ws(' ', {', '.join(parts)})"


def column_list(events, first):
    names = [f"{first if name == 'participant_id' else name} {kind}"
             for name, kind in COLUMNS.items()]
    return ", ".join(names + ["peer_events jsonb"] * events)


def http_extension(url, events):
    """Commands for pgsql-http, or None where it is not installed."""
    if execute(psql("SELECT count(*) FROM pg_extension"
                    " WHERE extname = 'http'", USAGE)).output != "1":
        return None
    rows = every_column(events).replace("participant_id", "id", 1)
    return psql(
        "SET http.keepalive = on",
        f"SELECT {rows} FROM generate_series(1, {PAGES}) AS n,"
        f" LATERAL http_get('{url}&page_no=' || n) AS r,"
        " LATERAL jsonb_to_recordset("
        "r.content::jsonb #> '{data,participants}')"
        f" AS t({column_list(events, 'id')})",
        USAGE)


def ways(events):
    """The ways to the same answer, by name."""
    url = ("http://127.0.0.1:" + os.environ["BENCH_NGINX_PORT"] +
           "/accounts/bench/realtime/kit/app/sessions/speed/participants"
           "?per_page=100")
    if events:
        url += "&include_peer_events=true"
    create = ("CREATE TEMPORARY TABLE staging ("
              f"{column_list(events, 'participant_id')})")
    answer = f"SELECT {every_column(events)} FROM "
    arguments = [url, str(PAGES), create, answer + "staging", USAGE]
    return {
        "rtk_fdw": psql(answer + "pages.sessions_participants"
                        " WHERE session_id = 'speed'", USAGE),
        "pgsql-http, jsonb_to_recordset": http_extension(url, events),
        "Python requests, COPY":
            [os.environ["BENCH_PYTHON"], f"{HERE}/peer_python.py",
             *arguments],
        "curl | jq | COPY": [f"{HERE}/peer_curl.sh", *arguments],
    }


def compare(events):
    commands = ways(events)
    runs = {way: [] for way in commands}
    for _ in range(RUNS):
        for way, command in commands.items():
            if command:
                runs[way].append(execute(command))
    results = {way: medians(r) for way, r in runs.items() if r}
    best = min(run.cpu for way, run in results.items() if way != "rtk_fdw")
    rows = [(way, f"{run.wall:.2f}", f"{run.cpu:.2f}",
             f"{best / run.cpu:.2f}", f"{run.backend / 1024:.0f}",
             f"{run.client / 1024:.0f}",
             "yes" if run.output == results["rtk_fdw"].output else "NO")
            for way, run in results.items()]
    table(f"100,000 participants, {'with' if events else 'without'} "
          f"peer_events, every column read (medians of {RUNS})",
          ("", "wall s", "CPU s", "best other / this", "backend peak MB",
           "client peak MB", "same answer"), rows)
    for way in commands.keys() - results.keys():
        print(f"{way}: skipped, the extension is not installed")


def speed():
    compare(False)
    compare(True)


# -- latency ----------------------------------------------------------------

@dataclass
class Case:
    """A statement, and its requests: each round waits for the one before."""
    name: str
    sql: str
    rounds: tuple


def some(name, number):
    return ", ".join(f"'{name}{i}'" for i in range(number))


LISTS = "SELECT count(display_name) FROM sessions_participants"
CASES = (
    Case("200 sessions JOIN their participants",
         "SELECT count(s.status || p.display_name) FROM sessions AS s"
         " JOIN sessions_participants AS p USING (session_id)", (1, 201)),
    Case("IN list of 100 sessions",
         f"{LISTS} WHERE session_id IN ({some('s', 100)})", (100,)),
    Case("100 pages of one list",
         f"{LISTS} WHERE session_id = 'long'", (1, 99)),
    Case("20 lists of 5 pages",
         f"{LISTS} WHERE session_id IN ({some('wide', 20)})", (20, 80)),
    Case("8 lists under one Append", "SELECT count(display_name) FROM ("
         + " UNION ALL ".join("SELECT display_name FROM sessions_participants"
                              f" WHERE session_id = 's{i}'" for i in range(8))
         + ") AS lists", (8,)),
    # The other pages and the statistics of the first wait together.
    Case("statistics of 500 participants",
         "SELECT count(callstats) FROM sessions_participants"
         " WHERE session_id = 'wide0'", (1, 504)),
)


@dataclass
class Timed:
    """What one statement took in a new backend, and what the API saw."""
    answer: str
    ms: float
    requests: int
    at_once: int


def rounds_of(requests):
    return math.ceil(requests / IN_FLIGHT)


def ask(url):
    with urllib.request.urlopen(url) as reply:
        return json.load(reply)


def timed(url, schema, sql):
    ask(f"{url}/seen")
    out = subprocess.run(
        PSQL + ["-c", f"SET search_path = {schema}", "-c", r"\timing on",
                "-c", sql],
        check=True, capture_output=True, text=True).stdout
    return Timed(out.split("\n")[0],
                 float(re.search(r"Time: ([0-9.]+) ms", out)[1]),
                 **ask(f"{url}/seen"))


def bare_client(port, requests):
    """Seconds of a reply to as little of a client as can be."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    start = time.monotonic()
    for _ in range(requests):
        connection.request("GET", "/sessions/s1/participants")
        connection.getresponse().read()
    return (time.monotonic() - start) / requests


def bare_clients(port):
    """The same on average, of as many side by side."""
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        return statistics.mean(pool.map(bare_client, [port] * IN_FLIGHT,
                                        [40] * IN_FLIGHT))


def latency_of(case, name, wait):
    """A line of the table."""
    url = f"http://127.0.0.1:{os.environ[f'BENCH_{name.upper()}_PORT']}"
    runs = [timed(url, name, case.sql) for _ in range(RUNS)]
    single = timed(url, f"{name}_single", case.sql)
    taken = statistics.median(run.ms for run in runs)
    ideal = sum(map(rounds_of, case.rounds)) * wait
    plain = rounds_of(sum(case.rounds)) * wait
    return (case.name, runs[0].answer, sum(case.rounds), runs[0].requests,
            max(run.at_once for run in runs), f"{taken:.0f}", ideal,
            f"{taken / ideal:.2f}", plain, f"{taken / plain:.2f}",
            f"{single.ms:.0f}", f"{single.ms / taken:.1f} x")


def latency():
    for name, wait, words in (("slow50", 50, "50 ms"),
                              ("slow100", 100, "100 ms"),
                              ("uneven", 100, "50 to 150 ms")):
        table(f"Replies after {words}, {IN_FLIGHT} in flight, n requests "
              f"(ms: medians of {RUNS}; one at a time: once)",
              ("", "answer", "n", "sent", "at once", "ms", "ideal", "ratio",
               f"⌈n/{IN_FLIGHT}⌉", "ratio", "one at a time", "faster"),
              [latency_of(case, name, wait) for case in CASES])
        bare = bare_clients(os.environ[f"BENCH_{name.upper()}_PORT"]) * 1000
        print(f"A reply of this API takes {bare:.1f} ms on average, "
              f"{bare / wait:.2f} times {wait} ms")


# -- memory -----------------------------------------------------------------

def memory():
    count = "SELECT count(display_name) FROM lists.sessions_participants"
    idle = execute(psql("SELECT 1", USAGE)).backend
    rows = []
    for name, sql in (
            ("1,000 in one list", f"{count} WHERE session_id = 's000001'"),
            ("1,000,000 in one list", f"{count} WHERE session_id = 'big'"),
            ("1,000,000 in 1,000 lists", count)):
        run = execute(psql(sql, USAGE))
        rows.append((name, run.output, f"{run.wall:.1f}",
                     f"{run.backend / 1024:.1f}",
                     f"{(run.backend - idle) / 1024:.1f}"))
    table(f"Peak memory of the backend (idle: {idle / 1024:.1f} MB)",
          ("", "rows", "wall s", "peak MB", "above idle MB"), rows)


# -- leaks ------------------------------------------------------------------

def repeated(sql, times):
    """Statements of their own, so that each ends for good."""
    return (f"SELECT $x${sql}$x$ FROM generate_series(1, {times}) \\gexec\n")


def in_subtransactions(sql, times):
    return (f"DO $$ BEGIN FOR i IN 1..{times} LOOP BEGIN PERFORM * FROM "
            f"({sql}) AS q; EXCEPTION WHEN OTHERS THEN "
            "RAISE WARNING USING errcode = SQLSTATE, message = 'failed'; "
            "END; END LOOP; END $$;\n")


def growth(name, repeat, sql, before=""):
    """One backend's state before and after many scans."""
    script = (r"\set VERBOSITY sqlstate" "\n"
              f"{before}\\o /dev/null\n{repeat(sql, REPEATS // 10)}"
              f"\\o\n{STATE};\n\\o /dev/null\n{repeat(sql, REPEATS)}"
              f"\\o\n{STATE};\n")
    run = subprocess.run(["psql", "-XAtq"], input=script, text=True,
                         check=True, capture_output=True)
    first, last = (list(map(int, line.split("|")))
                   for line in run.stdout.split())
    codes = re.findall(r"(?:ERROR|WARNING):\s+(\w{5})", run.stderr)
    seen = ", ".join(f"{codes.count(code)} {code}"
                     for code in sorted(set(codes)))
    return (name, seen or "none",
            *(f"{(b - a) / 1024:+.1f}" for a, b in zip(first[:2], last)),
            *(f"{b - a:+d}" for a, b in zip(first[2:], last[2:])))


def leaks():
    count = ("SELECT count(display_name) FROM quick.sessions_participants"
             " WHERE session_id = ")
    rows = [
        growth("scans", repeated, count + "'s1'"),
        growth("failed scans, in subtransactions", in_subtransactions,
               count + "'fail'"),
        growth("cancelled scans", repeated, count + "'hang'",
               "SET statement_timeout = '20ms';\n"),
    ]
    table(f"Growth of one backend over {REPEATS:,} scans, after "
          f"{REPEATS // 10} to warm up",
          ("", "errors", "RSS MB", "anonymous MB", "descriptors",
           "threads"), rows)


for part in sys.argv[1:]:
    {"speed": speed, "latency": latency, "memory": memory,
     "leaks": leaks}[part]()
