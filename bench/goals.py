"""The table of figures: the work per row and what it is held against.

Both sides of a ratio take turns in one run.  Of a CPU time all processes count,
client and backend, between two readings in a session that has run a statement
before; "from start" counts the start of client, backend and library too.
"""

import os
import re
import statistics
import subprocess
from dataclasses import dataclass

import growth
from measure import (BARE, COLUMNS, PSQL, RUNS, USAGE, WITH_EVENTS, declared,
                     every_column, execute, has_extension, list_url, of_api,
                     psql, record, statement, table, take_turns, url_of)

PAGES = 1000
DETAILS = 2000
RESCANS = 10000
REPEATS = 500
SPEED = "sessions_participants WHERE session_id = 'speed'"
STORE = (f"CREATE TABLE stored AS SELECT {', '.join(COLUMNS)}"
         f" FROM pages.{SPEED}")
WARM = "SELECT display_name FROM lists.sessions_participants" \
    " WHERE session_id = 'k0'"
BROWSER = "{peer_stats,device_info,browser}"


@dataclass
class Goal:
    """A line of the table."""
    what: str
    measured: float
    goal: float
    least: float
    form: str = "{:.2f} ×"
    more: bool = True               # is more better?
    from_start: float = None

    def met(self, bound):
        if self.more:
            return self.measured >= bound
        return self.measured <= bound

    def cells(self):
        sign = "≥" if self.more else "≤"
        unit = self.form.partition("}")[2]
        return (self.what,
                *(f"{sign} {bound:,}{unit}"
                  for bound in (self.goal, self.least)),
                self.form.format(self.measured),
                "-" if self.from_start is None
                else self.form.format(self.from_start),
                *("yes" if self.met(bound) else "no"
                  for bound in (self.goal, self.least)))


# -- against pgsql-http --------------------------------------------------------

def of_http(sql, after=()):
    warm = f"SELECT status FROM http_get('{list_url('k0', 200)}1')"
    return statement(warm, sql, ["SET http.keepalive = on"], after)


def of_rtk(sql, after=()):
    return statement(WARM, sql, after=after)


def http_rows(session, pages, columns, per_page=100, events=False):
    """FROM all rows of a list with the columns, by pgsql-http."""
    return (f"generate_series(1, {pages}) AS n, LATERAL http_get("
            f"'{list_url(session, per_page, events)}' || n) AS r, LATERAL"
            " jsonb_to_recordset(r.content::jsonb #> '{data,participants}')"
            f" AS t({columns})")


def against(what, ours, theirs, goal, least, measure="cpu"):
    """A ratio, theirs by ours; both must have the same answer."""
    taken = take_turns({"ours": ours, "theirs": theirs})
    mine, other = taken["ours"], taken["theirs"]
    if mine.output != other.output:
        raise SystemExit(f"bench: {what}: {mine.output}, {other.output}")
    inner = "statement_" + measure
    return Goal(what, getattr(other, inner) / getattr(mine, inner), goal,
                least,
                from_start=getattr(other, measure) / getattr(mine, measure))


def throughput():
    count = "SELECT count(*), sum(length(display_name)) FROM "
    yield against(
        "count of one text column, CPU against pgsql-http",
        of_rtk(f"{count} pages.{SPEED}"),
        of_http(count + http_rows("speed", PAGES, "display_name text")),
        10, 7)
    drop = ["SELECT count(*) FROM stored", "DROP TABLE stored"]
    yield against(
        "all scalar columns, CREATE TABLE AS, wall against pgsql-http",
        of_rtk(STORE, drop),
        of_http("CREATE TABLE stored AS SELECT t.* FROM " + http_rows(
            "speed", PAGES, of_api(declared(COLUMNS))), drop), 5, 4, "wall")
    every = f"SELECT {every_column(WITH_EVENTS)} FROM "
    yield against(
        "all columns with peer_events, read, CPU against pgsql-http",
        of_rtk(f"{every} pages.{SPEED}"),
        of_http(of_api(every + http_rows(
            "speed", PAGES, declared(WITH_EVENTS), events=True))), 3, 2)


def call_statistics():
    detail = url_of("sessions/stats/participants/")
    theirs = of_http(
        "SELECT count(d.content::jsonb #>>"
        " '{data,participant,peer_stats,device_info,browser}') FROM "
        + http_rows("stats", DETAILS // 200, "id text", 200)
        + f", LATERAL http_get('{detail}' || t.id) AS d")
    for column, path in (("callstats", f"callstats #>> '{BROWSER}'"),
                         ("device_info", "device_info ->> 'browser'"),
                         ("a column for it", "browser")):
        yield against(
            f"statistics of {DETAILS:,} participants, one value: {column},"
            " CPU against pgsql-http",
            of_rtk(f"SELECT count({path}) FROM lists.sessions_participants"
                   " WHERE session_id = 'stats'"), theirs, 3, 2)


# -- against the floor ---------------------------------------------------------

def bare(url, count):
    """CPU and wall seconds of all requests, median ms of one."""
    out = subprocess.run([BARE, url, str(count)], check=True,
                         capture_output=True, text=True).stdout
    return list(map(float, out.split("|")))


def floor():
    create = f"CREATE TABLE copied ({declared(COLUMNS)})"
    copy = psql(create, USAGE,
                f"COPY copied FROM '{os.environ['BENCH_PAGES']}/speed.copy'",
                USAGE, "DROP TABLE copied")
    ours = of_rtk(STORE, after=["DROP TABLE stored"])
    url = list_url("speed", 100) + "%d"
    taken, download = {}, []
    for _ in range(RUNS):
        for name, command in (("ours", ours), ("copy", copy)):
            taken.setdefault(name, []).append(execute(command))
        download.append(bare(url, PAGES)[0])
    own, other = (statistics.median(run.statement_cpu for run in taken[name])
                  for name in ("ours", "copy"))
    yield Goal("CPU against bare libcurl plus COPY, scalar columns",
               own / (other + statistics.median(download)), 1.0, 1.3,
               more=False)


# -- how long one waits --------------------------------------------------------

def timings(script):
    """Milliseconds of each statement of a psql script, as psql sees them."""
    out = subprocess.run(PSQL, input=r"\timing on" "\n" + script, check=True,
                         capture_output=True, text=True).stdout
    return list(map(float, re.findall(r"^Time: ([0-9.]+) ms", out, re.M)))


def first_row():
    first, reply = [], []
    table_name = "slow50.sessions_participants"
    url = url_of("sessions/s1/participants?n=%d", "BENCH_SLOW50_PORT")
    for _ in range(RUNS):
        *_, taken = timings(
            f"SELECT count(display_name) FROM {table_name}"
            " WHERE session_id = 's1';\nBEGIN;\nDECLARE c CURSOR FOR SELECT"
            f" display_name FROM {table_name} WHERE session_id = 'huge';\n"
            "FETCH 1 FROM c;\n")
        first.append(taken)
        reply.append(bare(url, 20)[2])
    yield Goal(f"first row of a list of {PAGES:,} pages, in time of one reply",
               statistics.median(first) / statistics.median(reply), 1.2, 1.5,
               more=False)


def empty_scan():
    sql = ("SELECT display_name FROM lists.sessions_participants"
           " WHERE session_id = 'empty';\n")
    url = list_url("empty", 200) + "%d"
    over = []
    for _ in range(RUNS):
        ours = timings(sql * (REPEATS + 50))[50:]
        over.append(statistics.median(ours) - bare(url, REPEATS)[2])
    yield Goal("empty keyed scan, over the bare request",
               statistics.median(over), 0.3, 1, "{:.2f} ms", more=False)


def rescans():
    taken = take_turns({"ours": statement(
        WARM, "SELECT count(p.display_name) FROM keys JOIN"
        " lists.sessions_participants AS p ON p.session_id = keys.id",
        before=["SET enable_hashjoin = off", "SET enable_mergejoin = off",
                "SET enable_memoize = off", "SET enable_material = off",
                "CREATE TEMPORARY TABLE keys AS SELECT 'k1' AS id"
                f" FROM generate_series(1, {RESCANS})"])})["ours"]
    if taken.output != str(RESCANS):
        raise SystemExit(f"bench: rescans: {taken.output}")
    yield Goal(f"nested loop of {RESCANS:,} rescans on a remembered key",
               RESCANS / taken.statement_cpu, 200000, 100000,
               "{:,.0f} a second")    # nothing waits: of CPU


def peak_memory():
    idle = execute(psql(WARM, USAGE)).backend
    run = execute(psql(
        "SELECT count(display_name), sum(jsonb_array_length(peer_events))"
        " FROM lists.sessions_participants WHERE session_id = 'n1000000'",
        USAGE))
    if not run.output.startswith("1000000|"):
        raise SystemExit(f"bench: peak memory: {run.output}")
    yield Goal("peak memory of 1,000,000 rows with peer_events, above idle",
               (run.backend - idle) / 1024, 24, 40, "{:.1f} MB", more=False)


def measure():
    parts = [floor, first_row, empty_scan, rescans, peak_memory]
    if has_extension("http"):
        parts = [throughput, call_statistics, *parts]
    goals = [goal for part in parts for goal in part()]
    rows = [goal.cells() for goal in goals] + growth.measure()
    table(f"Figures (medians of {RUNS})",
          ("what", "goal", "at least", "measured", "from start", "goal met",
           "least met"), rows)
    if not has_extension("http"):
        print("pgsql-http: skipped, the extension is not installed")
    record("goals", [dict(zip(("what", "goal", "least", "measured",
                               "from_start", "goal_met", "least_met"), row))
                     for row in rows])
