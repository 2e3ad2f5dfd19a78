"""How a call went, from one sample to the next, and the report of it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import fmean, quantiles
from typing import Any, Callable, Sequence

from wire import iso

Json = dict[str, Any]

SAMPLE_MS = 30_000
AUDIO_PACKETS = 1500            # of a sample: 50 a second
VIDEO_PACKETS = 3600
WIDTH, HEIGHT, FPS = 1280, 720, 30

# Thresholds of the fractions that a cumulative reports.
LOSS_LIMITS = (5, 10, 25, 50)
DELAY_LIMITS = (100, 250, 500)


@dataclass(frozen=True)
class Link:
    """What a participant's network is like on the whole."""
    interface: str              # wifi, cellular, ethernet
    effective: str              # as browsers tell it: 4g, 3g
    rtt: float                  # milliseconds
    jitter: float               # milliseconds
    loss: float                 # percent
    unrest: float               # how likely trouble begins with a sample
    fps: float = FPS
    turn: bool = True           # are the TURN servers reached?


@dataclass(frozen=True)
class Moment:
    """What was measured at one time, in both directions."""
    at: int                     # milliseconds
    rtt: float                  # milliseconds
    jitter: float               # milliseconds
    loss: float                 # percent
    fps: float

    @property
    def audio(self) -> float:
        """The mean opinion score: the E-model, simplified."""
        delay = self.rtt / 2 + 2 * self.jitter + 10
        rating = 93.2 - 0.024 * delay - 2.5 * self.loss
        rating -= 0.11 * max(delay - 177.3, 0)
        rating = min(max(rating, 0), 100)
        score = (1 + 0.035 * rating
                 + rating * (rating - 60) * (100 - rating) * 7e-6)
        return round(max(score, 1), 2)

    @property
    def video(self) -> float:
        return round(max(self.audio - (1 - self.fps / FPS) * 1.5, 1), 2)


@dataclass(frozen=True)
class Course:
    """A participant's call."""
    link: Link
    moments: tuple[Moment, ...]
    events: tuple[tuple[str, int], ...]     # kind, milliseconds


def moments(rng: Random, link: Link, start: int, end: int) -> list[Moment]:
    """Samples that vary about the link's values; trouble lasts a while."""
    found, trouble, level = [], 0, 0.0
    for at in range(start + SAMPLE_MS, end, SAMPLE_MS):
        if not trouble and rng.random() < link.unrest:
            trouble, level = rng.randint(2, 6), rng.uniform(4, 16)
        bad = level if trouble else 0.0
        trouble = max(trouble - 1, 0)
        found.append(Moment(
            at,
            rtt=round(link.rtt * rng.uniform(0.9, 1.25) + 14 * bad, 1),
            jitter=round(link.jitter * rng.uniform(0.6, 1.5) + 2 * bad, 2),
            loss=round(link.loss * rng.uniform(0.2, 1.8)
                       + bad * rng.uniform(0.5, 1.2), 2),
            fps=round(max(link.fps * rng.uniform(0.92, 1) - bad, 1), 1)))
    return found


def quality(course: Course) -> Json:
    """peer_report.quality, of what was sent and received."""
    found = course.moments
    parts: Json = {}
    for name, sample in SAMPLES.items():
        parts[name] = [{"timestamp": iso(m.at), **sample(m)} for m in found]
        parts[f"{name}_cumulative"] = cumulative(name, found) if found else {}
    return parts


def received(course: Course, video: bool) -> list[Json]:
    """audio_stats or video_stats of quality_stats."""
    sample = video_received if video else audio_received
    return [{"timestamp": iso(m.at), **sample(m),
             "quality": m.video if video else m.audio}
            for m in course.moments]


def candidate_pair(link: Link) -> Json:
    """The pair of addresses that carried the call."""
    relayed = not link.turn
    return {"nominated": True,
            "current_round_trip_time": seconds(link.rtt),
            "local_candidate_type": "relay" if relayed else "prflx",
            "local_candidate_protocol": "tcp" if relayed else "udp",
            "local_candidate_network_type": link.interface,
            "remote_candidate_type": "host",
            "remote_candidate_protocol": "udp"}


def lost(moment: Moment, packets: int) -> int:
    return round(packets * moment.loss / 100)


def audio_sent(moment: Moment) -> Json:
    return {"mid": "0", "mos_quality": moment.audio,
            "packets_sent": AUDIO_PACKETS,
            "packets_lost": lost(moment, AUDIO_PACKETS),
            "bytes_sent": 80 * AUDIO_PACKETS,
            "jitter": seconds(moment.jitter), "rtt": seconds(moment.rtt)}


def audio_received(moment: Moment) -> Json:
    missing = lost(moment, AUDIO_PACKETS)
    return {"mid": "2", "mos_quality": moment.audio,
            "packets_received": AUDIO_PACKETS - missing,
            "packets_lost": missing, "concealment_events": missing // 4,
            "bytes_received": 80 * (AUDIO_PACKETS - missing),
            "jitter": seconds(moment.jitter)}


def video_sent(moment: Moment) -> Json:
    return {"mid": "1", "mos_quality": moment.video,
            "packets_sent": VIDEO_PACKETS,
            "packets_lost": lost(moment, VIDEO_PACKETS),
            "bytes_sent": 1000 * VIDEO_PACKETS, **picture(moment),
            "jitter": seconds(moment.jitter), "rtt": seconds(moment.rtt)}


def video_received(moment: Moment) -> Json:
    missing = lost(moment, VIDEO_PACKETS)
    frames = round(moment.fps * SAMPLE_MS / 1000)
    return {"mid": "3", "mos_quality": moment.video,
            "packets_received": VIDEO_PACKETS - missing,
            "packets_lost": missing, **picture(moment),
            "frames_decoded": frames,
            "frames_dropped": FPS * SAMPLE_MS // 1000 - frames,
            "jitter": seconds(moment.jitter)}


SAMPLES: dict[str, Callable[[Moment], Json]] = {
    "audio_producer": audio_sent, "audio_consumer": audio_received,
    "video_producer": video_sent, "video_consumer": video_received}


def seconds(milliseconds: float) -> float:
    return round(milliseconds / 1000, 6)


def picture(moment: Moment) -> Json:
    """The picture gets smaller before it stops."""
    part = 1 if moment.fps > FPS / 2 else 2
    return {"frame_width": WIDTH // part, "frame_height": HEIGHT // part,
            "frames_per_second": moment.fps}


def cumulative(name: str, found: Sequence[Moment]) -> Json:
    video, sent = name.startswith("video"), name.endswith("producer")
    delay = "rtt" if sent else "jitter_buffer_delay"
    total: Json = {
        "quality_mos": spread([m.video if video else m.audio for m in found]),
        "packet_loss": shares([m.loss for m in found], LOSS_LIMITS, ""),
        delay: shares([m.rtt if sent else 3 * m.jitter for m in found],
                      DELAY_LIMITS, "ms")}
    if video:
        total["frame_per_second"] = spread([m.fps for m in found])
        total["frame_width"] = spread([picture(m)["frame_width"]
                                       for m in found])
    return total


def spread(values: Sequence[float]) -> Json:
    cuts = quantiles(values, n=100, method="inclusive") if len(
        values) > 1 else [values[0]] * 99
    return {"avg": round(fmean(values), 4),
            **{f"p{n}": round(cuts[n - 1], 4) for n in (50, 75, 90)}}


def shares(values: Sequence[float], limits: Sequence[int],
           unit: str) -> Json:
    return {"avg": round(fmean(values), 4),
            **{f"{limit}{unit}_or_greater_event_fraction":
               round(sum(v >= limit for v in values) / len(values), 4)
               for limit in limits}}
