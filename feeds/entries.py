"""Editions → entries → a feed. Nothing here depends on the time, the host's name or the order in which a store answers.

Ids are `urn:uuid:` UUIDv5 (RFC 9562 section 5.5): they stay when the service moves to another address, and two nodes make the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID, uuid5

import msgspec
from msgspec import structs

from content import ports
from content.fragments.context import Alternate as Other
from content.fragments.context import Label, Links
from content.locales import Locale
from content.media.medium import Medium
from content.model import Content
from feeds import model
from feeds.characters import cleaned, line, writable
from feeds.enclosures import enclosures, picture

NAMESPACE: Final = UUID("e4e903fc-589e-44fb-aff0-3ebeb0af98e4")
"""The namespace of feed ids and of the topics' scheme. Drawn once; never changed: every reader's memory hangs on it."""

TOPICS: Final = uuid5(NAMESPACE, "topics").urn
"""The scheme of categories: one for all locales, as a topic's key is."""

OURS: Final = uuid5(NAMESPACE, "extension").urn
"""The XML namespace of what Atom and RSS have no elements for."""

BEGINNING: Final = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
"""What `updated` says of a feed without entries: the day on which Troms fylkeskommune began.

RFC 4287 section 4.1.1 demands a date, and the time of writing would give two nodes different bytes.
"""


def entry_id(record: UUID, locale: Locale) -> str:
    """The id of a record's entry in a locale, the same in every feed and format for all time."""
    return uuid5(record, locale).urn


def feed_id(locale: Locale, name: str = "") -> str:
    """The id of a feed. `name`: "" for everything, a kind, "topics/KEY" or "topics/KEY/KIND", as in its address."""
    return uuid5(NAMESPACE, "/".join(filter(None, ("feeds", locale, name)))).urn


def entry(
    source: ports.Entry,
    *,
    html: str,
    links: Links,
    alternates: Iterable[Other] = (),
    topics: Mapping[str, Label] | None = None,
    media: Mapping[str, Medium] | None = None,
) -> model.Entry:
    """The entry of a live edition.

    `html` is its full fragment with absolute addresses. `alternates` are the record's other published locales; its own is left out.
    `media` are those that the text shows, by digest. A topic without a label in `topics` is called by its key. A title with nothing writable in it gives way to the slug.
    """
    edition, content, slug = source.edition, source.edition.content, source.standing.slug
    labels = topics or {}
    return model.Entry(
        id=entry_id(edition.id, edition.locale),
        record=edition.id,
        kind=source.standing.kind,
        locale=edition.locale,
        edition=edition.number,
        title=line(content.title) or slug,
        summary=writable(content.summary).strip(),
        html=writable(html),
        url=links.page(edition.locale, slug),
        record_url=links.record(edition.id, edition.locale),
        editions_url=links.editions(edition.id, edition.locale),
        published=_utc(edition.published_at),
        updated=_utc(edition.updated_at),
        authors=tuple(model.Person(name=name) for name in map(line, content.authors) if name),
        categories=tuple(_category(key, labels.get(key), edition.locale) for key in content.topics),
        alternates=tuple(
            model.Alternate(
                locale=other.locale,
                url=links.page(other.locale, other.slug),
                title=line(other.title) or other.slug,
            )
            for other in sorted(alternates, key=lambda other: other.locale)
            if other.locale != edition.locale
        ),
        enclosures=enclosures(content, media or {}, links),
        picture=picture(content, media or {}, links),
        change_note=writable(edition.note).strip(),
        rights=_rights(content),
        licence_url=_licence_url(content, links),
    )


def feed(
    entries: Iterable[model.Entry],
    *,
    locale: Locale,
    name: str = "",
    title: str,
    subtitle: str = "",
    author: model.Person,
    home_url: str,
    links: Links,
    hub_url: str = "",
    icon: str = "",
    rights: str = "",
    deleted: Iterable[model.Tombstone] = (),
    announced: Iterable[model.Tombstone] = (),
    previous: model.Addresses | None = None,
) -> model.Feed:
    """A feed of `entries`, newest `updated` first; those of the same time by record id and locale, the highest first.

    That is the order of `Reading.listing`. `name` as in `feed_id`; `home_url` is the page for people. `updated` is the newest time of
    an entry or a tombstone, BEGINNING where there is neither.
    """
    ordered = sorted(entries, key=lambda each: (each.updated, each.record, each.locale), reverse=True)
    taken = sorted(deleted, key=lambda each: (each.at, each.record, each.locale), reverse=True)
    head = cleaned(
        model.Feed(
            id=feed_id(locale, name),
            locale=locale,
            title=line(title) or name or locale,
            subtitle=line(subtitle),
            updated=max(
                [*(each.updated for each in ordered[:1]), *(each.at for each in taken[:1])], default=BEGINNING
            ),
            author=author,
            home_url=home_url,
            atom_url=links.feed(locale, name, "atom"),
            rss_url=links.feed(locale, name, "rss"),
            json_url=links.feed(locale, name, "json"),
            hub_url=hub_url,
            icon=icon,
            rights=rights,
            previous=previous,
        )
    )
    return structs.replace(head, entries=tuple(ordered), deleted=tuple(taken), announced=tuple(announced))


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)


def _category(key: str, label: Label | None, locale: Locale) -> model.Category:
    text = line(label.text) if label else ""
    return model.Category(
        term=key, scheme=TOPICS, label=text or key, locale=label.locale if label and text else locale
    )


def _rights(content: Content) -> str:
    parts = (content.rightsholder, content.licence.name if content.licence else msgspec.UNSET)
    return ", ".join(line(part) for part in parts if part)


def _licence_url(content: Content, links: Links) -> str:
    url = content.licence.url if content.licence else msgspec.UNSET
    return writable(links.absolute(url)) if url else ""
