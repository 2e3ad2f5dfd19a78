#!/usr/bin/env python3
"""A server of HTTP/2 that ends streams and connections as it is told.

    h2_server.py CERT KEY LOG FAULT TIMES

Every request, whatever it asks for, is answered with a list of one row, but for
the first TIMES, which FAULT strikes.  Headers of requests are not even decoded:
it speaks just enough of RFC 9113 for that.  Prints its port; LOG gets a line
for each request: the number of its connection, of its stream, and "ok" or
FAULT.

    refuse      RST_STREAM before the request was looked at
    reset       RST_STREAM in the middle of the body
    short       END_STREAM in the middle of a body whose length was told
    cut         END_STREAM in the middle of a body whose length was not
    drop        the connection closes in the middle of the body
    goaway      GOAWAY that leaves the request, and all behind it, unanswered
    farewell    the answer, then GOAWAY: the connection takes no more
"""

from __future__ import annotations

import asyncio
import ssl
import struct
import sys
from typing import IO, NamedTuple

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
END_STREAM = ACK = 1
END_HEADERS = 4
NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM = 0, 2, 7

# From HPACK's static table: ":status: 200", and the names "content-type" and
# "content-length".
HEAD = b"\x88\x0f\x10" + bytes([len("application/json")]) + b"application/json"
BODY = (b'{"success":true,"data":{"participants":[{"id":"p"}],'
        b'"paging":{"total_count":1}}}')
SIZE = str(len(BODY)).encode()
SIZED_HEAD = HEAD + b"\x0f\x0d" + bytes([len(SIZE)]) + SIZE


class Frame(NamedTuple):
    kind: int
    flags: int
    stream: int
    payload: bytes = b""

    def encode(self) -> bytes:
        size = struct.pack(">I", len(self.payload))[1:]
        return size + struct.pack(">BBI", self.kind, self.flags,
                                  self.stream) + self.payload


async def read_frame(reader: asyncio.StreamReader) -> Frame:
    head = await reader.readexactly(9)
    kind, flags, stream = struct.unpack(">BBI", head[3:])
    size = int.from_bytes(head[:3], "big")
    return Frame(kind, flags, stream, await reader.readexactly(size))


def answer(stream: int) -> list[Frame]:
    return [Frame(HEADERS, END_HEADERS, stream, HEAD),
            Frame(DATA, END_STREAM, stream, BODY)]


def reset(stream: int, error: int) -> Frame:
    return Frame(RST_STREAM, 0, stream, struct.pack(">I", error))


def goaway(last: int) -> Frame:
    return Frame(GOAWAY, 0, 0, struct.pack(">II", last, NO_ERROR))


def half(stream: int, flags: int = 0, head: bytes = HEAD) -> list[Frame]:
    return [Frame(HEADERS, END_HEADERS, stream, head),
            Frame(DATA, flags, stream, BODY[:20])]


def strike(fault: str, stream: int) -> list[Frame]:
    if fault == "refuse":
        return [reset(stream, REFUSED_STREAM)]
    if fault == "reset":
        return [*half(stream), reset(stream, INTERNAL_ERROR)]
    if fault == "short":
        return half(stream, END_STREAM, SIZED_HEAD)
    if fault == "cut":
        return half(stream, END_STREAM)
    if fault == "drop":
        return half(stream)
    if fault == "goaway":
        return [goaway(0)]
    if fault == "farewell":
        return [*answer(stream), goaway(stream)]
    raise ValueError(fault)


def ends(replies: list[Frame]) -> bool:
    """Is the connection closed behind these: GOAWAY, or a body half sent?"""
    return bool(replies) and (
        replies[-1].kind == GOAWAY
        or replies[-1].kind == DATA and not replies[-1].flags & END_STREAM)


class Server:
    def __init__(self, log: IO[str], fault: str, times: int) -> None:
        self.log = log
        self.fault = fault
        self.times = times
        self.connections = 0

    def reply(self, connection: int, stream: int) -> list[Frame]:
        struck = self.times > 0
        self.times -= 1
        name = self.fault if struck else "ok"
        print(connection, stream, name, file=self.log, flush=True)
        return strike(self.fault, stream) if struck else answer(stream)

    async def serve(self, reader: asyncio.StreamReader,
                    writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self.converse(reader, writer, self.connections)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def converse(self, reader: asyncio.StreamReader,
                       writer: asyncio.StreamWriter, connection: int) -> None:
        """Until the client leaves, or a fault ends it."""
        replies = [Frame(SETTINGS, 0, 0)]
        if await reader.readexactly(len(PREFACE)) != PREFACE:
            return
        while not ends(replies):
            writer.write(b"".join(frame.encode() for frame in replies))
            await writer.drain()
            frame = await read_frame(reader)
            replies = []
            if frame.kind == HEADERS:
                replies = self.reply(connection, frame.stream)
            elif frame.kind in (SETTINGS, PING) and not frame.flags & ACK:
                kept = frame.payload if frame.kind == PING else b""
                replies = [Frame(frame.kind, ACK, 0, kept)]
        writer.write(b"".join(frame.encode() for frame in replies))
        await writer.drain()


async def main() -> None:
    certificate, key, log, fault, times = sys.argv[1:]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2"])
    with open(log, "w", encoding="ascii") as file:
        server = Server(file, fault, int(times))
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0,
                                              ssl=context)
        print(listener.sockets[0].getsockname()[1], flush=True)
        async with listener:
            await listener.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
