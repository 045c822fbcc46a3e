"""The page of facts about accessibility: what is known to be wrong, whom to tell, and how each criterion of the law is tested."""

from __future__ import annotations

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
    p,
    section,
    span,
    strong,
    table,
    tbody,
    td,
    th,
    thead,
    time,
    tr,
    ul,
)

from content.errors import Message
from content.fragments import dates
from content.statement import Breach, Facts, Required
from service.web.pages import layout
from service.web.pages.view import StatementView
from service.web.pages.words import Words


def statement_page(view: StatementView) -> str:
    """The facts as an HTML document."""
    words = Words(view.frame.locale)
    facts = view.facts
    return layout.document(
        view.frame,
        words,
        title=words("facts"),
        description=words("facts_description"),
        index=view.whole,
        main=div(".wrap.page")[
            header(".opening")[
                h1[words("facts")],
                p(".lead")[words("facts_lead" if view.whole else "facts_lead_some")],
                p[_statement(facts, words)],
            ],
            _contents(view, words),
            _feedback(facts, words),
            _breaches(facts, words),
            _checked(facts, words),
            _criteria(facts, words),
            _portals(view, words),
        ],
    )


def _statement(facts: Facts, words: Words) -> Node:
    if facts.statement:
        return [
            words("facts_not_it"), " ",
            a(href=facts.statement)[words("facts_official")], ".",
        ]  # fmt: skip
    return [words("facts_not_it"), " ", words("facts_no_official")]


def _contents(view: StatementView, words: Words) -> Node:
    parts = ["feedback", "breaches", "checked", "criteria", *(["portals"] if view.whole else [])]
    return layout.contents([(each, words(f"facts_{each}")) for each in parts], words)


def _feedback(facts: Facts, words: Words) -> Node:
    return section(aria_labelledby="feedback")[
        h2("#feedback")[words("facts_feedback")],
        [p[words("facts_feedback_text")], ul(".plain")[(li[_contact(each)] for each in facts.contacts)]]
        if facts.contacts
        else p[words("facts_no_contact")],
        p[words("facts_authorities")],
        ul[
            (
                li[a(href=each.url)[_said(each.name, words)], " ", _said(each.does, words)]
                for each in facts.authorities
            )
        ],
    ]


def _contact(address: str) -> Node:
    return a(href=address)[address.partition(":")[2] if address.startswith(("mailto:", "tel:")) else address]


def _breaches(facts: Facts, words: Words) -> Node:
    return section(aria_labelledby="breaches")[
        h2("#breaches")[words("facts_breaches")],
        [_breach(number, each, words) for number, each in enumerate(facts.breaches)]
        or p[words("facts_no_breaches")],
        not facts.complete and p[words("facts_incomplete")],
    ]


def _breach(number: int, breach: Breach, words: Words) -> Node:
    name = f"breach-{number}"
    return section(".breach", aria_labelledby=name)[
        h3(id=name)[_said(breach.what, words)],
        dl[
            dt[words("facts_criteria_broken")],
            dd[", ".join(f"WCAG {each}" for each in breach.criteria)],
            dt[words("facts_consequence")],
            (dd[_said(each, words)] for each in breach.consequence),
            dt[words("facts_reason")],
            dd[_said(breach.reason, words)],
            breach.mend_by is not None
            and [
                dt[words("facts_mend")],
                dd[time(datetime=str(breach.mend_by))[str(breach.mend_by)]],
            ],
            breach.until is not None
            and [
                dt[words("facts_until")],
                dd[time(datetime=str(breach.until.date()))[str(breach.until.date())]],
            ],
            breach.editions > 0
            and [
                dt[words("facts_where")],
                dd[
                    words("count_texts_one")
                    if breach.editions == 1
                    else words("count_texts_many", count=breach.editions)
                ],
            ],
        ],
        breach.places != ()
        and ul[
            (
                li[a(href=each.url, hreflang=each.locale, lang=words.other(each.locale))[each.title]]
                for each in breach.places
            )
        ],
    ]


def _checked(facts: Facts, words: Words) -> Node:
    sums = facts.sums
    counts = (
        ("facts_records", sums.records),
        ("facts_editions", sums.editions),
        ("facts_none_found", sums.no_failures_found),
        *((("facts_attested", sums.attested),) if sums.attested else ()),
        ("facts_failed", sums.failed),
        ("facts_repair", sums.repair),
        *((("facts_unchecked", sums.unchecked),) if sums.unchecked else ()),
    )
    return section(aria_labelledby="checked")[
        h2("#checked")[words("facts_checked")],
        p[words("facts_checked_text", ruleset=facts.ruleset)],
        dl(".sums")[([dt[words(key)], dd[str(count)]] for key, count in counts)],
    ]


def _criteria(facts: Facts, words: Words) -> Node:
    columns = ("number", "name", "level", "tested", "broken")
    return section(aria_labelledby="criteria")[
        h2("#criteria")[words("facts_criteria")],
        p[
            words("facts_law"), " ",
            a(href=facts.law_url, hreflang="nb")[_said(facts.law, words)],
            words("facts_law_asks", count=len(facts.criteria), standard=facts.standard), " ",
            dates.day(facts.law_as_of, words.lang), ").",
        ],
        p[words("facts_tested_text")],
        div(".wide", role="region", tabindex="0", aria_labelledby="criteria-table")[
            table[
                caption("#criteria-table")[words("facts_table")],
                thead[tr[(th(scope="col")[words(f"facts_column_{each}")] for each in columns)]],
                tbody[(_row(each, words) for each in facts.criteria)],
            ]
        ],
    ]  # fmt: skip


def _row(criterion: Required, words: Words) -> Node:
    return tr[
        td[criterion.number],
        th(scope="row")[
            a(href=criterion.url, hreflang="en")[_said(criterion.name, words)],
            criterion.note is not None and [" ", span(".note")[_said(criterion.note, words)]],
        ],
        td[criterion.level],
        td[
            words(f"facts_tested_{criterion.tested}"),
            criterion.browser != () and [" ", words("facts_and_browser")],
            criterion.tested == "machine" and criterion.questions != () and ["; ", words("facts_and_person")],
        ],
        td[strong[str(criterion.breaches)] if criterion.breaches else words("facts_none")],
    ]


def _portals(view: StatementView, words: Words) -> Node:
    return (
        view.whole
        and section(aria_labelledby="portals")[
            h2("#portals")[words("facts_portals")],
            p[words("facts_portals_text")],
            p(".address")[code[view.example]],
            p[a(href=view.json)[words("facts_json")]],
        ]
    )


def _said(message: Message, words: Words) -> str:
    return message.nb if words.lang == "nb" else message.en
