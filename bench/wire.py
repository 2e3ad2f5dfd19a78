"""The same list over TLS and HTTP/2, compressed or not."""

from pathlib import Path

from measure import (COLUMNS, RUNS, WITH_EVENTS, every_column, execute,
                     median_run, record, statement, table)

WAYS = {"http, HTTP/1.1": "pages", "http, HTTP/1.1, gzip": "clear_gzip",
        "https, HTTP/1.1": "tls1", "https, HTTP/1.1, gzip": "tls1_gzip",
        "https, HTTP/2": "tls2", "https, HTTP/2, gzip": "tls2_gzip"}


def bytes_on_the_wire():
    """Bytes that the loopback interface has carried, headers and all."""
    for line in Path("/proc/net/dev").read_text().splitlines():
        name, _, counts = line.partition(":")
        if name.strip() == "lo":
            return int(counts.split()[0])
    raise SystemExit("bench: no loopback interface")


def statement_of(schema, events):
    return statement(
        f"SELECT display_name FROM {schema}.sessions_participants"
        " WHERE session_id = 'k0'",
        f"SELECT {every_column(WITH_EVENTS if events else COLUMNS)} FROM"
        f" {schema}.sessions_participants"
        " WHERE session_id = 'speed'")


def compare(events):
    runs = {way: [] for way in WAYS}
    sent = {way: [] for way in WAYS}
    for _ in range(RUNS):
        for way, schema in WAYS.items():
            before = bytes_on_the_wire()
            runs[way].append(execute(statement_of(schema, events)))
            sent[way].append(bytes_on_the_wire() - before)
    results = {way: median_run(run) for way, run in runs.items()}
    clear = results["http, HTTP/1.1"]
    table(f"100,000 participants, {'with' if events else 'without'} "
          f"peer_events, every column read (medians of {RUNS})",
          ("", "wall s", "/ clear", "CPU s", "/ clear", "MB on the wire",
           "same answer"),
          [(way, f"{run.statement_wall:.2f}",
            f"{run.statement_wall / clear.statement_wall:.2f}",
            f"{run.statement_cpu:.2f}",
            f"{run.statement_cpu / clear.statement_cpu:.2f}",
            f"{min(sent[way]) / 1e6:.1f}",
            "yes" if run.output == clear.output else "NO")
           for way, run in results.items()])
    return {way: {"wall": run.statement_wall, "cpu": run.statement_cpu,
                  "bytes": min(sent[way])} for way, run in results.items()}


def measure():
    record("wire", {"noev": compare(False), "ev": compare(True)})
