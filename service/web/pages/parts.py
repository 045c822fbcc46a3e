"""Parts that more than one page is made of: dates, lists of records, the three formats of a feed."""

from __future__ import annotations

from collections.abc import Iterable

from htpy import Element, Node, a, li, p, span, ul

from content.fragments import dates
from service.web.pages.view import Formats, Item
from service.web.pages.words import Words

FEED_TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}


def records(items: Iterable[Item], words: Words, *, heading: Element | None = None) -> Node:
    """A list of records, newest first as they come. `heading` makes each title a heading of that kind."""
    return ul(".records")[(li(".record")[_record(item, words, heading)] for item in items)]


def _record(item: Item, words: Words, heading: Element | None) -> Node:
    title = a(href=item.href, lang=words.other(item.locale), hreflang=words.other(item.locale))[item.title]
    return [
        heading(".record-title")[title] if heading else p(".record-title")[title],
        p(".record-facts")[
            span(".kind")[words(f"kind_{item.kind}")],
            " ",
            dates.day_of(item.at, words.lang),
            item.invented and [" ", span(".flag")[words("mark_invented")]],
        ],
        item.summary and heading and p(".record-summary", lang=words.other(item.locale))[item.summary],
    ]


def formats(feed: Formats, words: Words, *, name: str, locale: str = "") -> Node:
    """Links to a feed in its three formats. `name` tells a screen reader which feed each link is of (WCAG 2.4.4)."""
    hrefs = {"atom": feed.atom, "rss": feed.rss, "json": feed.json}
    return ul(".formats")[
        (
            li[
                a(href=hrefs[suffix], type=media_type)[
                    words(f"feed_{suffix}"), span(".unseen")[": ", span(lang=words.other(locale))[name]]
                ]
            ]
            for suffix, media_type in FEED_TYPES.items()
        )
    ]


def count(number: int, words: Words) -> Node:
    """How many are published."""
    return span(".count")[words("count_one") if number == 1 else words("count_many", count=number)]
