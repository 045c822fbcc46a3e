"""What Atom and RSS have no words for, in both the same: our own elements, Media RSS (version 1.5.1, rssboard.org/media-rss), the mark
of an archive (RFC 5005) and tombstones (RFC 6721).

Our namespace is a URN, as the ids are: it stays when the service moves. Readers pass by what they don't know (RFC 4287 section 6.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from feeds.entries import OURS
from feeds.model import Enclosure, Entry, Feed, Picture
from feeds.syndication.dates import rfc3339

NAMESPACES: Final = {
    "nk": OURS,
    "media": "http://search.yahoo.com/mrss/",
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
"""All that any feed or entry uses, by prefix."""
_NK: Final = f"{{{OURS}}}"
_FH: Final = f"{{{NAMESPACES['fh']}}}"
_AT: Final = f"{{{NAMESPACES['at']}}}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_MEDIA: Final = f"{{{NAMESPACES['media']}}}"


def namespaces(feed: Feed, *, offers: bool) -> dict[str, str]:
    """Those that the feed has an element of, by prefix: validators warn of each that they don't know. `offers`: with `offered` entries."""
    used = {
        "nk": bool(feed.entries),
        "media": any(each.picture or (offers and each.enclosures) for each in feed.entries),
        "fh": feed.archive,
        "at": bool(feed.deleted),
    }
    return {prefix: name for prefix, name in NAMESPACES.items() if used[prefix]}


def remembered(element: etree._Element, feed: Feed) -> None:
    """Add to a feed or channel that it is an archive, and what it has no more."""
    if feed.archive:
        etree.SubElement(element, f"{_FH}archive")
    for each in feed.deleted:
        tombstone = etree.SubElement(
            element, f"{_AT}deleted-entry", {"ref": each.id, "when": rfc3339(each.at)}
        )
        if each.reason:
            comment = etree.SubElement(tombstone, f"{_AT}comment", {_LANG: each.locale})
            comment.text = each.reason


def write(element: etree._Element, entry: Entry) -> None:
    """Add to an entry or item the number of its edition, its change note, and its picture."""
    etree.SubElement(element, f"{_NK}edition").text = str(entry.edition)
    if entry.change_note:
        etree.SubElement(element, f"{_NK}changeNote").text = entry.change_note
    if entry.picture:
        _picture(element, entry.picture)


def offered(element: etree._Element, enclosure: Enclosure) -> None:
    """Add a file, recording or video as Media RSS, of which an item may have any number."""
    content = _content(
        element,
        {
            "url": enclosure.url,
            "fileSize": "" if enclosure.length is None else str(enclosure.length),
            "type": enclosure.media_type,
            "medium": _medium(enclosure.media_type),
            "duration": "" if enclosure.seconds is None else str(enclosure.seconds),
            "lang": enclosure.hreflang,
        },
    )
    if enclosure.title:
        etree.SubElement(content, f"{_MEDIA}title", {"type": "plain"}).text = enclosure.title


def _picture(element: etree._Element, picture: Picture) -> None:
    content = _content(
        element,
        {
            "url": picture.url,
            "fileSize": str(picture.length),
            "type": picture.media_type,
            "medium": "image",
            "width": str(picture.width),
            "height": str(picture.height),
        },
    )
    # Not media:description, which feedparser takes for the item's own summary.
    if picture.alt:
        etree.SubElement(content, f"{_MEDIA}title", {"type": "plain"}).text = picture.alt


def _content(element: etree._Element, members: Mapping[str, str]) -> etree._Element:
    return etree.SubElement(
        element, f"{_MEDIA}content", {name: value for name, value in members.items() if value}
    )


def _medium(media_type: str) -> str:
    sort = media_type.partition("/")[0]
    return sort if sort in {"audio", "video", "image"} else "document"
