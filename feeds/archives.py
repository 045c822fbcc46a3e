"""Feeds with a memory: what stands in the document to subscribe to, and the pages behind it (RFC 5005 section 4).

RFC 5005 lets readers take it that the set of entries under an address never changes: they stop at the first address that they know.
So a page that still grows has an address for each of its sizes, `?places=17`, and its own address once it is full. A restore from a backup
loses what came after it: a page with anything from after a restore says in its address which one that was, `?epoch=…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from content.fragments.context import Links
from content.locales import Locale
from content.ports.archives import PLACES, Page, Place
from feeds import model
from feeds.entries import BEGINNING, entry_id


def address(
    links: Links, locale: Locale, name: str, number: int, count: int | None = None, *, epoch: str = ""
) -> model.Addresses:
    """Where a page is; `count` is how many places it has, where it has not all of them. `name` as in `feeds.entries.feed_id`, `epoch` as in
    Page.
    """
    path = f"{name}{'/' if name else ''}archive/{number}"
    query = {"places": count, "epoch": epoch or None}
    more = "&".join(f"{key}={value}" for key, value in query.items() if value is not None)
    more = f"?{more}" if more else ""
    return model.Addresses(
        atom=links.feed(locale, path, "atom") + more,
        rss=links.feed(locale, path, "rss") + more,
        json=links.feed(locale, path, "json") + more,
    )


def last(links: Links, locale: Locale, name: str, places: int, epoch: str) -> model.Addresses | None:
    """Where the newest page of a feed with so many places is, as it is now; None where it has none. `epoch` is that of its newest place."""
    full, more = divmod(places, PLACES)
    if more:
        return address(links, locale, name, full + 1, more, epoch=epoch)
    return address(links, locale, name, full, epoch=epoch) if full else None


def shown(page: Page, topic: str | None) -> tuple[Place, ...]:
    """The places that are entries: editions that were in the feed then, but for what is gone now."""
    return tuple(
        each
        for each in page.places
        if each.change.op == "upsert"
        and (topic is None or topic in each.edition.content.topics)
        and each.standing.state != "gone"
    )


def deleted(page: Page, entries: Sequence[Place]) -> tuple[model.Tombstone, ...]:
    """The places that are tombstones: all others, but for what is back in the feed now."""
    kept = {each.change.seq for each in entries}
    return tuple(
        model.Tombstone(
            id=entry_id(each.change.id, each.change.locale),
            record=each.change.id,
            locale=each.change.locale,
            at=each.standing.changed_at if each.standing.state == "gone" else each.change.at,
        )
        for each in page.places
        if each.change.seq not in kept and not each.within
    )


def archived(
    feed: model.Feed, page: Page, entries: Iterable[model.Entry], *, name: str, links: Links, grows: bool
) -> model.Feed:
    """A page of `feed`, with these entries in this order. `grows` where it stands under its own address before it is full."""
    count = None if page.full or grows else page.count
    own = address(links, feed.locale, name, page.number, count, epoch="" if grows else page.epoch)
    return structs.replace(
        feed,
        updated=page.latest or BEGINNING,
        atom_url=own.atom,
        rss_url=own.rss,
        json_url=own.json,
        hub_url="",
        entries=tuple(entries),
        archive=True,
        current=model.Addresses(atom=feed.atom_url, rss=feed.rss_url, json=feed.json_url),
        previous=address(links, feed.locale, name, page.number - 1, epoch=page.before)
        if page.number > 1
        else None,
        next=address(links, feed.locale, name, page.number + 1) if page.full else None,
    )
