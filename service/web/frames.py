"""What pages have around their main part, and the lists of feeds that several of them show."""

from __future__ import annotations

from content import queries
from content.kinds import KINDS
from content.locales import Locale
from content.ports import Entry, Selection
from feeds import FORMATS
from service.links import PublicLinks
from service.web.pages.view import Addresses, Discovery, Formats, Frame, Item, KindFeed, Language, TopicFeed
from service.web.pages.words import LANGUAGES, Words
from service.web.view import View

SITE_STYLE = "/static/site.css"
FRAGMENT_STYLE = "/static/nordkalott.css"
ICON = "/static/icon.svg"


def frame(links: PublicLinks, locale: Locale, canonical: str, languages: tuple[Language, ...]) -> Frame:
    """The frame of a page in a locale."""
    words = Words(locale)
    name = f"{words('department')}, {words('county')}"
    return Frame(
        locale=locale,
        canonical=canonical,
        languages=languages,
        discovery=tuple(
            Discovery(
                title=f"{name} ({suffix})",
                media_type=each.media_type.partition(";")[0],
                href=links.feed(locale, "", suffix),
            )
            for suffix, each in FORMATS.items()
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


def feeds(links: PublicLinks, locale: Locale, spoken: tuple[Locale, ...]) -> Frame:
    """The frame of the page of feeds."""
    languages = tuple(
        Language(locale=each, href=links.feeds(each)) for each in dict.fromkeys((*spoken, locale))
    )
    return frame(links, locale, links.feeds(locale), languages)


def formats(links: PublicLinks, locale: Locale, name: str) -> Formats:
    """A feed's addresses."""
    return Formats(
        atom=links.feed(locale, name, "atom"),
        rss=links.feed(locale, name, "rss"),
        json=links.feed(locale, name, "json"),
    )


def item(links: PublicLinks, entry: Entry) -> Item:
    """A published record in a list."""
    content, standing = entry.edition.content, entry.standing
    return Item(
        title=content.title,
        locale=standing.locale,
        kind=standing.kind,
        href=links.page(standing.locale, standing.slug),
        at=entry.edition.updated_at,
        summary=content.summary,
        invented=content.invented,
    )


def kinds(view: View, locale: Locale, items: int = 0) -> tuple[KindFeed, ...]:
    """Every kind with its count, its feed, and its latest records where `items` asks for some."""
    counts = view.reading.counts(locale).kinds
    return tuple(
        KindFeed(
            kind=kind,
            count=counts.get(kind, 0),
            href=f"{view.links.feeds(locale)}#kind-{kind}",
            formats=formats(view.links, locale, kind),
            items=_latest(view, Selection(locale=locale, kind=kind, limit=items)),
        )
        for kind in KINDS
    )


def topics(view: View, locale: Locale, items: int = 0) -> tuple[TopicFeed, ...]:
    """Every topic, by label, with its count, its feed, and its latest records where `items` asks for some."""
    counts = view.reading.counts(locale).topics
    found = []
    for key in view.labels:
        label = queries.label(view.labels, key, locale, view.settings.locales)
        found.append(
            TopicFeed(
                key=key,
                label=label.text,
                locale=label.locale,
                count=counts.get(key, 0),
                href=view.links.topic(locale, key),
                formats=formats(view.links, locale, f"topics/{key}"),
                items=_latest(view, Selection(locale=locale, topic=key, limit=items)),
            )
        )
    return tuple(sorted(found, key=lambda each: each.label))


def _latest(view: View, selection: Selection) -> tuple[Item, ...]:
    return (
        tuple(item(view.links, entry) for entry in view.reading.listing(selection)) if selection.limit else ()
    )
