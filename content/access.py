"""Access: what a token lets its holder do. Pure; who the holder is has been found out before (`Commands.authenticate`).

Three scopes, each of which holds the one before: `drafts` writes what the public does not see, `publish` changes what it sees,
`admin` governs the service: tokens, journal, redaction. A token may be limited to kinds and to locales besides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from msgspec import Struct

from content.errors import Forbidden
from content.kinds import Kind
from content.locales import Locale

Scope = Literal["drafts", "publish", "admin"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
"""From the weakest to the strongest."""
Reach = Callable[[Kind, Locale], None]
"""Raises Forbidden for a kind in a locale that whoever acts does not reach."""


class Principal(Struct, frozen=True, kw_only=True):
    """Who asks. `token` is the token's id; `kinds` and `locales` are None where the token is not limited to some."""

    token: str
    name: str
    scopes: frozenset[Scope]
    kinds: frozenset[Kind] | None = None
    locales: frozenset[Locale] | None = None

    def holds(self, scope: Scope) -> bool:
        """True where one of the scopes is this one, or holds it."""
        return any(SCOPES.index(held) >= SCOPES.index(scope) for held in self.scopes)

    def reaches(self, *, kind: Kind | None = None, locale: Locale | None = None) -> bool:
        """True where the token is not limited to other kinds or locales; for what a list may show. None is not asked about."""
        return (kind is None or self.kinds is None or kind in self.kinds) and (
            locale is None or self.locales is None or locale in self.locales
        )


def demand(
    principal: Principal, scope: Scope, *, kind: Kind | None = None, locale: Locale | None = None
) -> None:
    """Raise Forbidden unless the principal holds the scope, for this kind and locale where they are given."""
    if not principal.holds(scope):
        held = ", ".join(each for each in SCOPES if each in principal.scopes)
        raise Forbidden(f"This needs the scope “{scope}”; this token has: {held}.", needed=scope)
    if not principal.reaches(kind=kind):
        raise Forbidden(_limited("kinds", principal.kinds, f"the kind “{kind}”"), needed=scope)
    if not principal.reaches(locale=locale):
        raise Forbidden(_limited("locales", principal.locales, f"the locale “{locale}”"), needed=scope)


def everywhere(kind: Kind, locale: Locale) -> None:
    """The `Reach` of whoever is not limited."""
    del kind, locale


def _limited(what: str, to: frozenset[str] | None, wanted: str) -> str:
    return f"This is about {wanted}; this token is limited to the {what}: {', '.join(sorted(to or ()))}."
