"""What the mock's own tests share: a running mock, and a case with one."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import unittest
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
KIT = "/client/v4/accounts/acc-demo/realtime/kit"


class Mock:
    """A running server, and one connection to it at a time."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "mock_api.py"), *options],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def raw(self, path: str, token: str = "test-token", **headers: str
            ) -> tuple[int, dict[str, str], bytes]:
        client = http.client.HTTPConnection("127.0.0.1", self.port,
                                            timeout=10)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            client.request("GET", path, headers=headers)
            reply = client.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        finally:
            client.close()

    def get(self, path: str, **params: object) -> tuple[int, dict]:
        query = f"?{urlencode(params)}" if params else ""
        status, _, body = self.raw(path + query)
        return status, json.loads(body)

    def control(self, command: str, **params: object) -> object:
        status, _, body = self.raw(
            f"/_mock/{command}?{urlencode(params)}", token="")
        if status != 200:
            raise ValueError(body)
        return json.loads(body)

    def lines(self) -> list[str]:
        body = self.raw("/_mock/requests?format=text", token="")[2]
        return body.decode().splitlines()


class SmallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.mock = Mock("--data", "small")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.mock.stop()

    def setUp(self) -> None:
        self.mock.control("reset")

    def ids(self, path: str, member: str, **params: object) -> list[str]:
        status, document = self.mock.get(path, **params)
        self.assertEqual(status, 200, document)
        return [row["id"] for row in document["data"][member]]
