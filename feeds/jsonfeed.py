"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1), with our extension `_nordkalott`.

`date_modified` is `updated`, the last major edition, as in Atom. Readers that mark an item unread when that date moves would else
do so for every corrected typo; all others know an item by its id, and take the corrected text in either way. `edition` in our
extension tells an app that the text has changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from content.kinds import Kind
from content.locales import Locale
from feeds.model import Addresses, Alternate, Entry, Feed, Person

MEDIA_TYPE: Final = "application/feed+json"
VERSION: Final = "https://jsonfeed.org/version/1.1"


class Author(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JSON Feed author object."""

    name: str
    url: str = ""


class Hub(Struct, frozen=True, kw_only=True):
    """Whom to ask to be told of what is new."""

    type: str = "WebSub"
    url: str


class Attachment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JSON Feed attachment object."""

    url: str
    mime_type: str
    title: str = ""
    size_in_bytes: int | None = None
    duration_in_seconds: int | None = None


class Deleted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the feed has no more, or soon will not have: also what still stands among the items, to say so.

    `id` is that of the item, `record` that of the record. `state` as in a record: "withdrawn", "redirected" or "gone"; left out where
    the record has left this feed alone, or where nothing but that is said.
    """

    id: str
    record: UUID
    at: datetime.datetime
    state: str = ""
    reason: str = ""


class FeedExtension(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`_nordkalott` of the feed: what Atom says of it beside; `id` is the same in both. What there is not is left out.

    `next_url` of the feed itself leads to older items, as JSON Feed has it: it is what is called `previous` here, as in RFC 5005.
    """

    id: str
    updated: datetime.datetime
    rights: str
    archive: bool = False
    current: str = ""
    previous: str = ""
    next: str = ""
    deleted: tuple[Deleted, ...] = ()


class ItemExtension(Struct, frozen=True, kw_only=True):
    """`_nordkalott` of an item: what JSON Feed has no words for. `record` and `editions` are addresses of JSON."""

    id: UUID
    kind: Kind
    edition: int
    record: str
    editions: str
    topics: tuple[str, ...]
    alternates: tuple[Alternate, ...]
    change_note: str
    rights: str
    licence: str


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"nordkalott": "_nordkalott"}):
    """A JSON Feed item. `tags` are the topics' labels."""

    id: str
    url: str
    title: str
    content_html: str
    summary: str = ""
    image: str = ""
    date_published: datetime.datetime
    date_modified: datetime.datetime
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: Locale
    attachments: tuple[Attachment, ...] = ()
    nordkalott: ItemExtension


class Document(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"nordkalott": "_nordkalott"}):
    """The top level of a JSON Feed; `items` are each an Item."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    next_url: str = ""
    description: str = ""
    icon: str = ""
    authors: tuple[Author, ...]
    language: Locale
    hubs: tuple[Hub, ...] = ()
    items: tuple[msgspec.Raw, ...]
    nordkalott: FeedExtension


def json(feed: Feed) -> bytes:
    """The feed as a JSON Feed document in UTF-8."""
    return joined(feed, pieces(feed.entries))


def pieces(entries: Iterable[Entry]) -> tuple[bytes, ...]:
    """What stands for each entry, in whichever feed it is."""
    return tuple(msgspec.json.encode(_item(entry)) for entry in entries)


def joined(feed: Feed, items: Iterable[bytes]) -> bytes:
    """The feed as a JSON Feed document, with these pieces for its entries."""
    document = Document(
        version=VERSION,
        title=feed.title,
        home_page_url=feed.home_url,
        feed_url=feed.json_url,
        next_url=_json(feed.previous),
        description=feed.subtitle,
        icon=feed.icon,
        authors=(_author(feed.author),),
        language=feed.locale,
        hubs=(Hub(url=feed.hub_url),) if feed.hub_url else (),
        items=tuple(map(msgspec.Raw, items)),
        nordkalott=FeedExtension(
            id=feed.id,
            updated=feed.updated,
            rights=feed.rights,
            archive=feed.archive,
            current=_json(feed.current),
            previous=_json(feed.previous),
            next=_json(feed.next),
            deleted=tuple(
                Deleted(id=each.id, record=each.record, at=each.at, state=each.state, reason=each.reason)
                for each in sorted(
                    (*feed.deleted, *feed.announced), key=lambda each: (each.at, each.record), reverse=True
                )
            ),
        ),
    )
    return msgspec.json.encode(document)


def _item(entry: Entry) -> Item:
    return Item(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        content_html=entry.html,
        summary=entry.summary,
        date_published=entry.published,
        date_modified=entry.updated,
        authors=tuple(_author(author) for author in entry.authors),
        tags=tuple(category.label for category in entry.categories),
        language=entry.locale,
        image=entry.picture.url if entry.picture else "",
        attachments=tuple(
            Attachment(
                url=each.url,
                mime_type=each.media_type,
                title=each.title,
                size_in_bytes=each.length,
                duration_in_seconds=each.seconds,
            )
            for each in entry.enclosures
        ),
        nordkalott=ItemExtension(
            id=entry.record,
            kind=entry.kind,
            edition=entry.edition,
            record=entry.record_url,
            editions=entry.editions_url,
            topics=tuple(category.term for category in entry.categories),
            alternates=entry.alternates,
            change_note=entry.change_note,
            rights=entry.rights,
            licence=entry.licence_url,
        ),
    )


def _json(addresses: Addresses | None) -> str:
    return addresses.json if addresses else ""


def _author(person: Person) -> Author:
    return Author(name=person.name, url=person.uri)
