#!/usr/bin/env python3
"""docs/tables.md, made from the table of resources:

    tables.py build/contract/table.json >docs/tables.md
"""

from __future__ import annotations

import re
import sys
from typing import Iterator, List, Sequence

from resources import (Column, Method, Resource, Table, load,
                       path_parameters, short)

INTRODUCTION = """\
# Tables

<!-- Made by `make docs` from src/api/resources.c; do not edit. -->

The tables that `IMPORT FOREIGN SCHEMA realtime_kit` creates, with the requests
that fill them. `rtk_resources()` shows the same of the version that is
installed. How clauses become requests is in [requests.md](requests.md); the
options are in [reference.md](reference.md#options).

All paths are below `/accounts/{account_id}/realtime/kit/`. `account_id` comes
from the option of that name or from the query. A path parameter that the query
leaves open is enumerated from another table: its rows are listed, and each
gives a request. So a clause such as `session_id = '…'` saves requests.

*from* says where a column's value comes from, and what `column = value` does:

| from | the value | `column = value` |
|---|---|---|
| path | a part of the request's path | is sent |
| key | the row's own id | asks for this row alone, if there is such a request |
| row | a member of the row, of the column's name unless another is given | is checked here |
| row, sent | the same | is sent, and checked here |
| details | a member that only the request for one row has: one more request for each row, made if the column is used | is checked here |
| reply | what is around the row | is checked here |
| parameter | what was sent, else NULL | is sent; another operator is an error |

A parameter that the request in question does not know is not sent; some are
of one request only, as *from* then says. Every column can be NULL. Ids are
`text`, since not all of them are UUIDs. Members with secrets are in no column
and are removed from `data` and all other `jsonb`, unless the table's option
`show_secrets` asks for them. **P** marks personal data: where somebody was,
and with which machine. The server's option `redact_pii` makes such columns
NULL, and leaves the members that a table calls personal out of all `jsonb`.
"""

KINDS = {"list": "the list", "single": "the single row",
         "report": "the peer report"}
PAGES = {"paged": "in pages", "maybe": "in pages, where the API makes pages",
         "uncounted": "in pages, where the API makes pages", "none": ""}


def code(text: str) -> str:
    """A pipe would end the cell of a table."""
    return "`" + text.replace("|", "\\|") + "`"


def codes(texts: Sequence[str], last: str = "and") -> str:
    words = [code(text) for text in texts]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def page(table: Table) -> str:
    parts = [INTRODUCTION, *index(table)]
    for resource in table.resources:
        parts += section(table, resource)
    return "\n".join(parts) + "\n"


def index(table: Table) -> Iterator[str]:
    yield "| table | rows | key |"
    yield "|---|---|---|"
    for resource in table.resources:
        key = code(resource.key) if resource.key else ""
        yield (f"| [{resource.name}](#{resource.name}) | "
               f"{cell(resource.description)} | {key} |")


def section(table: Table, resource: Resource) -> Iterator[str]:
    yield f"\n## {resource.name}\n"
    yield f"{sentence(resource.description)}\n"
    for method in resource.methods:
        yield f"* {code('GET ' + short(method.path))}: " \
              f"{request(resource, method)}"
    yield ""
    notes = [*origins(table, resource), *same_reply(table, resource),
             *removed(resource)]
    if notes:
        yield " ".join(notes) + "\n"
    yield "| column | type | from | meaning |"
    yield "|---|---|---|---|"
    for column in resource.columns:
        yield (f"| {code(column.name)} | {column.type} | "
               f"{origin(resource, column)} | {meaning(column)} |")


def request(resource: Resource, method: Method) -> str:
    """What a request gives, and when it is made."""
    if method.kind == "report":
        words = ["the details of a row, where the request for a single row "
                 "carries none"]
    elif method.kind == "single":
        words = [f"one row, where the query gives {code(resource.key or '')}"]
        if any(c.source == "details" for c in resource.columns):
            words.append("also the details of each row of the list")
    else:
        words = list(listed(method, resource.rows))
    if method.one_filter:
        words.append("takes one part in `filters`, so more of them are all")
    return "; ".join(words)


def listed(method: Method, rows_of_one: int) -> Iterator[str]:
    owner = path_parameters(method.path)[-1]
    pages = PAGES[method.paging]
    rows = "rows" if pages or rows_of_one > 1 else "row"
    yield f"the {rows} of one {code(owner)}" + (pages and ", " + pages)
    if method.max_per_page:
        yield f"at most {method.max_per_page} rows a page"
    if method.defaults:
        yield (f"with {code(method.defaults)} unless the query gives one of "
               f"these")
    if method.times:
        yield (f"clauses on {codes(method.times)} give `start_time` and "
               f"`end_time`")
    if method.sorts:
        yield f"sorts by {codes([s.split('=')[0] for s in method.sorts])}"
    if method.joined:
        yield f"several values of {codes(method.joined)} go in one request"
    if method.missing_ok:
        yield "404 is no row"


def origins(table: Table, resource: Resource) -> Iterator[str]:
    """Where the parameters that a query leaves open come from."""
    method = resource.method("list")
    names = [name for name in path_parameters(method.path if method else "")
             if name in table.parents]
    parents = [f"{code(name)} from [{table.parents[name]}]"
               f"(#{table.parents[name]})" for name in names]
    if parents:
        yield f"Enumerated where the query leaves them open: " \
              f"{', '.join(parents)}."


def same_reply(table: Table, resource: Resource) -> Iterator[str]:
    """Tables of the same reply: each reads it for itself."""
    method = resource.method("list")
    others = [f"[{other.name}](#{other.name})" for other in table.resources
              if other is not resource and method is not None
              and method.path in {m.path for m in other.methods
                                  if m.kind != "report"}]
    if others:
        yield f"Other rows of the same reply: {', '.join(others)}."


def removed(resource: Resource) -> Iterator[str]:
    if resource.secrets:
        yield f"Removed as secret: {codes(resource.secrets)}."
    if resource.personal:
        yield f"Personal, at any depth: {codes(resource.personal)}."


def origin(resource: Resource, column: Column) -> str:
    words = {"data": "reply", "success": "reply", "query": "parameter"}
    text = words.get(column.source, column.source)
    if column.name == resource.key:
        text = "key"
    if column.source == "query":
        return text + owners(resource, column.parameter or column.name)
    if column.source in ("row", "details") and column.parameter:
        text += ", sent"
    members: List[str] = [] if column.member is None else column.members()
    if column.source == "path" and members:
        return "path, else row"
    if members and members != [column.name]:
        together = (column.member or "").startswith("{")
        text += ", " + codes(members, "and" if together else "or")
    return text


def owners(resource: Resource, parameter: str) -> str:
    """The requests that know a parameter, unless it is all of them."""
    knowing = [m.kind for m in resource.methods if parameter in m.parameters]
    if len(knowing) == len(resource.methods):
        return ""
    return " of " + " and ".join(KINDS[kind] for kind in knowing)


def meaning(column: Column) -> str:
    # "from" says already what is a parameter.
    text = cell(column.description.replace("request parameter: ", ""))
    # Words in capitals are values, unless all of them are sent anyway.
    named = set(re.findall(r"\b[A-Z]{4,}\b", column.description))
    if column.values and set(column.values) != named - {"NULL"}:
        text += f"; sent: {codes(column.values, 'or')}"
    return text + (" **P**" if column.personal else "")


if __name__ == "__main__":
    sys.stdout.write(page(load(sys.argv[1])))
