"""Tests of meetings, presets, webhooks, recordings, livestreams, documents
and analytics."""

from __future__ import annotations

import unittest

import generated
import generated_kit
import small
import small_kit
from dataset import App
from harness import KIT, SmallTest

NEW = "2026-07"
APP = f"{KIT}/app-1"


class EndpointTest(SmallTest):
    def data(self, path: str, **params: object) -> object:
        status, document = self.mock.get(f"{APP}/{path}", **params)
        self.assertEqual(status, 200, document)
        return document["data"]

    def listed(self, path: str, **params: object) -> list[str]:
        return [row["id"] for row in self.data(path, **params)]

    def status(self, path: str, **params: object) -> int:
        return self.mock.get(f"{APP}/{path}", **params)[0]

    def generation(self, name: str) -> None:
        self.mock.control("config", generation=name)

    def check_lists(self, path: str, *cases: tuple[dict, list[str]]) -> None:
        for params, expected in cases:
            with self.subTest(params=params):
                self.assertEqual(self.listed(path, **params), expected)


class MeetingTest(EndpointTest):
    def test_details(self) -> None:
        listed = self.data("meetings")[0]
        single = self.data("meetings/meet-1")
        self.assertEqual(set(single) - set(listed),
                         {"recording_config", "ai_config"})
        config = single["recording_config"]
        self.assertEqual(config["max_seconds"], 3600)
        self.assertEqual(config["storage_config"]["secret"],
                         "SECRET-secret-meet-1")
        self.generation(NEW)
        self.assertIn("transcribe_on_end", self.data("meetings")[0])

    def test_invited(self) -> None:
        path = "meetings/meet-1/participants"
        self.check_lists(path, ({}, ["mp-1", "mp-2", "mp-3"]),
                         ({"page_no": 2, "per_page": 2}, ["mp-3"]))
        self.assertIsNone(self.data(f"{path}/mp-3")["name"])
        self.assertEqual(self.status(f"{path}/mp-4"), 404)
        self.assertEqual(self.status("meetings/none/participants"), 404)

    def test_active_session(self) -> None:
        path = "meetings/meet-2/active-session"
        row = self.data(path)
        self.assertEqual((row["id"], row["meta"]), ("sess-3", {}))
        self.generation(NEW)
        self.assertNotIn("meta", self.data(path))
        status, document = self.mock.get(f"{APP}/"
                                         "meetings/meet-1/active-session")
        self.assertEqual((status, document["error"]["code"]), (404, 404))


class SetupTest(EndpointTest):
    def test_presets(self) -> None:
        self.check_lists("presets", ({}, ["preset-1", "preset-2",
                                          "preset-3"]),
                         ({"per_page": 1, "page_no": 3}, ["preset-3"]))
        listed = self.data("presets")[0]
        single = self.data("presets/preset-1")
        self.assertEqual(set(single) - set(listed),
                         {"config", "permissions", "ui"})
        self.assertEqual(self.status("presets", search="web"), 400)
        self.generation(NEW)
        self.assertEqual(self.listed("presets", search="WEB"), ["preset-3"])
        self.assertEqual(self.status("presets/preset-4"), 404)

    def test_webhooks(self) -> None:
        self.assertEqual(self.listed("webhooks"), ["hook-1", "hook-2"])
        self.assertEqual(self.data("webhooks/hook-1")["events"],
                         ["meeting.started", "meeting.ended"])
        self.assertEqual(self.status("webhooks", per_page=1), 400)


class RecordingTest(EndpointTest):
    def test_lists(self) -> None:
        def ids(numbers: str) -> list[str]:
            return [f"rec-{number}" for number in numbers]
        self.check_lists(
            "recordings", ({}, ids("1234")),
            ({"meeting_id": "meet-2"}, ids("3")),
            ({"status": "UPLOADED,RECORDING"}, ids("13")),
            ({"expired": "true"}, ids("1")),
            ({"expired": "false"}, ids("234")),
            ({"search": "REC-2"}, ids("2")),
            ({"start_time": "2026-01-12T09:10:00Z"}, ids("34")),
            ({"sort_by": "invokedTime", "sort_order": "DESC"}, ids("3421")),
            ({"sort_by": "invokedTime", "per_page": 2}, ids("12")))

    def test_statuses(self) -> None:
        asked = {"status": "ERRORED,PAUSED"}
        self.assertEqual(self.status("recordings", **asked), 400)
        self.generation(NEW)
        self.assertEqual(self.listed("recordings", **asked), ["rec-2"])

    def test_members(self) -> None:
        listed = self.data("recordings")[0]
        single = self.data("recordings/rec-1")
        self.assertEqual(set(listed) - set(single), {"meeting"})
        self.assertEqual(set(single) - set(listed),
                         {"start_reason", "stop_reason"})
        self.assertEqual(single["recording_duration"], 1800)
        row = self.data("recordings/rec-2")
        self.assertEqual({name for name, value in row.items()
                          if value is None},
                         {"started_time", "stopped_time", "file_size",
                          "download_url", "download_url_expiry",
                          "audio_download_url", "storage_config"})

    def test_active(self) -> None:
        row = self.data("recordings/active-recording/meet-2")
        self.assertEqual((row["id"], row["status"]), ("rec-3", "RECORDING"))
        self.assertFalse({"meeting", "storage_config"} & set(row))
        for meeting in ("meet-1", "none"):
            self.assertEqual(
                self.status(f"recordings/active-recording/{meeting}"), 404)


class LivestreamTest(EndpointTest):
    def document(self, path: str, app: str = "app-1",
                 **params: object) -> dict:
        return self.mock.get(f"{KIT}/{app}/{path}", **params)[1]

    def test_lists(self) -> None:
        self.check_lists(
            "livestreams", ({}, ["ls-1", "ls-2"]),
            ({"sort_order": "DSC"}, ["ls-2", "ls-1"]),
            ({"start_time": "2026-01-02T12:00:00Z", "per_page": 1,
              "page_no": 2}, []),
            ({"exclude_meetings": "true"}, []))
        self.assertEqual(self.status("livestreams", sort_order="DESC"), 400)
        self.assertEqual(self.data("livestreams", status="LIVE")["id"],
                         "ls-2")

    def test_one_livestream(self) -> None:
        document = self.document("livestreams", "app-2")
        self.assertEqual(document["data"]["paging"]["total_count"], 1)
        self.assertEqual(document["data"]["disabled"], "true")
        self.generation(NEW)
        document = self.document("livestreams", "app-2")
        self.assertEqual(document["paging"]["total_count"], 1)
        self.assertIs(document["data"][0]["disabled"], True)

    def test_details(self) -> None:
        data = self.data("livestreams/ls-1", per_page=1)
        self.assertEqual([row["id"] for row in data["sessions"]], ["lss-1"])
        self.assertEqual(data["paging"]["total_count"], 2)
        data = self.document("livestreams/ls-3", "app-2")["data"]
        self.assertEqual(data["session"]["id"], "lss-4")
        self.generation(NEW)
        document = self.document("livestreams/ls-3", "app-2")
        self.assertEqual(set(document["data"]), {"livestream", "sessions"})
        self.assertEqual(document["paging"]["end_offset"], 1)

    def test_of_meeting(self) -> None:
        path = "meetings/meet-1/livestream"
        data = self.data(path)
        self.assertIs(data["livestreams"][0]["disabled"], False)
        self.assertEqual(data["sessions"][0]["ingest_seconds"], "1800.5")
        self.assertNotIn("viewer_seconds", data["sessions"][0])
        data = self.data(path.replace("-1", "-2"))
        self.assertEqual(data["sessions"]["id"], "lss-3")
        self.generation(NEW)
        document = self.document(path)
        self.assertEqual(document["data"]["livestream"]["id"], "ls-1")
        self.assertEqual(document["data"]["sessions"][1]["viewer_seconds"],
                         1800)
        self.assertEqual(document["paging"]["total_count"], 2)

    def test_of_session(self) -> None:
        path = "sessions/sess-3/livestream-sessions"
        data = self.data(path)
        self.assertEqual((data["id"], data["paging"]["total_count"]),
                         ("lss-3", 1))
        self.assertNotIn("started_time", data)
        two = self.data(path.replace("-3", "-1"))
        self.assertEqual([row["id"] for row in two["data"]],
                         ["lss-1", "lss-2"])
        self.assertEqual(self.data(path.replace("-3", "-2"))["data"], [])
        self.generation(NEW)
        data = self.data(path)
        self.assertEqual(data["data"][0]["started_time"],
                         "2026-01-19T09:06:00.000Z")
        self.assertEqual(data["paging"]["total_count"], 1)

    def test_active(self) -> None:
        self.assertEqual(self.data("meetings/meet-2/active-livestream")["id"],
                         "ls-2")
        path = "livestreams/ls-2/active-livestream-session"
        data = self.data(path)
        self.assertEqual((data["livestream"]["id"], data["session"]["id"],
                          data["session"]["ingest_seconds"]),
                         ("ls-2", "lss-3", "0"))
        self.generation(NEW)
        self.assertEqual(self.data(path)["session"]["ingest_seconds"], 0)
        for path in ("meetings/meet-1/active-livestream",
                     "livestreams/ls-1/active-livestream-session"):
            self.assertEqual(self.status(path), 404)

    def test_session(self) -> None:
        path = "livestreams/sessions/lss-2"
        row = self.data(path)
        self.assertEqual(row["err_message"], "Ingest lost")
        self.assertNotIn("invoked_time", row)
        self.generation(NEW)
        self.assertIn("invoked_time", self.data(path))


class DocumentTest(EndpointTest):
    def test_found(self) -> None:
        for kind, found in (("chat", "12"), ("transcript", "12"),
                            ("summary", "1")):
            self.assertEqual("".join(
                number for number in "123"
                if self.status(f"sessions/sess-{number}/{kind}") == 200),
                found)

    def test_names(self) -> None:
        path = "sessions/sess-1"
        self.assertEqual(set(self.data(f"{path}/summary")),
                         {"sessionId", "summaryDownloadUrl",
                          "summaryDownloadUrlExpiry"})
        self.assertIn("sessionId", self.data(f"{path}/transcript"))
        self.assertEqual(set(self.data(f"{path}/chat")),
                         {"chat_download_url", "chat_download_url_expiry"})
        self.generation(NEW)
        self.assertEqual(self.data(f"{path}/summary"), {
            "session_id": "sess-1",
            "summary_download_url":
                "https://files.example.com/summary/sess-1",
            "summary_download_url_expiry": "2026-01-12T10:00:00.000Z"})

    def test_format(self) -> None:
        path = "sessions/sess-1/transcript"
        self.assertEqual(self.status(path, format="SRT"), 400)
        self.generation(NEW)
        self.assertEqual(self.status(path, format="TXT"), 400)
        url = self.data(path, format="SRT")["transcript_download_url"]
        self.assertTrue(url.endswith("/sess-1?format=SRT"), url)


class AnalyticsTest(EndpointTest):
    def test_daywise(self) -> None:
        data = self.data("analytics/daywise")
        stats = data["session_stats"], data["recording_stats"]
        self.assertEqual([[day["day"][8:10] for day in part["day_stats"]]
                          for part in stats], [["05", "12"], ["05", "19"]])
        self.assertEqual((stats[0]["sessions_minutes_consumed"],
                          stats[1]["recording_count"]), (245.5, 3))
        data = self.data("analytics/daywise", start_date="2026-01-06",
                         end_date="2026-01-12")
        self.assertEqual(data["session_stats"]["sessions_count"], 1)
        self.assertEqual(data["recording_stats"]["day_stats"], [])

    def test_livestreams(self) -> None:
        path = "analytics/livestreams/overall"
        self.assertEqual(self.data(path), {
            "count": 4, "total_ingest_seconds": 3600.5,
            "total_viewer_seconds": 7260.5})
        for start in ("2026-01-12T00:00:00Z", "1768176000"):
            self.assertEqual(self.data(path, start_time=start)["count"], 2)
        self.assertEqual(self.status(path, start_time="12 January"), 400)
        self.assertEqual(self.status(path, filters="x"), 400)
        path = f"{KIT}/app-2/analytics/livestreams/daywise"
        days = self.mock.get(path)[1]["data"]
        self.assertEqual([day["date"] for day in days],
                         ["2026-01-07T00:00:00.000Z", None])
        days = self.mock.get(path, start_time=0)[1]["data"]
        self.assertEqual(len(days), 1)


class CommonTest(EndpointTest):
    PAGED = ("meetings/meet-1/participants", "presets", "recordings",
             "livestreams")

    def test_paging(self) -> None:
        """The settings act on all lists of rows in data."""
        for path in self.PAGED:
            with self.subTest(path=path):
                self.mock.control("reset")
                first = self.listed(path)
                self.mock.control("config", page_cap=1, total_delta=-1)
                document = self.mock.get(f"{APP}/{path}", page_no=2)[1]
                self.assertEqual(document["data"][0]["id"], first[1])
                self.assertEqual(document["paging"], {
                    "total_count": len(first) - 1, "start_offset": 2,
                    "end_offset": 2})
                self.mock.control("config", overlap=1, paging="none")
                document = self.mock.get(f"{APP}/{path}", page_no=2)[1]
                self.assertEqual(document["data"][0]["id"], first[0])
                self.assertNotIn("paging", document)
                self.mock.control("config", page_cap=0, repeat_page=1)
                self.assertEqual(self.listed(path, page_no=3), first)

    def test_paging_of_objects(self) -> None:
        for path in ("livestreams/ls-1", "meetings/meet-1/livestream",
                     "sessions/sess-1/livestream-sessions"):
            for where in ("top", "data", "none"):
                self.mock.control("config", paging=where)
                document = self.mock.get(f"{APP}/{path}")[1]
                self.assertEqual(("paging" in document,
                                  "paging" in document["data"]),
                                 (where == "top", where == "data"))

    def test_faults(self) -> None:
        """The rows are where they are, or where "member" says."""
        for path, member, holder in (
                ("recordings", "", ()),
                ("meetings/meet-2/active-session", "", ()),
                ("livestreams/ls-1", "", ("sessions",)),
                ("livestreams/ls-1", "livestream", ("livestream",)),
                ("analytics/daywise", "session_stats.day_stats",
                 ("session_stats", "day_stats"))):
            with self.subTest(path=path, member=member):
                self.mock.control("reset")
                self.mock.control("fault", fault="badvalue", field="x",
                                  value=1, member=member)
                rows = self.data(path)
                for name in holder:
                    rows = rows[name]
                row = rows[0] if isinstance(rows, list) else rows
                self.assertEqual(row["x"], 1)

    def test_secrets(self) -> None:
        for path, count in (("livestreams", 2), ("livestreams/ls-1", 1),
                            ("meetings/meet-1", 3), ("meetings/meet-2", 3),
                            ("meetings", 0), ("recordings", 4),
                            ("recordings/rec-1", 2),
                            ("meetings/meet-2/active-livestream", 1),
                            ("meetings/meet-2/livestream", 1)):
            body = self.mock.raw(f"{APP}/{path}")[2]
            self.assertEqual(body.count(b'"SECRET')
                             + body.count(b"/SECRET"), count, path)


class KitTest(unittest.TestCase):
    """What is added to the data sets, without a server."""

    def test_full(self) -> None:
        apps = generated.build_generated(7).apps
        before = texts(apps, "meetings", "sessions")
        generated_kit.add_kit(apps, 7)
        self.assertEqual(texts(apps, "meetings", "sessions"), before)
        app = apps[generated.APP_1]
        self.assertEqual({len(people) for people in app.invited.values()},
                         {5})
        self.assertEqual((len(app.presets), len(app.recordings),
                          len(app.livestreams)), (3, 20, 4))
        self.assertIn("LIVE", {stream.row["status"]
                               for stream in app.livestreams.values()})
        self.assertTrue(app.documents and app.analytics.livestreams)
        first = texts(apps, "recordings")
        generated_kit.add_kit(apps, 7)
        self.assertEqual(texts(apps, "recordings"), first)

    def test_small(self) -> None:
        apps = small.build_small().apps
        before = texts(apps, "meetings", "sessions")
        small_kit.add_kit(apps)
        self.assertEqual(texts(apps, "meetings", "sessions"), before)


def texts(apps: dict[str, App], *kinds: str) -> list[bytes]:
    return [record.text for app in apps.values() for kind in kinds
            for record in getattr(app, kind).values()]
