"""Webhooks over HTTP. A secret is in the answer that makes it, and nowhere else; of a delivery it is told how it went, not what it said."""

from __future__ import annotations

import datetime
from typing import Any, Final, get_args
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from content import queries, webhooks
from content.commands import Told
from content.delivery import Delivery, Event, Happened, Source, Standing, State, Subscriber
from content.errors import NotFound
from content.kinds import Kind
from content.locales import Tag
from content.ports import Reading
from content.webhooks import (
    OVERLAP,
    ChangeWebhook,
    CreateWebhook,
    DeleteWebhook,
    Overlap,
    ReplayDelivery,
    RotateSecret,
    Terms,
    TestWebhook,
)
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk
from service.web.problems import PreconditionMissingError
from service.webhooks import refusals

_DIGITS: Final = 18
_SOURCES: Final[dict[str, Source]] = {each: each for each in get_args(Source)}


class WebhookBody(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What it is called, where it leads, and of what it is told: no events, kinds, locales or topics means all of them."""


class NewSecret(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many seconds it is signed with the old secret beside the new one; 0 for none."""

    overlap: Overlap = OVERLAP


class WebhookAnswer(Struct, frozen=True, kw_only=True):
    """A webhook. `secret` is there in the answer that makes it only; `old_secrets_until` says when those before it end.

    `failures` counts the tries in a row that went wrong; `ended_why` says why nothing is sent there any more.
    """

    secret: str | UnsetType = UNSET
    id: UUID
    name: str
    url: str
    events: tuple[Happened, ...]
    kinds: tuple[Kind, ...]
    locales: tuple[Tag, ...]
    topics: tuple[str, ...]
    state: Standing
    ended_at: datetime.datetime | None
    ended_why: str
    failures: int
    created_at: datetime.datetime
    created_by: str
    old_secrets_until: tuple[datetime.datetime, ...]


class WebhookList(Struct, frozen=True, kw_only=True):
    """Webhooks, the oldest first."""

    webhooks: tuple[WebhookAnswer, ...]


class DeliveryAnswer(Struct, frozen=True, kw_only=True):
    """How one delivery went, or is going. `id` is its `webhook-id`, the same at each try.

    `source` and `number` say what it tells of: a change by its seq, an entry of the journal, or a test. `due_at` is when it is tried
    next, null where it is not. `status` and `error` are those of the last try.
    """

    id: UUID
    event: Event
    source: Source
    number: int
    state: State
    attempts: int
    made_at: datetime.datetime
    due_at: datetime.datetime | None
    tried_at: datetime.datetime | None
    status: int | None
    error: str


class DeliveryList(Struct, frozen=True, kw_only=True):
    """The last deliveries to a webhook, the newest first."""

    deliveries: tuple[DeliveryAnswer, ...]


def listed(desk: Desk, call: Call) -> Answer:
    """All that are sent to, and those that have ended."""
    del call
    with desk.store.read() as reading:
        found = reading.subscribers.some(sort="webhook")
    return encoded(WebhookList(webhooks=tuple(shown(each, desk.now) for each in found)))


def create(desk: Desk, call: Call) -> Answer:
    """A new webhook, with its secret."""
    sent: WebhookBody = call.decoded()
    command = CreateWebhook(**_members(sent), actor=call.principal.name, via=call.via)
    told = desk.commands.create_webhook(command, refusals(desk.guard))
    return _told(desk, told, f"/v1/webhooks/{told.webhook.id}")


def read(desk: Desk, call: Call) -> Answer:
    """One, with the ETag that a change needs."""
    with desk.store.read() as reading:
        return _answer(desk, _there(reading, call))


def change(desk: Desk, call: Call) -> Answer:
    """Another name, address or filters: all of them at once."""
    sent: WebhookBody = call.decoded()
    if not call.if_match or call.if_match.strip() == "*":
        raise PreconditionMissingError
    with desk.store.read() as reading:
        there = _there(reading, call)
    named = {each.strip() for each in call.if_match.split(",")}
    version = webhooks.version(there) if _etag(there) in named else ""
    command = ChangeWebhook(
        id=there.id, version=version, **_members(sent), actor=call.principal.name, via=call.via
    )
    return _answer(desk, desk.commands.change_webhook(command, refusals(desk.guard)))


def delete(desk: Desk, call: Call) -> Answer:
    """Send nothing more there."""
    desk.commands.delete_webhook(
        DeleteWebhook(id=_id(call), reason=call.query["reason"], actor=call.principal.name, via=call.via)
    )
    return Answer(body=b"", status=204)


def try_out(desk: Desk, call: Call) -> Answer:
    """A delivery that tells of nothing; whether it arrived stands in the list of deliveries a moment later."""
    made = desk.commands.test_webhook(TestWebhook(id=_id(call), actor=call.principal.name, via=call.via))
    return encoded(delivered(made), status=202)


def rotate(desk: Desk, call: Call) -> Answer:
    """A new secret; for a while the old one is signed with too."""
    sent: NewSecret = call.decoded()
    command = RotateSecret(id=_id(call), overlap=sent.overlap, actor=call.principal.name, via=call.via)
    return _told(desk, desk.commands.rotate_secret(command))


def deliveries(desk: Desk, call: Call) -> Answer:
    """The last deliveries to one, the newest first."""
    with desk.store.read() as reading:
        there = _there(reading, call)
        found = reading.deliveries.some(subscriber=there.id, limit=call.query["limit"])
    return encoded(DeliveryList(deliveries=tuple(delivered(each) for each in found)))


def replay(desk: Desk, call: Call) -> Answer:
    """Send one again, whatever came of it."""
    source = _SOURCES.get(call.names["source"])
    if source is None:
        raise NotFound(f"Deliveries tell of: {', '.join(_SOURCES)}.")
    command = ReplayDelivery(
        id=_id(call), source=source, number=_number(call), actor=call.principal.name, via=call.via
    )
    return encoded(delivered(desk.commands.replay_delivery(command)), status=202)


def shown(webhook: Subscriber, now: datetime.datetime) -> WebhookAnswer:
    """A webhook, without its secrets."""
    wants = webhook.wants
    return WebhookAnswer(
        id=webhook.id,
        name=webhook.name,
        url=webhook.url,
        events=wants.events,
        kinds=wants.kinds,
        locales=wants.locales,
        topics=wants.topics,
        state=webhook.state,
        ended_at=webhook.ended_at,
        ended_why=webhook.ended_why,
        failures=webhook.failures,
        created_at=webhook.created_at,
        created_by=webhook.created_by,
        old_secrets_until=tuple(each.until for each in webhooks.signing(webhook, now) if each.until),
    )


def delivered(delivery: Delivery) -> DeliveryAnswer:
    """How a delivery went."""
    return DeliveryAnswer(
        id=delivery.message_id,
        event=delivery.event,
        source=delivery.source,
        number=delivery.number,
        state=delivery.state,
        attempts=delivery.attempts,
        made_at=delivery.made_at,
        due_at=delivery.due_at if delivery.state == "waiting" else None,
        tried_at=delivery.tried_at,
        status=delivery.status,
        error=delivery.error,
    )


def _members(sent: WebhookBody) -> dict[str, Any]:
    return msgspec.structs.asdict(sent)


def _id(call: Call) -> UUID:
    identity = queries.as_uuid(call.names["id"])
    if identity is None:
        raise NotFound("There is no such webhook: a webhook's id is a UUID.")
    return identity


def _number(call: Call) -> int:
    text = call.names["n"]
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise NotFound("There is no such delivery: it is named by the number of what it tells of.")
    return int(text)


def _there(reading: Reading, call: Call) -> Subscriber:
    return webhooks.demand(reading.subscribers.one(_id(call)))


def _etag(webhook: Subscriber) -> str:
    return f'"{webhooks.version(webhook)}"'


def _answer(desk: Desk, webhook: Subscriber) -> Answer:
    return encoded(shown(webhook, desk.now), headers=(("etag", _etag(webhook)),))


def _told(desk: Desk, told: Told, path: str = "") -> Answer:
    answer = msgspec.structs.replace(shown(told.webhook, desk.now), secret=told.secret)
    location = (("location", desk.links.at(path)),) if path else ()
    return encoded(answer, status=201, headers=(("etag", _etag(told.webhook)), *location))
