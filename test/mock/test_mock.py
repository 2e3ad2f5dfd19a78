"""Tests of sessions, settings, faults and the server itself.

All tests: python3 -m unittest discover -s test/mock
"""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import tempfile
import threading
import unittest
from math import ceil
from pathlib import Path
from statistics import fmean
from typing import Any

import callstats
import generated
import weeks
from dataset import Dataset, Participant
from harness import KIT, Mock, SmallTest

def report(data: Dataset, person: Participant) -> dict[str, Any]:
    return callstats.peer_report(person.row, data.profile(person),
                                 frozenset(callstats.PARTS))


PEOPLE = f"{KIT}/app-1/sessions/sess-1/participants"


class ApiTest(SmallTest):
    def people(self, **params: object) -> list[str]:
        return self.ids(PEOPLE, "participants", **params)

    def test_sessions(self) -> None:
        path = f"{KIT}/app-1/sessions"
        for params, expected in (
                ({}, "123"), ({"status": "LIVE"}, "3"),
                ({"search": "QUOTED"}, "3"), ({"participants": "3:4"}, "2"),
                ({"associated_id": "meet-1"}, "12"),
                ({"start_time": "2026-01-12T10:00:00+01:00"}, "23"),
                ({"end_time": "2026-01-12T09:00:00Z"}, "12"),
                ({"sort_by": "minutesConsumed"}, "321"),
                ({"sort_by": "createdAt", "sort_order": "DESC"}, "321"),
                ({"per_page": 2, "page_no": 2}, "3")):
            with self.subTest(params=params):
                self.assertEqual(self.ids(path, "sessions", **params),
                                 [f"sess-{number}" for number in expected])

    def test_clock(self) -> None:
        path = f"{KIT}/app-1/sessions"
        self.mock.control("config", now="2026-01-12T09:10:00Z", shift=-86400)
        _, document = self.mock.get(path)
        shown = [(row["id"], row["status"], row["created_at"],
                  row["ended_at"]) for row in document["data"]["sessions"]]
        self.assertEqual(shown, [
            ("sess-1", "ENDED", "2026-01-04T09:00:00.000Z",
             "2026-01-04T10:00:00.000Z"),
            ("sess-2", "LIVE", "2026-01-11T09:00:00.000Z", None)])
        self.assertEqual(self.mock.get(f"{path}/sess-3")[0], 404)
        self.mock.control("reset")

    def test_refusals(self) -> None:
        for path, params, status, code in (
                (PEOPLE, {"per_page": 0}, 400, 400),
                (PEOPLE, {"per_page": 201}, 400, 400),
                (PEOPLE, {"sort_by": "createdAt"}, 400, 400),
                (PEOPLE, {"unheard": 1}, 400, 400),
                (f"{KIT}/app-1/sessions/none", {}, 404, 404),
                (f"{KIT}/none/sessions", {}, 404, 404),
                (KIT.replace("demo", "none") + "/apps", {}, 404, 7003)):
            with self.subTest(path=path, params=params):
                found, document = self.mock.get(path, **params)
                error = document.get("error") or document["errors"][0]
                self.assertEqual((found, error["code"]), (status, code))

    def test_authorization(self) -> None:
        for token, status in (("", 401), ("wrong", 401),
                              ("forbidden-token", 403)):
            self.assertEqual(self.mock.raw(PEOPLE, token)[0], status)
        log = self.mock.control("requests")
        self.assertEqual([e["authorized"] for e in log],
                         [False, True, True])
        self.assertNotIn("authorization", log[1]["headers"])

    def test_participants(self) -> None:
        self.assertEqual(self.people(search="dana"), ["part-4"])
        self.assertEqual(self.people(sort_by="duration", per_page=1),
                         ["part-4"])
        page = self.mock.get(PEOPLE, view="consolidated",
                             include_peer_events="true")[1]
        row = page["data"]["participants"][1]
        self.assertEqual((row["duration"], len(row["peer_events"])), (55, 5))

    def test_details(self) -> None:
        row = self.mock.get(f"{PEOPLE}/part-1")[1]["data"]["participant"]
        self.assertEqual(row["peer_stats"]["device_info"]["browser"],
                         "Chrome")
        self.assertEqual(len(row["quality_stats"]), 1)
        some = self.mock.get(f"{PEOPLE}/part-1",
                             filters="events,ip_information")[1]
        row = some["data"]["participant"]
        self.assertEqual(set(row["peer_stats"]),
                         {"config", "status", "events", "ip_information"})
        self.assertNotIn("quality_stats", row)

    def test_generations(self) -> None:
        report = f"{KIT}/app-1/sessions/peer-report/part-1"
        for name, row in (("stackql", "role"), ("2026-05", "preset_name"),
                          ("2026-07", "role")):
            self.mock.control("config", generation=name)
            data = self.mock.get(f"{KIT}/app-1/sessions/sess-1")[1]["data"]
            self.assertEqual("session" in data, name == "stackql")
            data = self.mock.get(report)[1]["data"]
            self.assertIn(row, data.get("participant", data))
            data = self.mock.get(f"{PEOPLE}/part-1")[1]["data"]
            self.assertEqual("peer_stats" in data["participant"],
                             name == "stackql")
        status, _ = self.mock.get(report, filters="events,device_info")
        self.assertEqual(status, 400)

    def test_paging_settings(self) -> None:
        def paging() -> tuple[bool, bool]:
            document = self.mock.get(PEOPLE)[1]
            return "paging" in document, "paging" in document["data"]
        self.assertEqual(paging(), (False, True))
        for where, expected in (("top", (True, False)),
                                ("none", (False, False))):
            self.mock.control("config", paging=where)
            self.assertEqual(paging(), expected)

    def test_paging_trouble(self) -> None:
        second = {"per_page": 2, "page_no": 2}
        self.mock.control("config", overlap=1)
        self.assertEqual(self.people(**second), ["part-2", "part-3"])
        self.mock.control("config", overlap=0, repeat_page=1)
        self.assertEqual(self.people(**second), ["part-1", "part-2"])
        self.mock.control("config", repeat_page=0, page_cap=1,
                          total_delta=3)
        document = self.mock.get(PEOPLE, **second)[1]
        self.assertEqual(document["data"]["paging"], {
            "total_count": 8, "start_offset": 2, "end_offset": 2})

    def test_encodings(self) -> None:
        plain = self.mock.raw(PEOPLE)[2]
        accept = {"Accept-Encoding": "gzip"}
        _, headers, body = self.mock.raw(PEOPLE, **accept)
        self.assertEqual(headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(body), plain)
        self.mock.control("config", gzip=0, chunked=1, ratelimit="5,30")
        _, headers, body = self.mock.raw(PEOPLE, **accept)
        self.assertEqual(headers["Transfer-Encoding"], "chunked")
        self.assertEqual(headers["Ratelimit"], '"default";r=5;t=30')
        self.assertEqual(body, plain)

    def test_synthetic(self) -> None:
        self.mock.control("config", list_size=1000)
        path = PEOPLE.replace("sess-1", "sess-big")
        page = {"per_page": 200, "page_no": 5, "sort_by": "joinedAt"}
        ids = self.ids(path, "participants", **page)
        self.assertEqual((ids[0], len(ids)), ("big-0000801", 200))
        row = self.mock.get(f"{path}/big-0000801")[1]["data"]["participant"]
        self.assertEqual(row["duration"], 0.801)
        self.assertEqual(self.mock.get(f"{path}/big-0001001")[0], 404)
        sessions = f"{KIT}/app-1/sessions"
        self.assertNotIn("sess-big", self.ids(sessions, "sessions"))
        self.mock.control("config", list_big=1)
        self.assertIn("sess-big", self.ids(sessions, "sessions"))

    def test_log(self) -> None:
        self.people(page_no=1, search="a b")
        self.mock.get(f"{KIT}/apps")
        prefix = "GET /accounts/acc-demo/realtime/kit"
        self.assertEqual(self.mock.lines(), [
            f"{prefix}/app-1/sessions/sess-1/participants"
            "?page_no=1&search=a+b", f"{prefix}/apps"])

    def test_concurrency(self) -> None:
        self.mock.control("fault", fault="gather", of=8)
        threads = [threading.Thread(target=self.people) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.mock.control("summary"), {
            "requests": 8, "connections": 8, "max_concurrency": 8})


class FaultTest(SmallTest):
    def fault(self, name: str, **params: object) -> None:
        self.mock.control("fault", match="participants", fault=name,
                          **params)

    def reply(self) -> tuple[int, dict[str, str], bytes]:
        return self.mock.raw(PEOPLE)

    def test_status(self) -> None:
        self.fault("status", status=429, envelope="e3", retry_after=7,
                   skip=1, times=1)
        self.assertEqual(self.reply()[0], 200)
        status, headers, body = self.reply()
        self.assertEqual((status, headers["Retry-After"]), (429, "7"))
        self.assertEqual(json.loads(body), {"message": "Injected failure"})
        self.assertEqual(self.reply()[0], 200)
        self.assertEqual(self.mock.control("faults")[0]["hits"], 1)

    def test_redirect(self) -> None:
        self.fault("redirect", to="http://192.0.2.1/")
        self.assertEqual(self.reply()[1]["Location"], "http://192.0.2.1/")

    def test_bodies(self) -> None:
        for name, params, expected in (
                ("empty200", {}, b""),
                ("raw", {"base64": "YQBi"}, b"a\0b"),
                ("badvalue", {"field": "duration", "value": "1e400"},
                 b'"duration": 1e400'),
                ("nul", {"row": 2}, rb'"display_name": "a\u0000b"'),
                ("invalid_utf8", {}, b'"caf\xe9"'),
                ("deep", {"depth": 3}, b"[[[]]]"),
                ("shape", {"kind": "not_array"}, b'"participants": "none"'),
                ("shape", {"kind": "row_not_object"}, b"[42, {"),
                ("success_false", {}, b'"success":false'),
                ("html", {}, b"<!DOCTYPE html>")):
            with self.subTest(fault=name, params=params):
                self.mock.control("reset")
                self.fault(name, **params)
                status, _, body = self.reply()
                self.assertEqual(status, 200)
                self.assertIn(expected, body)

    def test_bomb(self) -> None:
        self.fault("big", mb=4, gzip=1)
        body = self.mock.raw(PEOPLE, **{"Accept-Encoding": "gzip"})[2]
        self.assertLess(len(body), 1 << 16)
        self.assertGreater(len(gzip.decompress(body)), 4 << 20)

    def test_cut(self) -> None:
        for name in ("short", "chunktrunc"):
            with self.subTest(fault=name):
                self.mock.control("reset")
                self.fault(name)
                with self.assertRaises(http.client.IncompleteRead):
                    self.reply()
        self.mock.control("reset", only="faults")
        self.fault("shortclose")
        with self.assertRaises(json.JSONDecodeError):
            json.loads(self.reply()[2])

    def test_broken(self) -> None:
        self.fault("reset", times=1)
        self.fault("garbage")
        with self.assertRaises((ConnectionResetError,
                                http.client.IncompleteRead)):
            self.reply()
        with self.assertRaises(http.client.BadStatusLine):
            self.reply()

    def test_hang(self) -> None:
        for name in ("hang_headers", "hang_body"):
            self.mock.control("reset")
            self.fault(name, seconds=0.1)
            with self.assertRaises(http.client.HTTPException):
                self.reply()

    def test_gather(self) -> None:
        self.fault("gather", of=2)
        first = socket.create_connection(("127.0.0.1", self.mock.port))
        with first:
            first.sendall(f"GET {PEOPLE} HTTP/1.1\r\nHost: mock\r\n\r\n"
                          .encode())
            while not self.mock.lines():
                pass
            first.settimeout(0.1)
            with self.assertRaises(TimeoutError):
                first.recv(1)
            first.settimeout(10)
            self.assertEqual(len(json.loads(self.reply()[2])["data"]), 2)
            self.assertTrue(first.recv(1))

    def test_drip(self) -> None:
        self.fault("drip", bytes=500, interval=1)
        self.assertEqual(len(json.loads(self.reply()[2])["data"]), 2)

    def test_stale(self) -> None:
        self.fault("stale")
        with socket.create_connection(("127.0.0.1", self.mock.port)) as s:
            s.sendall(f"GET {PEOPLE} HTTP/1.1\r\nHost: mock\r\n\r\n"
                      .encode())
            reply = b"".join(iter(lambda: s.recv(65536), b""))
        self.assertNotIn(b"Connection: close", reply)

    def test_refused_commands(self) -> None:
        for command, params in (
                ("fault", {"fault": "none"}),
                ("fault", {"fault": "nul", "status": 5}),
                ("config", {"unheard": 1}), ("config", {"paging": "side"}),
                ("reset", {"only": "some"}), ("unheard", {})):
            with self.assertRaises(ValueError):
                self.mock.control(command, **params)


class FullTest(unittest.TestCase):
    def test_generated(self) -> None:
        first, second = (generated.build_generated(7) for _ in range(2))
        self.assertEqual(*[[s.text for app in data.apps.values()
                            for s in app.sessions.values()]
                           for data in (first, second)])
        apps = first.apps.values()
        self.assertGreaterEqual(sum(len(a.sessions) for a in apps), 300)
        self.assertGreaterEqual(sum(len(a.peers) for a in apps), 3000)

    def test_weeks(self) -> None:
        data, again = (weeks.build_weeks(7) for _ in range(2))
        self.assertEqual(*[[s.text for app in each.apps.values()
                            for s in app.sessions.values()]
                           for each in (data, again)])
        people = [person for app in data.apps.values()
                  for person in app.peers.values()]
        self.assertGreaterEqual(len(people), 1500)
        reports = [report(each, people[0]) for each in (data, again)]
        self.assertEqual(*reports)
        samples = reports[0]["quality"]["audio_producer"]
        self.assertEqual(len(samples),
                         ceil(people[0].row["duration"] * 2) - 1)

    def test_weeks_incident(self) -> None:
        """It is worse where and when something went badly."""
        data = weeks.build_weeks(7)
        country, first, last = weeks.INCIDENT
        loss: dict[bool, list[float]] = {False: [], True: []}
        for app in data.apps.values():
            for person in app.peers.values():
                day = (person.joined - weeks.MONDAY) // weeks.DAY
                if first <= day <= last and (found := data.profile(person)):
                    loss[found.place.country == country].append(found.loss)
        self.assertGreater(min(loss[True]), 5)
        self.assertLess(fmean(loss[False]), 2)

    def test_server(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            port_file = Path(directory) / "port"
            mock = Mock("--port-file", str(port_file))
            self.addCleanup(mock.stop)
            self.assertEqual(port_file.read_text(), f"{mock.port}\n")
        path = (f"{KIT}/{generated.APP_1}/sessions/"
                f"{generated.FIRST_SESSION}/participants")
        rows = mock.get(path, per_page=200)[1]["data"]["participants"]
        self.assertEqual(len(rows), 200)
        self.assertEqual(rows[0]["id"], generated.FIRST_PARTICIPANT)
