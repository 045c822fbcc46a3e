"""What pages have around their main part, and the lists of feeds that several of them show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from content import queries
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.ports import Counts
from content.ports.kept import ClosedEntry
from feeds import ATOM, FORMATS, ICALENDAR, OCCASIONAL
from service.links import PublicLinks
from service.web.pages.view import (
    Addresses,
    CalendarFeed,
    Discovery,
    Formats,
    Frame,
    Item,
    KindFeed,
    KindWithin,
    Language,
    TopicFeed,
)
from service.web.pages.words import LANGUAGES, Words
from service.web.view import View

SITE_STYLE = "/static/site.css"
FRAGMENT_STYLE = "/static/nordkalott.css"
ICON = "/static/icon.svg"


def frame(
    links: PublicLinks,
    locale: Locale,
    canonical: str,
    languages: tuple[Language, ...],
    more: tuple[Discovery, ...] = (),
) -> Frame:
    """The frame of a page in a locale. A reader finds everything in the locale from it, and `more` feeds that the page is about."""
    name = publisher(locale)
    return Frame(
        locale=locale,
        canonical=canonical,
        languages=languages,
        discovery=(
            *(
                Discovery(
                    title=f"{name} ({suffix})",
                    media_type=each.media_type.partition(";")[0],
                    href=links.feed(locale, "", suffix),
                )
                for suffix, each in FORMATS.items()
            ),
            *more,
        ),
        addresses=Addresses(
            home=links.at("/", {"locale": locale}),
            feeds=links.feeds(locale),
            docs=links.at("/docs", {"locale": locale}),
            rules=links.at("/docs/rules", {"locale": locale}),
            records=links.at("/v1/records", {"locale": locale}),
            changes=links.at("/v1/changes", {"locale": locale}),
            kinds=links.at("/v1/kinds"),
            openapi=links.at("/openapi.json"),
            sitemap=links.at("/sitemap.xml"),
            stylesheets=(links.at(SITE_STYLE), links.at(FRAGMENT_STYLE)),
            icon=links.at(ICON),
            accessibility=links.at("/tilgjengelighet", {"locale": locale}),
            accessibility_contact=links.contact,
            accessibility_statement=links.statement,
        ),
    )


def publisher(locale: Locale) -> str:
    """Who speaks, in the words of a locale."""
    words = Words(locale)
    return f"{words('department')}, {words('county')}"


def discovery(
    view: View, locale: Locale, kinds: Iterable[Kind], topics: Iterable[str]
) -> tuple[Discovery, ...]:
    """The Atom feeds of some kinds and topics, and the calendars of those kinds that have dates, for readers to find from a page."""
    words = Words(locale)
    named: list[tuple[str, str]] = [(kind, words(f"kinds_{kind}")) for kind in kinds]
    dated = [(kind, title) for kind, title in named if kind in OCCASIONAL]
    named += [
        (f"topics/{key}", queries.label(view.labels, key, locale, view.settings.locales).text)
        for key in topics
    ]
    return tuple(
        Discovery(
            title=f"{title} – {publisher(locale)}",
            media_type=media_type.partition(";")[0],
            href=view.links.feed(locale, name, suffix),
        )
        for suffix, media_type, found in (("atom", ATOM, named), ("ics", ICALENDAR, dated))
        for name, title in found
    )


def landing(links: PublicLinks, locale: Locale, spoken: tuple[Locale, ...]) -> Frame:
    """The frame of the landing page."""
    languages = tuple(Language(locale=each, href=links.at("/", {"locale": each})) for each in spoken)
    return frame(links, locale, links.at("/", {"locale": locale}), languages)


def statement(links: PublicLinks, locale: Locale, query: dict[str, str]) -> Frame:
    """The frame of the page of facts about accessibility, which is in the languages that pages speak."""
    languages = tuple(
        Language(locale=each, href=links.at("/tilgjengelighet", {"locale": each} | query))
        for each in LANGUAGES
    )
    return frame(links, locale, links.at("/tilgjengelighet", {"locale": locale} | query), languages)


def feeds(view: View, locale: Locale, spoken: tuple[Locale, ...]) -> Frame:
    """The frame of the page of feeds."""
    links = view.links
    languages = tuple(
        Language(locale=each, href=links.feeds(each)) for each in dict.fromkeys((*spoken, locale))
    )
    return frame(
        links, locale, links.feeds(locale), languages, discovery(view, locale, KINDS, sorted(view.labels))
    )


def formats(links: PublicLinks, locale: Locale, name: str) -> Formats:
    """A feed's addresses."""
    return Formats(
        atom=links.feed(locale, name, "atom"),
        rss=links.feed(locale, name, "rss"),
        json=links.feed(locale, name, "json"),
    )


def calendars(
    links: PublicLinks, locale: Locale, kinds: Iterable[Kind] = OCCASIONAL, *, topic: str = ""
) -> tuple[CalendarFeed, ...]:
    """The calendars of a locale, or of a topic; of those of the kinds that have dates."""
    hrefs = {
        kind: links.feed(locale, f"topics/{topic}/{kind}" if topic else kind, "ics")
        for kind in OCCASIONAL
        if kind in kinds
    }
    return tuple(
        CalendarFeed(kind=kind, href=href, subscribe=f"webcal:{href.partition(':')[2]}")
        for kind, href in hrefs.items()
    )


class _Told(Struct, frozen=True, gc=False):
    """A content, as far as it is opened for a list."""

    title: str
    summary: str = ""
    invented: bool = False


_TOLD: Final[msgspec.json.Decoder[_Told]] = msgspec.json.Decoder(_Told)


def item(links: PublicLinks, entry: ClosedEntry) -> Item:
    """A published record in a list."""
    content, standing = _TOLD.decode(entry.edition.content), entry.standing
    return Item(
        title=content.title,
        locale=standing.locale,
        kind=standing.kind,
        href=links.page(standing.locale, standing.slug),
        at=entry.edition.updated_at,
        summary=content.summary,
        invented=content.invented,
    )


def kinds(
    view: View, locale: Locale, counts: Counts, latest: Mapping[str, Iterable[ClosedEntry]] | None = None
) -> tuple[KindFeed, ...]:
    """Every kind with its count, its feed, and its `latest` records where they are given."""
    return tuple(
        KindFeed(
            kind=kind,
            count=counts.kinds.get(kind, 0),
            href=f"{view.links.feeds(locale)}#kind-{kind}",
            formats=formats(view.links, locale, kind),
            items=tuple(item(view.links, each) for each in (latest or {}).get(kind, ())),
        )
        for kind in KINDS
    )


def topics(
    view: View, locale: Locale, counts: Counts, latest: Mapping[str, Iterable[ClosedEntry]] | None = None
) -> tuple[TopicFeed, ...]:
    """Every topic, by label, with its count, its feed, and its `latest` records where they are given."""
    found = []
    for key in view.labels:
        label = queries.label(view.labels, key, locale, view.settings.locales)
        found.append(
            TopicFeed(
                key=key,
                label=label.text,
                locale=label.locale,
                count=counts.topics.get(key, 0),
                href=view.links.topic(locale, key),
                formats=formats(view.links, locale, f"topics/{key}"),
                items=tuple(item(view.links, each) for each in (latest or {}).get(key, ())),
                within=tuple(
                    KindWithin(kind=kind, href=view.links.feed(locale, f"topics/{key}/{kind}", "atom"))
                    for kind in KINDS
                    if kind in counts.within.get(key, ())
                ),
                calendars=calendars(view.links, locale, counts.within.get(key, ()), topic=key),
            )
        )
    return tuple(sorted(found, key=lambda each: each.label))
