"""The landing page: what is here, the latest, kinds and topics, and how to use it."""

from __future__ import annotations

from htpy import Node, a, div, h1, h2, h3, li, p, section, ul

from service.web.pages import builder, layout, parts
from service.web.pages.view import LandingView
from service.web.pages.words import Words


def landing(view: LandingView) -> str:
    """The landing page as an HTML document."""
    words = Words(view.frame.locale)
    return layout.document(
        view.frame,
        words,
        title=words("landing_title"),
        description=words("landing_description"),
        here=view.frame.addresses.home,
        main=[
            _hero(words),
            _latest(view, words),
            _browse(view, words),
            _use(view, words),
            builder.section_of(view.builder, words),
        ],
    )


def _hero(words: Words) -> Node:
    return div(".hero")[
        div(".wrap.hero-words")[
            h1[words("landing_heading")],
            p(".lead")[words("landing_lead")],
            ul(".actions")[
                li[a(".button", href="#latest")[words("to_latest")]],
                li[a(".button.quiet", href="#embed")[words("to_embed")]],
            ],
        ],
        div(".fells"),
    ]


def _latest(view: LandingView, words: Words) -> Node:
    return section(".wrap.band", aria_labelledby="latest")[
        h2("#latest")[words("latest")],
        parts.records(view.latest, words, heading=h3) if view.latest else p(".empty")[words("latest_none")],
        bool(view.latest) and parts.formats(view.formats, words, name=words("feeds_all")),
    ]


def _browse(view: LandingView, words: Words) -> Node:
    return section(".wrap.band", aria_labelledby="browse")[
        h2("#browse")[words("browse")],
        div(".halves")[
            div[
                h3[words("browse_kinds")],
                ul(".index")[
                    (
                        li[
                            a(href=each.href)[words(f"kinds_{each.kind}")],
                            " ",
                            parts.count(each.count, words),
                        ]
                        for each in view.kinds
                    )
                ],
            ],
            div[
                h3[words("browse_topics")],
                ul(".index")[
                    (
                        li[
                            a(href=each.href, lang=words.other(each.locale))[each.label],
                            " ",
                            parts.count(each.count, words),
                        ]
                        for each in view.topics
                    )
                ]
                if view.topics
                else p(".empty")[words("topics_none")],
            ],
        ],
    ]


def _use(view: LandingView, words: Words) -> Node:
    ways = (
        ("use_embed", "#embed"),
        ("use_follow", view.frame.addresses.feeds),
        ("use_fetch", view.frame.addresses.docs),
    )
    return section(".wrap.band", aria_labelledby="use")[
        h2("#use")[words("use")],
        ul(".ways")[
            (
                li(".way")[
                    h3[words(key)], p[words(f"{key}_text")], p[a(".onward", href=href)[words(f"{key}_link")]]
                ]
                for key, href in ways
            )
        ],
    ]
