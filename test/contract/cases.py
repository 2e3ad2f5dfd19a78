"""The statements of the contract test, made from the table of resources and
the API's description, with the request that each has to make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

from document import Document, values_of
from resources import (Column, Method, Resource, Table, path_parameters,
                       short)

# What is sent for a parameter that the description does not list values of.
SAMPLES = {"text": "text", "integer": "1", "float8": "1", "boolean": "true",
           "timestamptz": "2026-01-02T03:04:05Z", "date": "2026-01-02"}
UUID = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"


@dataclass(frozen=True)
class Sent:
    """A request that a statement has to make."""
    method: Method
    name: str
    value: Optional[str]        # any, if none


@dataclass(frozen=True)
class Case:
    name: str
    statement: str
    sent: Optional[Sent] = None


class Cases:
    """The statements, made from the table and the description."""

    def __init__(self, table: Table, document: Document) -> None:
        self.table = table
        self._document = document

    def scans(self) -> Iterator[Case]:
        for resource in self.table.resources:
            yield Case(f"{resource.name}: no clause",
                       f"SELECT * FROM {resource.name}")

    def keyed(self) -> Iterator[Case]:
        for resource, method in self._methods():
            yield Case(f"{resource.name}: {short(method.path)}",
                       f"SELECT * FROM {resource.name} WHERE "
                       + " AND ".join(given(method)))

    def parameters(self) -> Iterator[Case]:
        """Each parameter of each method, with each of its listed values."""
        for resource, method in self._methods():
            for name in method.parameters:
                column = resource.sends(name)
                assert column is not None, (resource.name, name)
                for value in self._values(method, column, name):
                    yield sending(resource, method, column, value)
            for name in method.joined:
                yield self._joined(resource, method, name)

    def asked(self) -> Iterator[Case]:
        """What using a column makes the request ask for."""
        for resource in self.table.resources:
            for column in resource.columns:
                name, _, value = (column.asks or "").partition("=")
                method = next((m for m in resource.methods
                               if name and name in m.parameters), None)
                if method is None or value in ("", "*"):
                    continue
                yield Case(f"{resource.name}.{column.name}: {column.asks}",
                           f"SELECT {column.name} FROM {resource.name} WHERE "
                           + " AND ".join(given(method)),
                           Sent(method, name, value))

    def reports(self) -> Iterator[Case]:
        """Details from the report, which takes what the list does not."""
        for resource in self.table.resources:
            report, rows = resource.method("report"), resource.method("list")
            if report is None or rows is None:
                continue
            column = next(c for c in resource.columns
                          if c.source == "details")
            for name in set(report.parameters) - set(rows.parameters):
                sends = resource.sends(name)
                assert sends is not None, (resource.name, name)
                for value in self._values(report, sends, name):
                    yield Case(
                        f"{resource.name}: {short(report.path)} "
                        f"{name}={value}",
                        f"SELECT {column.name} FROM {resource.name} WHERE "
                        + " AND ".join([*given(rows), f"{name} = '{value}'"]),
                        Sent(report, name, value))

    def _methods(self) -> Iterator[Tuple[Resource, Method]]:
        for resource in self.table.resources:
            for method in resource.methods:
                if method.kind != "report":
                    yield resource, method

    def _values(self, method: Method, column: Column,
                name: str) -> List[str]:
        operation = self._document.operation(
            re.sub(r"[{}]", "", method.path))
        schema = (self._document.operations[operation].query.get(name, {})
                  if operation else {})
        listed = [str(value) for value in values_of(schema)]
        if schema.get("format") == "uuid":
            listed = [UUID]
        if schema.get("format") == "date-time":
            listed = [SAMPLES["timestamptz"]]
        return listed or list(column.values[:1]) or [SAMPLES[column.type]]

    def _joined(self, resource: Resource, method: Method,
                name: str) -> Case:
        column = resource.sends(name)
        assert column is not None
        values = self._values(method, column, name)[:2]
        listed = ", ".join(f"'{value}'" for value in values)
        return Case(f"{resource.name}: {name} IN ({listed})",
                    f"SELECT * FROM {resource.name} WHERE "
                    + " AND ".join([*given(method), f"{name} IN ({listed})"]),
                    Sent(method, name, ",".join(values)))


def given(method: Method) -> List[str]:
    return [f"{name} = 'a-{name.replace('_', '-')}'"
            for name in path_parameters(method.path)]


def sending(resource: Resource, method: Method, column: Column,
            value: str) -> Case:
    exact = column.type not in ("timestamptz", "date")
    assert column.parameter is not None
    return Case(f"{resource.name}: {short(method.path)} "
                f"{column.parameter}={value}",
                f"SELECT * FROM {resource.name} WHERE "
                + " AND ".join([*given(method), f"{column.name} = '{value}'"]),
                Sent(method, column.parameter, value if exact else None))
