"""A preset, with all that its single reply shows."""

from __future__ import annotations

from dataset import Row
from wire import iso

# Permissions of a host that nobody else has.
HOST_ONLY = ("accept_waiting_requests", "can_accept_production_requests",
             "can_change_participant_permissions", "can_livestream",
             "can_record", "can_spotlight", "disable_participant_audio",
             "disable_participant_screensharing",
             "disable_participant_video", "kick_participant",
             "pin_participant")
PLUGIN = "f0000000-0000-4000-8000-000000000001"


def preset_row(ident: str, name: str, view: str, created: int) -> Row:
    """view is the view_type; a name that ends in host makes one."""
    return {"id": ident, "name": name, "config": config(view),
            "permissions": permissions(name.endswith("host"), view),
            "ui": {"config_diff": {}, "design_tokens": design_tokens()},
            "created_at": iso(created), "updated_at": iso(created)}


def config(view: str) -> Row:
    return {"view_type": view, "max_screenshare_count": 1,
            "max_video_streams": {"desktop": 25, "mobile": 6},
            "media": {"audio": {"enable_high_bitrate": False,
                                "enable_stereo": False},
                      "video": {"quality": "hd", "frame_rate": 24},
                      "screenshare": {"quality": "hd", "frame_rate": 5}}}


def permissions(host: bool, view: str) -> Row:
    produce = "NOT_ALLOWED" if view == "WEBINAR" and not host else "ALLOWED"
    messages = {"can_send": True, "text": True, "files": host}
    return {**{name: host for name in HOST_ONLY},
            "can_edit_display_name": True, "hidden_participant": False,
            "is_recorder": False, "recorder_type": "NONE",
            "show_participant_list": True,
            "waiting_room_type": "SKIP" if host else "SKIP_ON_ACCEPT",
            "chat": {"public": messages,
                     "private": {**messages, "can_receive": True}},
            "connected_meetings": {"can_alter_connected_meetings": host,
                                   "can_switch_connected_meetings": host,
                                   "can_switch_to_parent_meeting": host},
            "media": {kind: {"can_produce": produce}
                      for kind in ("audio", "video", "screenshare")},
            "plugins": {"can_close": host, "can_start": host,
                        "can_edit_config": host,
                        "config": {PLUGIN: {"access_control": "FULL_ACCESS",
                                            "handles_view_only": True}}},
            "polls": {"can_create": host, "can_view": True,
                      "can_vote": True}}


def design_tokens() -> Row:
    return {"border_radius": "rounded", "border_width": "thin",
            "spacing_base": 4, "theme": "dark",
            "logo": "https://example.com/logo.png",
            "colors": {"brand": {shade: "#2160fd"
                                 for shade in ("300", "400", "500", "600",
                                               "700")},
                       "background": {shade: "#1a1a1a"
                                      for shade in ("600", "700", "800",
                                                    "900", "1000")},
                       "danger": "#ff2d2d", "success": "#62a504",
                       "warning": "#ffcd07", "text": "#eeeeee",
                       "text_on_brand": "#ffffff", "video_bg": "#191919"}}
