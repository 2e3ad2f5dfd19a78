"""What became of each row of docs/reliability.md and docs/security.md.

    python3 test/rows.py FOLDER…

The folders hold logs of test steps.  A test is of the rows that its name begins
with ("N2, I1 dns: cancel"), a test of pg_regress of those that comments of its
SQL name, what is skipped of those that the reason names.  Prints, for each row,
how many of its tests passed, failed or were skipped, and why; then a line of
TAP for each page: has each of its rows a test that passed, and none that failed?
A row of which all is skipped is no failure.
"""

import re
import sys
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Set, Tuple

TOP = Path(__file__).resolve().parent.parent
PAGES = ("docs/reliability.md", "docs/security.md")
ROW = r"[A-Z]\d+\b"
IN_FRONT = re.compile(rf"(?:{ROW}[,:]? ?)+")
TAP = re.compile(r"(not )?ok\b *\d* *(?:- )? *([^#]*)(?:# skip *(.*))?$", re.I)
ALL_SKIPPED = re.compile(r"1\.\.0 # skip *(.*)$", re.I)
REGRESS = re.compile(r"test (\w+) +\.\.\. (ok|FAILED)")


class Outcome(NamedTuple):
    rows: Set[str]
    passed: bool
    reason: str = ""            # of what was skipped


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def rows_of(page: str) -> List[str]:
    return re.findall(rf"^\| ({ROW}) \|", read(TOP / page), re.MULTILINE)


def regress_rows() -> Dict[str, Set[str]]:
    """The rows that the comments of each test of pg_regress name."""
    return {path.stem: {row for line in read(path).splitlines()
                        if line.startswith("--")
                        for row in re.findall(rf"\b{ROW}", line)}
            for path in TOP.glob("sql/*.sql")}


def rows_in_front(name: str) -> Set[str]:
    match = IN_FRONT.match(name)
    return set(re.findall(ROW, match.group())) if match else set()


def outcomes(line: str, regress: Dict[str, Set[str]]) -> Iterator[Outcome]:
    """What a line of a log says; most say nothing."""
    test = REGRESS.match(line)
    if test:
        yield Outcome(regress.get(test.group(1), set()), test.group(2) == "ok")
        return
    skipped = ALL_SKIPPED.match(line)
    if skipped:
        yield Outcome(rows_in_front(skipped.group(1)), True, skipped.group(1))
        return
    result = TAP.match(line)
    if result:
        failed, name, reason = result.groups()
        word = name.split(" ")[0].strip()
        yield Outcome(regress.get(word, set()) | rows_in_front(reason or name),
                      not failed, reason or "")


def sum_up(folders: List[str]) -> Dict[str, List[Outcome]]:
    regress = regress_rows()
    found: Dict[str, List[Outcome]] = {}
    for folder in folders:
        # What a step keeps besides its log has another name: STEP.what.log.
        for log in sorted(Path(folder).glob("*.log")):
            if "." in log.stem:
                continue
            for line in read(log).splitlines():
                for outcome in outcomes(line, regress):
                    for row in outcome.rows:
                        found.setdefault(row, []).append(outcome)
    return found


def describe(tests: List[Outcome]) -> Tuple[str, bool]:
    """The line of a row, and whether it is as it should be."""
    reasons = sorted({test.reason for test in tests if test.reason})
    passed = sum(test.passed and not test.reason for test in tests)
    failed = sum(not test.passed for test in tests)
    parts = [f"{passed} passed"] if passed else []
    parts += [f"{failed} failed"] if failed else []
    parts += ["skipped: " + "; ".join(reasons)] if reasons else []
    return ", ".join(parts) or "no test", not failed and bool(tests)


def main() -> int:
    found = sum_up(sys.argv[1:])
    status = 0
    for number, page in enumerate(PAGES, 1):
        rows = rows_of(page)
        wrong = []
        for row in rows:
            text, right = describe(found.get(row, []))
            print(f"# {row:4} {text}")
            wrong += [] if right else [row]
        print("not ok" if wrong or not rows else "ok", number,
              f"- {len(rows)} rows of {page}", *wrong)
        status |= bool(wrong or not rows)
    print(f"1..{len(PAGES)}")
    return status


if __name__ == "__main__":
    sys.exit(main())
