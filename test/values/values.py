#!/usr/bin/env python3
"""Generated JSON values, as columns of each type: what rtk_fdw makes of one is
byte for byte what PostgreSQL's own input functions make of its text.

Wants a running server of PostgreSQL with rtk_fdw installed, which libpq's
variables name.  Prints TAP.  The seed is printed; RTK_SEED or --seed repeats
it with the same --count, and --page one page of it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Dict, Iterator, List, Tuple

from database import Database, Outcome
from jobs import Job, jobs

PROCESSES = 2
SHOWN = 20                      # faults of a kind of values

Outcomes = Dict[str, Outcome]   # by encoding and kind


def work(share: List[Job]) -> Outcomes:
    """What a process does: its jobs, one after the other."""
    databases: Dict[str, Database] = {}
    outcomes: Outcomes = {}
    for job in share:
        if job.encoding not in databases:
            databases[job.encoding] = Database(job.encoding)
        outcome = databases[job.encoding].run(job)
        name = f"{job.encoding}: {job.kind.name}"
        outcomes.setdefault(name, Outcome()).add(outcome)
    for database in databases.values():
        database.drop()
    return outcomes


def work_on_all(todo: List[Job]) -> Outcomes:
    outcomes: Outcomes = {}
    with ProcessPoolExecutor(PROCESSES) as pool:
        shares = [todo[i::PROCESSES] for i in range(PROCESSES)]
        for part in pool.map(work, shares):
            for name, outcome in part.items():
                outcomes.setdefault(name, Outcome()).add(outcome)
    return outcomes


def faults_of(outcomes: Outcomes) -> Iterator[Tuple[str, List[str]]]:
    """What is tested, and what is wrong with it."""
    filled: Counter = Counter()
    for name, outcome in outcomes.items():
        filled.update(outcome.filled)
        yield (f"{name}: {outcome.values} values as "
               f"{', '.join(outcome.filled)}", outcome.faults)
    yield "each column had values", [
        f"never a value: {column}"
        for column, times in filled.items() if times == 0]


def report(outcomes: Outcomes) -> bool:
    """TAP; is all well?"""
    good = len(outcomes) > 0
    for i, (name, faults) in enumerate(faults_of(outcomes), 1):
        print(f"{'not ok' if faults else 'ok'} {i} - {name}")
        for fault in faults[:SHOWN]:
            print(f"#   {fault}")
        good = good and not faults
    print(f"1..{len(outcomes) + 1}")
    return good


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100000)
    parser.add_argument("--seed", default=os.environ.get("RTK_SEED")
                        or str(random.randrange(10**6)))
    parser.add_argument("--page", help="one page, as it is named in a report")
    arguments = parser.parse_args()
    print(f"# RTK_SEED={arguments.seed} --count {arguments.count}", flush=True)
    outcomes = work_on_all([
        job for job in jobs(arguments.seed, arguments.count)
        if arguments.page in (None, job.name)])
    print(f"# figures: {sum(o.values for o in outcomes.values())} values, "
          f"{sum(o.values * len(o.filled) for o in outcomes.values())} times "
          "compared")
    return 0 if report(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
