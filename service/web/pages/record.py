"""The page of one record: what a feed entry links to, and where a fragment degrades to.

The record's title is the page's h1: it is what `<title>` begins with and what a screen reader's "next h1" finds. An h1 with the
department's name would be the same on every page, and for the department's own page the same words twice. So the fragment is rendered at
level 1, which only our own pages use; hosts go on asking for h=2…6, because they have an h1 already.
"""

from __future__ import annotations

from htpy import Node, a, aside, div, h1, h2, li, ul
from markupsafe import Markup

from service.web.pages import layout
from service.web.pages.view import RecordView
from service.web.pages.words import Words


def record_page(view: RecordView) -> str:
    """The record's page as an HTML document."""
    words = Words(view.frame.locale)
    return layout.document(
        view.frame,
        words,
        title=view.title,
        description=view.description or view.title,
        locale=view.locale,
        main=[
            div(".wrap.page.reading")[
                view.heading_level > 1 and h1(".over", lang=_chrome(view, words))[words("department")],
                # Rendered by content.fragments, escaped there, and checked as these very bytes: not to be escaped again.
                Markup(view.fragment.html),  # noqa: S704 - see above
            ],
            _data(view, words),
        ],
    )


def _data(view: RecordView, words: Words) -> Node:
    ways = (
        (view.json, "record_json"),
        (view.html, "record_html"),
        (view.editions, "record_editions"),
        (view.report, "record_report"),
    )
    return aside(".wrap.aside", aria_labelledby="data", lang=_chrome(view, words))[
        h2("#data")[words("record_data")],
        ul(".inline")[(li[a(href=href)[words(key)]] for href, key in ways)],
    ]


def _chrome(view: RecordView, words: Words) -> str | None:
    return words.lang if words.other(view.locale) else None
