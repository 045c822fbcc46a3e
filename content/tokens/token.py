"""A token as the store keeps it: what it lets its holder do, until when. Never the text."""

from __future__ import annotations

import datetime
import hmac
from typing import Literal

from msgspec import Struct

from content.access import Principal, Scope
from content.errors import Unauthenticated
from content.kinds import Kind
from content.locales import Locale
from content.tokens.secret import Secret

Phase = Literal["living", "expired", "revoked"]


class Token(Struct, frozen=True, kw_only=True):
    """One token. `id` is 16 hexadecimal digits; a token and those that replaced it have one `name`.

    `kinds` and `locales` are None where it is not limited to some; `replaces` is the id of the one before it; `used_at` is
    coarse, by minutes.
    """

    id: str
    name: str
    scopes: tuple[Scope, ...]
    kinds: tuple[Kind, ...] | None = None
    locales: tuple[Locale, ...] | None = None
    created_at: datetime.datetime
    created_by: str
    expires_at: datetime.datetime | None = None
    revoked_at: datetime.datetime | None = None
    replaces: str | None = None
    used_at: datetime.datetime | None = None

    def phase(self, at: datetime.datetime) -> Phase:
        """Whether it is good at that time. What was revoked stays so; at `expires_at` itself it is over."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= at else "living"


class Kept(Struct, frozen=True, kw_only=True):
    """A token with the hash of its text (32 bytes)."""

    token: Token
    hash: bytes


def prove(kept: Kept | None, secret: Secret, at: datetime.datetime) -> Principal:
    """Who holds the secret; `kept` is what the store has under its id.

    The id is found by an index, which takes a time that tells of the id; that is no secret. The hash is compared here, in a time
    that tells nothing. Raises Unauthenticated.
    """
    if kept is None or not hmac.compare_digest(kept.hash, secret.hash):
        raise Unauthenticated("unknown", secret.id)
    token = kept.token
    phase = token.phase(at)
    if phase != "living":
        raise Unauthenticated(phase, token.id)
    return Principal(
        token=token.id,
        name=token.name,
        scopes=frozenset(token.scopes),
        kinds=None if token.kinds is None else frozenset(token.kinds),
        locales=None if token.locales is None else frozenset(token.locales),
    )
