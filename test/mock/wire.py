"""HTTP/1.1 by hand: the faults need every byte of a reply in their hands."""

from __future__ import annotations

import asyncio
import functools
import gzip
import json
import socket
import struct
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http import HTTPStatus
from typing import Any, Callable, NamedTuple
from urllib.parse import parse_qsl

JSON = "application/json"
HTML = "text/html"
LINGER_OFF = struct.pack("ii", 1, 0)


class BadRequest(ValueError):
    """What arrived is not a request this server understands."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: dict[str, str]     # names in lower case
    body: bytes
    connection: int             # number of the connection it came on

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def params(self) -> dict[str, str]:
        pairs = parse_qsl(self.query, keep_blank_values=True)
        params = dict(pairs)
        if len(params) != len(pairs):
            raise BadRequest("a parameter is given twice")
        return params

    def accepts_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    gzip: bool = True           # may be compressed


class Message(NamedTuple):
    """A reply as it goes over the wire."""
    head: bytes
    payload: bytes


class Stream(NamedTuple):
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


@dataclass
class Exchange:
    """One reply on its way to the client; wire faults take it apart."""
    reply: Reply
    gzip: bool
    framing: str                # length, chunked or close
    stream: Stream

    def encode(self, framing: str = "") -> Message:
        reply = self.reply
        headers = {"Content-Type": reply.content_type, **reply.headers}
        body = reply.body
        if self.gzip and reply.gzip and body:
            headers["Content-Encoding"] = "gzip"
            body = compress(body)
        extra, payload = FRAMINGS[framing or self.framing](body)
        headers.update(extra)
        return Message(encode_head(reply.status, headers), payload)

    async def send(self, data: bytes) -> None:
        self.stream.writer.write(data)
        await self.stream.writer.drain()

    async def hang(self, seconds: float) -> None:
        """Stay silent until the client goes away, or for so long."""
        try:
            await asyncio.wait_for(self.stream.reader.read(), seconds)
        except asyncio.TimeoutError:
            pass

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        writer = self.stream.writer
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_OFF)
        writer.transport.abort()


@functools.lru_cache(maxsize=64)
def compress(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=1, mtime=0)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def frame_length(body: bytes) -> tuple[dict[str, str], bytes]:
    return {"Content-Length": str(len(body))}, body


def frame_chunked(body: bytes) -> tuple[dict[str, str], bytes]:
    step = 16384
    chunks = [chunk(body[i:i + step]) for i in range(0, len(body), step)]
    return {"Transfer-Encoding": "chunked"}, b"".join(chunks) + b"0\r\n\r\n"


def frame_close(body: bytes) -> tuple[dict[str, str], bytes]:
    return {"Connection": "close"}, body


FRAMINGS: dict[str, Callable[[bytes], tuple[dict[str, str], bytes]]] = {
    "length": frame_length, "chunked": frame_chunked, "close": frame_close}


def encode_head(status: int, headers: dict[str, str]) -> bytes:
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Unknown"
    lines = [f"HTTP/1.1 {status} {reason}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines + ["", ""]).encode("latin-1")


async def read_request(reader: asyncio.StreamReader,
                       connection: int) -> Request | None:
    """The next request, or None where the client has closed."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequest("the request head is too long") from error
    start, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    words = start.split(" ")
    if len(words) != 3:
        raise BadRequest("malformed request line")
    headers = dict(parse_header(line) for line in lines)
    path, _, query = words[1].partition("?")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(words[0], path, query, headers, body, connection)


def parse_header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise BadRequest("malformed header")
    return name.strip().lower(), value.strip()


def dump(value: Any) -> bytes:
    """JSON as the API writes it: compact, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def iso(milliseconds: int) -> str:
    """Epoch milliseconds as the API writes a time."""
    seconds, rest = divmod(milliseconds, 1000)
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def envelope_e1(code: int, message: str) -> bytes:
    return dump({"success": False,
                 "error": {"code": code, "message": message}})


def envelope_e2(code: int, message: str) -> bytes:
    return dump({"success": False,
                 "errors": [{"code": code, "message": message}],
                 "messages": [], "result": None})


def envelope_e3(code: int, message: str) -> bytes:
    return dump({"message": message})


def envelope_html(code: int, message: str) -> bytes:
    page = (f"<!DOCTYPE html>\n<html><head><title>{code}</title></head>"
            f"<body><h1>{message}</h1></body></html>\n")
    return page.encode()


def envelope_empty(code: int, message: str) -> bytes:
    return b""


# Shapes of an error, by the names that the API's description gives them.
ENVELOPES: dict[str, tuple[str, Callable[[int, str], bytes]]] = {
    "e1": (JSON, envelope_e1),
    "e2": (JSON, envelope_e2),
    "e3": (JSON, envelope_e3),
    "html": (HTML, envelope_html),
    "empty": (JSON, envelope_empty),
    "none": ("text/plain", envelope_empty)}


def error_reply(status: int, message: str, envelope: str = "e1",
                code: int = 0) -> Reply:
    """An error in one of the envelopes; its code is the status unless given."""
    content_type, build = ENVELOPES[envelope]
    return Reply(status, build(code or status, message), content_type)
