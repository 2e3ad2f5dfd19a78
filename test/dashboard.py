"""Run each query of examples/evidence, and print TAP lines.

    python3 test/dashboard.py

On a running server with both extensions installed, in a database of its own,
with empty tables.  The sources are queries of the copy; those of the pages are
DuckDB's, on what the sources give, and written so that PostgreSQL understands
them too.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, Tuple

TOP = Path(__file__).resolve().parent.parent
PROJECT = TOP / "examples" / "evidence"
DATABASE = "dashboard_queries"

# What is checked, and the statements that do.
Check = Tuple[str, str]

# What a page's inputs and parameters stand for.
INPUTS = {"inputs.period": "14"}
OTHER_INPUT = "%"

# The copy is not in the schema "analytics", for that is what the pages call
# the sources.
SETUP = """
CREATE EXTENSION rtk_analytics CASCADE;
CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw OPTIONS (account_id 'a');
SELECT rtk_analytics.setup('realtime', 'copied');
CREATE SCHEMA analytics;
"""


class Failed(Exception):
    pass


def psql(database: str, sql: str) -> None:
    done = subprocess.run(
        ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f",
         "-"], input=sql, text=True, capture_output=True, check=False)
    if done.returncode:
        raise Failed(done.stderr)


def blocks(page: str) -> Dict[str, str]:
    """The queries of a page, by name, in their order."""
    return dict(re.findall(r"^```sql (\w+)\n(.*?)^```$", page,
                           re.MULTILINE | re.DOTALL))


def filled(query: str, schema: str) -> str:
    """A query with its inputs, and with the views of those that it uses."""
    def value(match: "re.Match[str]") -> str:
        name = match.group(1)
        if "." in name:
            return INPUTS.get(name, OTHER_INPUT)
        return f'{schema}."{name}"'

    return re.sub(r"\$\{([\w.]+)\}", value, query)


def create(schema: str, name: str, path: str, query: str) -> str:
    """Statements that make a query a view, and run it."""
    return (f'SET search_path = {path};\n'
            f'CREATE VIEW {schema}."{name}" AS\n{query.strip()};\n'
            f'SELECT * FROM {schema}."{name}" LIMIT 0;\n')


def sources() -> Iterator[Check]:
    for file in sorted(PROJECT.glob("sources/analytics/*.sql")):
        yield f"source {file.stem}", create(
            "analytics", file.stem, "copied",
            file.read_text(encoding="utf-8"))


def pages() -> Iterator[Check]:
    for number, file in enumerate(sorted(PROJECT.glob("pages/**/*.md"))):
        schema = f"page_{number}"
        psql(DATABASE, f"CREATE SCHEMA {schema}")
        text = file.read_text(encoding="utf-8")
        for block, query in blocks(text).items():
            yield f"{file.relative_to(PROJECT)} {block}", create(
                schema, block, "pg_catalog", filled(query, schema))


def main() -> int:
    failed = number = 0
    psql("postgres", f"DROP DATABASE IF EXISTS {DATABASE}")
    psql("postgres", f"CREATE DATABASE {DATABASE}")
    psql(DATABASE, SETUP)
    for checks in (sources, pages):
        for name, statements in checks():
            number += 1
            try:
                psql(DATABASE, statements)
                print("ok", number, "-", name)
            except Failed as error:
                failed += 1
                print("not ok", number, "-", name)
                for line in str(error).splitlines():
                    print("#  ", line)
    psql("postgres", f"DROP DATABASE {DATABASE}")
    print(f"1..{number}")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
