"""Editions → syndication formats. Pure: what goes in decides every byte that comes out. May import content, never service."""

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

from feeds.calendar import MEDIA_TYPE as ICALENDAR
from feeds.calendar import ical
from feeds.enclosures import digests
from feeds.entries import BEGINNING, entry, entry_id, feed, feed_id
from feeds.jsonfeed import MEDIA_TYPE as JSON
from feeds.jsonfeed import json
from feeds.model import Addresses, Entry, Feed, Person, Tombstone
from feeds.occasions import KEPT, Calendar, Occasion, calendar_uid, kept, occasions
from feeds.occasions import KINDS as OCCASIONAL
from feeds.syndication import ATOM, RSS, atom, rss

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
    """How a feed is written, and as what it is sent."""

    media_type: str
    write: Callable[[Feed], bytes]


FORMATS: Final[dict[Suffix, Format]] = {
    "atom": Format(media_type=ATOM, write=atom),
    "rss": Format(media_type=RSS, write=rss),
    "json": Format(media_type=JSON, write=json),
}
"""The formats by the suffix in a feed's address."""
