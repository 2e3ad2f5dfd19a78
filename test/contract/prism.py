"""Servers of the contract test: Prism, which answers by the API's description,
and a proxy before it that writes down each request with its status."""

from __future__ import annotations

import http.client
import http.server
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import IO, List, Sequence
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
SLOWEST_START = 120


class Prism:
    """One running Prism; it ends with stop()."""

    def __init__(self, program: str, document: str, log: str,
                 options: Sequence[str]) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port: int = probe.getsockname()[1]
        self._log: IO[bytes] = open(log, "wb")
        self._child = subprocess.Popen(
            ["node", program, "mock", "--host", HOST, "--port",
             str(self.port), *options, document],
            stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=subprocess.STDOUT)

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + SLOWEST_START
        while time.monotonic() < end and self.is_running():
            try:
                socket.create_connection((HOST, self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"Prism did not start, see {self._log.name}")

    def is_running(self) -> bool:
        return self._child.poll() is None

    def stop(self) -> None:
        self._child.terminate()
        self._child.wait()
        self._log.close()


@dataclass(frozen=True)
class Seen:
    """A request as the server behind the proxy answered it."""
    target: str
    status: int
    reply: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    def values(self, name: str) -> List[str]:
        query = urlsplit(self.target).query
        return parse_qs(query, keep_blank_values=True).get(name, [])


class Proxy(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.upstream = 0
        self.succeeds = False       # "success" is made true in replies
        self._seen: List[Seen] = []
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def add(self, seen: Seen) -> None:
        with self._lock:
            self._seen.append(seen)

    def take(self) -> List[Seen]:
        """The requests since this was last asked."""
        with self._lock:
            seen, self._seen = self._seen, []
        return seen

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is none: a scan that ends, say."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        behind = http.client.HTTPConnection(HOST, self.server.upstream,
                                            timeout=60)
        headers = {name: self.headers[name]
                   for name in ("Accept", "Authorization", "User-Agent")
                   if name in self.headers}
        behind.request("GET", self.path, headers=headers)
        reply = behind.getresponse()
        body = reply.read()
        behind.close()
        if self.server.succeeds:
            body = body.replace(b'"success":false', b'"success":true')
        self.server.add(Seen(self.path, reply.status, body))
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.getheader("Content-Type", ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The log is Proxy.take()."""
