"""What /_mock/ commands: settings, fault rules and the log of requests."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Callable, Optional

import faults
import values
from wire import BadRequest, Reply, Request, dump, error_reply

PREFIX = "/_mock/"


@dataclass(frozen=True)
class Settings:
    latency: float = 0          # milliseconds before each reply
    paging: str = "auto"
    page_cap: int = 0           # per_page is silently cut to it; 0: not
    generation: str = "stackql"
    total_delta: int = 0
    repeat_page: int = 0
    overlap: int = 0
    unsorted: int = 0           # sort_by is ignored
    chunked: int = 0
    gzip: int = 1
    ratelimit: str = ""         # "remaining,seconds to reset"
    list_size: int = 0          # rows of the synthetic session
    list_big: int = 0           # that is in the list of sessions as well
    now: str = ""               # sessions as they were at that time
    shift: int = 0              # seconds added to all times of replies


SWITCH = values.whole(0, 1)
READERS: dict[str, values.Reader] = {
    "latency": values.real,
    "paging": values.one_of("auto", "top", "data", "none"),
    "page_cap": values.whole(0),
    "generation": values.one_of("stackql", "2026-05", "2026-07"),
    "total_delta": values.whole(-10**9),
    "repeat_page": SWITCH,
    "overlap": SWITCH,
    "unsorted": SWITCH,
    "chunked": SWITCH,
    "gzip": SWITCH,
    "ratelimit": values.text,
    "list_size": values.whole(0),
    "list_big": SWITCH,
    "now": values.moment,
    "shift": values.whole(-10**10)}


@dataclass
class Entry:
    """One request as it was seen."""
    method: str
    path: str
    query: str
    headers: dict[str, str]
    authorized: bool            # there was an Authorization header
    token_match: bool           # and it held the right token
    start: float                # seconds since the epoch
    connection: int
    concurrency: int            # requests in flight, this one included
    fault: Optional[str] = None
    status: Optional[int] = None

    def line(self) -> str:
        path = self.path
        found = path.find("/accounts/")
        if found > 0:
            path = path[found:]
        query = f"?{self.query}" if self.query else ""
        return f"{self.method} {path}{query}"


@dataclass
class Log:
    entries: list[Entry] = field(default_factory=list)
    active: int = 0
    most: int = 0

    def begin(self, request: Request, token_match: bool) -> Entry:
        self.active += 1
        self.most = max(self.most, self.active)
        headers = dict(request.headers)
        authorized = headers.pop("authorization", None) is not None
        entry = Entry(request.method, request.path, request.query, headers,
                      authorized, token_match, time.time(),
                      request.connection, self.active)
        self.entries.append(entry)
        return entry

    def end(self) -> None:
        self.active -= 1

    def clear(self) -> None:
        self.entries.clear()
        self.most = self.active

    def summary(self) -> dict[str, int]:
        return {"requests": len(self.entries),
                "connections": len({e.connection for e in self.entries}),
                "max_concurrency": self.most}


class Control:
    def __init__(self, defaults: Settings) -> None:
        self.defaults = defaults
        self.settings = defaults
        self.rules: list[faults.Rule] = []
        self.log = Log()
        self.commands: dict[str, Callable[[dict[str, str]], Reply]] = {
            "requests": self.requests, "summary": self.summary,
            "reset": self.reset, "config": self.config,
            "fault": self.fault, "faults": self.list_faults}

    def handle(self, request: Request) -> Reply:
        command = self.commands.get(request.path[len(PREFIX):])
        if command is None:
            return error_reply(404, "no such command")
        try:
            return command(arguments(request))
        except (ValueError, OSError) as error:
            return error_reply(400, str(error))

    def requests(self, args: dict[str, str]) -> Reply:
        if args.get("format") == "text":
            return text_reply(e.line() for e in self.log.entries)
        return Reply(body=dump([asdict(e) for e in self.log.entries]))

    def summary(self, args: dict[str, str]) -> Reply:
        summary = self.log.summary()
        if args.get("format") == "text":
            return text_reply(f"{k} {v}" for k, v in summary.items())
        return Reply(body=dump(summary))

    def reset(self, args: dict[str, str]) -> Reply:
        what = values.one_of("all", "log", "faults", "settings")(
            args.get("only", "all"))
        if what in ("all", "log"):
            self.log.clear()
        if what in ("all", "faults"):
            self.rules.clear()
        if what in ("all", "settings"):
            self.settings = self.defaults
        return Reply(body=dump({"reset": what}))

    def config(self, args: dict[str, str]) -> Reply:
        changes = values.read_all(READERS, args)
        self.settings = replace(self.settings, **changes)
        return Reply(body=dump(asdict(self.settings)))

    def fault(self, args: dict[str, str]) -> Reply:
        rule = faults.make_rule(args)
        self.rules.append(rule)
        return Reply(body=dump(rule.describe()))

    def list_faults(self, args: dict[str, str]) -> Reply:
        return Reply(body=dump([rule.describe() for rule in self.rules]))

    def next_fault(self, target: str) -> Optional[faults.Rule]:
        """The first rule that strikes; rules that match before it count."""
        for rule in self.rules:
            if rule.strikes(target):
                return rule
        return None


def arguments(request: Request) -> dict[str, str]:
    """Query parameters and members of a JSON body, all as texts."""
    args = request.params
    if request.body:
        document = json.loads(request.body)
        if not isinstance(document, dict):
            raise BadRequest("the body is not a JSON object")
        args.update((name, as_text(value))
                    for name, value in document.items())
    return args


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)


def text_reply(lines: Any) -> Reply:
    body = "".join(f"{line}\n" for line in lines)
    return Reply(body=body.encode(), content_type="text/plain")
