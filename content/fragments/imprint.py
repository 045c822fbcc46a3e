"""What stands below a text: topics, other languages, dates, authors, source, licence, rightsholder."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from markupsafe import Markup
from msgspec import UNSET

from content.fragments import dates
from content.fragments.context import Alternate, Context, Label
from content.fragments.definitions import Pair, definitions
from content.fragments.frame import Frame
from content.fragments.markup import element, joined, lines
from content.locales import name
from content.model import Edition, Licence, Source


def imprint(edition: Edition, context: Context, frame: Frame) -> Markup:
    """The footer of a full fragment."""
    content = edition.content
    labels = [(key, context.topics.get(key, Label(text=key, locale=frame.locale))) for key in content.topics]
    pairs: list[Pair] = [
        ("topics", _topics(labels, frame)),
        ("languages", _languages(context.alternates, frame)),
        ("published", dates.day_of(edition.published_at, frame.locale)),
        ("updated", _later(edition.published_at, edition.updated_at, frame)),
        ("corrected", _later(edition.updated_at, edition.at, frame)),
        ("authors", ", ".join(content.authors)),
        ("source", _source(content.source, frame) if content.source is not UNSET else None),
        ("licence", _licence(content.licence, frame) if content.licence is not UNSET else None),
        ("rightsholder", content.rightsholder if content.rightsholder is not UNSET else None),
    ]
    return lines("footer", {"class": "nk-imprint"}, definitions(pairs, frame, "nk-imprint-facts"))


def _later(before: datetime.datetime, at: datetime.datetime, frame: Frame) -> Markup | None:
    """The day of what came later; None where it is the same day for the reader."""
    earlier, later = (dates.day_of(each, frame.locale) for each in (before, at))
    return later if before < at and earlier.striptags() != later.striptags() else None


def _topics(labels: Sequence[tuple[str, Label]], frame: Frame) -> Markup | None:
    entries = [
        element("li", None, frame.topic(key, frame.marked(label.text, label.locale))) for key, label in labels
    ]
    return lines("ul", {"class": "nk-topics"}, *entries) if entries else None


def _languages(alternates: Sequence[Alternate], frame: Frame) -> Markup | None:
    entries = [
        element(
            "li",
            None,
            element(
                "a",
                {
                    "href": frame.links.page(each.locale, each.slug),
                    "hreflang": each.locale,
                    "lang": each.locale,
                },
                name(each.locale),
            ),
        )
        for each in alternates
    ]
    return lines("ul", {"class": "nk-languages"}, *entries) if entries else None


def _source(source: Source, frame: Frame) -> Markup:
    title = element("cite", None, source.title)
    linked = title if source.url is UNSET else frame.link(source.url, title)
    date = None if source.date is UNSET else dates.imprecise(source.date, frame.locale)
    return joined(", ", (linked, date))


def _licence(licence: Licence, frame: Frame) -> Markup:
    return frame.link(None if licence.url is UNSET else licence.url, licence.name)
