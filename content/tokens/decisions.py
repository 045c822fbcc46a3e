"""What may happen to tokens: pure decisions, (tokens, command) → tokens, or an error.

A token never gains: what it may do is fixed when it is made, its end only comes nearer, and nothing brings it back.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta, Struct, structs

from content import locales
from content.access import SCOPES, Scope
from content.characters import squeezed
from content.errors import Fault, Invalid, NameTaken, NotFound, WrongState
from content.kinds import KINDS, Kind, Moment
from content.lifecycle import Actor, Via
from content.locales import Locale, Tag
from content.tokens.secret import PREFIX, Secret
from content.tokens.token import Token
from content.validation import shape

T = TypeVar("T", bound=str)
Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        pattern=r"^\S([^\n\t]*\S)?$(?!\n)",
        description="Who acts with it; stands in the journal.",
    ),
]
Ref = Annotated[str, Meta(min_length=1, max_length=100)]
"""A token's id, or the name of tokens."""
LONGEST_OVERLAP: Final = 366 * 24 * 3600
_ID: Final = re.compile(r"[0-9a-f]{16}")
_HYPHENS: Final = re.compile("[\u2010-\u2015\u2212]")
_OURS: Final = ("@command-line", "@nordkalott")


class CreateToken(Struct, frozen=True, kw_only=True, tag="create-token"):
    """Make a token. `kinds` and `locales` limit it to some; without `expires_at` it lives until it is revoked."""

    name: Name
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Meta(min_length=1)] | None = None
    locales: Annotated[tuple[Tag, ...], Meta(min_length=1)] | None = None
    expires_at: Moment | None = None
    actor: Actor
    via: Via = ""


class RotateToken(Struct, frozen=True, kw_only=True, tag="rotate-token"):
    """Make a token that replaces the newest of a name, with the same rights. The old one lives on for `overlap` seconds at most.

    Without `expires_at` the new one is given as long a life as the old one was.
    """

    ref: Ref
    overlap: Annotated[int, Meta(ge=0, le=LONGEST_OVERLAP, description="Seconds")]
    expires_at: Moment | None = None
    actor: Actor
    via: Via = ""


class RevokeToken(Struct, frozen=True, kw_only=True, tag="revoke-token"):
    """End one token, or all that have a name, at once and for good."""

    ref: Ref
    reason: Annotated[str, Meta(max_length=2_000)] = ""
    actor: Actor
    via: Via = ""


TokenCommand = CreateToken | RotateToken | RevokeToken


def create(command: CreateToken, named: Sequence[Token], secret: Secret, at: datetime.datetime) -> Token:
    """The new token. `named` are those of the same name. Raises NameTaken."""
    living = [each for each in named if each.phase(at) == "living"]
    if living:
        raise NameTaken(
            f"The token {living[-1].id} lives under the name “{command.name}”. Choose another, or rotate or revoke that one."
        )
    return Token(
        id=secret.id,
        name=command.name,
        scopes=tuple(each for each in SCOPES if each in command.scopes),
        kinds=_ordered(command.kinds, KINDS),
        locales=_ordered(command.locales, command.locales),
        created_at=at,
        created_by=command.actor,
        expires_at=command.expires_at,
    )


def rotate(
    command: RotateToken,
    meant: Sequence[Token],
    named: Sequence[Token],
    secret: Secret,
    at: datetime.datetime,
) -> tuple[Token, Token]:
    """The old token, whose end came nearer, and the new one. `meant` are those of the name or id, `named` all of that name.

    Raises NotFound, WrongState where none of them lives, or where it was replaced already.
    """
    if not meant:
        raise _unknown(command.ref)
    living = [each for each in meant if each.phase(at) == "living"]
    if not living:
        raise WrongState(
            f"The token “{meant[-1].name}” is {meant[-1].phase(at)}: nothing replaces it. Create a new one."
        )
    replaced = {each.replaces for each in named if each.revoked_at is None}
    unreplaced = [each for each in living if each.id not in replaced]
    if not unreplaced:
        raise WrongState(f"The token {living[-1].id} of “{living[-1].name}” was replaced already.")
    old = unreplaced[-1]
    until = at + datetime.timedelta(seconds=command.overlap)
    span = None if old.expires_at is None else at + (old.expires_at - old.created_at)
    new = structs.replace(
        old,
        id=secret.id,
        created_at=at,
        created_by=command.actor,
        expires_at=command.expires_at or span,
        replaces=old.id,
        used_at=None,
    )
    return structs.replace(old, expires_at=min(until, old.expires_at or until)), new


def revoke(command: RevokeToken, meant: Sequence[Token], at: datetime.datetime) -> tuple[Token, ...]:
    """The tokens that are revoked now. `meant` are those of the name or id. Raises NotFound, WrongState if all were already."""
    if not meant:
        raise _unknown(command.ref)
    ending = tuple(structs.replace(each, revoked_at=at) for each in meant if each.revoked_at is None)
    if not ending:
        raise WrongState(f"The token “{meant[-1].name}” is revoked already.")
    return ending


def ended_as(token: Token, other: Token) -> Token:
    """The token with the earlier end of the two: what another copy of the store knows of it, which may be older or newer."""
    ends = [each.expires_at for each in (token, other) if each.expires_at is not None]
    revoked = [each.revoked_at for each in (token, other) if each.revoked_at is not None]
    return structs.replace(
        token, expires_at=min(ends, default=None), revoked_at=token.revoked_at or min(revoked, default=None)
    )


def admit(command: TokenCommand, at: datetime.datetime, configured: tuple[Locale, ...]) -> None:
    """Raise Invalid with every fault of a command in itself."""
    found = list(shape.walk(type(command), msgspec.to_builtins(command)))
    amiss = {each.pointer for each in found}
    found += [each for each in _faults(command, at, configured) if each.pointer not in amiss]
    if found:
        raise Invalid(tuple(found))


def _unknown(ref: str) -> NotFound:
    # What looks like a token, and is none that could be looked up, may be one with a slip in it: no message holds it.
    named = "that" if ref.startswith(PREFIX) else f"“{ref}”"
    return NotFound(f"There is no token by the name or id {named}. See: nordkalott token list")


def _ordered(chosen: tuple[T, ...] | None, known: Sequence[T] | None) -> tuple[T, ...] | None:
    return None if chosen is None else tuple(dict.fromkeys(each for each in known or () if each in chosen))


def _seems_ours(name: str) -> bool:
    """Whether it looks like an id, a token, or a name that we give, whatever its letters and hyphens are made of."""
    seen = _HYPHENS.sub("-", unicodedata.normalize("NFKC", name).casefold())
    return bool(_ID.fullmatch(seen)) or seen.startswith(PREFIX) or seen.endswith(_OURS)


def _faults(command: TokenCommand, at: datetime.datetime, configured: tuple[Locale, ...]) -> Iterator[Fault]:
    """What no type can say."""
    if not isinstance(command, RevokeToken) and command.expires_at is not None and command.expires_at <= at:
        yield shape.fault("/expires_at", "past", nb="Tidspunktet er passert.", en="This time has passed.")
    if not isinstance(command, CreateToken):
        return
    if squeezed(command.name) != command.name:
        yield shape.fault(
            "/name",
            "not_allowed",
            nb="Navnet har tegn som ingen ser, eller mellomrom av flere slag: i journalen ville det se ut som et annet.",
            en="The name has characters that nobody sees, or white space of several sorts: in the journal it would look like another.",
        )
    elif _seems_ours(command.name):
        yield shape.fault(
            "/name",
            "not_allowed",
            nb=f"Et navn kan ikke se ut som en id eller et token, og ikke slutte på {' eller '.join(_OURS)}.",
            en=f"A name may not look like an id or a token, nor end in {' or '.join(_OURS)}.",
        )
    for number, locale in enumerate(command.locales or ()):
        if locale not in configured:
            yield locales.unknown(locale, configured, f"/locales/{number}")
    for name, limits in (("kinds", command.kinds), ("locales", command.locales)):
        if limits is not None and "admin" in command.scopes:
            yield shape.fault(
                f"/{name}",
                "not_allowed",
                nb="«admin» gjelder hele tjenesten og kan ikke begrenses: det kan lage tokener uten grenser.",
                en="“admin” governs the whole service and cannot be limited: it can make tokens without limits.",
            )
