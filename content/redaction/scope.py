"""What one redaction is about: a record in one locale or in all, and what of it is to go."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from content.fragments.words import redacted
from content.locales import Locale
from content.model import Content, Revision
from content.redaction.contents import Place, cleared, emptied
from content.redaction.cutting import Cut
from content.redaction.matching import fold


@dataclass(frozen=True)
class Scope:
    """`locale` is None for every locale of the record; `revisions` are those that go whole."""

    id: UUID
    locale: Locale | None
    cut: Cut
    revisions: frozenset[int] = frozenset()

    def holds(self, locale: Locale) -> bool:
        """Whether it is about this locale of the record."""
        return self.locale is None or self.locale == locale

    def slug(self, locale: Locale, slug: str) -> str:
        """The slug; where it holds the words, one that says so, and is the record's own."""
        return f"{fold(redacted(locale))}-{self.id.hex[-12:]}" if self.cut.address(slug) else slug

    def revision(self, revision: Revision) -> tuple[Content, tuple[Place, ...]]:
        """The content of a revision as it is to be, and where something was removed: ("",) for all of it, () for nothing."""
        content, said = revision.content, redacted(revision.locale)
        slug = self.slug(revision.locale, content.slug)
        if revision.number in self.revisions:
            empty = emptied(content, said, slug)
            return (empty, ("",)) if empty != content else (content, ())
        return cleared(content, self.cut, said, slug)
