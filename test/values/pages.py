"""A server of generated pages: each is the one page of a session's list."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Dict, List

ACCOUNT = "acc-demo"
APP = "app-1"


def page(texts: List[str]) -> bytes:
    """Rows whose ids count from 0, each with its text as the member x."""
    rows = ",".join(f'{{"id":"{i}","x":{text}}}'
                    for i, text in enumerate(texts))
    return (f'{{"success":true,"data":{{"participants":[{rows}]}},'
            f'"paging":{{"total_count":{len(texts)}}}}}').encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        session = self.path.partition("/sessions/")[2].partition("/")[0]
        body = self.server.pages.get(session)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: Dict[str, bytes] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()
