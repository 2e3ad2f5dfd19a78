"""The table of resources and the API's description, held side by side.

A gap is where one has something that the other lacks, or where they differ.
Each has a key: the path below /accounts/{account_id}/realtime/kit/, and the
parameter or the property within the reply.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from document import Document, Operation, Schema, values_of
from resources import Column, Method, Resource, Table, short

Key = Tuple[str, ...]
Place = Tuple[str, Resource]        # where the rows of a table stand

# Kinds of gaps.
OPERATIONS = "operations of the table that the description lacks"
UNREAD = "operations of the description that no table reads"
ROWLESS = "methods whose rows the described reply lacks"
PARAMETERS = "parameters that no column sends"
BEYOND = "parameters of the table that the description lacks"
PROPERTIES = "properties that no column shows"
TYPES = "columns of another type than described"
VALUES = "columns that know other values than described"
SECRETS = "properties that look secret and are not removed"
KINDS = (OPERATIONS, UNREAD, ROWLESS, PARAMETERS, BEYOND, PROPERTIES, TYPES,
         VALUES, SECRETS)

SECRET_NAME = re.compile(r"secret|passw|_key$|credential|rtmp_url")
DEEPEST = 10                        # a session holds sessions

# Types of columns that hold any value of a described type.  Many times are
# described as strings, and not every number that is whole as an integer.
FITS = {
    "string": ("text", "timestamptz", "date"),
    "date-time": ("timestamptz",),
    "integer": ("integer", "bigint", "float8"),
    "number": ("integer", "bigint", "float8"),
    "boolean": ("boolean",),
    "array": ("jsonb",),
    "object": ("jsonb",),
}


class Walk:
    """Both walked at once: what is covered, and every gap."""

    def __init__(self, table: Table, document: Document) -> None:
        self.table = table
        self.document = document
        self.covered: Counter[str] = Counter()
        self.gaps: Dict[str, Dict[Key, str]] = {kind: {} for kind in KINDS}
        self._walk_methods()
        for operation in document.operations.values():
            self._walk_operation(operation)

    def _gap(self, kind: str, key: Key, detail: str) -> None:
        self.gaps[kind][key] = detail

    def _methods(self, path: str) -> List[Tuple[Resource, Method]]:
        return [(resource, method) for resource in self.table.resources
                for method in resource.methods
                if same_path(method.path, path)]

    def _walk_methods(self) -> None:
        known = {blank(path) for path in self.document.operations}
        for resource in self.table.resources:
            for method in resource.methods:
                if blank(method.path) not in known:
                    self._gap(OPERATIONS, (short(method.path),),
                              f"{resource.name}, {method.kind}")

    def _walk_operation(self, operation: Operation) -> None:
        methods = self._methods(operation.path)
        if not methods:
            self._gap(UNREAD, (short(operation.path),), "no method")
            return
        self.covered["operations"] += 1
        for resource, method in methods:
            self._walk_parameters(operation, resource, method)
        self._walk_reply(operation, methods)

    def _walk_parameters(self, operation: Operation, resource: Resource,
                         method: Method) -> None:
        path = short(operation.path)
        for name, schema in operation.query.items():
            column = resource.sends(name)
            if name not in method.parameters or column is None:
                self._gap(PARAMETERS, (path, name),
                          f"{resource.name}, {method.kind}")
                continue
            self.covered["parameters"] += 1
            if schema.get("type") == "array":
                if name not in method.joined:
                    self._gap(TYPES, (path, name), "is a list, not joined")
                schema = {**schema["items"]}
            self._check_type((path, name), column, schema)
            self._check_values((path, name), column, schema, exact=True)
        for name in method.parameters:
            if name not in operation.query:
                self._gap(BEYOND, (path, name),
                          f"{resource.name}, {method.kind}")

    def _walk_reply(self, operation: Operation,
                    methods: Sequence[Tuple[Resource, Method]]) -> None:
        places: List[Place] = []
        for resource, method in methods:
            place = self.document.place(operation, method)
            if place is None:
                self._gap(ROWLESS, (short(operation.path), resource.name),
                          "|".join(method.rows))
            else:
                places.append((place, resource))
                rows = self.document.at(operation.reply, place) or {}
                self._walk_secrets((short(operation.path), resource.name),
                                   resource, rows)
        self._walk_members(operation, places, operation.reply, "")

    def _walk_secrets(self, key: Key, resource: Resource, schema: Schema,
                      depth: int = 0) -> None:
        for name, member in self.document.members(schema).items():
            if member.get("writeOnly") or SECRET_NAME.search(name):
                if name in resource.secrets:
                    self.covered["secrets"] += 1
                else:
                    self._gap(SECRETS, (*key, name), "in its rows")
            if depth < DEEPEST:
                self._walk_secrets(key, resource, member, depth + 1)

    def _walk_members(self, operation: Operation, places: Sequence[Place],
                      schema: Schema, prefix: str) -> None:
        for name, member in self.document.members(schema).items():
            path = f"{prefix}{name}"
            columns = list(showing(places, path))
            if path == "success" or columns:
                self.covered["properties"] += 1
                for column in columns:
                    self._check_type((short(operation.path), path), column,
                                     member)
                    self._check_values((short(operation.path), path), column,
                                       member, exact=False)
            elif any(name in r.secrets for _, r in places):
                continue            # counted by _walk_secrets
            elif leads_on(places, path):
                self._walk_members(operation, places, member, path + ".")
            else:
                self._gap(PROPERTIES, (short(operation.path), path),
                          member.get("type", "any"))

    def _check_type(self, key: Key, column: Column, schema: Schema) -> None:
        described = schema.get("type", "object")
        if schema.get("format") == "date-time":
            described = "date-time"
        if column.type not in FITS[described]:
            self._gap(TYPES, key, f"{described}, column {column.type}")

    def _check_values(self, key: Key, column: Column, schema: Schema,
                      exact: bool) -> None:
        """A column names the values that there are; those that it says all
        generations of the API take are the described ones."""
        described = {str(v) for v in values_of(schema) if v is not None}
        if not described or column.type == "jsonb":
            return
        named = set(re.findall(r"\w+", column.description))
        lacking = described - named - set(column.values)
        if exact and column.values and set(column.values) != described:
            lacking |= described ^ set(column.values)
        if lacking:
            self._gap(VALUES, key, f"{column.name}: "
                      + ", ".join(sorted(lacking)))
        else:
            self.covered["lists of values"] += 1


def blank(path: str) -> str:
    """A path without the names of its parameters: sessions_participants
    calls the peer id participant_id."""
    return re.sub(r"{\w+}", "{}", path)


def same_path(one: str, other: str) -> bool:
    return blank(one) == blank(other)


def within(place: str, path: str) -> Optional[str]:
    """The path as seen from a row, or nothing."""
    return path[len(place) + 1:] if path.startswith(place + ".") else None


def showing(places: Sequence[Place], path: str) -> Iterator[Column]:
    for place, resource in places:
        member = within(place, path)
        for column in resource.columns:
            if member is not None and member in column.members():
                yield column


def leads_on(places: Sequence[Place], path: str) -> bool:
    """Are there rows here or below, or members that a column shows?"""
    for place, resource in places:
        if place == path or place.startswith(path + "."):
            return True
        member = within(place, path)
        if member is not None and any(
                shown.startswith(member + ".")
                for column in resource.columns
                for shown in column.members()):
            return True
    return False
