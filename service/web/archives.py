"""The pages behind a feed: each edition as it was, in the order in which they were published (RFC 5005 section 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from content import serving, tags
from content.errors import NotFound
from content.ports import Entry, Numbered
from content.ports.archives import Page, Place
from content.serving import Served
from feeds import archives
from service import renderings
from service.web import feeds
from service.web.answers import Answer
from service.web.feeds import Subject
from service.web.parameters import Asked
from service.web.view import View, tags_of_list

KEPT: Final = "public, no-cache"
"""A page may be kept for ever, but is asked for each time: what was erased must not be served by a cache that has not heard of it. Almost
always the answer is 304.
"""
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def archive(view: View, asked: Asked) -> Answer:
    """One page of a feed's archive: the editions of 50 changes, newest first, each with the bytes that it was published with. A full page
    changes no more, but for what was erased, is gone, or came back.
    """
    wanted, count = feeds.demanded(asked), asked.query["places"]
    view.demand_topic(wanted.topic)
    page = _page(view, wanted, asked.names["n"], count, asked.query["epoch"])
    places = archives.shown(page, wanted.topic)
    entries = [_as_it_was(each) for each in places]
    shown = _served(view, entries)
    room = view.reading.archives
    seq = page.seq or view.reading.head().seq
    topics = {key for each in entries for key in each.edition.content.topics} | set(
        filter(None, [wanted.topic])
    )
    known = room.labels(topics, seq)
    around = structs.replace(
        feeds.surroundings(view, entries),
        alternates=room.alternates([each.standing.id for each in entries], seq),
    )
    written = feeds.written_as(
        view,
        wanted,
        (),
        title=feeds.title(view, asked.locale, wanted.selection.kind, wanted.topic, known),
        deleted=archives.deleted(page, places),
    )
    written = archives.archived(
        written,
        page,
        [
            feeds.entry_of(view, entry, around, each, known)
            for entry, each in zip(entries, shown, strict=True)
        ],
        name=wanted.name,
        links=view.links,
        grows=count is None and not page.full,
    )
    depends = {tags.record(each) for each in room.topics(topics)}
    depends |= {tags.record(each.change.id) for each in page.places}
    if count is None and not page.full:
        depends |= tags_of_list(asked, wanted.selection.kind, wanted.topic)
    return feeds.answered(
        wanted, written, tags=frozenset(depends), proofs=tuple(each.proof for each in shown), cache=KEPT
    )


def _page(view: View, wanted: Subject, number: str, count: int | None, epoch: str | None) -> Page:
    room = view.reading.archives
    page = room.page(wanted.selection, int(number), count) if _NUMBER.fullmatch(number) else None
    if page is None or epoch not in {None, page.epoch}:
        places, _ = room.newest(wanted.selection)
        raise NotFound(
            f"There is no page “{number[:20]}” of this archive{'' if count is None else f' with {count} places'}: "
            f"its {places} places are on the pages from 1."
        )
    return page


def _as_it_was(place: Place) -> Entry:
    """The edition of a place as an entry, under the slug that it had."""
    standing = structs.replace(place.standing, slug=place.edition.content.slug)
    return Entry(standing=standing, edition=place.edition, seq=place.change.seq)


def _served(view: View, entries: Sequence[Entry]) -> tuple[Served, ...]:
    """The bytes that these editions were published with; of one without evidence, what it looks like now. Raises NotFound where that may
    not be served.
    """
    if not entries:
        return ()
    kept = view.reading.renderings([renderings.number(each) for each in entries], "full", renderings.LEVEL)
    missing = [each for each in entries if renderings.number(each) not in kept]
    made: dict[Numbered, Served] = {}
    if missing:
        again = renderings.serve_all(
            view.reading,
            missing,
            links=view.links,
            configured=view.settings.locales,
            known=view.labels,
            answers={},
            now=view.now,
        )
        made = dict(zip(map(renderings.number, missing), again, strict=True))
    return tuple(
        made.get(number) or serving.serve_edition(kept[number]) for number in map(renderings.number, entries)
    )
