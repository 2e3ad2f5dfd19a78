"""The RealtimeKit API: authorization, routes and their parameters."""

from __future__ import annotations

from types import MappingProxyType
from typing import Callable, Mapping, NamedTuple, Sequence
from urllib.parse import unquote

import analytics
import callstats
import documents
import livestreams
import meetings
import presets
import recordings
import sessions
import values
from control import Settings
from dataset import ACCOUNT, App, Dataset
from replies import GENERATIONS, ApiError, Call, found
from wire import Reply, Request, error_reply

MOST_PARTICIPANTS = 200

Handler = Callable[[Call], Reply]
Readers = Mapping[str, values.Reader]


class Route(NamedTuple):
    path: tuple[str, ...]       # segments; "{name}" matches any
    handler: Handler
    readers: Readers
    newer: Readers              # in generations other than stackql


PAGE: Readers = {"page_no": values.whole(1), "per_page": values.whole(1)}
RANGE: Readers = {"start_time": values.moment, "end_time": values.moment}
DAYS: Readers = {"start_date": values.day, "end_date": values.day}
STREAM_RANGE: Readers = {"start_time": values.seconds_or_moment,
                         "end_time": values.seconds_or_moment}
STREAM_FILTERS: Readers = {"filters": values.text}      # without effect
SEARCH: Readers = {"search": values.text}
ORDER: Readers = {"sort_order": values.one_of("ASC", "DESC")}
EVENTS: Readers = {"include_peer_events": values.boolean}
DETAILS: Readers = {**EVENTS, "filters": values.some_of(*callstats.PARTS)}
RECORDING = ("INVOKED", "RECORDING", "UPLOADING", "UPLOADED")


def route(path: str, handler: Handler, *readers: Readers,
          newer: Readers = MappingProxyType({})) -> Route:
    known = {name: read for group in readers for name, read in group.items()}
    return Route(tuple(path.split("/")), handler, known, {**known, **newer})


# The first that matches.
ROUTES = (
    route("apps", meetings.list_apps, PAGE, SEARCH, ORDER),

    route("{app}/meetings", meetings.list_meetings, PAGE, RANGE, SEARCH,
          {"status": values.one_of("ACTIVE", "INACTIVE")}),
    route("{app}/meetings/{meeting}", meetings.show_meeting,
          {"name": values.text}),
    route("{app}/meetings/{meeting}/participants", meetings.list_invited,
          PAGE),
    route("{app}/meetings/{meeting}/participants/{participant}",
          meetings.show_invited),
    route("{app}/meetings/{meeting}/active-session",
          meetings.show_active_session),
    route("{app}/meetings/{meeting}/active-livestream",
          livestreams.show_active_livestream),
    route("{app}/meetings/{meeting}/livestream",
          livestreams.show_meeting_livestream, PAGE),

    route("{app}/livestreams", livestreams.list_livestreams, PAGE, RANGE,
          {"exclude_meetings": values.boolean,
           "status": values.one_of("LIVE", "IDLE", "ERRORED", "INVOKED"),
           "sort_order": values.one_of("ASC", "DSC")}),
    route("{app}/livestreams/sessions/{livestream_session}",
          livestreams.show_livestream_session),
    route("{app}/livestreams/{livestream}", livestreams.show_livestream,
          PAGE),
    route("{app}/livestreams/{livestream}/active-livestream-session",
          livestreams.show_active_livestream_session),

    route("{app}/presets", presets.list_presets, PAGE, newer=SEARCH),
    route("{app}/presets/{preset}", presets.show_preset),
    route("{app}/webhooks", presets.list_webhooks),
    route("{app}/webhooks/{webhook}", presets.show_webhook),

    route("{app}/recordings", recordings.list_recordings, PAGE, RANGE,
          SEARCH, ORDER,
          {"meeting_id": values.text, "expired": values.boolean,
           "sort_by": values.one_of("invokedTime"),
           "status": values.some_of(*RECORDING)},
          newer={"status": values.some_of(*RECORDING, "ERRORED", "PAUSED")}),
    route("{app}/recordings/active-recording/{meeting}",
          recordings.show_active_recording),
    route("{app}/recordings/{recording}", recordings.show_recording),

    route("{app}/sessions", sessions.list_sessions, PAGE, RANGE, SEARCH,
          ORDER,
          {"sort_by": values.one_of("minutesConsumed", "createdAt"),
           "participants": values.pair, "associated_id": values.text,
           "status": values.one_of("LIVE", "ENDED")}),
    route("{app}/sessions/peer-report/{participant}", sessions.show_report,
          DETAILS),
    route("{app}/sessions/{session}", sessions.show_session,
          {"include_breakout_rooms": values.boolean}),
    route("{app}/sessions/{session}/participants",
          sessions.list_participants, PAGE, SEARCH, ORDER, EVENTS,
          {"per_page": values.whole(1, MOST_PARTICIPANTS),
           "sort_by": values.one_of("joinedAt", "duration"),
           "view": values.one_of("raw", "consolidated")}),
    route("{app}/sessions/{session}/participants/{participant}",
          sessions.show_participant, DETAILS),
    route("{app}/sessions/{session}/livestream-sessions",
          livestreams.list_livestream_sessions, PAGE),
    route("{app}/sessions/{session}/chat", documents.show_chat),
    route("{app}/sessions/{session}/summary", documents.show_summary),
    route("{app}/sessions/{session}/transcript", documents.show_transcript,
          newer={"format": values.one_of(*documents.FORMATS)}),

    route("{app}/analytics/daywise", analytics.show_daywise, DAYS),
    route("{app}/analytics/livestreams/overall",
          analytics.show_livestreams_overall, STREAM_RANGE,
          newer=STREAM_FILTERS),
    route("{app}/analytics/livestreams/daywise",
          analytics.list_livestreams_daywise, STREAM_RANGE, STREAM_FILTERS))


def match(pattern: tuple[str, ...],
          segments: Sequence[str]) -> dict[str, str] | None:
    """What the pattern's names stand for, or None."""
    if len(pattern) != len(segments):
        return None
    names = {}
    for expected, segment in zip(pattern, segments):
        if expected.startswith("{"):
            names[expected[1:-1]] = segment
        elif expected != segment:
            return None
    return names


class Api:
    def __init__(self, dataset: Dataset, token: str,
                 forbidden: str) -> None:
        self.dataset = dataset
        self.token = token
        self.forbidden = forbidden

    def answer(self, request: Request, settings: Settings) -> Reply:
        try:
            self.authorize(request)
            return self.dispatch(request, settings)
        except ApiError as error:
            return error.reply
        except ValueError as error:
            return error_reply(400, f"BAD_REQUEST: {error}")

    def token_matches(self, request: Request) -> bool:
        return request.headers.get("authorization") == f"Bearer {self.token}"

    def authorize(self, request: Request) -> None:
        given = request.headers.get("authorization")
        if given is None:
            raise ApiError(401, "Missing Authorization header", "e2", 9106)
        if given == f"Bearer {self.forbidden}":
            raise ApiError(403, "Unauthorized to access requested resource",
                           "e2", 9109)
        if not self.token_matches(request):
            raise ApiError(401, "Authentication error", "e2", 10000)

    def dispatch(self, request: Request, settings: Settings) -> Reply:
        if request.method != "GET":
            raise ApiError(405, "Method not allowed", "e2", 10405)
        segments = self.below_account(request.path)
        for candidate in ROUTES:
            ids = match(candidate.path, segments)
            if ids is not None:
                break
        else:
            raise ApiError(404, "No route for that URI", "e2", 7000)
        app = self.find_app(ids)
        given = {name: value for name, value in request.params.items()
                 if value}
        schema = GENERATIONS[settings.generation].schema
        params = values.read_all(
            candidate.readers if schema else candidate.newer, given)
        return candidate.handler(
            Call(self.dataset, app, ids, params, settings))

    def below_account(self, path: str) -> list[str]:
        """The segments after /accounts/{id}/realtime/kit/."""
        _, mark, rest = path.partition("/accounts/")
        account, *segments = [unquote(part) for part in rest.split("/")]
        if not mark or segments[:2] != ["realtime", "kit"]:
            raise ApiError(404, "No route for that URI", "e2", 7000)
        if account != ACCOUNT:
            raise ApiError(404, f"Could not route to {path}, perhaps your "
                           "object identifier is invalid?", "e2", 7003)
        return segments[2:]

    def find_app(self, ids: Mapping[str, str]) -> App:
        """The app that the path names; any, where it names none."""
        ident = ids.get("app")
        if ident is None:
            return next(iter(self.dataset.apps.values()))
        return found(self.dataset.apps.get(ident), "app", ident)
