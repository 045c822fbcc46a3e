"""The reference at /docs, made from the same descriptions as the OpenAPI document: it cannot say anything else."""

from __future__ import annotations

import json

from htpy import (
    Node,
    a,
    code,
    dd,
    details,
    div,
    dl,
    dt,
    h1,
    h2,
    h3,
    header,
    li,
    nav,
    p,
    pre,
    section,
    span,
    summary,
    ul,
    wbr,
)

from service.web.pages import layout
from service.web.pages.schema import Member, members
from service.web.pages.view import Body, DocsView, KindSchema, Route, RouteGroup, RouteParameter
from service.web.pages.words import Words

_ENGLISH = "en"


def docs_page(view: DocsView) -> str:
    """The reference as an HTML document."""
    words = Words(view.frame.locale)
    return layout.document(
        view.frame,
        words,
        title=words("docs"),
        description=words("docs_description"),
        here=view.frame.addresses.docs,
        main=div(".wrap.page")[
            header(".opening")[
                h1[words("docs")],
                p(".lead")[words("docs_lead")],
                p[words("docs_authors")],
                words.other(_ENGLISH) and p[words("docs_language")],
                p[a(".onward", href=view.frame.addresses.openapi)[words("docs_openapi")]],
                p[a(href=view.frame.addresses.rules)[words("rules_link")]],
            ],
            _contents(view, words),
            (_group(each, words) for each in view.groups),
            bool(view.kinds)
            and section(aria_labelledby="kinds")[
                h2("#kinds")[words("docs_kinds")], (_kind(each, words) for each in view.kinds)
            ],
        ],
    )


def _contents(view: DocsView, words: Words) -> Node:
    return nav(".contents", aria_label=words("nav_contents"))[
        ul[
            (
                li[a(href=f"#routes-{each.key}", lang=words.other(_ENGLISH))[each.title]]
                for each in view.groups
            ),
            bool(view.kinds) and li[a(href="#kinds")[words("docs_kinds")]],
        ]
    ]


def _group(group: RouteGroup, words: Words) -> Node:
    return section(aria_labelledby=f"routes-{group.key}")[
        h2(f"#routes-{group.key}", lang=words.other(_ENGLISH))[group.title],
        (_route(each, words) for each in group.routes),
    ]


def _route(route: Route, words: Words) -> Node:
    english = words.other(_ENGLISH)
    return div(".route")[
        h3[span(".method")[route.method], " ", code[_path(route.path)]],
        p(".summary", lang=english)[_prose(route.summary)],
        route.description and p(lang=english)[_prose(route.description)],
        route.scope and p(".answers")[words("docs_scope"), ": ", code[route.scope]],
        bool(route.parameters) and _parameters(route, words),
        route.body is not None and _body(route.body, words),
        bool(route.media_types) and p(".answers")[words("docs_answers"), ": ", _codes(route.media_types)],
        route.example
        and p(".example")[words("docs_example"), ": ", a(href=route.example)[code[route.example]]],
    ]


def _parameters(route: Route, words: Words) -> Node:
    return [
        p(".reference-name")[words("docs_parameters")],
        dl(".reference")[(_parameter(each, words) for each in route.parameters)],
    ]


def _body(body: Body, words: Words) -> Node:
    return [
        p(".reference-name")[words("docs_body")],
        p(lang=words.other(_ENGLISH))[_prose(body.description)],
        bool(body.members) and dl(".reference")[(_member(each, words) for each in body.members)],
    ]


def _parameter(parameter: RouteParameter, words: Words) -> Node:
    return div[
        dt[
            code[parameter.name],
            " ",
            span(".hint")[words(f"place_{parameter.place}")],
            parameter.required and [" ", span(".flag")[words("docs_required")]],
        ],
        dd(lang=words.other(_ENGLISH))[_prose(parameter.description)],
        bool(parameter.values) and dd[words("docs_values"), ": ", _codes(parameter.values)],
        parameter.default and dd[words("docs_default"), ": ", code[parameter.default]],
    ]


def _prose(text: str) -> Node:
    """A description of OpenAPI is Markdown: here, words between backticks are code."""
    return [code[each] if i % 2 else each for i, each in enumerate(text.split("`"))]


def _path(path: str) -> Node:
    """A path that breaks before a slash, and not within a word, where the page is narrow."""
    return [[i > 1 and wbr, i > 0 and "/", each] for i, each in enumerate(path.split("/"))]


def _codes(values: tuple[str, ...]) -> Node:
    return ([i > 0 and ", ", code[each]] for i, each in enumerate(values))


def _kind(kind: KindSchema, words: Words) -> Node:
    name = words(f"kind_{kind.kind}")
    return div(".route")[
        h3(id=f"kind-{kind.kind}")[name, " ", code[kind.kind]],
        dl(".reference")[(_member(each, words) for each in members(kind.schema))],
        p(".example")[a(href=kind.href)[words("docs_schema", kind=name), " (", code[kind.href], ")"]],
        details[
            summary[words("docs_schema", kind=name)],
            pre[code[json.dumps(kind.schema, ensure_ascii=False, indent=2)]],
        ],
    ]


def _member(member: Member, words: Words) -> Node:
    return div[
        dt[code[member.name], member.required and [" ", span(".flag")[words("docs_required")]]],
        dd[code[member.type]],
        member.meaning and dd(lang=words.other(_ENGLISH))[_prose(member.meaning)],
    ]
