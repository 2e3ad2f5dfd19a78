#!/usr/bin/env python3
"""Put what the bench has measured last into docs/performance.md.

A table stands between the lines "<!-- bench: NAME -->" and "<!-- bench -->".
"""

import json
import re

from measure import HERE, RESULTS

PAGE = HERE.parent / "docs" / "performance.md"


def markdown(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def escaped(text):
    return text.replace("|", "\\|")


def goals(results):
    return markdown(("", "measured", "from start"),
                    [(line["what"], line["measured"],
                      line["from_start"].replace("-", ""))
                     for line in results["goals"]])


def speed(results):
    taken = results["speed"]
    loads = ("one text column", "all scalar columns",
             "all columns with peer_events")
    last = taken[loads[-1]]
    ways = sorted(last, key=lambda way: last[way]["cpu"])

    def ratio(way, load):
        return f"{taken[load][way]['cpu'] / taken[load]['rtk_fdw']['cpu']:.1f}"

    return markdown(("CPU time by that of rtk_fdw", *loads),
                    [(escaped(way), *(ratio(way, load) for load in loads))
                     for way in ways])


def wire(results):
    taken = results["wire"]
    clear = "http, HTTP/1.1"
    return markdown(
        ("", "CPU", "bytes", "CPU with peer_events", "bytes"),
        [(way, *(f"{taken[kind][way][what] / taken[kind][clear][what]:.2f}"
                 for kind in ("noev", "ev")
                 for what in ("cpu", "bytes")))
         for way in sorted(taken["noev"])])


def queries(results):
    return markdown(("", "requests", "listing all"),
                    [(line["query"], f"{line['sent']:,}",
                      f"{line['naive']:,}") for line in results["queries"]])


def settings(results):
    lines = results["settings"]
    return markdown(("", "CPU"),
                    [(line["what"], f"{line['cpu'] / lines[0]['cpu']:.1f}")
                     for line in lines])


def flights(results):
    return markdown(("`max_concurrency`", "ms"),
                    [(number, f"{results['flights'][number]:,.0f}")
                     for number in sorted(results["flights"], key=int)])


def versions(results):
    return "Measured with " + re.sub(
        r" \([^)]*\)|, libcurl/(\S+).*",
        lambda part: f" and libcurl {part[1]}." if part[1] else "",
        results["version"])


TABLES = {"goals": goals, "speed": speed, "wire": wire, "queries": queries,
          "settings": settings, "flights": flights, "versions": versions}


def main():
    results = json.loads(RESULTS.read_text())
    PAGE.write_text(re.sub(
        r"(<!-- bench: (\w+) -->\n).*?(<!-- bench -->)",
        lambda part: f"{part[1]}{TABLES[part[2]](results)}\n{part[3]}",
        PAGE.read_text(), flags=re.S))
    print(PAGE)


main()
