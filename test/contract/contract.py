#!/usr/bin/env python3
"""Every request of every table against Prism, which answers by the API's own
description and refuses what violates it.  run.sh calls this, with a cluster
in the environment:

    contract.py build/contract

The folder holds table.json and Prism, and takes its logs.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Iterator, Sequence, Set

from cases import Case, Cases, Sent
from document import Document, pattern
from prism import Prism, Proxy, Seen
from resources import load
from session import Lost, Outcome, Session

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE / "openapi.json"
ERRORS = HERE.parent.parent / "docs/errors.md"

# What a statement may end in besides rows.  The first are errors of paging:
# where no reply counts the rows, or it counts others than there are.
PAGING = ("paging does not advance",
          "one object, not a list, though total_count says more")
REFUSED = ("HV00L", "HV00M", "54000", "54001")
NO_ROUTE = "HV00R"


class Rules:
    """What may come of a statement and of its requests."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.requested: Set[str] = set()

    def refusals(self, seen: Sequence[Seen]) -> Iterator[str]:
        for request in seen:
            operation = self._document.operation(request.path)
            if operation is not None:
                self.requested.add(operation)
            expected = 404 if operation is None else 200
            if request.status != expected:
                reply = request.reply.decode("utf-8", "replace")
                yield f"{request.status} {request.target}: {reply[:600]}"

    def complaints(self, case: Case, outcome: Outcome, seen: Sequence[Seen],
                   lenient: bool) -> Iterator[str]:
        yield from self.refusals(seen)
        if not seen:
            yield "no request was sent"
        if not self._is_documented(outcome, seen, lenient):
            yield f"ended in {outcome}"
        if case.sent is not None and not was_sent(case.sent, seen):
            yield (f"{case.sent.name}={case.sent.value} was not sent to "
                   f"{case.sent.method.path}")
            yield from (request.target for request in seen)

    def _is_documented(self, outcome: Outcome, seen: Sequence[Seen],
                       lenient: bool) -> bool:
        if outcome.sqlstate == "00000":
            return True
        if outcome.sqlstate == NO_ROUTE:
            return any(self._document.operation(s.path) is None for s in seen)
        if lenient:
            return (outcome.sqlstate == "54000"
                    or outcome.sqlstate == "HV00M"
                    and any(text in outcome.message for text in PAGING))
        return outcome.sqlstate.startswith("22") or \
            outcome.sqlstate in REFUSED


def was_sent(sent: Sent, seen: Sequence[Seen]) -> bool:
    form = pattern(sent.method.path)
    for request in seen:
        values = request.values(sent.name)
        if form.match(request.path) and len(values) == 1 and \
                sent.value in (None, values[0]):
            return True
    return False


class Run:
    """Runs cases and prints a TAP line for each."""

    def __init__(self, proxy: Proxy, session: Session, rules: Rules) -> None:
        self._proxy = proxy
        self._session = session
        self._rules = rules
        self.count: Counter[bool] = Counter()
        self.requests = 0
        self.outcomes: Counter[str] = Counter()

    def report(self, good: bool, name: str,
               complaints: Sequence[str] = ()) -> None:
        self.count[good] += 1
        print(f"{'' if good else 'not '}ok {sum(self.count.values())} - "
              f"{name}")
        for text in complaints:
            print(f"#   {text}")

    def sweep(self, title: str, upstream: Prism, cases: Iterator[Case],
              **options: str) -> None:
        lenient = options["on_bad_value"] == "null"
        self._proxy.upstream = upstream.port
        self._proxy.succeeds = lenient
        self._session.set(options)
        self.outcomes.clear()
        for case in cases:
            self._case(title, case, lenient)
        ended = ", ".join(f"{n} {what}" for what, n
                          in self.outcomes.most_common())
        print(f"# {title}: {ended}", flush=True)

    def _case(self, title: str, case: Case, lenient: bool) -> None:
        outcome = self._session.run(case.statement)
        seen = self._proxy.take()
        self.requests += len(seen)
        self.outcomes["rows" if outcome.sqlstate == "00000"
                      else outcome.sqlstate] += 1
        complaints = list(self._rules.complaints(case, outcome, seen,
                                                 lenient))
        if complaints:
            complaints.insert(0, case.statement)
        self.report(not complaints, f"{title}: {case.name}", complaints)


def sweeps(run: Run, cases: Cases, static: Prism, seeded: Prism,
           surplus: Prism) -> None:
    """Examples of the description; then nonsense by its types, the same at
    each request; then other nonsense each time, with members that it does
    not know, where no list comes to an end."""
    most = {"max_requests": "40"}
    strict = {"on_bad_value": "error", **most}
    lenient = {"on_bad_value": "null", **most}
    few = {"max_requests": "8"}

    run.sweep("static", static, cases.scans(), **strict)
    run.sweep("static, keyed", static, cases.keyed(), **strict)
    run.sweep("static, null", static, cases.scans(), **lenient)
    run.sweep("static, null, keyed", static, cases.keyed(), **lenient)
    run.sweep("parameters", static, cases.parameters(), **lenient)
    run.sweep("columns", static, cases.asked(), **lenient)
    run.sweep("reports", static, cases.reports(), **lenient,
              callstats_from="peer_report")
    for title, server in (("dynamic", seeded), ("surplus", surplus)):
        auto = {"callstats_from": "auto", **few}
        run.sweep(title, server, cases.scans(), **{**strict, **auto})
        run.sweep(title + ", keyed", server, cases.keyed(),
                  **{**strict, **auto})
        run.sweep(title + ", null", server, cases.scans(),
                  **{**lenient, **auto})
        run.sweep(title + ", null, keyed", server, cases.keyed(),
                  **{**lenient, **auto})


def conclude(run: Run, rules: Rules, document: Document,
             servers: Sequence[Prism]) -> None:
    """What holds of the whole."""
    missing = sorted(set(document.operations) - rules.requested)
    run.report(not missing, "every operation of the description was "
               "requested", missing)
    run.report(all(server.is_running() for server in servers),
               "Prism is still running")
    log = Path(os.environ["PGHOST"], "log").read_text(errors="replace")
    crashes = re.findall(r".*(?:terminated by|PANIC|TRAP:).*", log)
    run.report(not crashes, "no backend crashed", crashes)
    errors = ERRORS.read_text(encoding="utf-8")
    unknown = [state for state in (*REFUSED, NO_ROUTE)
               if f"| {state} |" not in errors]
    run.report(not unknown, "the errors are documented", unknown)


def start(folder: Path, name: str, *options: str) -> Prism:
    program = folder / "node_modules/@stoplight/prism-cli/dist/index.js"
    return Prism(str(program), str(DOCUMENT), str(folder / f"{name}.log"),
                 options)


def main(folder: Path) -> int:
    document = Document(str(DOCUMENT))
    rules = Rules(document)
    cases = Cases(load(str(folder / "table.json")), document)
    servers = [
        start(folder, "static"),
        start(folder, "dynamic", "--dynamic", "--seed", "42",
              "--json-schema-faker-fillProperties=false"),
        start(folder, "surplus", "--dynamic"),
    ]
    try:
        for server in servers:
            server.wait()
        proxy = Proxy()
        session = Session(proxy.port)
        run = Run(proxy, session, rules)
        try:
            sweeps(run, cases, *servers)
        except Lost as lost:
            run.report(False, "the connection was lost", [str(lost)])
        session.close()
        conclude(run, rules, document, servers)
    finally:
        for server in servers:
            server.stop()
    print(f"1..{sum(run.count.values())}")
    print(f"# {run.requests} requests, {len(rules.requested)} of "
          f"{len(document.operations)} operations")
    print(f"{run.count[True]} passed, {run.count[False]} failed")
    return 1 if run.count[False] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
