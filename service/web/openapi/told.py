"""What webhooks are sent, as the `webhooks` of the document (OpenAPI 3.1): one operation for each event."""

from __future__ import annotations

from typing import Any, Final

from content.delivery import EVENTS, Event
from service.web.openapi.schemas import Schema, Schemas
from service.web.resource import Group
from service.webhooks.payload import ChangeData, CheckData, TestData

TYPES: Final = (ChangeData, CheckData, TestData)
GROUP: Final[Group] = "Administration"
_DATA: Final[dict[Event, Any]] = {"check.failed": CheckData, "test": TestData}
_SAID: Final[dict[Event, str]] = {
    "record.published": "An edition was published, or one that was taken back is restored",
    "record.withdrawn": "A record was taken out of lists and feeds, and stays readable",
    "record.gone": "A record answers 410 from now on",
    "record.redirected": "A record leads elsewhere from now on",
    "check.failed": "What is live fails a check that it did not fail when it was published",
    "test": "Somebody asked for it: nothing happened",
}
_DESCRIPTION: Final = (
    "Signed as Standard Webhooks says, with the webhook's secret. Sent at least once and in no order: compare `seq`. "
    "2xx takes it, 410 ends the webhook, and after whatever else it is sent again, for some three days."
)
_AT: Final = "2026-11-25T12:00:00Z"
_ID: Final = "01a20834-8c13-7430-a66f-29db6186417e"
_PAGE: Final = "https://nordkalott.example.org/pages/nb/ny-bro"
_CHANGE: Final = {
    "seq": 412,
    "id": _ID,
    "locale": "nb",
    "kind": "news",
    "edition": 3,
    "at": _AT,
    "url": _PAGE,
}
_TAKEN: Final = _CHANGE | {"op": "delete", "update": "major", "reason": "Samlet på én side."}
EXAMPLES: Final[dict[Event, dict[str, Any]]] = {
    "record.published": _CHANGE | {"op": "upsert", "update": "minor"},
    "record.withdrawn": _TAKEN,
    "record.gone": _TAKEN,
    "record.redirected": _TAKEN | {"to": "https://nordkalott.example.org/pages/nb/internasjonal-avdeling"},
    "check.failed": {
        "number": 97,
        "id": _ID,
        "locale": "nb",
        "kind": "news",
        "edition": 3,
        "at": _AT,
        "ruleset": "2026.2",
        "rules": ["image-alt"],
        "source": "linked_record",
        "url": _PAGE,
    },
    "test": {"webhook": "01a2137f-3caf-7ece-9399-e4ff020f5c69", "number": 1},
}


def webhooks(schemas: Schemas) -> dict[str, Any]:
    """One for each event. `schemas` must know TYPES."""
    return {event: {"post": _operation(event, schemas)} for event in EVENTS}


def _operation(event: Event, schemas: Schemas) -> Schema:
    body = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": event},
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "When it happened: the same each time that it is sent.",
            },
            "data": schemas.of(_DATA.get(event, ChangeData)),
        },
    }
    example = {"type": event, "timestamp": _AT, "data": EXAMPLES[event]}
    return {
        "operationId": f"told_{event.replace('.', '_')}",
        "summary": _SAID[event],
        "description": _DESCRIPTION,
        "tags": [GROUP],
        "security": [],
        "parameters": [
            _header(
                "webhook-id", {"type": "string", "format": "uuid"}, "The same each time that it is sent."
            ),
            _header("webhook-timestamp", {"type": "integer"}, "Of this try, in seconds since 1970."),
            _header(
                "webhook-signature",
                {"type": "string", "pattern": "^v1,[A-Za-z0-9+/]+=*( v1,[A-Za-z0-9+/]+=*)*$"},
                "One for each secret that is good, with spaces between.",
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": body, "examples": {"told": {"value": example}}}},
        },
        "responses": {
            "2XX": {"description": "Taken. Nothing of the answer is read."},
            "410": {"description": "No more, please: the webhook ends."},
        },
    }


def _header(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "header", "required": True, "schema": schema, "description": description}
