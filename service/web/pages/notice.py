"""Pages that stand in for another: not found, gone, moved, not understood, failed. The reasons are said, the way on is shown."""

from __future__ import annotations

from htpy import Node, a, blockquote, code, div, h1, h2, li, p, section, ul

from service.web.pages import layout
from service.web.pages.view import NoticeView
from service.web.pages.words import Words


def notice_page(view: NoticeView) -> str:
    """The notice as an HTML document. Search engines are told not to keep it."""
    words = Words(view.frame.locale)
    return layout.document(
        view.frame,
        words,
        title=words(view.what),
        description=words(f"{view.what}_text"),
        index=False,
        main=div(".wrap.page.notice")[
            h1[words(view.what)],
            p(".lead")[words(f"{view.what}_text")],
            view.reason and _reason(view, words),
            view.details and ul(".measure")[(li[detail] for detail in view.details)],
            view.href and p[a(".button", href=view.href)[words("redirected_link")]],
            section(aria_labelledby="go-on")[
                h2("#go-on")[words("go_on")],
                ul(".plain")[
                    li[a(href=view.frame.addresses.home)[words("go_home")]],
                    li[a(href=view.frame.addresses.feeds)[words("go_feeds")]],
                ],
            ],
            view.request and p(".hint")[words("request"), ": ", code[view.request]],
        ],
    )


def _reason(view: NoticeView, words: Words) -> Node:
    return div(".reason")[
        p(".reason-name")[words("gone_reason")],
        blockquote(lang=words.other(view.reason_locale))[p[view.reason]],
    ]
