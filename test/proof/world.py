"""Mock APIs, and their tables in a database, in each way that is compared.

A schema is named DATA_APP_HOW:

    DATA   small, full     the mock's data
    APP    open, app       whether the servers have the option app_id
    HOW    on, off, copy   pushed down, not pushed down, and local tables
"""

from __future__ import annotations

import atexit
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Dict, List
from urllib.request import urlopen

from psql import Psql

MOCK = Path(__file__).resolve().parent.parent / "mock" / "mock_api.py"
DATABASE = "proof"

APP_ID = {"small": "app-1", "full": "a0000000-0000-4000-8000-000000000001"}
TABLES = ("apps", "meetings", "meetings_participants", "sessions",
          "sessions_participants", "recordings")
# Copied without the columns that cost a request for each row.
WITHOUT_DETAILS = ("full",)


class Mock:
    """A mock API with these data, and what it has seen."""

    def __init__(self, data: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="rtk_proof.")
        port = Path(self._folder.name) / "port"
        self._process = subprocess.Popen(
            ["python3", str(MOCK), "--port", "0", "--port-file", str(port),
             "--data", data], stdout=subprocess.DEVNULL)
        atexit.register(self._process.kill)
        while not port.exists() or not port.read_text():
            if self._process.poll() is not None:
                raise RuntimeError("the mock API did not start")
            time.sleep(0.05)
        self.port = int(port.read_text())

    def ask(self, command: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/_mock/{command}") as reply:
            return reply.read().decode()

    def forget(self) -> None:
        self.ask("reset?only=log")

    def seen(self) -> List[str]:
        return self.ask("requests?format=text").splitlines()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


class World:
    """A database with the tables of the mocks; usable until close().

    options are more of those of the servers with the option app_id.
    """

    def __init__(self, *datas: str, options: str = "") -> None:
        self._options = options
        self.mocks: Dict[str, Mock] = {data: Mock(data) for data in datas}
        setup = Psql("postgres")
        setup.run(f"DROP DATABASE IF EXISTS {DATABASE}")
        setup.must(f"CREATE DATABASE {DATABASE}")
        hosts = ", ".join(f"127.0.0.1:{mock.port}"
                          for mock in self.mocks.values())
        setup.must(f"ALTER DATABASE {DATABASE} "
                   f"SET rtk_fdw.allowed_hosts = '{hosts}'")
        setup.close()
        self.psql = Psql(DATABASE)
        self.psql.must("CREATE EXTENSION rtk_fdw; SET TimeZone = 'UTC'; "
                       "SET DateStyle = 'ISO, YMD'")
        for data in datas:
            for app in ("open", "app"):
                self._create(data, app)

    def _create(self, data: str, app: str) -> None:
        for how in ("on", "off"):
            self._import(data, app, how)
        self.psql.must(f"CREATE SCHEMA {data}_{app}_copy")
        for table in TABLES:
            self._copy(data, app, table)

    def _import(self, data: str, app: str, how: str) -> None:
        name = f"{data}_{app}_{how}"
        url = f"http://127.0.0.1:{self.mocks[data].port}/client/v4"
        option = f", app_id '{APP_ID[data]}'{self._options}" \
            if app == "app" else ""
        self.psql.must(f"""
            CREATE SERVER {name} FOREIGN DATA WRAPPER rtk_fdw OPTIONS (
                base_url '{url}', account_id 'acc-demo', rate_limit '0',
                max_requests '0',
                enable_pushdown '{how == "on"}'{option});
            CREATE USER MAPPING FOR PUBLIC SERVER {name}
                OPTIONS (api_token 'test-token');
            CREATE SCHEMA {name};
            IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER {name}
                INTO {name};""")

    def _copy(self, data: str, app: str, table: str) -> None:
        columns = "*"
        if data in WITHOUT_DETAILS:
            columns = self.psql.must(f"""
                SELECT string_agg(quote_ident(column_name), ', ')
                FROM rtk_resources() WHERE resource = '{table}'
                  AND source NOT IN ('details', 'reply')""")[0]
        self.psql.must(f"""
            CREATE TABLE {data}_{app}_copy.{table} AS
            SELECT {columns} FROM {data}_{app}_off.{table}""")

    def use(self, schema: str) -> None:
        self.psql.must(f"SET search_path = {schema}, public")

    def close(self) -> None:
        self.psql.close()
        for mock in self.mocks.values():
            mock.close()
