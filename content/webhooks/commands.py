"""What may be asked for webhooks: the commands, and what is wrong with one in itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from content import locales
from content.characters import squeezed
from content.delivery import Happened, Source
from content.errors import Fault, Invalid
from content.kinds import Kind, TopicKey
from content.lifecycle import Actor, Via
from content.locales import Locale, Tag
from content.validation import shape
from content.webhooks import address

LONGEST_OVERLAP: Final = 31 * 24 * 3600
OVERLAP: Final = 24 * 3600
"""Seconds that an old secret is signed with beside the new one, where nobody says how long."""
Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        pattern=r"^\S([^\n\t]*\S)?$(?!\n)",
        description="What people call it; no other webhook has the same.",
    ),
]
Address = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=address.LONGEST,
        description="Where each delivery is sent by POST: https, with no name, password or fragment in it.",
    ),
]
Events = Annotated[tuple[Happened, ...], Meta(max_length=10, description="Only these; none means all.")]
Kinds = Annotated[tuple[Kind, ...], Meta(max_length=20, description="Only these; none means all.")]
Locales = Annotated[tuple[Tag, ...], Meta(max_length=50, description="Only these; none means all.")]
Topics = Annotated[tuple[TopicKey, ...], Meta(max_length=50, description="Only these; none means all.")]
Overlap = Annotated[int, Meta(ge=0, le=LONGEST_OVERLAP, description="Seconds")]
Refusals = Callable[[str], Sequence[Fault]]
"""Why an address that is well formed may not be called; () where it may. It may take a moment: the name is looked up."""


class Terms(Struct, frozen=True, kw_only=True):
    """What it is called, where it leads, and of what it is told: no events, kinds, locales or topics means all of them."""

    name: Name
    url: Address
    events: Events = ()
    kinds: Kinds = ()
    locales: Locales = ()
    topics: Topics = ()


class CreateWebhook(Terms, frozen=True, kw_only=True, tag="create-webhook"):
    """Tell an address of what happens from now on."""

    actor: Actor
    via: Via = ""


class ChangeWebhook(Terms, frozen=True, kw_only=True, tag="change-webhook"):
    """Give a webhook another name, address or filters: all of them at once. `version` is that of the webhook that somebody looked at."""

    id: UUID
    version: str
    actor: Actor
    via: Via = ""


class RotateSecret(Struct, frozen=True, kw_only=True, tag="rotate-secret"):
    """Sign with a new secret, and for `overlap` seconds at most with the old one too."""

    id: UUID
    overlap: Overlap = OVERLAP
    actor: Actor
    via: Via = ""


class DeleteWebhook(Struct, frozen=True, kw_only=True, tag="delete-webhook"):
    """Send nothing more there."""

    id: UUID
    reason: Annotated[str, Meta(max_length=2_000)] = ""
    actor: Actor
    via: Via = ""


class TestWebhook(Struct, frozen=True, kw_only=True, tag="test-webhook"):
    """Send a delivery that tells of nothing, to see whether it arrives."""

    id: UUID
    actor: Actor
    via: Via = ""


class ReplayDelivery(Struct, frozen=True, kw_only=True, tag="replay-delivery"):
    """Send a delivery again; `source` and `number` say of what it tells."""

    id: UUID
    source: Source
    number: Annotated[int, Meta(ge=1)]
    actor: Actor
    via: Via = ""


Written = CreateWebhook | ChangeWebhook
WebhookCommand = Written | RotateSecret | DeleteWebhook | TestWebhook | ReplayDelivery


def admit(command: WebhookCommand) -> None:
    """Raise Invalid with every fault that the types tell of; for those that say more there is `faults`."""
    if found := tuple(shape.walk(type(command), msgspec.to_builtins(command))):
        raise Invalid(found)


def faults(
    command: Written, *, own: str, configured: tuple[Locale, ...], topics: frozenset[str], refusals: Refusals
) -> tuple[Fault, ...]:
    """Every fault of a command in itself. `topics` are the keys that it may name, `own` is the base URL of the service."""
    found = list(shape.walk(type(command), msgspec.to_builtins(command)))
    amiss = {each.pointer for each in found}
    found += [each for each in _meant(command, configured, topics) if each.pointer not in amiss]
    if "/url" not in amiss:
        found += tuple(address.faults(command.url, own)) or refusals(command.url)
    return tuple(found)


def _meant(command: Written, configured: tuple[Locale, ...], topics: frozenset[str]) -> Iterator[Fault]:
    """What no type can say of all but the address."""
    if squeezed(command.name) != command.name:
        yield shape.fault(
            "/name",
            "not_allowed",
            nb="Navnet har tegn som ingen ser, eller mellomrom av flere slag: det ville se ut som et annet.",
            en="The name has characters that nobody sees, or white space of several sorts: it would look like another.",
        )
    for number, locale in enumerate(command.locales):
        if locale not in configured:
            yield locales.unknown(locale, configured, f"/locales/{number}")
    known = ", ".join(sorted(topics))
    for number, topic in enumerate(command.topics):
        if topic not in topics:
            yield shape.fault(
                f"/topics/{number}",
                "unknown_topic",
                nb=f"Det finnes ikke noe emne «{topic[:60]}». Emnene er: {known or 'ingen ennå'}.",
                en=f"There is no topic “{topic[:60]}”. The topics are: {known or 'none yet'}.",
            )
