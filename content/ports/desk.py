"""The room of drafts: what editors are working on, newest first."""

from __future__ import annotations

import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.kinds import Kind
from content.locales import Locale
from content.model import Standing, State


class Wanted(Struct, frozen=True, kw_only=True):
    """Which lines a list wants, newest revision first by (`at`, `id`, `locale`).

    `author` is who saved the newest revision. `behind` is only those whose source has a newer revision than they were made from. `kinds` and `locales` bound what may be seen at all; None is no bound. `after` is the
    position of the last line seen.
    """

    author: str | None = None
    kind: Kind | None = None
    locale: Locale | None = None
    state: State | None = None
    behind: bool = False
    kinds: frozenset[Kind] | None = None
    locales: frozenset[Locale] | None = None
    after: tuple[datetime.datetime, UUID, Locale] | None = None
    limit: int = 50


class Line(Struct, frozen=True, kw_only=True):
    """A record in a locale as a list of drafts shows it: its standing, and the newest revision's time, author and title.

    `behind_source` is measured against the newest revision of its source, None where that cannot be known.
    """

    standing: Standing
    at: datetime.datetime
    author: str
    title: str
    behind_source: bool | None = None


class Desk(Protocol):
    """What lists of drafts ask."""

    def lines(self, wanted: Wanted) -> tuple[Line, ...]:
        """The lines, newest first."""
        ...
