#!/usr/bin/env python3
"""Draw docs/images/*.svg from what the bench has measured last.

Equal results make equal files.  Grey text and no background of its own, so
that they can be read on light and on dark pages.
"""

import json

import matplotlib
from matplotlib import pyplot

from measure import HERE, RESULTS
from speed import LIMIT

IMAGES = HERE.parent / "docs" / "images"
TEXT = "#7b7b7b"
OTHER = "#a3a3a3"
OURS = "#1a85d6"        # told from the grey in every kind of colour blindness
MARK = "#e07b00"
WIDTH = 8.4
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "rtk_fdw",
         "font.family": "sans-serif", "font.size": 10.5,
         "text.color": TEXT, "axes.titlecolor": TEXT,
         "ytick.labelcolor": TEXT, "axes.titlesize": 11.5,
         "axes.titleweight": "bold", "axes.titlelocation": "left"}
LONGEST = 250           # requests; a longer bar is cut off


def bare(axes, labels):
    """Nothing but the bars' names at the left."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.invert_yaxis()
    axes.set_xlim(left=0)


def label(axes, x, y, text, color=TEXT, **more):
    axes.annotate(text, (x, y), xytext=(5, 0), textcoords="offset points",
                  va="center", color=color, **more)


def save(figure, name):
    IMAGES.mkdir(exist_ok=True)
    figure.savefig(IMAGES / name, transparent=True, bbox_inches="tight",
                   metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    print(IMAGES / name)


# -- throughput ----------------------------------------------------------------

def throughput(speed):
    figure, panels = pyplot.subplots(
        len(speed), 1, figsize=(WIDTH, 1.35 * len(speed) + 0.4),
        gridspec_kw={"hspace": 0.45})
    order = ("one text column", "all scalar columns",
             "all columns with peer_events")
    for axes, what in zip(panels, order):
        ways = dict(sorted(speed[what].items(),
                           key=lambda way: way[1]["cpu"]))
        ways.pop(LIMIT, None)
        rates = [100000 / run["cpu"] for run in ways.values()]
        colors = [OURS if way == "rtk_fdw" else OTHER for way in ways]
        axes.barh(range(len(ways)), rates, 0.72, color=colors)
        for i, (rate, color) in enumerate(zip(rates, colors)):
            own = color == OURS
            label(axes, rate, i, f"{round(rate, -3):,.0f}",
                  OURS if own else TEXT, weight="bold" if own else "normal")
        bare(axes, list(ways))
        axes.set_xlim(right=max(rates) * 1.14)
        axes.set_title(what)
    panels[0].annotate("Rows for each second of processor", (0, 1),
                       xytext=(0, 30), textcoords="offset points",
                       xycoords="axes fraction", fontsize=12.5)
    save(figure, "throughput.svg")


# -- latency -------------------------------------------------------------------

def latency(cases):
    figure, axes = pyplot.subplots(figsize=(WIDTH, 0.46 * len(cases) + 0.6))
    axes.barh(range(len(cases)), [case["ms"] for case in cases], 0.62,
              color=OURS)
    for i, case in enumerate(cases):
        axes.plot([case["ideal"]] * 2, [i - 0.42, i + 0.42], color=MARK,
                  linewidth=2.5, solid_capstyle="butt")
        label(axes, max(case["ms"], case["ideal"]), i,
              f"{case['ms']:,.0f} ms, {case['ms'] / case['ideal']:.2f} ×"
              f" the ideal of {case['ideal']:,} ms")
    bare(axes, [f"{case['statement']} ({case['requests']})"
                for case in cases])
    axes.set_xlim(right=max(case["ms"] for case in cases) * 1.5)
    axes.set_title("Statements (requests), each answered after 50 ms, 8 in"
                   " flight", x=-0.45, pad=12)
    save(figure, "latency.svg")


# -- requests ------------------------------------------------------------------

def requests(queries):
    figure, axes = pyplot.subplots(figsize=(WIDTH, 0.62 * len(queries) + 0.6))
    for i, query in enumerate(queries):
        for at, name, color in ((i - 0.19, "sent", OURS),
                                (i + 0.19, "naive", OTHER)):
            count = query[name]
            axes.barh(at, min(count, LONGEST), 0.36, color=color)
            label(axes, min(count, LONGEST), at,
                  f"{count:,}" + " (cut off)" * (count > LONGEST),
                  OURS if color == OURS else TEXT,
                  weight="bold" if color == OURS else "normal")
    bare(axes, [query["query"] for query in queries])
    axes.set_xlim(right=LONGEST * 1.2)
    label(axes, LONGEST * 0.3, -0.19, "requests of rtk_fdw", OURS,
          weight="bold")
    label(axes, LONGEST * 0.3, 0.19, "of a client that lists and filters")
    axes.set_title("Requests by kind of query", x=-0.4, pad=12)
    save(figure, "requests.svg")


def main():
    matplotlib.use("svg")
    results = json.loads(RESULTS.read_text())
    with pyplot.rc_context(STYLE):
        throughput(results["speed"])
        latency(results["latency"]["slow50"])
        requests(results["queries"])


main()
