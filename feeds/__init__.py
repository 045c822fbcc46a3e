"""Editions → syndication formats. Pure: what goes in decides every byte that comes out. May import content, never service."""

from collections.abc import Callable, Iterable
from typing import Final, Literal

from msgspec import Struct

from feeds import jsonfeed
from feeds.calendar import MEDIA_TYPE as ICALENDAR
from feeds.calendar import ical
from feeds.enclosures import digests
from feeds.entries import BEGINNING, entry, entry_id, feed, feed_id
from feeds.jsonfeed import MEDIA_TYPE as JSON
from feeds.jsonfeed import json
from feeds.model import Addresses, Entry, Feed, Person, Tombstone
from feeds.occasions import KEPT, Calendar, Occasion, calendar_uid, kept, occasions
from feeds.occasions import KINDS as OCCASIONAL
from feeds.syndication import ATOM, RSS, atom, atom10, rss, rss20

__all__ = [
    "ATOM",
    "BEGINNING",
    "FORMATS",
    "ICALENDAR",
    "JSON",
    "KEPT",
    "OCCASIONAL",
    "RSS",
    "Addresses",
    "Calendar",
    "Entry",
    "Feed",
    "Format",
    "Occasion",
    "Person",
    "Suffix",
    "Tombstone",
    "atom",
    "calendar_uid",
    "digests",
    "entry",
    "entry_id",
    "feed",
    "feed_id",
    "ical",
    "json",
    "kept",
    "occasions",
    "rss",
]

Suffix = Literal["atom", "rss", "json"]


class Format(Struct, frozen=True, kw_only=True):
    """How a feed is written, and as what it is sent. `pieces` are what stands for each of some entries in any feed, and `joined` is the whole
    with those of its own entries: what `write` gives, whenever they were made.
    """

    media_type: str
    write: Callable[[Feed], bytes]
    pieces: Callable[[Iterable[Entry]], tuple[bytes, ...]]
    joined: Callable[[Feed, Iterable[bytes]], bytes]


FORMATS: Final[dict[Suffix, Format]] = {
    "atom": Format(media_type=ATOM, write=atom, pieces=atom10.pieces, joined=atom10.joined),
    "rss": Format(media_type=RSS, write=rss, pieces=rss20.pieces, joined=rss20.joined),
    "json": Format(media_type=JSON, write=json, pieces=jsonfeed.pieces, joined=jsonfeed.joined),
}
"""The formats by the suffix in a feed's address."""
