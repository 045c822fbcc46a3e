"""A survey as one HTML document that stands alone: no script, its stylesheet within it, to be read, printed and sent.

What was checked is hostile: names, selectors and messages quote it. They are text here, as `quoted` shows it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from htpy import (
    Node,
    a,
    bdi,
    body,
    caption,
    code,
    dd,
    div,
    dl,
    dt,
    footer,
    h1,
    h2,
    h3,
    head,
    header,
    html,
    li,
    link,
    meta,
    nav,
    ol,
    p,
    section,
    span,
    strong,
    style,
    table,
    tbody,
    td,
    th,
    thead,
    tr,
    ul,
)
from htpy import main as main_
from htpy import title as title_
from markupsafe import Markup

from content.accessibility import RULES, Finding
from content.accessibility.criteria import BY_NUMBER
from content.errors import Message
from service.web.pages.clarity import clarity_section
from service.web.pages.quoted import shown
from service.web.pages.survey import ByPage, ByRule, Survey
from service.web.pages.words import Words

_TITLES: Final = {rule.id: rule.title for rule in RULES}


def survey_page(survey: Survey, locale: str) -> str:
    """The report in nb or en."""
    words = Words(locale)
    rules = sorted(survey.rules.values(), key=_worst_first)
    name = words("survey_title")
    return str(
        html(lang=words.lang)[
            head[
                meta(charset="utf-8"),
                title_[f"{name}: {_count(survey.checked, 'survey_page', words)}"],
                meta(name="viewport", content="width=device-width, initial-scale=1"),
                meta(name="color-scheme", content="light dark"),
                meta(name="robots", content="noindex"),
                link(rel="icon", href="data:,"),  # else a browser asks the host for one
                style[_stylesheet()],
            ],
            body[
                a(".skip", href="#main")[words("skip")],
                main_("#main", tabindex="-1")[
                    header[
                        h1[name],
                        _summary(survey, words),
                        p(".claim")[words("survey_claim", ruleset=survey.ruleset)],
                    ],
                    _contents(survey, words),
                    _by_rule(rules, words),
                    _by_page(survey, words),
                    clarity_section(survey, words),
                    _missed(survey, words),
                    _untested(survey, words),
                ],
                footer[p[words("survey_by")]],
            ],
        ]
    )


@cache
def _stylesheet() -> Markup:
    # Our own file: it holds no "</style", and within the element nothing is escaped.
    return Markup(resources.files(__package__).joinpath("survey.css").read_text("utf-8"))  # noqa: S704


def _worst_first(rule: ByRule) -> tuple[bool, bool, int, str]:
    return (not rule.failed, not rule.first.blocking, -rule.failed - rule.asked, rule.first.rule)


def _said(message: Message, words: Words) -> str:
    return shown(message.nb if words.lang == "nb" else message.en)


def _count(number: int, key: str, words: Words) -> str:
    return words(f"{key}_one") if number == 1 else words(f"{key}_many", count=number)


def _summary(survey: Survey, words: Words) -> Node:
    verdict = (
        "survey_verdict_failed"
        if survey.failed
        else "survey_verdict_none"
        if survey.checked
        else "survey_verdict_nothing"
    )
    facts = (
        ("survey_checked", survey.checked),
        ("survey_failing", survey.failing),
        ("survey_failures", survey.failed),
        ("survey_questions", survey.asked),
        *((("survey_missing", survey.missing),) if survey.missing else ()),
    )
    return [
        p(".verdict.bad" if survey.failed else ".verdict")[
            words(verdict, failed=survey.failing, checked=_count(survey.checked, "survey_page", words))
        ],
        dl(".sums")[(div[dt[words(key)], dd[str(number)]] for key, number in facts)],
    ]


def _contents(survey: Survey, words: Words) -> Node:
    parts = (
        ("rules", "survey_by_rule"),
        ("pages", "survey_by_page"),
        *((("clarity", "survey_clarity"),) if survey.measured else ()),
        *((("missed", "survey_missed"),) if survey.missing else ()),
        ("untested", "survey_untested"),
    )
    return nav(aria_label=words("nav_contents"))[
        ul[(li[a(href=f"#{anchor}")[words(key)]] for anchor, key in parts)]
    ]


def _by_rule(rules: list[ByRule], words: Words) -> Node:
    return section(aria_labelledby="rules")[
        h2("#rules")[words("survey_by_rule")],
        [_rule(number, each, words) for number, each in enumerate(rules)] or p[words("survey_no_rules")],
    ]


def _rule(number: int, rule: ByRule, words: Words) -> Node:
    first, name = rule.first, f"rule-{number}"
    found = rule.failed + rule.asked
    return section(".rule", aria_labelledby=name)[
        h3(id=name)[_said(_TITLES.get(first.rule, first.message), words)],
        p(".marks")[
            _marks(rule.failed, rule.asked, words, blocking=first.blocking),
            " ",
            _criteria(first),
            code[first.rule],
        ],
        p[strong[words("survey_mend")], " ", _said(first.help, words)],
        div(".scroll", role="region", tabindex="0", aria_labelledby=f"{name} {name}-places")[
            table[
                caption(id=f"{name}-places")[
                    words(
                        "survey_places",
                        shown=len(rule.places),
                        found=found,
                        pages=_count(rule.pages, "survey_page", words),
                    )
                ],
                thead[
                    tr[
                        (
                            th(scope="col")[words(f"survey_{each}")]
                            for each in ("where", "line", "what", "element")
                        )
                    ]
                ],
                tbody[
                    (
                        tr[
                            th(scope="row")[bdi[shown(each.source)]],
                            td(".number")[str(each.finding.line or "–")],
                            td[_said(each.finding.message, words)],
                            td[_element(each.finding)],
                        ]
                        for each in rule.places
                    )
                ],
            ]
        ],
    ]


def _marks(failed: int, asked: int, words: Words, *, blocking: bool) -> Node:
    return [
        failed > 0
        and span(".mark.failed" if blocking else ".mark.advice")[
            _count(failed, "survey_failure" if blocking else "survey_advice", words)
        ],
        failed > 0 and asked > 0 and " ",
        asked > 0 and span(".mark.asked")[_count(asked, "survey_question", words)],
    ]


def _criteria(finding: Finding) -> Node:
    return [(a(href=BY_NUMBER[each].url, hreflang="en")[f"WCAG {each}"], " ") for each in finding.wcag]


def _element(finding: Finding) -> Node:
    return code[bdi[shown(finding.target)]] if finding.target else "–"


def _by_page(survey: Survey, words: Words) -> Node:
    hidden = _hidden(survey)
    return section(aria_labelledby="pages")[
        h2("#pages")[words("survey_by_page")],
        [_page(number, each, words) for number, each in enumerate(survey.pages)]
        or p[words("survey_no_pages")],
        hidden > 0 and p[words("survey_more_pages", count=hidden)],
    ]


def _hidden(survey: Survey) -> int:
    """Pages with something in them that are not listed, at least."""
    return max(survey.failing, survey.asking) - len(survey.pages)


def _page(number: int, page: ByPage, words: Words) -> Node:
    name = f"page-{number}"
    rest = page.failed + page.asked - len(page.findings)
    return section(".page", aria_labelledby=name)[
        h3(id=name)[bdi[shown(page.source)]],
        p(".marks")[
            _marks(page.failed, page.asked, words, blocking=not page.publishable),
            " ",
            words(f"survey_mode_{page.mode}"),
        ],
        ol[(_finding(each, words) for each in page.findings)],
        rest > 0 and p[words("survey_more", count=rest)],
    ]


def _finding(finding: Finding, words: Words) -> Node:
    failed = finding.outcome == "failed"
    return li[
        p[
            strong[words("survey_fails" if failed else "survey_asks")],
            " ",
            _said(finding.message, words),
        ],
        p(".where")[
            code[finding.rule],
            finding.line is not None and [", ", words("survey_at_line", line=finding.line or 0)],
            finding.target and [", ", _element(finding)],
        ],
    ]


def _missed(survey: Survey, words: Words) -> Node:
    return (
        survey.missing > 0
        and section(aria_labelledby="missed")[
            h2("#missed")[words("survey_missed")],
            ul[(li(lang=words.other("en"))[bdi[shown(why)]] for _, why in survey.missed)],
            survey.missing > len(survey.missed)
            and p[words("survey_more", count=survey.missing - len(survey.missed))],
        ]
    )


def _untested(survey: Survey, words: Words) -> Node:
    return section(aria_labelledby="untested")[
        h2("#untested")[words("survey_untested")],
        p[words("survey_untested_text")],
        ul(".criteria")[
            (li[a(href=BY_NUMBER[each].url, hreflang="en")[f"WCAG {each}"]] for each in survey.untested)
        ],
    ]
