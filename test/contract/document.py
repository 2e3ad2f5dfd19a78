"""The API's own description: its GET operations, parameters and replies."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence

from resources import Method

Schema = Dict[str, Any]


@dataclass(frozen=True)
class Operation:
    path: str
    query: Mapping[str, Schema]     # by the name of the parameter
    reply: Schema                   # of status 200


class Document:
    def __init__(self, file: str) -> None:
        with open(file, encoding="utf-8") as stream:
            self._root = json.load(stream)
        self.operations: Dict[str, Operation] = {
            path: self._operation(path, item["get"])
            for path, item in self._root["paths"].items()}

        self._forms = [(known, pattern(known)) for known in self.operations]

    def operation(self, path: str) -> Optional[str]:
        """The described path that a request has; literal words first."""
        found = [known for known, form in self._forms if form.match(path)]
        return min(found, key=lambda p: p.count("{"), default=None)

    def _operation(self, path: str, entry: Dict[str, Any]) -> Operation:
        content = entry["responses"]["200"]["content"]
        return Operation(
            path,
            {p["name"]: self.resolve(p["schema"])
             for p in entry.get("parameters", []) if p["in"] == "query"},
            self.resolve(content["application/json"]["schema"]))

    def resolve(self, schema: Schema) -> Schema:
        """The schema that a reference stands for; "$ref" counts alone."""
        while "$ref" in schema:
            target = self._root
            for part in schema["$ref"].lstrip("#/").split("/"):
                target = target[part]
            schema = target
        return schema

    def members(self, schema: Schema) -> Dict[str, Schema]:
        """Members of an object, or of the objects of an array."""
        if "items" in schema:
            schema = self.resolve(schema["items"])
        return {name: self.resolve(member)
                for name, member in schema.get("properties", {}).items()}

    def at(self, schema: Schema, path: str) -> Optional[Schema]:
        """What stands at "a.b", through objects only."""
        found: Optional[Schema] = schema
        for name in path.split("."):
            if found is None or "items" in found:
                return None
            found = self.members(found).get(name)
        return found

    def place(self, operation: Operation, method: Method) -> Optional[str]:
        """Which of a method's places holds the rows of this reply: the
        first that is a list or can be the only row, as in envelope.c."""
        for path in method.rows:
            schema = self.at(operation.reply, path)
            if schema is None:
                continue
            lone = self._is_row(schema, method.lone, method.paging)
            if "items" in schema or lone:
                return path
        return None

    def _is_row(self, schema: Schema, lone: Sequence[str],
                paging: str) -> bool:
        members = self.members(schema)
        if not lone:
            return paging == "none"
        return any(name in members for name in lone)


def pattern(path: str) -> re.Pattern[str]:
    """What a request matches that has this path."""
    return re.compile(re.sub(r"{\w+}", "[^/]+", path) + "$")


def values_of(schema: Schema) -> Sequence[Any]:
    """The values that a schema, or that of its items, lists."""
    return (schema.get("enum") or
            schema.get("items", {}).get("enum") or [])
