"""A record in a locale as one `<article>`: in full, as a card or as a teaser; and lists of cards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from markupsafe import Markup
from msgspec import structs

from content.characters import visible
from content.fragments import dates, headings, places
from content.fragments.blocks import Writer
from content.fragments.context import Context
from content.fragments.definitions import definitions
from content.fragments.facts import facts
from content.fragments.frame import Frame, prefix
from content.fragments.imprint import imprint
from content.fragments.markup import Child, broken, element, joined, lines
from content.fragments.notes import marks, notes
from content.fragments.words import Word, fill, word
from content.locales import Locale
from content.model import Edition, kind_of
from content.text import Block


def article(edition: Edition, context: Context) -> Markup:
    """The fragment, in the variant and at the heading level of the context."""
    content, variant = edition.content, context.variant
    start = prefix(edition, variant)
    ids = headings.ids(content.body, start) if variant == "full" else []
    frame = Frame(
        locale=edition.locale,
        prefix=start,
        links=context.links,
        linked=context.linked,
        anchors=headings.anchors(ids, start),
        held=context.media,
    )
    if variant == "full":
        frame = places.placed(frame, content.body, ids)
    fields = definitions(facts(content.fields, content.title, frame, variant), frame)
    head = _head(edition, context, frame)
    parts: list[Child]
    match variant:
        case "full":
            written = Writer(frame, context.heading_level, ids).body(content.body)
            parts = [
                head,
                notes(edition, context, frame),
                _summary(content.summary),
                fields,
                lines("div", {"class": "nk-body"}, *written) if written else None,
                imprint(edition, context, frame),
            ]
        case "card":
            parts = [
                head,
                marks(edition, context, frame),
                _summary(content.summary),
                fields,
                _date(edition, frame),
            ]
        case "teaser":
            parts = [head, marks(edition, context, frame), fields, _date(edition, frame)]
    return lines(
        "article",
        {
            "class": f"nk nk-{variant} nk-{kind_of(content)}",
            "lang": edition.locale,
            "id": start,
            "aria-labelledby": frame.id("title"),
            "data-nk-record": str(edition.id),
            "data-nk-edition": edition.number,
        },
        *parts,
    )


def text(body: tuple[Block, ...], context: Context, locale: Locale) -> Markup:
    """A body without a record around it."""
    start = "nk-text"
    ids = headings.ids(body, start)
    frame = Frame(
        locale=locale,
        prefix=start,
        links=context.links,
        linked=context.linked,
        anchors=headings.anchors(ids, start),
    )
    written = Writer(places.placed(frame, body, ids), context.heading_level - 1, ids).body(body)
    return lines("div", {"class": "nk nk-body", "lang": locale}, *written)


def notice(locale: Locale, reason: str, to: str = "", *, page: str = "", title: str = "") -> Markup:
    """What stands where a record was: that it is gone, or where it is now, and why. `reason` is in `locale`.

    With `page`, that it was withdrawn and may be read there, under its `title` in `locale`.
    """
    said = "withdrawn" if page else "moved" if to else "gone"
    sentences = [_spoken("strong", word(locale, said), locale)]
    if reason:
        sentences.append(_spoken("span", word(locale, "reason"), locale, reason=reason))
    if to:
        onward = word(locale, "moved_to")
        lang = onward.lang if onward.lang != locale else None
        sentences.append(element("a", {"href": to, "lang": lang}, onward.text))
    if page:
        sentences.append(element("a", {"href": page}, title))
    return lines("div", {"class": "nk nk-notice", "lang": locale}, element("p", None, joined(" ", sentences)))


def _spoken(tag: str, spoken: Word, surrounding: Locale, **parts: str) -> Markup:
    lang = spoken.lang if spoken.lang != surrounding else None
    return element(tag, {"lang": lang}, fill(spoken, surrounding, parts))


def listing(
    items: Sequence[tuple[Edition, Context]], heading_level: int, locale: Locale, title: str
) -> Markup:
    """Cards under a heading at `heading_level`, their titles one below; teasers where a Context says so.

    Without a title there is no heading, and the cards' titles are at `heading_level`.
    """
    seed = "/".join([locale, title, *(f"{edition.id}" for edition, _ in items)])
    name = f"nk-list-{hashlib.sha256(seed.encode()).hexdigest()[:12]}"
    level = heading_level + 1 if title else heading_level
    cards = [
        element("li", {"class": "nk-list-item"}, article(edition, _as_card(context, level)))
        for edition, context in items
    ]
    empty = word(locale, "list_empty")
    return lines(
        "section" if title else "div",
        {"class": "nk nk-list", "lang": locale, "aria-labelledby": name if title else None},
        headings.heading(heading_level, {"class": "nk-list-title", "id": name}, title) if title else None,
        lines("ul", {"class": "nk-list-items", "role": "list"}, *cards)
        if cards
        else element("p", {"lang": empty.lang if empty.lang != locale else None}, empty.text),
    )


def _as_card(context: Context, level: int) -> Context:
    variant = "card" if context.variant == "full" else context.variant
    return structs.replace(context, variant=variant, heading_level=level)


def _head(edition: Edition, context: Context, frame: Frame) -> Markup:
    """The kind and the title. A page says no kind; a title in a card or teaser links to the page."""
    content = edition.content
    kind = kind_of(content)
    title: Child = content.title
    if context.variant != "full":
        title = element("a", {"href": context.links.page(edition.locale, content.slug)}, content.title)
    named = headings.heading(context.heading_level, {"class": "nk-title", "id": frame.id("title")}, title)
    if kind == "page":
        return named
    return lines(
        "header", {"class": "nk-head"}, frame.worded("p", {"class": "nk-kind-label"}, f"kind_{kind}"), named
    )


def _summary(summary: str) -> Markup | None:
    return element("p", {"class": "nk-summary"}, broken(summary)) if visible(summary) else None


def _date(edition: Edition, frame: Frame) -> Markup | None:
    """When a news item came; other kinds have dates of their own, or none that matter in a card."""
    if kind_of(edition.content) != "news":
        return None
    return element("p", {"class": "nk-date"}, dates.day_of(edition.published_at, frame.locale))
