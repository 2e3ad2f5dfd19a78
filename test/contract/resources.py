"""The table of resources, as dump_resources prints it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

Texts = Tuple[str, ...]

# What all paths begin with; documents for people leave it out.
BELOW = "/accounts/{account_id}/realtime/kit/"


def short(path: str) -> str:
    return path[len(BELOW):] if path.startswith(BELOW) else path


def path_parameters(path: str) -> List[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


@dataclass(frozen=True)
class Method:
    kind: str               # "list", "single" or "report"
    path: str
    rows: Texts             # places of the rows, the first that is there
    paging: str             # "paged", "maybe", "uncounted" or "none"
    lone: Texts
    missing_ok: bool
    around: Optional[str]
    max_per_page: int
    parameters: Texts
    joined: Texts
    times: Texts
    defaults: Optional[str]
    sorts: Texts            # "member=value of sort_by"
    filled: Texts           # members of those that every row has
    one_filter: bool


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    source: str             # "path", "row", "details", "data", "success",
                            # "query"
    path: Optional[str]
    parameter: Optional[str]
    values: Texts
    asks: Optional[str]
    description: str
    member: Optional[str]
    personal: bool

    def members(self) -> List[str]:
        """Paths of the members that it shows: "a.b|c" or "{a,b}"."""
        text = self.member or ""
        if self.source == "path" and not text:
            text = self.name
        parts = (text[1:-1].split(",") if text.startswith("{")
                 else text.split("|"))
        return [part for part in parts if part]


@dataclass(frozen=True)
class Resource:
    name: str
    description: str
    key: Optional[str]
    methods: Tuple[Method, ...]
    secrets: Texts
    personal: Texts
    rows: int
    columns: Tuple[Column, ...]

    def method(self, kind: str) -> Optional[Method]:
        return next((m for m in self.methods if m.kind == kind), None)

    def sends(self, parameter: str) -> Optional[Column]:
        """The column whose "= value" sends a query parameter."""
        return next((c for c in self.columns if c.parameter == parameter),
                    None)


@dataclass(frozen=True)
class Table:
    resources: Tuple[Resource, ...]
    parents: Dict[str, str]     # path parameter: table that gives its values


def _texts(entry: Dict[str, Any]) -> Dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value
            for name, value in entry.items()}


def _resource(entry: Dict[str, Any]) -> Resource:
    return Resource(
        name=entry["name"], description=entry["description"],
        key=entry["key"],
        methods=tuple(Method(kind=kind, **_texts(entry[kind]))
                      for kind in ("list", "single", "report")
                      if entry[kind] is not None),
        secrets=tuple(entry["secrets"]), personal=tuple(entry["personal"]),
        rows=entry["rows"],
        columns=tuple(Column(**_texts(c)) for c in entry["columns"]))


def load(file: str) -> Table:
    with open(file, encoding="utf-8") as stream:
        entry = json.load(stream)
    return Table(tuple(_resource(r) for r in entry["resources"]),
                 entry["parents"])
