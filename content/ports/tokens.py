"""The room of tokens in a store."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Protocol

from content.tokens import Kept, Token


class Tokens(Protocol):
    """What is kept of tokens: never their text. What does not match its seal raises StoreCorrupt."""

    def find(self, identity: str) -> Kept | None:
        """The token with this id, with the hash of its text; one indexed read."""
        ...

    def meant(self, ref: str) -> tuple[Token, ...]:
        """The token with this id, or all with this name, oldest first."""
        ...

    def all(self) -> tuple[Token, ...]:
        """All tokens, expired and revoked ones too, by name and oldest first."""
        ...


class TokensWriting(Tokens, Protocol):
    """What changes tokens. None is ever removed: the journal speaks of them."""

    def keep(self, token: Token, digest: bytes) -> None:
        """Keep a new token and the SHA-256 of its text."""
        ...

    def end(self, token: Token) -> None:
        """Take over the `expires_at` and `revoked_at` of a token that is there. Raises WrongState where its end would move away."""
        ...

    def used(self, times: Mapping[str, datetime.datetime]) -> None:
        """Note when tokens were last used, by their id; earlier times than the ones noted change nothing."""
        ...
