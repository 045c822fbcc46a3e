"""HTML out: an edition as a fragment that can stand in another site's page. Pure: the same input gives the same bytes.

The embed contract (DESIGN section 1): the host says its heading level; headings shift below it and never skip; every id
begins with the record's own prefix; `lang` stands on the root and on every part in another language; the styles take the
host's colours and fonts, and all of them stand under `.nk`; there is no script, no inline style and no event handler; without
the stylesheet the fragment is plain, readable HTML. Class names are part of the contract and only ever grow.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources

from content.fragments import articles
from content.fragments.classes import CLASSES
from content.fragments.context import Alternate, Context, Label, Linked, Links
from content.fragments.words import Word, word, words
from content.locales import Locale
from content.model import Edition
from content.text import Block

__all__ = [
    "CLASSES",
    "Alternate",
    "Context",
    "Label",
    "Linked",
    "Links",
    "Word",
    "render",
    "render_body",
    "render_list",
    "render_notice",
    "stylesheet",
    "word",
    "words",
]


def render(edition: Edition, context: Context) -> str:
    """The fragment of an edition. Raises ValueError where a time of it has no time zone."""
    return str(articles.article(edition, context))


def render_body(body: tuple[Block, ...], context: Context, locale: Locale) -> str:
    """A text in `locale` that is no record yet. Its outermost headings have the context's level. Ids begin with `nk-text`."""
    return str(articles.text(body, context, locale))


def render_list(
    items: Sequence[tuple[Edition, Context]], heading_level: int, locale: Locale, title: str
) -> str:
    """A list of cards under a title in `locale`. The title's heading has the level, the cards' titles the next one."""
    return str(articles.listing(items, heading_level, locale, title))


def render_notice(locale: Locale, reason: str, to: str = "", *, page: str = "", title: str = "") -> str:
    """What stands where a record was: that it is gone for good, or where it is now. `reason` is the editors' words, in `locale`.

    With `page`, that it was withdrawn and may be read there, under its `title` in `locale`.
    """
    return str(articles.notice(locale, reason, to, page=page, title=title))


@functools.cache
def stylesheet() -> str:
    """Our CSS, to be served as a file of its own."""
    return resources.files(__package__).joinpath("nordkalott.css").read_text("utf-8")
