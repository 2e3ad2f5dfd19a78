#!/usr/bin/env python3
"""Write the pages that nginx serves: pages.py FOLDER

noev/speed/, ev/speed/    100,000 participants in pages of 100, without and
                          with peer_events; speed.copy: without, for COPY
noev/few/, ev/few/        2,000, and few.copy; the same whatever else changes
stats/N.json, details/    2,000 participants in pages of 200; the object of
                          each, with about 22 kB of call statistics
sessions/N.json           1,000 sessions in pages of 100
template/N.json, N-ev.json    N rows of a list of any length: nginx puts page
                          and length into it
empty.json                a list without rows
"""

import json
import random
import sys
import uuid
from pathlib import Path

ROWS = 100
SESSIONS = 1000
DETAILED = 2000
SAMPLES = 75        # of audio and of video, which make 22 kB
NAMES = ("Ada Lovelace", "José Núñez", "Bob", "山田太郎", "Zoë \"Z\" Ngata",
         "Grace Brewster Murray Hopper")
EVENTS = ("PEER_CREATED", "PEER_JOINING", "CALL_JOIN", "MEDIA_PREP",
          "PEER_LEAVING", "CALL_LEAVE", "DISCONNECTED", "RECONNECTED")
COPIED = ("id", "user_id", "custom_participant_id", "display_name",
          "preset_name", "joined_at", "left_at", "duration", "created_at",
          "updated_at")

dice = random.Random()


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


def peer_events(row):
    return [peer_event(i, row) for i in range(dice.randint(3, 8))]


def sample():
    return {"timestamp": moment(), "packets_lost": dice.randrange(20),
            "jitter": dice.randrange(100) / 1000,
            "quality": dice.randrange(10, 45) / 10,
            "concealment_events": dice.randrange(5),
            "bytes_received": dice.randrange(10**7)}


def statistics():
    return {
        "peer_stats": {
            "config": "default", "status": "completed",
            "device_info": {
                "browser": dice.choice(("Chrome", "Firefox", "Safari")),
                "browser_version": "133.0.0.0", "cpus": 8, "memory": 8,
                "engine": "Blink", "is_mobile": False, "os": "macOS",
                "os_version": "10.15.7", "sdk_name": "web-core",
                "sdk_version": "1.2.4", "webgl_support": None},
            "events": [{"type": "call_join", "timestamp": moment(),
                        "metadata": {"room_view_type": "groupCall"}}
                       for _ in range(4)],
            "ip_information": {
                "city": "Pune", "country": "IN", "ipv4": "203.0.113.21",
                "region": "Maharashtra", "timezone": "Asia/Kolkata"},
            "precall_network_information": {
                "effective_networktype": "4g", "rtt": 0.03,
                "throughtput": 7931, "turn_connectivity": True}},
        "quality_stats": [{
            "peer_id": new_id(), "start": moment(), "end": moment(),
            "average_quality": 4.1, "audio_packet_loss": 0.4,
            "audio_stats": [sample() for _ in range(SAMPLES)],
            "video_stats": [sample() for _ in range(SAMPLES)]}]}


def page(rows, total, member):
    return {"success": True,
            "data": {member: rows, "paging": {"total_count": total}}}


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False,
                               separators=(",", ":")), encoding="utf-8")


def copied(row):
    return "\t".join(str(row[name]) for name in COPIED) + "\n"


def write_participants(folder, session, pages):
    dice.seed(1)
    total = pages * ROWS
    with open(folder / f"{session}.copy", "w", encoding="utf-8") as file:
        for number in range(1, pages + 1):
            rows = [participant() for _ in range(ROWS)]
            name = f"{session}/{number}.json"
            write(folder / "noev" / name, page(rows, total, "participants"))
            file.writelines(map(copied, rows))
            for row in rows:
                row["peer_events"] = peer_events(row)
            write(folder / "ev" / name, page(rows, total, "participants"))


def write_statistics(folder):
    for first in range(0, DETAILED, 200):
        rows = [participant() for _ in range(200)]
        write(folder / "stats" / f"{first // 200 + 1}.json",
              page(rows, DETAILED, "participants"))
        for row in rows:
            write(folder / "details" / f"{row['id']}.json",
                  {"success": True,
                   "data": {"participant": {**row, **statistics()}}})


def write_sessions(folder):
    for number in range(SESSIONS // ROWS):
        rows = [{"id": f"s{number * ROWS + i:06}", "status": "ENDED",
                 "created_at": moment(), "updated_at": moment()}
                for i in range(ROWS)]
        write(folder / "sessions" / f"{number + 1}.json",
              page(rows, SESSIONS, "sessions"))


def write_templates(folder):
    """@page@ (eight digits) and @total@ are for nginx.sh."""
    for number in (1, 200):
        rows = [dict(participant(), id=f"@page@-0000-4000-8000-{i:012}")
                for i in range(number)]
        write(folder / "template" / f"{number}.json",
              page(rows, "@total@", "participants"))
        for row in rows:
            row["peer_events"] = peer_events(row)
        write(folder / "template" / f"{number}-ev.json",
              page(rows, "@total@", "participants"))
    write(folder / "empty.json", page([], 0, "participants"))


def main():
    folder = Path(sys.argv[1])
    write_participants(folder, "few", 20)
    write_participants(folder, "speed", 1000)
    write_statistics(folder)
    write_sessions(folder)
    write_templates(folder)


if __name__ == "__main__":
    main()
