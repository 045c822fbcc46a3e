"""A decided publication on its way into the store: what it was decided and rendered of must be so still."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from content import queries
from content.lifecycle import EditionPublished
from content.media import references
from content.media.medium import Medium
from content.model import Content
from content.ports import Evidence, Numbered, Reading, Writing

Again = Callable[[Reading, datetime.datetime], EditionPublished]


class MovedError(Exception):
    """Something came in between: what was rendered and checked is not what would be published."""


@dataclass(frozen=True)
class Ready:
    """A decided publication with its evidence. `again` decides it anew, on what is there inside the transaction; when it was rendered, `seq` was the
    last change, and `media` what was known of those that it shows.
    """

    event: EditionPublished
    evidence: tuple[Evidence, ...]
    needs_repair: bool
    again: Again
    redactions: int
    seq: int
    media: Mapping[str, Medium]
    expires: datetime.datetime | None = None

    @property
    def key(self) -> Numbered:
        """Which edition it is."""
        return self.event.edition.id, self.event.edition.locale, self.event.edition.number

    def shows_what_is(self, changed: frozenset[UUID] | None) -> bool:
        """Is what was checked what is served, where these records have changed since, as `FragmentsWriting.changed` has it? A topic shows its own
        label, which it may change itself.
        """
        if changed is None or self.event.standing.kind == "topic":
            return False
        edition = self.event.edition
        return not changed or changed.isdisjoint({edition.id, *queries.referred(edition.content)})

    def decide(self, writing: Writing) -> EditionPublished:
        """The same event, on the standing as it is now. Raises MovedError where the edition would be another one, or what was
        rendered may show what a redaction has removed since (`redactions` was the last one then), or a medium that was erased.
        """
        edition = self.event.edition
        if writing.redactions.last() != self.redactions or media_of(writing, edition.content) != self.media:
            raise MovedError
        now = self.again(writing, edition.at)
        if now.edition != edition:
            raise MovedError
        return now


def media_of(reading: Reading, content: Content) -> dict[str, Medium]:
    """What is known of the media that a text shows."""
    digests = references.digests(content)
    return reading.media.some(digests) if digests else {}
