"""The page for people about the feeds of one locale. It is also the page of each topic: `#topic-KEY`."""

from __future__ import annotations

from collections.abc import Sequence

from htpy import Node, a, code, div, h1, h2, h3, header, li, ol, p, section, span, ul

from service.web.pages import layout, parts
from service.web.pages.view import CalendarFeed, FeedsView, Item, KindFeed, KindWithin, TopicFeed
from service.web.pages.words import Words, known


def feeds_page(view: FeedsView) -> str:
    """The page of feeds as an HTML document."""
    words = Words(view.frame.locale)
    return layout.document(
        view.frame,
        words,
        title=words("feeds"),
        description=words("feeds_description"),
        here=view.frame.addresses.feeds,
        main=div(".wrap.page")[
            header(".opening")[
                h1[words("feeds")],
                p(".lead")[words("feeds_lead")],
                p[words("feeds_language", language=_language(view.frame.locale, words))],
            ],
            _contents(view, words),
            _how(words),
            _all(view, words),
            section(aria_labelledby="topics")[
                h2("#topics")[words("feeds_topics")],
                [_topic(each, words) for each in view.topics] or p(".empty")[words("topics_none")],
            ],
            section(aria_labelledby="kinds")[
                h2("#kinds")[words("feeds_kinds")],
                (_kind(each, words) for each in view.kinds),
            ],
            _calendars(view, words),
            section(aria_labelledby="about-feeds")[
                h2("#about-feeds")[words("feeds_about")],
                ul(".measure")[
                    (li[words(f"feeds_about_{each}")] for each in ("major", "full", "push", "private"))
                ],
            ],
        ],
    )


def _language(locale: str, words: Words) -> str:
    key = f"language_{locale}"
    return words(key) if known(key) else locale


def _contents(view: FeedsView, words: Words) -> Node:
    parts_ = (
        ("how", "feeds_how"),
        ("all", "feeds_all"),
        ("topics", "feeds_topics"),
        ("kinds", "feeds_kinds"),
        *((("calendars", "feeds_calendars"),) if view.calendars else ()),
        ("about-feeds", "feeds_about"),
    )
    return layout.contents([(anchor, words(key)) for anchor, key in parts_], words)


def _how(words: Words) -> Node:
    return section(aria_labelledby="how")[
        h2("#how")[words("feeds_how")],
        ol(".measure")[(li[words(f"feeds_how_{each}")] for each in ("reader", "copy", "paste"))],
        p(".measure")[words("feeds_which")],
    ]


def _calendars(view: FeedsView, words: Words) -> Node:
    return (
        section(aria_labelledby="calendars")[
            h2("#calendars")[words("feeds_calendars")],
            p(".measure")[words("feeds_calendars_text")],
            p(".measure")[words("feeds_calendars_subscribe")],
            [_calendar(each, words) for each in view.calendars],
        ]
        if view.calendars
        else None
    )


def _calendar(calendar: CalendarFeed, words: Words) -> Node:
    name = words(f"kinds_{calendar.kind}")
    # No landmark of its own: one of that name is there already, of the kind.
    return div(".feed")[
        div(".feed-head")[
            h3(id=f"calendar-{calendar.kind}")[name],
            ul(".formats")[
                li[
                    a(href=calendar.href, type="text/calendar")[
                        words("feed_calendar"), span(".unseen")[": ", name]
                    ]
                ],
                li[a(href=calendar.subscribe)[words("feeds_subscribe"), span(".unseen")[": ", name]]],
            ],
        ],
        p(".address")[code[calendar.href]],
    ]


def _all(view: FeedsView, words: Words) -> Node:
    return section(".feature", aria_labelledby="all")[
        h2("#all")[words("feeds_all")],
        p(".measure")[words("feeds_all_text")],
        parts.formats(view.formats, words, name=words("feeds_all")),
        p(".address")[code[view.formats.atom]],
        parts.records(view.latest, words) if view.latest else p(".empty")[words("latest_none")],
    ]


def _topic(topic: TopicFeed, words: Words) -> Node:
    return section(".feed", aria_labelledby=f"topic-{topic.key}")[
        div(".feed-head")[
            h3(id=f"topic-{topic.key}", lang=words.other(topic.locale))[topic.label],
            parts.count(topic.count, words),
            parts.formats(topic.formats, words, name=topic.label, locale=topic.locale),
        ],
        _items(topic.items, topic.count, words),
        bool(topic.calendars)
        and p[words("feeds_calendars_within"), _by_kind(topic.calendars, "text/calendar", topic, words)],
        len(topic.within) > 1
        and p(".within")[words("feeds_within"), _by_kind(topic.within, "application/atom+xml", topic, words)],
    ]


def _by_kind(
    links: Sequence[CalendarFeed | KindWithin], media_type: str, topic: TopicFeed, words: Words
) -> Node:
    """Links called by their kinds, with commas between them; who hears one alone hears the topic too."""
    return [
        [
            ", " if number else " ",
            a(href=each.href, type=media_type)[
                words(f"kinds_{each.kind}"),
                span(".unseen")[", ", span(lang=words.other(topic.locale))[topic.label]],
            ],
        ]
        for number, each in enumerate(links)
    ]


def _kind(kind: KindFeed, words: Words) -> Node:
    name = words(f"kinds_{kind.kind}")
    return section(".feed", aria_labelledby=f"kind-{kind.kind}")[
        div(".feed-head")[
            h3(id=f"kind-{kind.kind}")[name],
            parts.count(kind.count, words),
            parts.formats(kind.formats, words, name=name),
        ],
        _items(kind.items, kind.count, words),
    ]


def _items(items: tuple[Item, ...], count: int, words: Words) -> Node:
    if items:
        return parts.records(items, words)
    return None if count else p(".empty")[words("feed_none")]
