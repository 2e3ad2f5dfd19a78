"""The RealtimeKit API: authorization, routes and their parameters."""

from __future__ import annotations

from typing import Callable, Mapping, NamedTuple, Sequence
from urllib.parse import unquote

import callstats
import values
from control import Settings
from dataset import ACCOUNT, App, Dataset
from handlers import (ApiError, Call, found, list_apps, list_meetings,
                      list_participants, list_sessions, show_meeting,
                      show_participant, show_report, show_session)
from wire import Reply, Request, error_reply

MOST_PARTICIPANTS = 200

Handler = Callable[[Call], Reply]
Readers = Mapping[str, values.Reader]


class Route(NamedTuple):
    path: tuple[str, ...]       # segments; "{name}" matches any
    handler: Handler
    readers: Readers


PAGE: Readers = {"page_no": values.whole(1), "per_page": values.whole(1)}
RANGE: Readers = {"start_time": values.moment, "end_time": values.moment}
SEARCH: Readers = {"search": values.text}
ORDER: Readers = {"sort_order": values.one_of("ASC", "DESC")}
EVENTS: Readers = {"include_peer_events": values.boolean}
DETAILS: Readers = {**EVENTS, "filters": values.some_of(*callstats.PARTS)}


def route(path: str, handler: Handler, *readers: Readers) -> Route:
    known = {name: read for group in readers for name, read in group.items()}
    return Route(tuple(path.split("/")), handler, known)


# The first that matches.
ROUTES = (
    route("apps", list_apps, PAGE, SEARCH, ORDER),
    route("{app}/meetings", list_meetings, PAGE, RANGE, SEARCH,
          {"status": values.one_of("ACTIVE", "INACTIVE")}),
    route("{app}/meetings/{meeting}", show_meeting, {"name": values.text}),
    route("{app}/sessions", list_sessions, PAGE, RANGE, SEARCH, ORDER,
          {"sort_by": values.one_of("minutesConsumed", "createdAt"),
           "participants": values.pair, "associated_id": values.text,
           "status": values.one_of("LIVE", "ENDED")}),
    route("{app}/sessions/peer-report/{participant}", show_report, DETAILS),
    route("{app}/sessions/{session}", show_session,
          {"include_breakout_rooms": values.boolean}),
    route("{app}/sessions/{session}/participants", list_participants,
          PAGE, SEARCH, ORDER, EVENTS,
          {"per_page": values.whole(1, MOST_PARTICIPANTS),
           "sort_by": values.one_of("joinedAt", "duration"),
           "view": values.one_of("raw", "consolidated")}),
    route("{app}/sessions/{session}/participants/{participant}",
          show_participant, DETAILS))


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
        params = values.read_all(candidate.readers, given)
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
