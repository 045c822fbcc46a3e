"""What was taken back, in a feed: for 30 days an entry that says so, so that readers without RFC 6721 show it too, then a tombstone.

The entry has the same id, and `updated` is when it happened. Of what is gone or redirected it has no old text, title, summary, author
or slug; what was withdrawn can still be read, so that its title and its address stay.
"""

from __future__ import annotations

import datetime
from typing import Final

from content import ports
from content.fragments.context import Links
from content.fragments.words import word
from content.model import Standing
from feeds import model
from feeds.characters import line, writable
from feeds.entries import entry_id

NOTICE: Final = datetime.timedelta(days=30)
"""How long an entry says that the record was taken back."""


def until(standing: Standing) -> datetime.datetime:
    """When the entry of what was taken back gives way to a tombstone."""
    return standing.changed_at + NOTICE


def tombstone(standing: Standing) -> model.Tombstone:
    """What stands for a record that was taken back."""
    return model.Tombstone(
        id=entry_id(standing.id, standing.locale),
        record=standing.id,
        locale=standing.locale,
        at=standing.changed_at,
        state=standing.state,
        reason=writable(standing.reason).strip(),
    )


def url(source: ports.Entry, links: Links) -> str:
    """Where the entry of what was taken back leads: its page, where it is now, or under its id where that says that it is gone."""
    standing = source.standing
    match standing.state:
        case "withdrawn":
            return links.page(standing.locale, standing.slug)
        case "redirected":
            return writable(links.absolute(standing.redirect_to))
        case _:
            return links.page(standing.locale, str(standing.id))


def title(source: ports.Entry) -> str:
    """What the entry of what was taken back is called."""
    standing = source.standing
    match standing.state:
        case "withdrawn":
            called = line(source.edition.content.title) or standing.slug
            return f"{word(standing.locale, 'mark_withdrawn').text}: {called}"
        case "redirected":
            return word(standing.locale, "moved").text
        case _:
            return word(standing.locale, "gone").text


def notice(source: ports.Entry, *, html: str, links: Links) -> model.Entry:
    """The entry of what was taken back. `html` says so, and why."""
    standing, edition = source.standing, source.edition
    return model.Entry(
        id=entry_id(standing.id, standing.locale),
        record=standing.id,
        kind=standing.kind,
        locale=standing.locale,
        edition=edition.number,
        title=title(source),
        summary=writable(standing.reason).strip(),
        html=writable(html),
        url=url(source, links),
        record_url=links.record(standing.id, standing.locale),
        editions_url=links.editions(standing.id, standing.locale),
        published=edition.published_at,
        updated=standing.changed_at,
        change_note=writable(standing.reason).strip(),
    )
