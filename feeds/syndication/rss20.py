"""A feed as RSS 2.0, as the RSS Advisory Board's specification and its Best Practices Profile have it.

`language` and `dc:language` hold our locale as it is: RSS allows the language tags of HTML beside its own old list, which has
neither nn, se nor fkv. An item's other languages and its JSON are `atom:link rel="related"`: with `rel="alternate"`, readers open the
wrong page. An item has one `enclosure` at most, as the profile advises; all that there is stands in Media RSS.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Final

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model import Enclosure, Entry, Feed, Link
from feeds.syndication import extension
from feeds.syndication.dates import rfc822, rfc3339
from feeds.syndication.pieces import ITEMS

MEDIA_TYPE: Final = "application/rss+xml; charset=utf-8"

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}"
_DC_NAMESPACE: Final = "http://purl.org/dc/elements/1.1/"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_RANK: Final = {"audio": 0, "video": 1}
_DC: Final = f"{{{_DC_NAMESPACE}}}"


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document in UTF-8."""
    return joined(feed, pieces(feed.entries))


def pieces(entries: Iterable[Entry]) -> tuple[bytes, ...]:
    """What stands for each entry, in whichever feed it is."""
    generator = _generator(_Bare())
    generator.title("-")
    generator.link(href="-")
    generator.description("-")
    for entry in entries:
        _add(generator, entry)
    return ITEMS.cut(generator.rss_str(pretty=True))


def joined(feed: Feed, items: Iterable[bytes]) -> bytes:
    """The feed as an RSS document, with these pieces for its entries."""
    return ITEMS.join(_headed(feed).rss_str(pretty=True), items)


def _generator(extended: _ChannelExtension | _Bare) -> FeedGenerator:
    generator = FeedGenerator()
    # The one way to keep feedgen from writing the time of now under setlocale: it has no setter that takes None.
    generator._FeedGenerator__rss_lastBuildDate = None
    generator.register_extension("nordkalott", lambda: extended, _ItemExtension, atom=False)
    return generator


def _headed(feed: Feed) -> FeedGenerator:
    """All but the items."""
    generator = _generator(_ChannelExtension(feed))
    generator.title(feed.title)
    generator.link(href=feed.rss_url, rel="self", type="application/rss+xml")
    generator.link(href=feed.home_url)  # the last one becomes the channel's own
    generator.description(feed.subtitle or feed.title)
    generator.language(feed.locale)
    generator.generator("Nordkalott")
    generator.copyright(feed.rights or None)
    return generator


def _add(generator: FeedGenerator, entry: Entry) -> None:
    item = generator.add_entry(order="append")
    item.nordkalott.entry = entry
    item.guid(entry.id, permalink=False)
    item.title(entry.title)
    item.link(href=entry.url)
    for category in entry.categories:
        item.category(term=category.term, scheme=category.scheme, label=category.label)


class _Bare:
    """Of a feed of which only the items are wanted: declares all that any of them may use."""

    def extend_ns(self) -> Mapping[str, str]:
        return {"dc": _DC_NAMESPACE, **extension.NAMESPACES}

    def extend_rss(self, element: etree._Element) -> etree._Element:
        return element


class _ChannelExtension:
    """Gives the channel its date and its author. feedgen asks for these two methods by name."""

    def __init__(self, feed: Feed) -> None:
        self.feed: Final = feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC_NAMESPACE, **extension.namespaces(self.feed, offers=True)}

    def extend_rss(self, element: etree._Element) -> etree._Element:
        channel = element[0]
        if self.feed.hub_url:
            etree.SubElement(channel, f"{_ATOM}link", {"rel": "hub", "href": self.feed.hub_url})
        for rel, addresses in (
            ("current", self.feed.current),
            ("prev-archive", self.feed.previous),
            ("next-archive", self.feed.next),
        ):
            if addresses:
                etree.SubElement(
                    channel,
                    f"{_ATOM}link",
                    {"rel": rel, "type": "application/rss+xml", "href": addresses.rss},
                )
        extension.remembered(channel, self.feed)
        _text(channel, "lastBuildDate", rfc822(self.feed.updated))
        _text(channel, f"{_DC}creator", self.feed.author.name)
        return element


class _ItemExtension:
    """Gives an item its texts, dates, authors, rights and language.

    `pubDate` is the first edition; RSS has no element for the last major one, so that `atom:updated` says it. `description` is HTML
    by the specification, so that the plain summary is escaped for it; without one it is the title, as readers want a description before the content.
    """

    entry: Entry

    def extend_rss(self, item: etree._Element) -> etree._Element:
        entry = self.entry
        _text(item, "description", html.escape(entry.summary or entry.title, quote=False))
        _text(item, f"{_CONTENT}encoded", entry.html)
        _text(item, "pubDate", rfc822(entry.published))
        _text(item, f"{_ATOM}updated", rfc3339(entry.updated))
        _text(item, f"{_DC}language", entry.locale)
        for author in entry.authors:
            _text(item, f"{_DC}creator", author.name)
        if entry.rights:
            _text(item, f"{_DC}rights", entry.rights)
        item.set(_BASE, entry.url)
        for link in _links(entry):
            members = {
                "rel": link.rel,
                "type": link.type,
                "hreflang": link.hreflang,
                "title": link.title,
                "href": link.href,
            }
            etree.SubElement(item, f"{_ATOM}link", {name: value for name, value in members.items() if value})
        if best := _foremost(entry.enclosures):
            etree.SubElement(
                item, "enclosure", {"url": best.url, "length": str(best.length), "type": best.media_type}
            )
        extension.write(item, entry)
        for each in entry.enclosures:
            extension.offered(item, each)
        return item


def _links(entry: Entry) -> Iterable[Link]:
    for other in entry.alternates:
        yield Link(rel="related", type="text/html", hreflang=other.locale, href=other.url, title=other.title)
    yield Link(rel="related", type="application/json", hreflang=entry.locale, href=entry.record_url)
    yield Link(rel="version-history", type="application/json", href=entry.editions_url)
    if entry.licence_url:
        yield Link(rel="license", href=entry.licence_url)


def _foremost(enclosures: tuple[Enclosure, ...]) -> Enclosure | None:
    """What a player or an old reader takes: something to hear before something to see, before all else. RSS wants to know its length."""
    known = [each for each in enclosures if each.ours]
    return min(known, key=lambda each: _RANK.get(each.media_type.partition("/")[0], len(_RANK)), default=None)


def _text(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text
