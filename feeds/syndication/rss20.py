"""A feed as RSS 2.0, as the RSS Advisory Board's specification and its Best Practices Profile have it.

`language` and `dc:language` hold our locale as it is: RSS allows the language tags of HTML beside its own old list, which has
neither nn, se nor fkv. An item's other languages are in Atom and JSON Feed alone: `atom:link rel="alternate"` in an item makes
readers open the wrong page.
"""

from __future__ import annotations

import html
from typing import Final

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model import Entry, Feed
from feeds.syndication.dates import rfc822, rfc3339

MEDIA_TYPE: Final = "application/rss+xml; charset=utf-8"

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}"
_DC_NAMESPACE: Final = "http://purl.org/dc/elements/1.1/"
_DC: Final = f"{{{_DC_NAMESPACE}}}"


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document in UTF-8."""
    generator = FeedGenerator()
    # The one way to keep feedgen from writing the time of now under setlocale: it has no setter that takes None.
    generator._FeedGenerator__rss_lastBuildDate = None
    generator.register_extension("nordkalott", _ChannelExtension, _ItemExtension, atom=False)
    generator.nordkalott.feed = feed
    generator.title(feed.title)
    generator.link(href=feed.rss_url, rel="self", type="application/rss+xml")
    generator.link(href=feed.home_url)  # the last one becomes the channel's own
    generator.description(feed.subtitle or feed.title)
    generator.language(feed.locale)
    generator.generator("Nordkalott")
    generator.copyright(feed.rights or None)
    for entry in feed.entries:
        item = generator.add_entry(order="append")
        item.nordkalott.entry = entry
        item.guid(entry.id, permalink=False)
        item.title(entry.title)
        item.link(href=entry.url)
        for category in entry.categories:
            item.category(term=category.term, scheme=category.scheme, label=category.label)
    return bytes(generator.rss_str(pretty=True))


class _ChannelExtension:
    """Gives the channel its date and its author. feedgen asks for these two methods by name."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC_NAMESPACE}

    def extend_rss(self, element: etree._Element) -> etree._Element:
        channel = element[0]
        if self.feed.hub_url:
            etree.SubElement(channel, f"{_ATOM}link", {"rel": "hub", "href": self.feed.hub_url})
        _text(channel, "lastBuildDate", rfc822(self.feed.updated))
        _text(channel, f"{_DC}creator", self.feed.author.name)
        return element


class _ItemExtension:
    """Gives an item its texts, dates, authors, rights and language.

    `pubDate` is the first edition; RSS has no element for the last major one, so that `atom:updated` says it. `description` is HTML
    by the specification, so that the plain summary is escaped for it.
    """

    entry: Entry

    def extend_rss(self, item: etree._Element) -> etree._Element:
        entry = self.entry
        if entry.summary:
            _text(item, "description", html.escape(entry.summary, quote=False))
        _text(item, f"{_CONTENT}encoded", entry.html)
        _text(item, "pubDate", rfc822(entry.published))
        _text(item, f"{_ATOM}updated", rfc3339(entry.updated))
        _text(item, f"{_DC}language", entry.locale)
        for author in entry.authors:
            _text(item, f"{_DC}creator", author.name)
        if entry.rights:
            _text(item, f"{_DC}rights", entry.rights)
        return item


def _text(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text
