"""A record as it will be after a redaction, so that whatever shows it can be rendered before."""

from __future__ import annotations

from msgspec import structs

from content.model import Revision, digest_of
from content.ports import Entry, Reading
from content.redaction import Scope


def coming(reading: Reading, scope: Scope) -> tuple[Entry, ...]:
    """The record's published entries without what the scope will remove."""
    return tuple(
        _entry(entry, scope) for entry in reading.entries([scope.id]) if scope.holds(entry.standing.locale)
    )


def _entry(entry: Entry, scope: Scope) -> Entry:
    standing, edition = entry.standing, entry.edition
    content, _ = scope.revision(
        Revision(
            id=edition.id,
            locale=edition.locale,
            number=edition.revision,
            at=edition.at,
            author="",
            digest=edition.digest,
            content=edition.content,
        )
    )
    return structs.replace(
        entry,
        standing=structs.replace(standing, slug=content.slug),
        edition=structs.replace(edition, content=content, digest=digest_of(content)),
    )
