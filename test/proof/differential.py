"""Random statements: is the answer from the API that of local tables?

    test/proof/differential.py [--seed N] [--count N]

Statement number I of a seed does not depend on those before it: --first I
--count 1 repeats it.  Prints TAP; a difference with the statement, its
settings and both answers.
"""

from __future__ import annotations

import argparse
import random
import sys
from typing import List, Optional

from generate import Generator, Statement
from psql import Lost, has_error
from world import World

SHOWN = 12              # lines of an answer
BLOCK = 100             # statements that are one test


def answer(world: World, schema: str, statement: Statement,
           settings: bool = True) -> List[str]:
    """What psql prints; the rows sorted where their order is not said."""
    lines = world.psql.run(
        f"BEGIN; SET LOCAL search_path = {schema}, public;\n"
        "SET LOCAL statement_timeout = '30s';\n"
        f"{statement.script(settings)}\n;\nROLLBACK; DEALLOCATE ALL")
    if has_error(lines):
        return [line for line in lines if line.startswith("ERROR:  ")][:1]
    return lines if statement.ordered else sorted(lines)


def difference(world: World, app: str, statement: Statement,
               also_off: bool) -> Optional[str]:
    """What is to be said where the answers are not the same."""
    expected = answer(world, f"small_{app}_copy", statement, settings=False)
    for how in ("on", "off") if also_off else ("on",):
        schema = f"small_{app}_{how}"
        got = answer(world, schema, statement)
        if got != expected:
            return "\n".join([
                f"SET search_path = {schema};",
                statement.script() + ";",
                "expected:", *expected[:SHOWN], "got:", *got[:SHOWN]])
    return None


def find(world: World, seed: int, numbers: range) -> int:
    """Print what differs; returns how many statements do."""
    found = 0
    for number in numbers:
        app = "app" if number % 2 else "open"
        statement = Generator(f"{seed}/{number}").statement()
        said = difference(world, app, statement, number % 7 == 0)
        if said is not None:
            found += 1
            print(f"# statement {number} of seed {seed}:")
            print("\n".join(f"#   {line}" for line in said.splitlines()))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    arguments = parser.parse_args()
    seed = arguments.seed
    if seed is None:
        seed = random.SystemRandom().randrange(1_000_000)
    last = arguments.first + arguments.count
    starts = range(arguments.first, last, BLOCK)
    failed = 0
    world = World("small", options=", per_page '2'")
    print(f"# seed {seed}")
    for test, start in enumerate(starts, 1):
        numbers = range(start, min(start + BLOCK, last))
        found = find(world, seed, numbers)
        failed += found > 0
        print(f"{'not ' if found else ''}ok {test} - statements "
              f"{numbers[0]} to {numbers[-1]} of seed {seed}", flush=True)
    print(f"1..{len(starts)}")
    world.close()
    return failed > 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Lost as lost:
        sys.exit(f"not ok - the server ended the connection in:\n{lost}")
