"""Webhooks: whoever is told of what happens, at an address of theirs. Pure: chance and time are handed in.

`secret` is what is signed with, `address` where one may lead, `commands` what may be asked for, `decisions` what may happen.
"""

from content.webhooks.commands import (
    OVERLAP,
    ChangeWebhook,
    CreateWebhook,
    DeleteWebhook,
    Overlap,
    Refusals,
    ReplayDelivery,
    RotateSecret,
    Terms,
    TestWebhook,
    WebhookCommand,
    Written,
    admit,
    faults,
)
from content.webhooks.decisions import change, create, demand, demand_active, rotate, signing, version, wants
from content.webhooks.secret import CHANCE, mint, signatures

__all__ = [
    "CHANCE",
    "OVERLAP",
    "ChangeWebhook",
    "CreateWebhook",
    "DeleteWebhook",
    "Overlap",
    "Refusals",
    "ReplayDelivery",
    "RotateSecret",
    "Terms",
    "TestWebhook",
    "WebhookCommand",
    "Written",
    "admit",
    "change",
    "create",
    "demand",
    "demand_active",
    "faults",
    "mint",
    "rotate",
    "signatures",
    "signing",
    "version",
    "wants",
]
