"""The command to redact, what it lacks in itself, and what the ledger keeps of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from content.characters import visible
from content.errors import Fault, Invalid, Message
from content.fragments.words import COMPLETE, redacted
from content.lifecycle import Actor, Number, Remark, Via
from content.locales import Tag
from content.redaction.matching import FEWEST, Needle, Plain, long_enough
from content.validation import shape

MediaDigest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="SHA-256 of a media file")]
Words = Annotated[str, Meta(min_length=1, max_length=2_000)]
_MOST: Final = 100
Texts = Annotated[tuple[Words, ...], Meta(max_length=_MOST)]
Revisions = Annotated[tuple[Number, ...], Meta(max_length=10_000)]
Media = Annotated[tuple[MediaDigest, ...], Meta(max_length=_MOST)]


class Redact(Struct, frozen=True, kw_only=True, tag="redact"):
    """Remove named content for good: words, whole revisions, media; from one locale of a record, or from `everywhere` in it.

    `reason` stays and is public, so it may not say what is to be removed.
    """

    id: UUID
    locale: Tag
    reason: Remark
    texts: Texts = ()
    revisions: Revisions = ()
    media: Media = ()
    everywhere: bool = False
    actor: Actor
    via: Via = ""


class Redaction(Struct, frozen=True, kw_only=True):
    """One line of the ledger. `locale` is None for all locales of the record; `key` names it in every copy of the ledger.

    `needles` find the words without saying them; `lock` tells which secret they were made with. `texts` says how many words there were.
    """

    number: int
    key: UUID
    at: datetime.datetime
    actor: str
    id: UUID
    locale: str | None
    reason: str
    texts: int
    needles: tuple[Needle, ...]
    lock: str
    revisions: tuple[int, ...]
    media: tuple[str, ...]


def admit(command: Redact) -> None:
    """Raise Invalid with every fault of the command in itself."""
    found = tuple(_faults(command))
    if found:
        raise Invalid(found)


def _faults(command: Redact) -> Iterator[Fault]:
    formed = list(shape.walk(Redact, msgspec.to_builtins(command)))
    yield from formed
    amiss = {each.pointer for each in formed}
    if not visible(command.reason) and "/reason" not in amiss:
        yield _fault(
            "/reason", "missing", nb="Oppgi en grunn: den blir stående.", en="Give a reason: it stays."
        )
    if not (command.texts or command.revisions or command.media):
        yield _fault(
            "/texts",
            "missing",
            nb="Oppgi ordene som skal fjernes, hele revisjoner, eller medier.",
            en="Name the words to remove, whole revisions, or media.",
        )
    if command.revisions and command.everywhere:
        yield _fault(
            "/revisions",
            "one_locale",
            nb="Revisjoner er nummerert i hvert språk: fjern dem ett språk om gangen.",
            en="Revisions are numbered in each locale: remove them one locale at a time.",
        )
    for index, text in enumerate(command.texts):
        if f"/texts/{index}" not in amiss and not long_enough(text):
            yield _fault(
                f"/texts/{index}",
                "too_short",
                nb=f"Oppgi minst {FEWEST} bokstaver eller sifre: mindre ville stå i andre ord overalt.",
                en=f"Give at least {FEWEST} letters or digits: less would stand within other words everywhere.",
            )
    finder = Plain(text for text in command.texts if long_enough(text))
    if any(finder.in_text(redacted(locale)) for locale in COMPLETE):
        yield _fault(
            "/texts",
            "is_mark",
            nb="Dette står i merket som settes inn der noe er fjernet: det kan ikke fjernes.",
            en="This stands in the mark that is put where something was removed: it cannot be removed.",
        )
    if finder.in_text(command.reason) or finder.in_address(command.reason):
        yield _fault(
            "/reason",
            "tells",
            nb="Grunnen sier det som skal fjernes, og den blir stående. Skriv den annerledes.",
            en="The reason says what is to be removed, and it stays. Say it another way.",
        )


def _fault(pointer: str, code: str, *, nb: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))
