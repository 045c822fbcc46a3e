"""Webhooks to the outside: which addresses may be called."""

from service.webhooks.callees import refusals

__all__ = ["refusals"]
