"""How time grows with rows, pages and keys: it should double with them."""

import math
import os
import statistics
from dataclasses import dataclass

from measure import RUNS, execute, record, statement, table

FIRST = 1000
MOST = int(os.environ.get("MOST", "1024000"))
REPEATED = 64000    # measured RUNS times up to here, beyond once
WARM = "SELECT display_name FROM lists.sessions_participants" \
    " WHERE session_id = 'k0'"
ONE_ROW = "SELECT count(display_name) FROM lists.sessions_participants" \
    " WHERE session_id = 'k0'"
KEYS = """CREATE FUNCTION pg_temp.read_keys(n int) RETURNS bigint
    LANGUAGE plpgsql AS $$
    DECLARE keys text[] := ARRAY(SELECT 'k' || i FROM generate_series(1, n) i);
    BEGIN RETURN (SELECT count(display_name) FROM lists.sessions_participants
        WHERE session_id = ANY (keys)); END $$"""


@dataclass
class Case:
    """A statement of so many rows, pages or keys."""
    what: str
    sql: str
    most: int = MOST


CASES = (
    Case("rows of one list, 200 a page",
         "SELECT count(display_name) FROM lists.sessions_participants"
         " WHERE session_id = 'n{0}'"),
    Case("pages of one list, a row each",
         "SELECT count(display_name) FROM ones.sessions_participants"
         " WHERE session_id = 'n{0}'"),
    Case("keys, a row each", "SELECT pg_temp.read_keys({0})"),
    # PostgreSQL compares each row with the keys one by one where the array is
    # not known when it plans.
    Case("keys of = ANY (ARRAY(SELECT …))",
         "SELECT count(display_name) FROM lists.sessions_participants"
         " WHERE session_id = ANY (ARRAY(SELECT 'k' || n"
         " FROM generate_series(1, {0}) AS n))", min(MOST, 16000)),
)


def sizes(most):
    size = FIRST
    while size <= most:
        yield size
        size *= 2


def time_of(sql, rows, repeated):
    """Wall and CPU seconds of the statement, in a warm session."""
    runs = [execute(statement(WARM, sql, before=[KEYS]))
            for _ in range(repeated)]
    for run in runs:
        if run.output != str(rows):
            raise SystemExit(f"bench: {rows} rows: {run.output}")
    return (statistics.median(run.statement_wall for run in runs),
            statistics.median(run.statement_cpu for run in runs))


def times_of(case, fixed):
    """The same for each size, without what one row takes."""
    for size in sizes(case.most):
        wall, cpu = time_of(case.sql.format(size), size,
                            RUNS if size <= REPEATED else 1)
        yield wall - fixed[0], cpu - fixed[1]


def per_doubling(times):
    """2 to the slope of the straight line through all times, as logarithms."""
    return 2 ** statistics.linear_regression(
        range(len(times)), [math.log2(time) for time in times]).slope


def is_linear(ratio):
    return 1.9 <= ratio <= 2.1


def line_of(what, most, times):
    steps = [b / a for a, b in zip(times, times[1:])]
    return (what, f"{most:,}", f"{times[0] * 1000:.1f}", f"{times[-1]:.2f}",
            f"{per_doubling(times):.2f}", f"{min(steps):.2f}",
            f"{max(steps):.2f}",
            "yes" if is_linear(per_doubling(times)) else "no")


def measure():
    """Print it; lines for the table of goals."""
    rows, goals, kept = [], [], {}
    fixed = time_of(ONE_ROW, 1, RUNS * 4)
    for case in CASES:
        walls, cpus = zip(*times_of(case, fixed))
        most = max(sizes(case.most))
        rows.append(line_of(f"{case.what}: wall", most, walls))
        rows.append(line_of(f"{case.what}: CPU", most, cpus))
        ratios = per_doubling(walls), per_doubling(cpus)
        goals.append((
            f"time per doubling of {case.what}, to {most:,}: wall, CPU",
            "1.9 to 2.1", "-", f"{ratios[0]:.2f}, {ratios[1]:.2f}", "-",
            "yes" if all(map(is_linear, ratios)) else "no", "-"))
        kept[case.what] = {"wall": walls, "cpu": cpus, "most": most}
    table(f"Growth of time from {FIRST:,} up, less the {fixed[0] * 1000:.1f} ms"
          f" of one row (medians of {RUNS}, above {REPEATED:,} once)",
          ("", "to", "first ms", "last s", "per doubling", "least step",
           "largest step", "goal met"), rows)
    record("growth", kept)
    return goals
