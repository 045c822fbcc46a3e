"""What every page has around its main part: head, skip link, header, language switch, footer.

No script and no inline style, so that `default-src 'none'; style-src 'self'; img-src 'self' https:` is all a page needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from htpy import (
    Node,
    a,
    body,
    div,
    footer,
    h2,
    head,
    header,
    html,
    img,
    li,
    link,
    meta,
    nav,
    p,
    span,
    ul,
)
from htpy import main as main_
from htpy import title as title_

from content import locales
from content.locales import Locale
from service.web.pages.view import Addresses, Frame
from service.web.pages.words import Words

ORGANISATION: Final = "930 068 128"
SAMI_NAME: Final = "Romssa fylkkasuohkan"


def document(
    frame: Frame,
    words: Words,
    *,
    title: str,
    description: str,
    main: Node,
    locale: Locale = "",
    here: str = "",
    index: bool = True,
) -> str:
    """A whole HTML document.

    `locale` is that of title and main part, where these are not in the language of the words (WCAG 3.1.1, 3.1.2). `here` is
    the address in the main menu that this page is at, `index` whether search engines may keep it.
    """
    lang = locale or words.lang
    around = words.lang if lang != words.lang else None
    return str(
        html(lang=lang)[
            _head(frame, words, title, description, index),
            body[
                a(".skip", href="#main", lang=around)[words("skip")],
                _header(frame, words, here, around),
                main_("#main", tabindex="-1")[main],
                _footer(frame.addresses, words, around),
            ],
        ]
    )


def contents(parts: Sequence[tuple[str, str]], words: Words) -> Node:
    """Links to the parts of a page: the id and the text of each."""
    return nav(".contents", aria_label=words("nav_contents"))[
        ul[(li[a(href=f"#{anchor}")[text]] for anchor, text in parts)]
    ]


def _head(frame: Frame, words: Words, title: str, description: str, index: bool) -> Node:
    others = frame.languages if index else ()
    return head[
        meta(charset="utf-8"),
        title_[words("title", page=title)],
        meta(name="viewport", content="width=device-width, initial-scale=1"),
        meta(name="color-scheme", content="light dark"),
        meta(name="description", content=description),
        not index and meta(name="robots", content="noindex"),
        index and link(rel="canonical", href=frame.canonical),
        (link(rel="alternate", hreflang=each.locale, href=each.href) for each in others),
        (
            link(rel="alternate", type=each.media_type, title=each.title, href=each.href)
            for each in frame.discovery
        ),
        link(rel="icon", type="image/svg+xml", href=frame.addresses.icon),
        (link(rel="stylesheet", href=href) for href in frame.addresses.stylesheets),
    ]


def _header(frame: Frame, words: Words, here: str, lang: Locale | None) -> Node:
    to = frame.addresses
    menu = ((to.home, "nav_home"), (to.feeds, "nav_feeds"), (to.docs, "nav_docs"))
    return header(".masthead", lang=lang)[
        div(".wrap.masthead-row")[
            a(".brand", href=to.home)[
                img(src=to.icon, alt="", width="40", height="40"),
                span(".brand-words")[
                    span(".brand-name")[words("department")], " ", span(".brand-county")[words("county")]
                ],
            ],
            nav(".menu", aria_label=words("nav_main"))[
                ul[
                    (
                        li[a(href=href, aria_current="page" if href == here else None)[words(key)]]
                        for href, key in menu
                    )
                ]
            ],
            len(frame.languages) > 1
            and nav(".languages", aria_label=words("nav_languages"))[
                ul[
                    (
                        li[
                            a(
                                href=each.href,
                                hreflang=each.locale,
                                lang=words.other(each.locale),
                                aria_current="true" if each.locale == frame.locale else None,
                            )[locales.name(each.locale)]
                        ]
                        for each in frame.languages
                    )
                ]
            ],
        ]
    ]


def _footer(to: Addresses, words: Words, lang: Locale | None) -> Node:
    machine = (
        (to.records, "records"),
        (to.changes, "changes"),
        (to.kinds, "schemas"),
        (to.openapi, "openapi"),
        (to.sitemap, "sitemap"),
    )
    return footer(".colophon", lang=lang)[
        div(".wrap.colophon-columns")[
            div[h2[words("about")], p[words("about_text")]],
            div[
                h2[words("publisher")],
                p[
                    span(".line")[words("county")],
                    " ",
                    span(".line", lang="se")[SAMI_NAME],
                    " ",
                    span(".line")[f"{words('organisation_number')} {ORGANISATION}"],
                ],
            ],
            div[
                h2[words("accessibility")],
                ul(".plain")[
                    li[a(href=to.accessibility)[words("accessibility_facts")]],
                    to.accessibility_statement
                    and li[a(href=to.accessibility_statement)[words("accessibility_statement")]],
                    to.accessibility_contact
                    and li[a(href=to.accessibility_contact)[words("accessibility_contact")]],
                ],
            ],
            nav(aria_labelledby="machine")[
                h2("#machine")[words("machine")],
                ul(".plain")[(li[a(href=href)[words(key)]] for href, key in machine)],
            ],
        ]
    ]
