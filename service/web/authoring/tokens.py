"""Tokens over HTTP: listed, made, replaced, ended. The text of one is in the answer that makes it, and nowhere else."""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from content.access import Scope
from content.commands import Minted
from content.kinds import Kind, Moment
from content.locales import Tag
from content.tokens import LONGEST_OVERLAP, CreateToken, Name, Phase, RevokeToken, RotateToken, Token
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk


class NewToken(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to act with it, what it may do, to which kinds and locales it is limited, and when it ends."""

    name: Name
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Meta(min_length=1)] | None = None
    locales: Annotated[tuple[Tag, ...], Meta(min_length=1)] | None = None
    expires_at: Moment | None = None


class Rotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many seconds the old token is good beside the new one, and when the new one ends."""

    overlap: Annotated[int, Meta(ge=0, le=LONGEST_OVERLAP, description="Seconds")] = 86_400
    expires_at: Moment | None = None


class TokenAnswer(Struct, frozen=True, kw_only=True):
    """A token. `token` is its text, in the answer that makes it only."""

    token: str | UnsetType = UNSET
    id: str
    name: str
    phase: Phase
    scopes: tuple[Scope, ...]
    kinds: tuple[Kind, ...] | None
    locales: tuple[Tag, ...] | None
    created_at: datetime.datetime
    created_by: str
    expires_at: datetime.datetime | None
    revoked_at: datetime.datetime | None
    replaces: str | None
    used_at: datetime.datetime | None


class TokenList(Struct, frozen=True, kw_only=True):
    """Tokens, by name and oldest first."""

    tokens: tuple[TokenAnswer, ...]


def tokens(desk: Desk, call: Call) -> Answer:
    """All of them, expired and revoked ones too."""
    del call
    with desk.store.read() as reading:
        found = reading.tokens.all()
    return encoded(TokenList(tokens=tuple(_shown(each, desk.now) for each in found)))


def create(desk: Desk, call: Call) -> Answer:
    """A new token, with its text."""
    sent: NewToken = call.decoded()
    command = CreateToken(
        name=sent.name,
        scopes=sent.scopes,
        kinds=sent.kinds,
        locales=sent.locales,
        expires_at=sent.expires_at,
        actor=call.principal.name,
        via=call.via,
    )
    return _minted(desk, desk.commands.create_token(command))


def rotate(desk: Desk, call: Call) -> Answer:
    """A new token in the place of another, with its text."""
    sent: Rotation = call.decoded()
    command = RotateToken(
        ref=call.names["ref"],
        overlap=sent.overlap,
        expires_at=sent.expires_at,
        actor=call.principal.name,
        via=call.via,
    )
    return _minted(desk, desk.commands.rotate_token(command))


def revoke(desk: Desk, call: Call) -> Answer:
    """The tokens that are over from now on."""
    command = RevokeToken(
        ref=call.names["ref"],
        reason=call.query["reason"],
        actor=call.principal.name,
        via=call.via,
    )
    ended = desk.commands.revoke_token(command)
    return encoded(TokenList(tokens=tuple(_shown(each, desk.now) for each in ended)))


def _minted(desk: Desk, minted: Minted) -> Answer:
    return encoded(
        msgspec.structs.replace(_shown(minted.token, desk.now), token=minted.secret.text), status=201
    )


def _shown(token: Token, now: datetime.datetime) -> TokenAnswer:
    return TokenAnswer(**msgspec.structs.asdict(token), phase=token.phase(now))
