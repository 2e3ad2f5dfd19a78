#!/usr/bin/env python3
"""A mock of the Cloudflare RealtimeKit REST API; see README.md."""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import ssl
import warnings
from pathlib import Path
from typing import Optional

import clock
import faults
import generated_kit
import small_kit
from api import Api
from control import PREFIX, Control, Entry, Settings
from dataset import Dataset
from generated import build_generated
from many import build_many
from small import build_small
from weeks import build_weeks
from wire import (BadRequest, Exchange, Reply, Request, Stream, error_reply,
                  read_request)

HOST = "127.0.0.1"
RAY = "0123456789abcdef-MCK"    # constant, so that messages with it are too


class Server:
    def __init__(self, api: Api, control: Control) -> None:
        self.api = api
        self.control = control
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader,
                    writer: asyncio.StreamWriter) -> None:
        """One connection, from first request to last."""
        self.connections += 1
        number = self.connections
        try:
            while await self.serve_next(Stream(reader, writer), number):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def serve_next(self, stream: Stream, number: int) -> bool:
        """Answer one request; is the connection to be kept?"""
        try:
            request = await read_request(stream.reader, number)
        except BadRequest as error:
            await self.deliver(error_reply(400, str(error)), stream)
            return False
        if request is None:
            return False
        if not request.path.startswith(PREFIX):
            return await self.answer(request, stream)
        await self.deliver(self.control.handle(request), stream)
        return keeps(request)

    async def deliver(self, reply: Reply, stream: Stream) -> None:
        """Send a reply that no setting and no fault touches."""
        exchange = Exchange(reply, False, "length", stream)
        await exchange.send(b"".join(exchange.encode()))

    async def answer(self, request: Request, stream: Stream) -> bool:
        """Log, delay and answer a request of the API, rightly or not."""
        settings, log = self.control.settings, self.control.log
        entry = log.begin(request, self.api.token_matches(request))
        try:
            fault, args = self.choose_fault(request, entry)
            reply = self.api.answer(request, settings)
            clock.shift(reply, settings.shift)
            reply = fault.change(reply, args)
            add_headers(reply, settings)
            entry.status = reply.status
            await asyncio.sleep(settings.latency / 1000)
            gzip = bool(settings.gzip) and request.accepts_gzip()
            framing = "chunked" if settings.chunked else "length"
            await fault.send(Exchange(reply, gzip, framing, stream), args)
        finally:
            log.end()
        return fault.keeps_connection and keeps(request)

    def choose_fault(self, request: Request,
                     entry: Entry) -> tuple[faults.Fault, faults.Args]:
        rule = self.control.next_fault(request.target)
        if rule is None:
            return faults.NO_FAULT, {}
        entry.fault = rule.fault
        return faults.FAULTS[rule.fault], rule.args


def keeps(request: Request) -> bool:
    return request.headers.get("connection", "").lower() != "close"


def add_headers(reply: Reply, settings: Settings) -> None:
    reply.headers["Cf-Ray"] = RAY
    if settings.ratelimit:
        remaining, _, reset = settings.ratelimit.partition(",")
        reply.headers["Ratelimit"] = f'"default";r={remaining};t={reset}'
        reply.headers["Ratelimit-Policy"] = '"default";q=1200;w=300'


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file", type=Path)
    parser.add_argument("--data", choices=("full", "small", "many", "weeks"),
                        default="full")
    parser.add_argument("--sessions", type=int, default=1000,
                        help="how many are many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0,
                        metavar="MILLISECONDS")
    parser.add_argument("--token", default="test-token")
    parser.add_argument("--forbidden-token", default="forbidden-token",
                        help="a token that is answered with 403")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--old-tls", action="store_true",
                        help="no TLS later than 1.1")
    return parser.parse_args()


def load_dataset(args: argparse.Namespace) -> Dataset:
    if args.data == "small":
        dataset = build_small()
        small_kit.add_kit(dataset.apps)
    elif args.data == "many":
        dataset = build_many(args.sessions)
    elif args.data == "weeks":
        dataset = build_weeks(args.seed)
    else:
        dataset = build_generated(args.seed)
        generated_kit.add_kit(dataset.apps, args.seed)
    return dataset


def tls_context(args: argparse.Namespace) -> Optional[ssl.SSLContext]:
    if args.tls is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    if args.old_tls:
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(*args.tls)
    return context


def announce(port: int, port_file: Optional[Path]) -> None:
    """Write, then print the port; the file appears whole or not at all."""
    if port_file:
        draft = port_file.with_suffix(".draft")
        draft.write_text(f"{port}\n")
        draft.replace(port_file)
    print(port, flush=True)


async def run(args: argparse.Namespace) -> None:
    api = Api(load_dataset(args), args.token, args.forbidden_token)
    random.seed(args.seed)      # for faults that strike now and then
    server = Server(api, Control(Settings(latency=args.latency)))
    listener = await asyncio.start_server(
        server.serve, HOST, args.port, ssl=tls_context(args), backlog=1024)
    announce(listener.sockets[0].getsockname()[1], args.port_file)
    async with listener:
        await listener.serve_forever()


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)   # end at once, in silence
    asyncio.run(run(parse_arguments()))
