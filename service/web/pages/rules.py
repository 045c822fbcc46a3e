"""The accessibility rules at /docs/rules, made from the rules themselves: what each applies to, expects, and says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from htpy import (
    Node,
    a,
    caption,
    code,
    dd,
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
    table,
    tbody,
    td,
    th,
    thead,
    tr,
    ul,
)

from content.accessibility.criteria import BY_NUMBER, technique_url
from content.accessibility.earl import act_uri
from content.accessibility.questions import Question
from content.accessibility.rules import Rule
from content.errors import Message
from service.web.pages import layout
from service.web.pages.view import RulesView
from service.web.pages.words import Words

_GROUPS: Final = (("everywhere", None), ("fragments", "fragment"), ("documents", "document"))


def rules_page(view: RulesView) -> str:
    """The rules as an HTML document."""
    words = Words(view.frame.locale)
    return layout.document(
        view.frame,
        words,
        title=words("rules"),
        description=words("rules_description"),
        main=div(".wrap.page")[
            header(".opening")[
                h1[words("rules")],
                p(".lead")[words("rules_lead")],
                p[words("rules_version", ruleset=view.ruleset, count=len(view.rules))],
                p[words("rules_outcomes")],
                p[words("rules_never")],
                p[a(".onward", href=view.json)[words("rules_json")]],
                p[a(href=view.frame.addresses.docs)[words("rules_docs")]],
            ],
            nav(".contents", aria_label=words("nav_contents"))[
                ul[
                    li[a(href="#by-criterion")[words("rules_by_criterion")]],
                    (li[a(href=f"#rules-{name}")[words(f"rules_{name}")]] for name, _ in _GROUPS),
                    li[a(href="#rules-beside")[words("rules_beside")]],
                ]
            ],
            _by_criterion(view, words),
            (
                _group(name, [each for each in view.rules if each.mode == mode], words)
                for name, mode in _GROUPS
            ),
            _beside(view.questions, words),
        ],
    )


def _said(message: Message, words: Words) -> str:
    return message.en if words.lang == "en" else message.nb


def _by_criterion(view: RulesView, words: Words) -> Node:
    """The criteria that rules name, in WCAG's order, with their rules."""
    rules = view.rules
    found = {number: [each for each in rules if number in each.wcag] for number in BY_NUMBER}
    return section(aria_labelledby="by-criterion")[
        h2("#by-criterion")[words("rules_by_criterion")],
        p[words("rules_by_criterion_lead")],
        div(".wide.fitting", role="region", tabindex="0", aria_labelledby="rules-table")[
            table[
                caption("#rules-table")[words("rules_caption")],
                thead[
                    tr[
                        th(scope="col")[words("rules_criterion")],
                        th(scope="col")[words("rules_level")],
                        th(scope="col")[words("rules_rules")],
                    ]
                ],
                tbody[
                    (
                        tr[
                            th(scope="row")[_criterion(number, view, words)],
                            td[BY_NUMBER[number].level],
                            td[_links(each, words)],
                        ]
                        for number, each in found.items()
                        if each
                    ),
                    tr[
                        th(scope="row")[words("rules_own")],
                        td["–"],
                        td[_links([each for each in rules if not each.wcag], words)],
                    ],
                ],
            ]
        ],
    ]


def _criterion(number: str, view: RulesView, words: Words) -> Node:
    name = view.names.get(number)
    return a(href=BY_NUMBER[number].url)[f"{number} {_said(name, words)}" if name else f"WCAG {number}"]


def _links(rules: Sequence[Rule], words: Words) -> Node:
    """Links to rules, by their titles: an id alone says little when it is read aloud."""
    return ul(".plain")[(li[a(href=f"#{each.id}")[_said(each.title, words)]] for each in rules)]


def _group(name: str, rules: Sequence[Rule], words: Words) -> Node:
    return section(aria_labelledby=f"rules-{name}")[
        h2(f"#rules-{name}")[words(f"rules_{name}")], (_rule(each, words) for each in rules)
    ]


def _rule(rule: Rule, words: Words) -> Node:
    sources = [
        *_sources(rule),
        *((technique, technique_url(technique)) for technique in rule.techniques),
    ]
    return div(f"#{rule.id}.route")[
        h3[_said(rule.title, words)],
        p(".answers")[code[rule.id], " – ", words(_weight(rule))],
        dl(".reference")[
            _told(words("rules_applies"), _said(rule.applicability, words)),
            _told(words("rules_expects"), _said(rule.expectation, words)),
            bool(rule.failing) and _told(words("rules_fails"), _shown(rule.failed, words)),
            rule.doubt is not None and _told(words("rules_asks"), _shown(rule.doubt, words)),
            _told(words("rules_mend"), _said(rule.help, words)),
            bool(sources) and _told(words("rules_sources"), _listed(sources)),
        ],
        (
            [p(".reference-name")[words(key)], pre[code[markup]]]
            for key, markup in (
                ("rules_passing", rule.passing),
                ("rules_failing", rule.failing),
                ("rules_asking", rule.asking),
            )
            if markup
        ),
    ]


def _beside(questions: Sequence[Question], words: Words) -> Node:
    """What is asked beside the rules, so that every id in a Report or a log leads to a place here."""
    return section(aria_labelledby="rules-beside")[
        h2("#rules-beside")[words("rules_beside")],
        p[words("rules_beside_lead")],
        (
            div(f"#{each.id}.route")[
                h3[_said(each.title, words)],
                p(".answers")[code[each.id], " – ", words("rules_asks_only")],
                dl(".reference")[
                    _told(words("rules_mend"), _said(each.help, words)),
                    _told(words("rules_sources"), _listed(_sources(each))),
                ],
            ]
            for each in questions
        ),
    ]


def _weight(rule: Rule) -> str:
    if not rule.failing:
        return "rules_asks_only"
    return "rules_blocking" if rule.blocking else "rules_advice"


def _sources(of: Rule | Question) -> list[tuple[str, str]]:
    """The criteria and the ACT rules that it is about, each with its address."""
    return [
        *((f"WCAG {number} ({BY_NUMBER[number].level})", BY_NUMBER[number].url) for number in of.wcag),
        *((f"ACT {act}", act_uri(act)) for act in of.act),
    ]


def _listed(sources: Sequence[tuple[str, str]]) -> Node:
    return [[at > 0 and ", ", a(href=href)[text]] for at, (text, href) in enumerate(sources)]


def _told(name: str, meaning: Node) -> Node:
    return div[dt[name], dd[meaning]]


def _shown(message: Message, words: Words) -> str:
    """A message with an ellipsis where it names what was found."""
    return _said(message, words).replace("{what}", "…")
