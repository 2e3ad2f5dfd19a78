#!/usr/bin/env python3
"""An API that thinks for a while: slow_api.py MILLISECONDS PORT_FILE

Every reply comes that many milliseconds after its request, however many
requests are waiting; 50-150 is anything between.  It lists 200 sessions, whose
participants are 5; those of "long" are 10,000, of "huge" 100,000, of "wide0",
"wide1" and so on 500.  The session "fail" is a 400, the session "hang" never
answers.

/seen answers at once: how many requests came since it was asked last, and how
many of them were waiting side by side at most.
"""

import asyncio
import functools
import json
import random
import sys
from string import digits
from urllib.parse import parse_qs

SESSIONS = 200
PARTICIPANTS = {"long": 10000, "huge": 100000, "wide": 500}
SAMPLES = 10

dice = random.Random(1)
waiting = 0
seen = {"requests": 0, "at_once": 0}


def participant(name):
    return {"id": name, "display_name": f"Person {name}", "duration": 1.25,
            "joined_at": "2026-03-02T09:00:00Z"}


def statistics():
    samples = [{"timestamp": f"2026-03-02T09:00:{i:02}Z", "packets_lost": i,
                "jitter": i / 1000, "bytes_sent": i * 1013, "rtt": 0.05,
                "codec": "video/VP8"} for i in range(SAMPLES)]
    return {"peer_stats": {"config": "default", "status": "completed"},
            "quality_stats": [{"audio_producer": samples,
                               "video_producer": samples}]}


def page(make, total, query):
    size = int(query.get("per_page", ["100"])[0])
    first = (int(query.get("page_no", ["1"])[0]) - 1) * size
    rows = [make(i) for i in range(first, min(first + size, total))]
    return rows, {"total_count": total}


@functools.lru_cache(maxsize=None)
def answer(target):
    """Status and body, made once: what is measured is not this server."""
    path, _, query = target.partition("?")
    *_, parent, last = path.split("/")
    if parent == "fail":
        status, document = 400, {"success": False, "errors": [
            {"code": 1000, "message": "no such view"}]}
    elif last == "sessions":
        rows, paging = page(lambda n: {"id": f"s{n}", "status": "ENDED"},
                            SESSIONS, parse_qs(query))
        status, document = 200, {"success": True, "data": {"sessions": rows},
                                 "paging": paging}
    elif parent == "participants":
        status, document = 200, {"success": True, "data": {
            "participant": {**participant(last), **statistics()}}}
    else:
        rows, paging = page(lambda n: participant(f"{parent}-{n}"),
                            PARTICIPANTS.get(parent.rstrip(digits), 5),
                            parse_qs(query))
        status, document = 200, {"success": True, "data": {
            "participants": rows, "paging": paging}}
    return status, json.dumps(document).encode()


async def think():
    global waiting
    waiting += 1
    seen["requests"] += 1
    seen["at_once"] = max(seen["at_once"], waiting)
    await asyncio.sleep(dice.uniform(LEAST, MOST) / 1000)
    waiting -= 1


def tell():
    told = json.dumps(seen).encode()
    seen.update(requests=0, at_once=0)
    return 200, told


async def converse(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            target = head.split(b" ", 2)[1].decode()
            if "/hang/" in target:
                await reader.read()
                break
            if target == "/seen":
                status, body = tell()
            else:
                await think()
                status, body = answer(target)
            writer.write(b"HTTP/1.1 %d Said\r\nContent-Type: application/json"
                         b"\r\nContent-Length: %d\r\n\r\n"
                         % (status, len(body)) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with open(sys.argv[2], "w", encoding="ascii") as file:
        file.write(f"{port}\n")
    await server.serve_forever()


LEAST, *more = map(int, sys.argv[1].split("-"))
MOST = more[0] if more else LEAST
asyncio.run(main())
