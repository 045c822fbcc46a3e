"""A feed as Atom 1.0: RFC 4287, archives of RFC 5005, tombstones of RFC 6721, `version-history` of RFC 5829, `license` of RFC 4946."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model import Category, Entry, Feed, Link, Person
from feeds.syndication import extension
from feeds.syndication.dates import rfc3339
from feeds.syndication.pieces import ENTRIES

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"

_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_HTML: Final = "text/html"


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8."""
    return joined(feed, pieces(feed.entries))


def pieces(entries: Iterable[Entry]) -> tuple[bytes, ...]:
    """What stands for each entry, in whichever feed it is."""
    generator = _generator(_Bare())
    generator.id("-")
    generator.title("-")
    for entry in entries:
        _add(generator, entry)
    return ENTRIES.cut(generator.atom_str(pretty=True))


def joined(feed: Feed, entries: Iterable[bytes]) -> bytes:
    """The feed as an Atom document, with these pieces for its entries."""
    return ENTRIES.join(_headed(feed).atom_str(pretty=True), entries)


def _generator(extended: _FeedExtension | _Bare) -> FeedGenerator:
    generator = FeedGenerator()
    generator.register_extension("nordkalott", lambda: extended, _EntryExtension, rss=False)
    return generator


def _headed(feed: Feed) -> FeedGenerator:
    """All but the entries."""
    generator = _generator(_FeedExtension(feed))
    generator.id(feed.id)
    generator.title(feed.title)
    generator.language(feed.locale)
    generator.author(_person(feed.author))
    generator.generator("Nordkalott")
    generator.subtitle(feed.subtitle or None)
    generator.icon(feed.icon or None)
    generator.rights(feed.rights or None)
    return generator


def _add(generator: FeedGenerator, entry: Entry) -> None:
    item = generator.add_entry(order="append")
    item.nordkalott.entry = entry
    item.id(entry.id)
    item.title(entry.title)
    item.author([_person(author) for author in entry.authors])
    item.content(entry.html, type="html")
    item.summary(entry.summary or None)
    item.rights(entry.rights or None)


class _Bare:
    """Of a feed of which only the entries are wanted: declares all that any of them may use."""

    def extend_ns(self) -> Mapping[str, str]:
        return extension.NAMESPACES

    def extend_atom(self, element: etree._Element) -> etree._Element:
        return element


class _FeedExtension:
    """Puts the feed's own date and links where feedgen has none, or the wrong ones. feedgen asks for these two methods by name."""

    def __init__(self, feed: Feed) -> None:
        self.feed: Final = feed

    def extend_ns(self) -> dict[str, str]:
        return extension.namespaces(self.feed, offers=False)

    def extend_atom(self, element: etree._Element) -> etree._Element:
        _date(element, "updated", rfc3339(self.feed.updated))
        _links(element, _feed_links(self.feed))
        extension.remembered(element, self.feed)
        return element


class _EntryExtension:
    """Gives an entry its language, base, dates, links and categories."""

    entry: Entry

    def extend_atom(self, element: etree._Element) -> etree._Element:
        element.set(_XML + "lang", self.entry.locale)
        element.set(_XML + "base", self.entry.url)
        _date(element, "updated", rfc3339(self.entry.updated))
        _date(element, "published", rfc3339(self.entry.published))
        _links(element, _entry_links(self.entry))
        for category in self.entry.categories:
            _category(element, category, self.entry.locale)
        extension.write(element, self.entry)
        return element


def _feed_links(feed: Feed) -> Iterable[Link]:
    """The page comes first and last, as in `_entry_links`: newsboat follows the last alternate, whatever its type."""
    yield Link(rel="self", type="application/atom+xml", href=feed.atom_url)
    if feed.hub_url:
        yield Link(rel="hub", href=feed.hub_url)
    yield Link(rel="alternate", type=_HTML, hreflang=feed.locale, href=feed.home_url)
    yield Link(rel="alternate", type="application/rss+xml", hreflang=feed.locale, href=feed.rss_url)
    yield Link(rel="alternate", type="application/feed+json", hreflang=feed.locale, href=feed.json_url)
    for rel, addresses in (
        ("current", feed.current),
        ("prev-archive", feed.previous),
        ("next-archive", feed.next),
    ):
        if addresses:
            yield Link(rel=rel, type="application/atom+xml", href=addresses.atom)
    yield Link(rel="alternate", type=_HTML, href=feed.home_url)


def _entry_links(entry: Entry) -> Iterable[Link]:
    """The page comes first and last: some readers follow the first HTML alternate, feedparser the last.

    The last has no `hreflang`, as no two alternates may have the same type and language (RFC 4287 section 4.1.2).
    """
    yield Link(rel="alternate", type=_HTML, hreflang=entry.locale, href=entry.url)
    for other in entry.alternates:
        yield Link(rel="alternate", type=_HTML, hreflang=other.locale, href=other.url, title=other.title)
    yield Link(rel="alternate", type="application/json", hreflang=entry.locale, href=entry.record_url)
    yield Link(rel="version-history", type="application/json", href=entry.editions_url)
    if entry.licence_url:
        yield Link(rel="license", href=entry.licence_url)
    for each in entry.enclosures:
        yield Link(
            rel="enclosure",
            type=each.media_type,
            hreflang=each.hreflang,
            title=each.title,
            length="" if each.length is None else str(each.length),
            href=each.url,
        )
    yield Link(rel="alternate", type=_HTML, href=entry.url)


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "uri": person.uri}


def _date(parent: etree._Element, tag: str, text: str) -> None:
    element = parent.find(tag)
    if element is None:
        element = etree.SubElement(parent, tag)
    element.text = text


def _links(parent: etree._Element, links: Iterable[Link]) -> None:
    for link in links:
        members = {
            "rel": link.rel,
            "type": link.type,
            "hreflang": link.hreflang,
            "title": link.title,
            "length": link.length,
            "href": link.href,
        }
        etree.SubElement(parent, "link", {name: value for name, value in members.items() if value})


def _category(parent: etree._Element, category: Category, locale: str) -> None:
    element = etree.SubElement(
        parent, "category", {"term": category.term, "scheme": category.scheme, "label": category.label}
    )
    if category.locale != locale:
        element.set(_XML + "lang", category.locale)
