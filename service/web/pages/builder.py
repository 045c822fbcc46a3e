"""The embed builder: a form without script, and the snippets that it answers with."""

from __future__ import annotations

from html import escape
from typing import Final

from htpy import (
    Node,
    a,
    button,
    code,
    div,
    form,
    h2,
    h3,
    label,
    li,
    ol,
    option,
    p,
    pre,
    section,
    select,
    span,
)
from htpy import input as input_

from content.model import HEADING_LEVELS, VARIANTS
from service.web.pages.view import Builder, Snippet
from service.web.pages.words import Words

_FETCH: Final = """\
<link rel="stylesheet" href="{stylesheet}">
<div id="{place}">{fallback}</div>
<script type="module">
  const answer = await fetch("{fragment}");
  if (answer.ok) {{
    document.getElementById("{place}").innerHTML = await answer.text();
  }}
</script>"""
_INCLUDE: Final = """\
<link rel="stylesheet" href="{stylesheet}">
<esi:include src="{fragment}" onerror="continue"/>
<esi:remove>{fallback}</esi:remove>"""
_CURL: Final = "curl --fail --location --max-time 10 --output nordkalott.html '{fragment}'"


def snippets(snippet: Snippet) -> dict[str, str]:
    """The snippets as plain text: "include", "fetch", "curl". Whatever stands in them is escaped for HTML or for the shell."""
    choice = snippet.choice
    title = f'<a href="{escape(snippet.page)}" lang="{escape(choice.locale)}">{escape(choice.title)}</a>'
    values = {
        "stylesheet": escape(snippet.stylesheet),
        "place": f"nordkalott-{choice.id}",
        "fallback": title,
    }
    return {
        "include": _INCLUDE.format(fragment=escape(snippet.fragment), **values),
        "fetch": _FETCH.format(fragment=_for_script(snippet.fragment), **values),
        "curl": _CURL.format(fragment=snippet.fragment.replace("'", "%27")),
    }


def _for_script(address: str) -> str:
    return address.replace("\\", "%5C").replace('"', "%22").replace("<", "%3C").replace("\n", "%0A")


def section_of(builder: Builder, words: Words) -> Node:
    """The section of the landing page that holds the builder and, when asked, its answer."""
    return section(".wrap.band", aria_labelledby="embed")[
        h2("#embed")[words("embed")],
        p(".measure")[words("embed_text") if builder.choices else words("embed_none")],
        bool(builder.choices) and _form(builder, words),
        _answer(builder.snippet, words) if builder.snippet else None,
    ]


def _form(builder: Builder, words: Words) -> Node:
    chosen = builder.snippet.choice.id if builder.snippet else None
    return form(".builder", action=f"{builder.action}#code", method="get")[
        input_(type="hidden", name="locale", value=words.lang),
        div(".field.field-wide")[
            label(for_="embed-record")[words("embed_record")],
            select("#embed-record", name="record")[
                (
                    option(value=str(each.id), selected=each.id == chosen, lang=words.other(each.locale))[
                        each.title
                    ]
                    for each in builder.choices
                )
            ],
        ],
        div(".field")[
            label(for_="embed-variant")[words("embed_variant")],
            select("#embed-variant", name="variant")[
                (
                    option(value=each, selected=each == builder.variant)[words(f"variant_{each}")]
                    for each in VARIANTS
                )
            ],
        ],
        div(".field")[
            label(for_="embed-level")[words("embed_level")],
            select("#embed-level", name="h", aria_describedby="embed-level-hint")[
                (
                    option(value=str(each), selected=each == builder.heading_level)[
                        words("level", level=each)
                    ]
                    for each in HEADING_LEVELS
                )
            ],
        ],
        p("#embed-level-hint.hint")[words("embed_level_hint")],
        button(".button", type="submit")[words("embed_make")],
    ]


def _answer(snippet: Snippet, words: Words) -> Node:
    texts = snippets(snippet)
    before, after = words("embed_result").split("{title}")
    title = span(lang=words.other(snippet.choice.locale))[snippet.choice.title]
    return div(".answer")[
        h3("#code", tabindex="-1")[before, title, after],
        p[a(".onward", href=snippet.fragment)[words("embed_see")]],
        ol(".snippets")[
            (
                li[
                    p(".snippet-name", id=f"snippet-{key}")[words(f"embed_{key}")],
                    p[words(f"embed_{key}_text")],
                    pre(role="group", aria_labelledby=f"snippet-{key}")[code[texts[key]]],
                ]
                for key in ("include", "fetch", "curl")
            )
        ],
    ]
