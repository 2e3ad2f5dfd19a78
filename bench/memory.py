"""Peak memory of a backend, and what it keeps after many scans."""

import re
import subprocess

from measure import USAGE, execute, psql, table

REPEATS = 1000

# kB, kB of its own, descriptors, threads.
STATE = r"""SELECT substring(s from 'VmRSS:\s+(\d+)'),
    substring(s from 'RssAnon:\s+(\d+)'),
    (SELECT count(*) FROM pg_ls_dir('/proc/self/fd')),
    substring(s from 'Threads:\s+(\d+)')
    FROM pg_read_file('/proc/self/status') AS s"""


def measure():
    count = "SELECT count(display_name) FROM lists.sessions_participants"
    idle = execute(psql("SELECT 1", USAGE)).backend
    rows = []
    for name, sql in (
            ("1,000 in one list", f"{count} WHERE session_id = 's000001'"),
            ("1,000,000 in one list", f"{count} WHERE session_id = 'n1000000'"),
            ("1,000,000 in 1,000 lists", count)):
        run = execute(psql(sql, USAGE))
        rows.append((name, run.output, f"{run.wall:.1f}",
                     f"{run.backend / 1024:.1f}",
                     f"{(run.backend - idle) / 1024:.1f}"))
    table(f"Peak memory of the backend (idle: {idle / 1024:.1f} MB)",
          ("", "rows", "wall s", "peak MB", "above idle MB"), rows)


# -- leaks ---------------------------------------------------------------------

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
