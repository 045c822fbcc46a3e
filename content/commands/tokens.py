"""Tokens: make, replace and end them, and tell whose a token is."""

from __future__ import annotations

import secrets

from msgspec import Struct, structs

from content import tokens
from content.access import Principal
from content.commands.verbs import Verbs
from content.journal import way
from content.ports import Writing
from content.tokens import CreateToken, RevokeToken, RotateToken, Secret, Token


class Minted(Struct, frozen=True, kw_only=True):
    """A new token, and its text: this is the only time that anybody sees it. `old` is the one that it replaces."""

    token: Token
    secret: Secret
    old: Token | None = None


class Tokens(Verbs):
    """Verbs about who may ask for what. Each is written into the journal, none with the text of a token."""

    def authenticate(self, text: str) -> Principal:
        """Who holds this token: looked up in the store each time, so that what one process revokes no other honours. Changes nothing.

        Raises Unauthenticated, with one sentence for all causes.
        """
        secret = tokens.parse(text)
        with self._store.read() as reading:
            return tokens.prove(reading.tokens.find(secret.id), secret, self._clock())

    def create_token(self, command: CreateToken) -> Minted:
        """Make a token. Raises Invalid with every fault, NameTaken."""
        at = self._clock()
        tokens.admit(command, at, self._configured)
        secret = tokens.mint(secrets.token_bytes(tokens.CHANCE))

        def work(writing: Writing) -> Minted:
            token = tokens.create(command, writing.tokens.meant(command.name), secret, at)
            writing.tokens.keep(token, secret.hash)
            writing.record(command.actor, "create-token", at, {**_rights(token), **way(command.via)})
            return Minted(token=token, secret=secret)

        return self._store.write(work)

    def rotate_token(self, command: RotateToken) -> Minted:
        """Make a token that replaces another. Raises Invalid with every fault, NotFound, WrongState."""
        at = self._clock()
        tokens.admit(command, at, self._configured)
        command = structs.replace(command, ref=tokens.as_ref(command.ref))
        secret = tokens.mint(secrets.token_bytes(tokens.CHANCE))

        def work(writing: Writing) -> Minted:
            meant = writing.tokens.meant(command.ref)
            named = writing.tokens.meant(meant[-1].name) if meant else ()
            old, new = tokens.rotate(command, meant, named, secret, at)
            writing.tokens.keep(new, secret.hash)
            writing.tokens.end(old)
            until = {"until": old.expires_at.isoformat()} if old.expires_at else {}
            writing.record(
                command.actor,
                "rotate-token",
                at,
                {**_rights(new), "replaces": old.id, **until, **way(command.via)},
            )
            return Minted(token=new, secret=secret, old=old)

        return self._store.write(work)

    def revoke_token(self, command: RevokeToken) -> tuple[Token, ...]:
        """End tokens at once and for good. Raises Invalid, NotFound, WrongState."""
        at = self._clock()
        tokens.admit(command, at, self._configured)
        command = structs.replace(command, ref=tokens.as_ref(command.ref))

        def work(writing: Writing) -> tuple[Token, ...]:
            ended = tokens.revoke(command, writing.tokens.meant(command.ref), at)
            reason = {"reason": command.reason} if command.reason else {}
            for token in ended:
                writing.tokens.end(token)
                writing.record(
                    command.actor,
                    "revoke-token",
                    at,
                    {"token": token.id, "name": token.name, **reason, **way(command.via)},
                )
            return ended

        return self._store.write(work)


def _rights(token: Token) -> dict[str, str | int]:
    detail: dict[str, str | int] = {
        "token": token.id,
        "name": token.name,
        "scopes": " ".join(token.scopes),
    }
    if token.kinds is not None:
        detail["kinds"] = " ".join(token.kinds)
    if token.locales is not None:
        detail["locales"] = " ".join(token.locales)
    if token.expires_at is not None:
        detail["expires"] = token.expires_at.isoformat()
    return detail
