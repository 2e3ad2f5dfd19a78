"""What some choices of a user change, for 100,000 participants."""

from measure import RUNS, record, statement, table, take_turns

WARM = "SELECT display_name FROM pages.sessions_participants" \
    " WHERE session_id = 'k0'"
SCALARS = "participant_id, display_name, joined_at, left_at, duration"


def read(columns, schema="pages"):
    counted = ", ".join(f"count({name})" for name in columns.split(", "))
    return statement(WARM, f"SELECT {counted} FROM"
                     f" {schema}.sessions_participants"
                     " WHERE session_id = 'speed'")


def stored(columns, schema="pages", compression="pglz"):
    return statement(
        WARM, f"CREATE TABLE stored AS SELECT {columns} FROM"
        f" {schema}.sessions_participants WHERE session_id = 'speed'",
        before=[f"SET default_toast_compression = {compression}"],
        after=["SELECT count(*) FROM stored", "DROP TABLE stored"])


CHOICES = {
    "read five scalar columns": read(SCALARS),
    "read them and peer_events": read(f"{SCALARS}, peer_events"),
    "… declared json": read(f"{SCALARS}, peer_events", "as_json"),
    "store five scalar columns": stored(SCALARS),
    "store them and peer_events": stored(f"{SCALARS}, peer_events"),
    "… declared json ": stored(f"{SCALARS}, peer_events", "as_json"),
    "… with default_toast_compression lz4":
        stored(f"{SCALARS}, peer_events", compression="lz4"),
    "… declared json, with lz4":
        stored(f"{SCALARS}, peer_events", "as_json", "lz4"),
}


FLIGHTS = (1, 8, 16, 32)
SESSIONS = ", ".join(f"'s{i}'" for i in range(96))


def in_flight(number):
    """A list of each of 96 sessions, with so many requests side by side."""
    alter = "ALTER SERVER slow50 OPTIONS (SET max_concurrency '{}')"
    return statement(WARM, "SELECT count(display_name) FROM"
                     " slow50.sessions_participants WHERE session_id IN"
                     f" ({SESSIONS})", [alter.format(number)],
                     [alter.format(8)])


def measure():
    taken = take_turns(CHOICES)
    least = taken["read five scalar columns"].statement_cpu
    table(f"What choices change, 100,000 participants (medians of {RUNS})",
          ("", "wall s", "CPU s", "/ first"),
          [(what, f"{run.statement_wall:.2f}", f"{run.statement_cpu:.2f}",
            f"{run.statement_cpu / least:.1f}") for what, run in
           taken.items()])
    record("settings", [{"what": what.strip(), "cpu": run.statement_cpu}
                        for what, run in taken.items()])
    waits = take_turns({number: in_flight(number) for number in FLIGHTS})
    table("96 requests that are answered after 50 ms, by max_concurrency"
          f" (medians of {RUNS})", ("", "ms", "ideal"),
          [(number, f"{run.statement_wall * 1000:.0f}", 96 // number * 50)
           for number, run in waits.items()])
    record("flights", {number: run.statement_wall * 1000
                       for number, run in waits.items()})
