"""What an app is set up with: its presets and webhooks."""

from __future__ import annotations

from replies import Call, one, page, record_text, select, without
from wire import Reply, dump

DETAILS = ("config", "permissions", "ui")   # shown of one preset only


def list_presets(call: Call) -> Reply:
    rows = select(call.app.presets.values(), call.params, ("id", "name"))
    return page(call, rows,
                lambda preset: dump(without(preset.row, *DETAILS)))


def show_preset(call: Call) -> Reply:
    return one(call.find(call.app.presets, "preset").row)


def list_webhooks(call: Call) -> Reply:
    """Not paged."""
    return one([webhook.row for webhook in call.app.webhooks.values()])


def show_webhook(call: Call) -> Reply:
    return one(call.find(call.app.webhooks, "webhook").row)
