"""The hub's door as an operation. It is in neither table of routes: anybody may ask, with a form, and what comes of it is told elsewhere."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from feeds import websub
from service.links import HUB
from service.web.openapi import headers, problems
from service.web.openapi.schemas import Schema

PATH: Final = HUB
SUMMARY: Final = "Subscribe to a feed, or end it (WebSub)"
DESCRIPTION: Final = (
    "What a subscriber sends (W3C WebSub, section 5.1). 202 says that it was understood: the callback is then asked with a GET whether it meant "
    "it, and from there on is sent the whole feed with a POST whenever it changes. Parameters that are not known are ignored."
)
_Address = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=websub.LONGEST_ADDRESS,
        description="An http or https address that may be called as it stands: no fragment, no name or password in it.",
        extra_json_schema={"format": "uri"},
    ),
]


class Form(Struct, kw_only=True, rename=lambda name: f"hub.{name}"):
    """The form of a subscriber."""

    mode: Annotated[Literal["subscribe", "unsubscribe"], Meta(description="What is asked for.")]
    callback: _Address
    topic: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=websub.LONGEST_ADDRESS,
            description="The address that a feed of this service gives of itself with rel=self.",
        ),
    ]
    lease_seconds: (
        Annotated[
            int,
            Meta(
                ge=1,
                description=f"How long, in seconds: {websub.LEASE} where it is left out, {websub.SHORTEST} at least and "
                f"{websub.LONGEST} at most. The callback is told what it became.",
            ),
        ]
        | UnsetType
    ) = UNSET
    secret: (
        Annotated[
            str,
            Meta(
                max_length=websub.MOST_SECRET - 1,
                description="What deliveries are signed with (HMAC with SHA-256, in X-Hub-Signature): fewer than 200 bytes.",
            ),
        ]
        | UnsetType
    ) = UNSET


def operation(base_url: str) -> Schema:
    """`POST /hub` for a service at this address."""
    return {
        "operationId": "hub",
        "summary": SUMMARY,
        "description": DESCRIPTION,
        "tags": ["Feeds"],
        "security": [],
        "requestBody": {
            "required": True,
            "content": {
                websub.MEDIA_TYPE: {
                    "schema": _schema(),
                    "examples": {"subscribe": {"value": _example(base_url)}},
                }
            },
        },
        "responses": {
            "202": {"description": "Understood.", "headers": headers.answered("Cache-Control")},
            **{str(status): problems.answer(status) for status in sorted({*problems.EDGE, 415, 429, 507})},
        },
    }


def _schema() -> Schema:
    whole: dict[str, Any] = msgspec.json.schema(Form)
    return {**whole["$defs"]["Form"], "additionalProperties": True}


def _example(base_url: str) -> dict[str, str | int]:
    return {
        "hub.mode": "subscribe",
        "hub.callback": "https://leser.example.org/websub/3f0c1b7e",
        "hub.topic": f"{base_url}/feeds/nb/call.atom",
        "hub.lease_seconds": websub.LEASE,
        "hub.secret": "5c1d0c1f6f4b4a6c9d0e",
    }
