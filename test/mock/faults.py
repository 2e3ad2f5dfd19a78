"""Faults: what can be wrong with a reply, and when it strikes."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Awaitable, Callable, NamedTuple, Optional

import values
from wire import ENVELOPES, HTML, JSON, Exchange, Reply, error_reply

Args = dict[str, Any]
MARK = "@fragment@"             # stands for bytes that json cannot write
FOREVER = 3600.0
MEGABYTE = 1 << 20
# Members of data that hold the rows; the first that is there.
ROW_MEMBERS = ("sessions", "participants", "session", "participant", "data",
               "livestreams", "livestream")


@dataclass
class Rule:
    match: str
    fault: str
    args: Args
    skip: int
    times: Optional[int]        # None: for ever
    share: float                # of those that it would strike
    hits: int = 0

    def strikes(self, target: str) -> bool:
        if self.times == 0 or not self.matches(target):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.share < 1 and random.random() >= self.share:
            return False
        if self.times is not None:
            self.times -= 1
        self.hits += 1
        return True

    def matches(self, target: str) -> bool:
        return (self.match in target
                or compile_match(self.match).search(target) is not None)

    def describe(self) -> dict[str, Any]:
        return {"match": self.match, "fault": self.fault,
                "skip": self.skip, "times": self.times, "share": self.share,
                "hits": self.hits}


def compile_match(match: str) -> re.Pattern[str]:
    """A text that is no regular expression is only a substring."""
    try:
        return re.compile(match)
    except re.error:
        return re.compile(re.escape(match))


def make_rule(args: dict[str, str]) -> Rule:
    args = dict(args)
    match = args.pop("match", "")
    name = values.one_of(*FAULTS)(args.pop("fault", ""))
    skip = values.whole(0)(args.pop("skip", "0"))
    times = args.pop("times", None)
    share = values.real(args.pop("share", "1"))
    return Rule(match, name, values.read_all(FAULTS[name].readers, args),
                skip, None if times is None else values.whole(1)(times),
                share)


# Faults in the bytes of the reply.

def change_status(reply: Reply, args: Args) -> Reply:
    status = args.get("status", 500)
    failed = error_reply(status, args.get("message", "Injected failure"),
                         args.get("envelope", "e1"), args.get("code", 0))
    if "retry_after" in args:
        failed.headers["Retry-After"] = args["retry_after"]
    return failed


def change_missing(reply: Reply, args: Args) -> Reply:
    return error_reply(404, "Not found")


def change_redirect(reply: Reply, args: Args) -> Reply:
    return Reply(args.get("status", 302),
                 headers={"Location": args.get("to", "/elsewhere")})


def change_raw(reply: Reply, args: Args) -> Reply:
    """Given bytes, which the readers have brought from where they were."""
    body = next((args[name] for name in BODIES if name in args), b"")
    return Reply(args.get("status", 200), body,
                 args.get("content_type", JSON))


def change_big(reply: Reply, args: Args) -> Reply:
    """A valid document of so many megabytes, compressed or not."""
    filler = b"x" * (args.get("mb", 32) * MEGABYTE)
    body = b'{"success":true,"data":[],"filler":"%s"}' % filler
    return Reply(body=body, gzip=bool(args.get("gzip", 0)))


def change_html(reply: Reply, args: Args) -> Reply:
    body = b"<!DOCTYPE html>\n<html><body>Welcome</body></html>\n"
    return Reply(body=body, content_type=HTML)


def change_nojson(reply: Reply, args: Args) -> Reply:
    return replace(reply, body=reply.body[:len(reply.body) // 2])


def change_empty200(reply: Reply, args: Args) -> Reply:
    return Reply()


def change_success_false(reply: Reply, args: Args) -> Reply:
    return replace(error_reply(500, "Internal error"), status=200)


def change_shape(reply: Reply, args: Args) -> Reply:
    if reply.status != 200:
        return reply
    document = json.loads(reply.body)
    SHAPES[args.get("kind", "no_data")](document, args)
    return replace(reply, body=json.dumps(document).encode())


def shape_no_data(document: Any, args: Args) -> None:
    del document["data"]


def shape_null_data(document: Any, args: Args) -> None:
    document["data"] = None


def shape_not_array(document: Any, args: Args) -> None:
    holder, name = find_holder(document, args)
    holder[name] = "none"


def shape_row_not_object(document: Any, args: Args) -> None:
    """The first of the rows; of a single row, the row."""
    holder, name = find_holder(document, args)
    rows = holder[name]
    holder[name] = [42, *rows[1:]] if isinstance(rows, list) else 42


SHAPES: dict[str, Callable[[Any, Args], None]] = {
    "no_data": shape_no_data, "null_data": shape_null_data,
    "not_array": shape_not_array, "row_not_object": shape_row_not_object}


def find_holder(document: Any, args: Args) -> tuple[Any, str]:
    """The object, and its member, that hold the rows or the row."""
    data = document["data"]
    *outer, last = args.get("member", "").split(".")
    if last:
        for name in outer:
            data = data.get(name, {})
        if last in data:
            return data, last
    elif isinstance(data, dict):
        for name in ROW_MEMBERS:
            if name in data:
                return data, name
    return document, "data"


def find_rows(document: Any, args: Args) -> list[Any]:
    holder, name = find_holder(document, args)
    rows = holder[name]
    return [row for row in (rows if isinstance(rows, list) else [rows])
            if isinstance(row, dict)]


def change_badvalue(reply: Reply, args: Args) -> Reply:
    return put_fragment(reply, args, args.get("value", "null").encode())


def change_nul(reply: Reply, args: Args) -> Reply:
    return put_fragment(reply, args, rb'"a\u0000b"')


def change_invalid_utf8(reply: Reply, args: Args) -> Reply:
    return put_fragment(reply, args, b'"caf\xe9"')


def change_deep(reply: Reply, args: Args) -> Reply:
    depth = args.get("depth", 100)
    return put_fragment(reply, args, b"[" * depth + b"]" * depth)


def change_elements(reply: Reply, args: Args) -> Reply:
    count = args.get("count", 1000)
    return put_fragment(reply, args, b"[" + b",".join([b"{}"] * count) + b"]")


def put_fragment(reply: Reply, args: Args, fragment: bytes) -> Reply:
    """Set a field of one row, or of every row, to a fragment of JSON."""
    if reply.status != 200:
        return reply
    document = json.loads(reply.body)
    rows = find_rows(document, args)
    number = args.get("row")
    for row in rows if number is None else rows[number:number + 1]:
        row[args.get("field", "display_name")] = MARK
    body = json.dumps(document, ensure_ascii=False).encode()
    return replace(reply, body=body.replace(f'"{MARK}"'.encode(), fragment))


# Faults in the way it is sent.  The connection ends with each of them.

async def send_hang_headers(exchange: Exchange, args: Args) -> None:
    await exchange.hang(args.get("seconds", FOREVER))


async def send_hang_body(exchange: Exchange, args: Args) -> None:
    await send_half(exchange)
    await exchange.hang(args.get("seconds", FOREVER))


async def send_drip(exchange: Exchange, args: Args) -> None:
    """A few bytes at a time, until all is sent."""
    data = b"".join(exchange.encode())
    step = args.get("bytes", 1)
    for start in range(0, len(data), step):
        await exchange.send(data[start:start + step])
        await asyncio.sleep(args.get("interval", 50) / 1000)


async def send_reset(exchange: Exchange, args: Args) -> None:
    await send_half(exchange)
    exchange.reset()


async def send_short(exchange: Exchange, args: Args) -> None:
    await send_half(exchange, "length")


async def send_chunktrunc(exchange: Exchange, args: Args) -> None:
    await send_half(exchange, "chunked")


async def send_shortclose(exchange: Exchange, args: Args) -> None:
    await send_half(exchange, "close")


async def send_half(exchange: Exchange, framing: str = "") -> None:
    head, payload = exchange.encode(framing)
    await exchange.send(head + payload[:len(payload) // 2])


async def send_garbage(exchange: Exchange, args: Args) -> None:
    await exchange.send(b"\x16\x03\x01 this is not HTTP\r\n\r\n")


async def send_http09(exchange: Exchange, args: Args) -> None:
    """The body alone, as before there were headers."""
    await exchange.send(exchange.reply.body)


async def send_stale(exchange: Exchange, args: Args) -> None:
    """A good reply on a connection that then closes without a word."""
    await send_plain(exchange, args)


class Gathering:
    """Requests that wait until there are so many of them."""

    def __init__(self, size: str) -> None:
        self.size = COUNT(size)
        self.waiting: list[asyncio.Event] = []

    def join(self) -> asyncio.Event:
        """What is set when all are there, by the last of them."""
        self.waiting.append(asyncio.Event())
        joined = self.waiting[-1]
        if len(self.waiting) == self.size:
            for event in self.waiting:
                event.set()
            self.waiting.clear()
        return joined


async def send_gather(exchange: Exchange, args: Args) -> None:
    """Hold the reply until enough requests wait, or the client leaves."""
    complete = args["of"].join()
    ends = [asyncio.ensure_future(wait)
            for wait in (complete.wait(), exchange.hang(FOREVER))]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()
    await send_plain(exchange, args)


async def send_plain(exchange: Exchange, args: Args) -> None:
    await exchange.send(b"".join(exchange.encode()))


def unchanged(reply: Reply, args: Args) -> Reply:
    return reply


class Fault(NamedTuple):
    """Other bytes in the reply, or another way to send it."""
    readers: dict[str, values.Reader]
    change: Callable[[Reply, Args], Reply] = unchanged
    send: Callable[[Exchange, Args], Awaitable[None]] = send_plain

    @property
    def keeps_connection(self) -> bool:
        return self.send is send_plain


NO_FAULT = Fault({})

BODIES: dict[str, values.Reader] = {
    "body": str.encode, "base64": base64.b64decode,
    "file": lambda name: Path(name).read_bytes()}
COUNT = values.whole(1)
MEMBER: dict[str, values.Reader] = {"member": values.text}
IN_ROW: dict[str, values.Reader] = {
    **MEMBER, "field": values.text, "row": values.whole(0)}
SECONDS: dict[str, values.Reader] = {"seconds": values.real}
STATUS = values.whole(100, 599)

FAULTS: dict[str, Fault] = {
    "status": Fault({"status": STATUS, "envelope": values.one_of(*ENVELOPES),
                     "message": values.text, "code": values.whole(0),
                     "retry_after": values.text}, change=change_status),
    "missing": Fault({}, change=change_missing),
    "redirect": Fault({"to": values.text, "status": STATUS},
                      change=change_redirect),
    "raw": Fault({**BODIES, "status": STATUS, "content_type": values.text},
                 change=change_raw),
    "big": Fault({"mb": COUNT, "gzip": values.whole(0, 1)},
                 change=change_big),
    "html": Fault({}, change=change_html),
    "nojson": Fault({}, change=change_nojson),
    "empty200": Fault({}, change=change_empty200),
    "success_false": Fault({}, change=change_success_false),
    "shape": Fault({**MEMBER, "kind": values.one_of(*SHAPES)},
                   change=change_shape),
    "badvalue": Fault({**IN_ROW, "value": values.text},
                      change=change_badvalue),
    "nul": Fault(IN_ROW, change=change_nul),
    "invalid_utf8": Fault(IN_ROW, change=change_invalid_utf8),
    "deep": Fault({**IN_ROW, "depth": COUNT}, change=change_deep),
    "elements": Fault({**IN_ROW, "count": COUNT}, change=change_elements),
    "hang_headers": Fault(SECONDS, send=send_hang_headers),
    "hang_body": Fault(SECONDS, send=send_hang_body),
    "gather": Fault({"of": Gathering}, send=send_gather),
    "drip": Fault({"bytes": COUNT, "interval": values.real},
                  send=send_drip),
    "reset": Fault({}, send=send_reset),
    "short": Fault({}, send=send_short),
    "chunktrunc": Fault({}, send=send_chunktrunc),
    "shortclose": Fault({}, send=send_shortclose),
    "garbage": Fault({}, send=send_garbage),
    "http09": Fault({}, send=send_http09),
    "stale": Fault({}, send=send_stale)}
