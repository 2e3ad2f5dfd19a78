#!/usr/bin/env python3
"""The table of resources against the API's own description, and docs/tables.md
against the table.  `make check-table` runs it."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

import tables
from document import Document
from left_out import LEFT_OUT
from resources import load
from walk import KINDS, Walk

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
TABLE = load(str(TOP / "build/contract/table.json"))
WALK = Walk(TABLE, Document(str(HERE / "openapi.json")))


def lines(gaps: dict) -> str:
    return "".join(f"\n  {' '.join(key)}: {text}"
                   for key, text in sorted(gaps.items()))


class Description(unittest.TestCase):
    """Everything is covered or left out with a reason."""

    def test_every_gap_has_a_reason(self) -> None:
        for kind in KINDS:
            with self.subTest(kind):
                known = LEFT_OUT.get(kind, {})
                gaps = {key: text for key, text in WALK.gaps[kind].items()
                        if key not in known}
                self.assertFalse(gaps, f"{kind}:{lines(gaps)}")

    def test_every_reason_is_needed(self) -> None:
        for kind, known in LEFT_OUT.items():
            with self.subTest(kind):
                gaps = WALK.gaps[kind]
                idle = {key: text for key, text in known.items()
                        if key not in gaps}
                self.assertFalse(idle, f"not left out, {kind}:{lines(idle)}")

    def test_every_reason_is_given(self) -> None:
        for known in LEFT_OUT.values():
            for key, reason in known.items():
                self.assertTrue(reason.strip(), key)

    def test_the_whole_description_is_walked(self) -> None:
        self.assertEqual(WALK.covered["operations"], 30)
        self.assertGreater(WALK.covered["properties"], 250)
        self.assertGreater(WALK.covered["parameters"], 60)


class Parents(unittest.TestCase):
    """What a query leaves open can be enumerated."""

    def test_parameters_have_parents(self) -> None:
        for resource in TABLE.resources:
            method = resource.method("list")
            assert method is not None
            for name in tables.path_parameters(method.path):
                if name != "account_id":
                    self.assertIn(name, TABLE.parents, resource.name)

    def test_path_parameters_are_columns(self) -> None:
        for resource in TABLE.resources:
            names = {column.name for column in resource.columns}
            for method in resource.methods:
                for name in tables.path_parameters(method.path):
                    self.assertIn(name, names, resource.name)


class Documentation(unittest.TestCase):
    def test_tables_page_is_fresh(self) -> None:
        page = (TOP / "docs/tables.md").read_text(encoding="utf-8")
        self.assertTrue(page == tables.page(TABLE),
                        "docs/tables.md is stale: run make docs")


def summary() -> str:
    covered = ", ".join(f"{n} {what}" for what, n in WALK.covered.items())
    left = ", ".join(f"{len(known)} {kind}"
                     for kind, known in LEFT_OUT.items())
    return f"# covered: {covered}\n# left out: {left}"


if __name__ == "__main__":
    print(summary(), file=sys.stderr)
    unittest.main()
