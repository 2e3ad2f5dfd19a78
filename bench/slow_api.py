#!/usr/bin/env python3
"""An API that thinks for a while: slow_api.py MILLISECONDS PORT_FILE

Eighty sessions of five participants each, every reply after that many
milliseconds, however many requests are waiting.  The session "fail" is a 400,
the session "hang" never answers.
"""

import asyncio
import json
import sys

SESSIONS = 80
PARTICIPANTS = 5


def participants(session):
    return [{"id": f"{session}-{i}", "display_name": f"Person {i}",
             "duration": i / 4, "joined_at": "2026-03-02T09:00:00Z"}
            for i in range(PARTICIPANTS)]


def answer(path):
    parts = path.split("?")[0].split("/")
    if parts[-1] == "sessions":
        rows = [{"id": f"s{i}", "status": "ENDED"} for i in range(SESSIONS)]
        return 200, {"success": True, "data": {"sessions": rows},
                     "paging": {"total_count": SESSIONS}}
    if parts[-2] == "fail":
        return 400, {"success": False, "data": None,
                     "errors": [{"code": 1000, "message": "no such view"}]}
    rows = participants(parts[-2])
    return 200, {"success": True, "data": {
        "participants": rows, "paging": {"total_count": len(rows)}}}


async def converse(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            if "/hang/" in path:
                await reader.read()
                break
            await asyncio.sleep(DELAY)
            status, document = answer(path)
            body = json.dumps(document).encode()
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


DELAY = int(sys.argv[1]) / 1000
asyncio.run(main())
