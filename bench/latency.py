"""Statements of many requests, to an API that takes its time."""

import http.client
import json
import math
import os
import re
import statistics
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from measure import IN_FLIGHT, PSQL, RUNS, record, table


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


def measure():
    kept = {}
    for name, wait, words in (("slow50", 50, "50 ms"),
                              ("slow100", 100, "100 ms"),
                              ("uneven", 100, "50 to 150 ms")):
        kept[name] = [latency_of(case, name, wait) for case in CASES]
        table(f"Replies after {words}, {IN_FLIGHT} in flight, n requests "
              f"(ms: medians of {RUNS}; one at a time: once)",
              ("", "answer", "n", "sent", "at once", "ms", "ideal", "ratio",
               f"⌈n/{IN_FLIGHT}⌉", "ratio", "one at a time", "faster"),
              kept[name])
        bare = bare_clients(os.environ[f"BENCH_{name.upper()}_PORT"]) * 1000
        print(f"A reply of this API takes {bare:.1f} ms on average, "
              f"{bare / wait:.2f} times {wait} ms")
    record("latency", {name: [
        {"statement": row[0], "requests": row[2], "ms": float(row[5]),
         "ideal": row[6], "one_at_a_time": float(row[10])} for row in rows]
        for name, rows in kept.items()})
