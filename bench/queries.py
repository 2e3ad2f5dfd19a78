"""How many requests a query sends, and how many one would that only lists.

Of the mock API's full data (test/mock).  The other client is rtk_fdw itself
with enable_pushdown 'false', which lists everything and filters here.
"""

import subprocess

from measure import PSQL, record, table

QUERIES = (
    ("one session, by its id",
     "SELECT meeting_display_name FROM sessions WHERE session_id = {session}"),
    ("the 20 newest sessions",
     "SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 20"),
    ("how many sessions there are", "SELECT count(*) FROM sessions"),
    ("recordings of a month",
     "SELECT recording_id FROM recordings WHERE invoked_time >="
     " '2026-03-01 00:00Z' AND invoked_time < '2026-04-01 00:00Z'"),
    ("participants of one session",
     "SELECT display_name FROM sessions_participants"
     " WHERE session_id = {session}"),
    ("participants of the live sessions",
     "SELECT p.display_name FROM sessions AS s JOIN sessions_participants AS p"
     " USING (session_id) WHERE s.status = 'LIVE'"),
    ("devices in one session",
     "SELECT device_info ->> 'browser' FROM sessions_participants"
     " WHERE session_id = {session}"),
    ("participants of all sessions",
     "SELECT count(display_name) FROM sessions_participants"),
)
# A session that has ended, with some participants, and the same in each run.
SESSION = ("SELECT quote_literal(min(session_id)) FROM mock.sessions"
           " WHERE status = 'ENDED'")


def ask(*commands):
    out = subprocess.run(PSQL + [word for sql in commands
                                 for word in ("-c", sql)],
                         check=True, capture_output=True, text=True).stdout
    return out.split("\n")[:-1]


def requests_of(schema, sql):
    """How many requests the query sends, and its rows in any order."""
    *rows, sent = ask(f"SET search_path = {schema}, public", sql,
                      "SELECT rtk_requests()")
    return int(sent), sorted(rows)


def measure():
    session, = ask(SESSION)
    kept = []
    for name, sql in QUERIES:
        sql = sql.format(session=session)
        ours, rows = requests_of("mock", sql)
        naive, same = requests_of("mock_naive", sql)
        kept.append((name, len(rows), ours, naive,
                     "yes" if rows == same else "NO"))
    table("Requests of a query, of the mock API's full data",
          ("", "rows", "sent", "listing all", "same answer"), kept)
    record("queries", [{"query": row[0], "sent": row[2], "naive": row[3]}
                       for row in kept])
