"""Webhooks to the outside: what a delivery says, how it is signed, and which addresses may be called."""

from service.webhooks.callees import refusals
from service.webhooks.messenger import WebhookMessenger

__all__ = ["WebhookMessenger", "refusals"]
