"""100,000 participants, against what else one would write."""

import os
from dataclasses import dataclass

from measure import (BARE, COLUMNS, HERE, RUNS, USAGE, WITH_EVENTS, declared,
                     every_column, execute, has_extension, list_url,
                     median_run, of_api, psql, record, table)

PAGES = 1000
LIMIT = "libcurl, bytes thrown away"    # has no answer


@dataclass
class Workload:
    """Columns of the list with their types, and what is made of them."""
    what: str
    columns: dict
    answer: str

    @property
    def events(self):
        return "peer_events" in self.columns

    @property
    def url(self):
        return list_url("speed", 100, self.events)


WORKLOADS = (
    Workload("one text column", {"display_name": "text"},
             "concat_ws(' ', count(*), sum(length(display_name)))"),
    Workload("all scalar columns", COLUMNS, every_column(COLUMNS)),
    Workload("all columns with peer_events",
             WITH_EVENTS, every_column(WITH_EVENTS)),
)


def http_extension(load):
    """Commands for pgsql-http, or None where it is not installed."""
    if not has_extension("http"):
        return None
    return psql(
        "SET http.keepalive = on",
        f"SELECT {of_api(load.answer)} FROM generate_series(1, {PAGES}) AS n,"
        f" LATERAL http_get('{load.url}' || n) AS r,"
        " LATERAL jsonb_to_recordset("
        "r.content::jsonb #> '{data,participants}')"
        f" AS t({of_api(declared(load.columns))})",
        USAGE)


def ways(load):
    """The ways to the same answer, by name."""
    arguments = [load.url, str(PAGES), of_api(" ".join(load.columns)),
                 f"CREATE TEMPORARY TABLE staging ({declared(load.columns)})",
                 f"SELECT {load.answer} FROM staging", USAGE]
    return {
        "rtk_fdw": psql(f"SELECT {load.answer} FROM pages."
                        "sessions_participants WHERE session_id = 'speed'",
                        USAGE),
        "pgsql-http, jsonb_to_recordset": http_extension(load),
        "Python requests, COPY":
            [os.environ["BENCH_PYTHON"], f"{HERE}/peer_python.py",
             *arguments],
        "curl | jq | COPY": [f"{HERE}/peer_curl.sh", *arguments],
        LIMIT: [BARE, load.url + "%d", str(PAGES)],
    }


def compare(load):
    commands = ways(load)
    runs = {way: [] for way in commands}
    for _ in range(RUNS):
        for way, command in commands.items():
            if command:
                runs[way].append(execute(command))
    results = {way: median_run(r) for way, r in runs.items() if r}
    best = min(run.cpu for way, run in results.items()
               if way not in ("rtk_fdw", LIMIT))
    rows = [(way, f"{run.wall:.2f}", f"{run.cpu:.2f}",
             f"{best / run.cpu:.2f}", f"{run.backend / 1024:.0f}",
             f"{run.client / 1024:.0f}",
             "-" if way == LIMIT else
             "yes" if run.output == results["rtk_fdw"].output else "NO")
            for way, run in results.items()]
    table(f"100,000 participants, {load.what} (medians of {RUNS})",
          ("", "wall s", "CPU s", "best other / this", "backend peak MB",
           "client peak MB", "same answer"), rows)
    for way in commands.keys() - results.keys():
        print(f"{way}: skipped, the extension is not installed")
    return {way: {"wall": run.wall, "cpu": run.cpu}
            for way, run in results.items()}


def measure():
    record("speed", {load.what: compare(load) for load in WORKLOADS})
