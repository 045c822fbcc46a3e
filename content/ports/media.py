"""The room of media: what is known of each file that is kept, and which revisions point to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.locales import Locale
from content.media.medium import About, Medium, Rendition


class Use(Struct, frozen=True, kw_only=True):
    """A revision that points to a medium or to one of its renditions."""

    id: UUID
    locale: Locale
    revision: int


class KeptFile(Struct, frozen=True, kw_only=True):
    """One file that must be there, a medium's own or a rendition's; `erased` where it must not be, and `reason` why."""

    digest: str
    name: str
    media_type: str
    size: int
    erased: bool
    reason: str = ""


class Media(Protocol):
    """Reads."""

    def get(self, digest: str) -> Medium | None:
        """The medium with a digest, erased ones too."""
        ...

    def some(self, digests: Iterable[str], *, sound: bool = False) -> dict[str, Medium]:
        """Those of the digests that are there and not erased; a rendition's digest leads to its medium. Of those that are `sound` alone, where that
        is wanted.
        """
        ...

    def file(self, digest: str) -> KeptFile | None:
        """The file with a digest, a medium's own or a rendition's."""
        ...

    def files(self) -> tuple[KeptFile, ...]:
        """All files, by digest."""
        ...

    def lone(self, digests: Iterable[str]) -> tuple[str, ...]:
        """Those of the digests that no medium has any more: their files can be removed. Two media can share a rendition."""
        ...

    def page(
        self, *, after: int | None = None, unused: bool | None = None, limit: int = 50
    ) -> tuple[Medium, ...]:
        """Media that are not erased, newest first, with a number below `after`; only used or only unused ones where it is said."""
        ...

    def uses(self, digest: str) -> tuple[Use, ...]:
        """The revisions that point to a medium or to one of its renditions."""
        ...


class MediaWriting(Media, Protocol):
    """Writes, each with its entry in the journal."""

    def keep(self, medium: Medium, via: str = "") -> Medium:
        """Keep a new medium under the next number. Its files must be durable before.

        Returns the one that is there already, unchanged. What shows a new one already is touched. Raises WrongState where it was erased.
        """
        ...

    def describe(
        self, digest: str, about: About, version: int, *, at: datetime.datetime, actor: str, via: str = ""
    ) -> Medium:
        """Change what people say of a medium. Raises NotFound, and StaleRevision where `version` is not the one that is there."""
        ...

    def remove(self, digest: str, *, at: datetime.datetime, actor: str, via: str = "") -> Medium:
        """Forget a medium that no revision points to, and return it. Raises NotFound, MediaInUse."""
        ...

    def erase(
        self, digest: str, *, at: datetime.datetime, actor: str, reason: str, via: str = ""
    ) -> Medium | None:
        """Keep of a medium only number, times, digests and the mark that it was erased; used or not.

        Returns it as it was, so that its files can be removed; None where it is not there, or erased already.
        """
        ...


__all__ = ["KeptFile", "Media", "MediaWriting", "Rendition", "Use"]
