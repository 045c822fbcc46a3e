"""What was written when and by whom, and what differs between two revisions of a record in a locale. Reads; changes nothing."""

from __future__ import annotations

import datetime
from uuid import UUID

from msgspec import Struct

from content import diff
from content.diff import Diff
from content.errors import NotFound
from content.locales import Locale
from content.model import Digest, Revision, Standing
from content.ports import Reading


class RevisionLine(Struct, frozen=True, kw_only=True):
    """A revision without its content."""

    revision: int
    at: datetime.datetime
    author: str
    note: str
    digest: Digest


class Comparison(Struct, frozen=True, kw_only=True, rename={"before": "from", "after": "to"}):
    """Two revisions of a record in a locale, and what differs from the first to the second."""

    id: UUID
    locale: Locale
    before: RevisionLine
    after: RevisionLine
    diff: Diff


def line(revision: Revision) -> RevisionLine:
    """A revision's line in a list."""
    return RevisionLine(
        revision=revision.number,
        at=revision.at,
        author=revision.author,
        note=revision.note,
        digest=revision.digest,
    )


def comparison(before: Revision, after: Revision) -> Comparison:
    """What differs from one revision to another."""
    return Comparison(
        id=after.id,
        locale=after.locale,
        before=line(before),
        after=line(after),
        diff=diff.compare(before.content, after.content),
    )


def compared(
    reading: Reading, standing: Standing, before: int | None = None, after: int | None = None
) -> Comparison:
    """Two revisions by number: to the newest, from the live one, or from the one before where that is the same.

    Raises NotFound for a number that is not there, and where there is one revision only.
    """
    last = demand(reading, standing, standing.revision if after is None else after)
    first = demand(reading, standing, _before(standing, last.number) if before is None else before)
    return comparison(first, last)


def demand(reading: Reading, standing: Standing, number: int) -> Revision:
    """The revision of this number. Raises NotFound."""
    there = 1 <= number <= standing.revision
    found = reading.revision(standing.id, standing.locale, number) if there else None
    if found is None:
        raise NotFound(
            f"There is no revision {number} of {standing.id} in {standing.locale}: it has revisions 1 to {standing.revision}."
        )
    return found


def _before(standing: Standing, last: int) -> int:
    if 1 <= standing.live_revision < last:
        return standing.live_revision
    if last == 1:
        raise NotFound(f"There is no revision before the first of {standing.id} in {standing.locale}.")
    return last - 1
