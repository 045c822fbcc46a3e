"""What may happen to webhooks: pure decisions, (webhooks, command) → a webhook, or an error. A webhook is a `Subscriber` of that sort."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import structs

from content.delivery import Secret, Subscriber, Wants
from content.errors import NameTaken, NotFound, Overtaken, WrongState
from content.webhooks.commands import ChangeWebhook, CreateWebhook, RotateSecret, Written

MOST: Final = 100
"""Webhooks at a time."""
MOST_SECRETS: Final = 5
"""Secrets that one is signed with at a time: each makes the request longer."""


def create(
    command: CreateWebhook, active: Sequence[Subscriber], identity: UUID, secret: str, at: datetime.datetime
) -> Subscriber:
    """The new webhook. `active` are those that are sent to. Raises NameTaken, WrongState where there are too many."""
    _demand_name(command.name, active)
    if len(active) >= MOST:
        raise WrongState(f"There are {MOST} webhooks already: delete one that is not needed.")
    return Subscriber(
        id=identity,
        sort="webhook",
        name=command.name,
        url=command.url,
        wants=wants(command),
        secrets=(Secret(value=secret),),
        created_at=at,
        created_by=command.actor,
    )


def change(command: ChangeWebhook, there: Subscriber, active: Sequence[Subscriber]) -> Subscriber:
    """The webhook as it is to be. Raises NameTaken, Overtaken, WrongState where it has ended."""
    demand_active(there)
    if command.version != version(there):
        raise Overtaken(
            "Somebody changed this webhook in the meantime. Read it, and change it on top of that."
        )
    _demand_name(command.name, [each for each in active if each.id != there.id])
    return structs.replace(there, name=command.name, url=command.url, wants=wants(command))


def rotate(command: RotateSecret, there: Subscriber, secret: str, at: datetime.datetime) -> Subscriber:
    """The webhook with a new secret before those that are good for a while. Raises WrongState where it has ended, or has too many.

    No secret lives longer than it was to, and where `overlap` is 0, the new one is alone at once.
    """
    demand_active(there)
    until = at + datetime.timedelta(seconds=command.overlap)
    kept = tuple(
        structs.replace(each, until=min(until, each.until or until))
        for each in signing(there, at)
        if command.overlap
    )
    if len(kept) >= MOST_SECRETS:
        raise WrongState(
            f"This webhook is signed with {MOST_SECRETS} secrets now. Wait until one ends, or end all of them at once with an overlap of 0."
        )
    return structs.replace(there, secrets=(Secret(value=secret), *kept))


def signing(there: Subscriber, at: datetime.datetime) -> tuple[Secret, ...]:
    """The secrets that are good at a time, the newest first."""
    return tuple(each for each in there.secrets if each.until is None or at < each.until)


def wants(command: Written) -> Wants:
    """The filters of a command, each thing once."""
    return Wants(
        locales=tuple(dict.fromkeys(command.locales)),
        kinds=tuple(dict.fromkeys(command.kinds)),
        topics=tuple(dict.fromkeys(command.topics)),
        events=tuple(dict.fromkeys(command.events)),
    )


def version(there: Subscriber) -> str:
    """Names what may be changed of it, as it is now: 16 hexadecimal digits."""
    about = msgspec.json.encode((str(there.id), there.name, there.url, there.wants, there.state))
    return hashlib.sha256(about).hexdigest()[:16]


def demand(there: Subscriber | None) -> Subscriber:
    """The webhook. Raises NotFound where it is none."""
    if there is None or there.sort != "webhook":
        raise NotFound("There is no such webhook. See: nordkalott webhooks list")
    return there


def demand_active(there: Subscriber) -> None:
    """Raise WrongState where it has ended."""
    if there.state != "active":
        raise WrongState(f"The webhook “{there.name}” has ended: {there.ended_why}. Create a new one.")


def _demand_name(name: str, active: Sequence[Subscriber]) -> None:
    if any(each.name == name for each in active):
        raise NameTaken(f"Another webhook has the name “{name}”. Choose another.")
