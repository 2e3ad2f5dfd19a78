"""Call statistics in the shapes of the details and of the peer report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

import calls
from wire import iso

Json = dict[str, Any]

# The values of the parameter "filters".
PARTS = ("device_info", "ip_information", "precall_network_information",
         "events", "quality_stats")

# Members of peer_report.metadata, by the filter that asks for them.
METADATA = {"device_info": ("device_info", "browser_metadata"),
            "ip_information": ("ip_information",),
            "precall_network_information": ("pc_metadata",),
            "events": ("events",)}

SAMPLE_MS = 7000
MEDIA = [f"{kind}_{side}"
         for kind in ("audio", "video", "screenshare_audio",
                      "screenshare_video")
         for side in ("producer", "consumer")]


@dataclass(frozen=True)
class Device:
    browser: str
    version: str
    engine: str
    os: str
    os_version: str
    mobile: bool


@dataclass(frozen=True)
class Place:
    city: str
    region: str
    country: str
    timezone: str
    address: str


@dataclass(frozen=True)
class Profile:
    """The choices that the statistics of one participant follow from."""
    device: Device
    place: Place
    rtt: float                  # seconds
    loss: float                 # percent
    quality: float              # mean opinion score
    start: int                  # milliseconds
    samples: int
    sdk_version: str = "1.2.4"
    course: Optional[calls.Course] = None   # None: nothing changes in it


def peer_stats(row: Json, profile: Optional[Profile],
               parts: frozenset[str]) -> Json:
    """peer_stats with the parts asked for; {} where nothing was kept."""
    if profile is None:
        return {}
    makers = {"device_info": lambda: device_info(profile),
              "events": lambda: events(row, profile, "type"),
              "ip_information": lambda: ip_information(profile.place),
              "precall_network_information": lambda: precall(profile)}
    return {"config": "default", "status": "completed",
            **{name: make() for name, make in makers.items()
               if name in parts}}


def device_info(profile: Profile) -> Json:
    device = profile.device
    return {"browser": device.browser, "browser_version": device.version,
            "cpus": 8, "engine": device.engine, "is_mobile": device.mobile,
            "memory": 8, "os": device.os, "os_version": device.os_version,
            "sdk_name": "web-core", "sdk_version": profile.sdk_version,
            "user_agent": user_agent(device), "webgl_support": None}


def user_agent(device: Device) -> str:
    return (f"Mozilla/5.0 ({device.os} {device.os_version}) "
            f"{device.engine} {device.browser}/{device.version}")


def events(row: Json, profile: Profile, name: str) -> list[Json]:
    """The call's events; name is the member that holds the kind."""
    if profile.course is not None:
        return [{name: kind, "timestamp": iso(at), "metadata": {}}
                for kind, at in profile.course.events]
    joined = row["joined_at"]
    return [{name: "precall_begin", "timestamp": joined, "metadata": {}},
            {name: "call_join", "timestamp": joined,
             "metadata": {"room_view_type": "groupCall"}},
            {name: "audio_off", "timestamp": joined,
             "metadata": {"source": "user", "retry": 1, "muted": True,
                          "reason": None}}]


def ip_information(place: Place) -> Json:
    return {"city": place.city, "country": place.country,
            "ip_location": place.address, "ipv4": place.address,
            "org": "Example Net", "portal": None, "region": place.region,
            "timezone": place.timezone, "asn": {"asn": "AS64500"}}


def precall(profile: Profile) -> Json:
    return {"backend_rtt": profile.rtt,
            "effective_networktype": effective_network(profile),
            "fractional_loss": profile.loss / 100, "jitter": 0,
            "reflexive_connectivity": False, "relay_connectivity": True,
            "rtt": profile.rtt, "throughtput": 8000,
            "turn_connectivity": reaches_turn(profile)}


def effective_network(profile: Profile) -> str:
    return "4g" if profile.course is None else profile.course.link.effective


def reaches_turn(profile: Profile) -> bool:
    return profile.course is None or profile.course.link.turn


def quality_list(row: Json, profile: Optional[Profile]) -> list[Json]:
    """quality_stats of the details: one entry for each peer."""
    if profile is None:
        return []
    return [{"peer_id": row["id"], **quality_summary(row, profile),
             "audio_stats": samples(profile, audio_sample),
             "video_stats": samples(profile, video_sample)}]


def quality_totals(row: Json, profile: Optional[Profile]) -> Json:
    """quality_stats of the peer report: one object for all peers."""
    if profile is None:
        return {}
    packets = profile.samples * 350
    lost = round(packets * profile.loss / 100)
    return {"peer_ids": [row["id"]], **quality_summary(row, profile),
            "total_audio_packets": packets,
            "total_audio_packets_lost": lost,
            "total_video_packets": packets * 3,
            "total_video_packets_lost": lost * 3,
            "audio_stats": samples(profile, audio_sample),
            "video_stats": samples(profile, video_sample)}


def quality_summary(row: Json, profile: Profile) -> Json:
    return {"start": row["joined_at"], "end": row["left_at"],
            "average_quality": profile.quality, "audio_bandwidth": 32.0,
            "video_bandwidth": 800.0, "audio_packet_loss": profile.loss,
            "video_packet_loss": profile.loss}


def samples(profile: Profile,
            sample: Callable[[Profile], Json]) -> list[Json]:
    """What was received; where nothing changes, the same each time."""
    if profile.course is not None:
        return calls.received(profile.course, sample is video_sample)
    return [{"timestamp": iso(profile.start + i * SAMPLE_MS),
             **sample(profile)} for i in range(1, profile.samples + 1)]


def audio_sample(profile: Profile) -> Json:
    return {"concealment_events": 0, "packets_lost": 0, "jitter": 0.004,
            "quality": profile.quality}


def video_sample(profile: Profile) -> Json:
    return {"frame_width": 1280, "frame_height": 720, "frames_dropped": 2,
            "frames_per_second": 30, "packets_lost": 1, "jitter": 0.006,
            "quality": profile.quality}


def peer_report(row: Json, profile: Optional[Profile],
                parts: frozenset[str]) -> Json:
    """peer_report with the parts asked for; {} where nothing was kept."""
    if profile is None:
        return {}
    hidden = {member for part, members in METADATA.items()
              if part not in parts for member in members}
    metadata = {member: value
                for member, value in report_metadata(row, profile).items()
                if member not in hidden}
    report: Json = {"metadata": metadata}
    if "quality_stats" in parts:
        report["quality"] = report_quality(profile)
    return report


def report_metadata(row: Json, profile: Profile) -> Json:
    device = profile.device
    return {"sdk_name": "web-core", "sdk_type": "web",
            "sdk_version": profile.sdk_version, "room_view_type": "groupCall",
            "device_info": {"cpus": 8, "is_mobile": device.mobile,
                            "os": device.os,
                            "os_version": device.os_version},
            "browser_metadata": {"browser": device.browser,
                                 "browser_version": device.version,
                                 "engine": device.engine,
                                 "user_agent": user_agent(device),
                                 "webgl_support": None},
            "ip_information": ip_information(profile.place),
            "pc_metadata": [{"effective_network_type":
                                 effective_network(profile),
                             "reflexive_connectivity": False,
                             "relay_connectivity": True,
                             "turn_connectivity": reaches_turn(profile),
                             "sdp": [],
                             "timestamp": row["joined_at"]}],
            "events": events(row, profile, "name"),
            "candidate_pairs": candidate_pairs(profile),
            "audio_devices_updates": [], "video_devices_updates": [],
            "speaker_devices_updates": [], "selected_device_updates": []}


def candidate_pairs(profile: Profile) -> Json:
    if profile.course is None:
        return {"producing_transport": [], "consuming_transport": []}
    pair = calls.candidate_pair(profile.course.link)
    return {"producing_transport": [pair], "consuming_transport": [pair]}


def report_quality(profile: Profile) -> Json:
    quality: Json = {name: [] for name in MEDIA}
    quality.update({f"{name}_cumulative": {} for name in MEDIA})
    if profile.course is not None:
        return {**quality, **calls.quality(profile.course)}
    quality["audio_producer"] = samples(profile, producer_sample)
    quality["audio_producer_cumulative"] = {
        "quality_mos": {name: profile.quality
                        for name in ("avg", "p50", "p75", "p90")},
        "packet_loss": {"avg": profile.loss,
                        "5_or_greater_event_fraction": 0,
                        "50_or_greater_event_fraction": 0},
        "rtt": {"avg": round(profile.rtt * 1000, 4),
                "100ms_or_greater_event_fraction":
                    int(profile.rtt >= 0.1)}}
    return quality


def producer_sample(profile: Profile) -> Json:
    return {"mid": "0", "mos_quality": profile.quality, "packets_sent": 350,
            "packets_lost": 0, "bytes_sent": 8000, "jitter": 0,
            "rtt": profile.rtt}
