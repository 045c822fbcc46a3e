"""Revisions: which there are, what one said, and what differs between two."""

from __future__ import annotations

import datetime

from msgspec import Struct

from content import history
from content.model import Redacted, Revision
from service.web.answers import Answer, encoded
from service.web.authoring import shapes
from service.web.authoring.call import Call, Desk


class RevisionEntry(Struct, frozen=True, kw_only=True):
    """One line in the list of revisions. `edition` is the one that it was published as, null where it was not; `redacted` says that
    content was removed: the redaction's number, and the digest of before.
    """

    revision: int
    at: datetime.datetime
    author: str
    note: str
    digest: str
    title: str
    edition: int | None
    redacted: Redacted | None
    url: str


class RevisionList(Struct, frozen=True, kw_only=True):
    """A page of revisions, the newest first. `next` is a cursor."""

    revisions: list[RevisionEntry]
    next: str | None


def revisions(desk: Desk, call: Call) -> Answer:
    """Who saved what and when, the newest first."""
    limit, cursor = call.query["limit"], call.query["cursor"]
    with desk.store.read() as reading:
        standing = call.standing(reading)
        newest = min(cursor - 1, standing.revision) if cursor else standing.revision
        oldest = max(newest - limit, 0)
        found = [history.demand(reading, standing, number) for number in range(newest, oldest, -1)]
        published = reading.published_as(standing.id, standing.locale)
    following = str(oldest + 1) if oldest > 0 else None
    headers: tuple[tuple[str, str], ...] = ()
    if following:
        address = desk.links.at(call.path, dict(call.given) | {"cursor": following})
        headers = (("link", f'<{address}>; rel="next"'),)
    return encoded(
        RevisionList(
            revisions=[_entry(desk, call, each, published.get(each.number)) for each in found],
            next=following,
        ),
        headers=headers,
    )


def revision(desk: Desk, call: Call) -> Answer:
    """What one revision says. Its ETag is that of the draft as it was then."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        return shapes.draft(
            reading, standing, history.demand(reading, standing, call.number("n")), desk.links
        )


def diff(desk: Desk, call: Call) -> Answer:
    """What differs between two revisions: to the newest from the live one, or from the one before, if none are named."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        return encoded(history.compared(reading, standing, call.query["from"], call.query["to"]))


def _entry(desk: Desk, call: Call, each: Revision, edition: int | None) -> RevisionEntry:
    return RevisionEntry(
        revision=each.number,
        at=each.at,
        author=each.author,
        note=each.note,
        digest=each.digest,
        title=each.content.title,
        edition=edition,
        redacted=each.redacted,
        url=desk.links.at(f"{call.path}/{each.number}"),
    )
