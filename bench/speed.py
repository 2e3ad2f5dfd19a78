"""Every column of 100,000 participants, against what else one would write."""

import os

from measure import (HERE, RUNS, USAGE, column_list, every_column, execute,
                     has_extension, list_url, median_run, psql, record, table)

PAGES = 1000


def http_extension(events):
    """Commands for pgsql-http, or None where it is not installed."""
    if not has_extension("http"):
        return None
    rows = every_column(events).replace("participant_id", "id", 1)
    return psql(
        "SET http.keepalive = on",
        f"SELECT {rows} FROM generate_series(1, {PAGES}) AS n,"
        f" LATERAL http_get('{list_url('speed', 100, events)}' || n) AS r,"
        " LATERAL jsonb_to_recordset("
        "r.content::jsonb #> '{data,participants}')"
        f" AS t({column_list(events, 'id')})",
        USAGE)


def ways(events):
    """The ways to the same answer, by name."""
    create = ("CREATE TEMPORARY TABLE staging ("
              f"{column_list(events, 'participant_id')})")
    answer = f"SELECT {every_column(events)} FROM "
    arguments = [list_url("speed", 100, events), str(PAGES), create,
                 answer + "staging", USAGE]
    return {
        "rtk_fdw": psql(answer + "pages.sessions_participants"
                        " WHERE session_id = 'speed'", USAGE),
        "pgsql-http, jsonb_to_recordset": http_extension(events),
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
    results = {way: median_run(r) for way, r in runs.items() if r}
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
    return {way: {"wall": run.wall, "cpu": run.cpu}
            for way, run in results.items()}


def measure():
    record("speed", {"noev": compare(False), "ev": compare(True)})
