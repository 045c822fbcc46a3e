"""Parsers without memory that others wrote, and what each of them makes of a feed, in one form: those in Python.

None says that a parser has no such thing, or gives it in a way that is its own; why stands beside it.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Sequence
from typing import Any
from urllib.request import urlopen

import atoma
import fastfeedparser
import feedparser
import pytest
from msgspec import Struct

Enclosure = tuple[str, str, int]
"""Address, media type, bytes."""


class Item(Struct, frozen=True, kw_only=True):
    """An entry as a parser gives it. `link` is what a reader opens. Times are in UTC; `categories` are keys or labels."""

    id: str
    title: str
    link: str
    html: str
    summary: str | None
    published: datetime.datetime
    updated: datetime.datetime | None
    authors: tuple[str, ...] | None
    categories: tuple[str, ...]
    language: str | None
    enclosures: tuple[Enclosure, ...] | None


class Read(Struct, frozen=True, kw_only=True):
    """A feed as a parser gives it."""

    title: str
    link: str
    language: str | None
    items: tuple[Item, ...]


Parse = Callable[[str], Read]
"""Fetch a feed by its address, and read it."""


def by_feedparser(url: str) -> Read:
    """feedparser fetches by itself. It may neither clean nor rewrite: in RSS it takes a title such as "<b>" for HTML."""
    read = feedparser.parse(url, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    return Read(
        title=read.feed.title,
        link=read.feed.link,
        language=read.feed.language,
        items=tuple(
            Item(
                id=each.id,
                title=each.title,
                link=each.link,
                html=each.content[0].value,
                summary=each.get("summary") if read.version == "atom10" else None,
                published=_utc(each.published_parsed),
                updated=_utc(each.updated_parsed),
                authors=tuple(author.name for author in each.get("authors", [])),
                categories=tuple(tag.term for tag in each.get("tags", [])),
                language=each.content[0].language if read.version == "atom10" else None,
                enclosures=tuple(
                    (found.href, found.type, int(found.length)) for found in each.get("enclosures", [])
                ),
            )
            for each in read.entries
        ),
    )


def by_fastfeedparser(url: str) -> Read:
    """fastfeedparser fetches by itself. It names the first author alone, and no language of an entry."""
    read = fastfeedparser.parse(url)
    return Read(
        title=read.feed.title,
        link=read.feed.link,
        language=read.feed.get("language"),
        items=tuple(
            Item(
                id=each.id,
                title=each.title,
                link=each.link,
                html=each.content[0]["value"],
                summary=None if url.endswith(".rss") else each.description,
                published=iso(each.published),
                updated=iso(each.updated),
                authors=None,
                categories=tuple(tag["term"] for tag in each.get("tags", [])),
                language=None,
                enclosures=None,
            )
            for each in read.entries
        ),
    )


def by_atoma(url: str) -> Read:
    """atoma reads bytes. It keeps all links of Atom, so that the reader chooses; of RSS it knows no module but content."""
    with urlopen(url) as answer:  # noqa: S310 - our own server
        data = answer.read()
    suffix = url.rsplit(".", 1)[1]
    if suffix == "atom":
        feed = atoma.parse_atom_bytes(data)
        return Read(
            title=feed.title.value,
            link=page_of(feed.links),
            language=None,
            items=tuple(
                Item(
                    id=each.id_,
                    title=each.title.value,
                    link=page_of(each.links),
                    html=each.content.value,
                    summary=each.summary.value if each.summary else None,
                    published=each.published,
                    updated=each.updated,
                    authors=tuple(author.name for author in each.authors),
                    categories=tuple(category.term for category in each.categories),
                    language=None,
                    enclosures=tuple(
                        (link.href, link.type_, link.length) for link in each.links if link.rel == "enclosure"
                    ),
                )
                for each in feed.entries
            ),
        )
    if suffix == "rss":
        channel = atoma.parse_rss_bytes(data)
        return Read(
            title=channel.title,
            link=channel.link,
            language=channel.language,
            items=tuple(
                Item(
                    id=each.guid,
                    title=each.title,
                    link=each.link,
                    html=each.content_encoded,
                    summary=None,
                    published=each.pub_date,
                    updated=None,
                    authors=None,
                    categories=tuple(each.categories),
                    language=None,
                    enclosures=tuple((found.url, found.type, found.length) for found in each.enclosures),
                )
                for each in channel.items
            ),
        )
    document = atoma.parse_json_feed_bytes(data)
    return Read(
        title=document.title,
        link=document.home_page_url,
        language=None,
        items=tuple(
            Item(
                id=each.id_,
                title=each.title,
                link=each.url,
                html=each.content_html,
                summary=each.summary,
                published=each.date_published,
                updated=each.date_modified,
                authors=None,  # it reads version 1, which had one author
                categories=tuple(each.tags),
                language=None,
                enclosures=tuple(
                    (found.url, found.mime_type, found.size_in_bytes) for found in each.attachments
                ),
            )
            for each in document.items
        ),
    )


def page_of(links: Sequence[Any]) -> str:
    """What a reader opens that is given every link: the first alternate that is HTML."""
    for link in links:
        rel, kind, href = (
            (link["rel"], link.get("type"), link["href"])
            if isinstance(link, dict)
            else (link.rel, link.type_, link.href)
        )
        if rel == "alternate" and kind == "text/html":
            return str(href)
    pytest.fail("there is no link to a page")


def _utc(parsed: Any) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.UTC)


def iso(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
