#!/usr/bin/env python3
"""Write the pages that nginx serves: pages.py FOLDER PART…

speed    noev/N.json, ev/N.json: 100,000 participants in pages of 100, without
         and with peer_events
memory   big/N.json: 1,000,000 participants in pages of 200; small/N.json:
         1,000; sessions/N.json: 1,000 sessions in pages of 100
"""

import json
import random
import sys
import uuid
from pathlib import Path

PAGES = 1000
ROWS = 100
SESSIONS = 1000
NAMES = ("Ada Lovelace", "José Núñez", "Bob", "山田太郎", "Zoë \"Z\" Ngata",
         "Grace Brewster Murray Hopper")
EVENTS = ("PEER_CREATED", "PEER_JOINING", "CALL_JOIN", "MEDIA_PREP",
          "PEER_LEAVING", "CALL_LEAVE", "DISCONNECTED", "RECONNECTED")

dice = random.Random(1)


def new_id():
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def moment():
    second = dice.randrange(86400)
    return "2026-03-%02dT%02d:%02d:%02d.%03dZ" % (
        dice.randrange(1, 29), second // 3600, second // 60 % 60,
        second % 60, dice.randrange(1000))


def participant():
    return {"id": new_id(), "user_id": new_id(),
            "custom_participant_id": f"cust-{dice.randrange(10**6)}",
            "display_name": dice.choice(NAMES),
            "preset_name": "group_call_participant",
            "joined_at": moment(), "left_at": moment(),
            "duration": round(dice.random() * 100, 6),
            "created_at": moment(), "updated_at": moment()}


def peer_event(number, row):
    return {"id": new_id(), "peer_id": row["id"],
            "event_name": EVENTS[number], "created_at": moment(),
            "updated_at": moment(), "participant_id": row["user_id"],
            "session_id": "6f1d2c84-3b5e-4a0f-9f27-5a8c1d0e7b31",
            "socket_session_id": new_id(),
            "preset_view_type": "GROUP_CALL",
            "minutes_consumed": dice.randrange(60)}


def page(rows, total, member):
    data = {member: rows} if member else rows
    paging = {"total_count": total}
    if member == "participants":
        data["paging"] = paging
        return {"success": True, "data": data}
    return {"success": True, "data": data, "paging": paging}


def write(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False,
                               separators=(",", ":")), encoding="utf-8")


def write_participants(folder):
    for number in range(1, PAGES + 1):
        rows = [participant() for _ in range(ROWS)]
        name = f"{number}.json"
        write(folder / "noev" / name,
              page(rows, PAGES * ROWS, "participants"))
        for row in rows:
            row["peer_events"] = [peer_event(i, row)
                                  for i in range(dice.randint(3, 8))]
        write(folder / "ev" / name, page(rows, PAGES * ROWS, "participants"))


def write_list(folder, total):
    """Rows that repeat from page to page, but for their ids."""
    rows = [dict(participant(), id=f"@@-0000-4000-8000-{i:012}")
            for i in range(200)]
    text = json.dumps(page(rows, total, "participants"), ensure_ascii=False)
    for number in range(1, total // len(rows) + 1):
        (folder / f"{number}.json").write_text(
            text.replace("@@", f"{number:08}"), encoding="utf-8")


def write_sessions(folder):
    for number in range(SESSIONS // ROWS):
        rows = [{"id": f"s{number * ROWS + i:06}", "status": "ENDED",
                 "created_at": moment(), "updated_at": moment()}
                for i in range(ROWS)]
        write(folder / "sessions" / f"{number + 1}.json",
              page(rows, SESSIONS, "sessions"))


def main():
    folder = Path(sys.argv[1])
    for name in ("noev", "ev", "sessions", "big", "small"):
        (folder / name).mkdir()
    if "speed" in sys.argv[2:]:
        write_participants(folder)
    if "memory" in sys.argv[2:]:
        write_list(folder / "big", 1000000)
        write_list(folder / "small", 1000)
        write_sessions(folder)


main()
