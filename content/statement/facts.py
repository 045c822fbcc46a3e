"""The facts: the criteria with how each is tested, and the breaches, for everything published or for what somebody embeds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from content.accessibility.rules import RULES, RULESET
from content.errors import Message
from content.fragments.context import Links
from content.ports import Reading
from content.ports.audits import Sighted
from content.ports.proof import Scope, Sums
from content.statement import broken
from content.statement.breaches import Known
from content.statement.broken import Breach
from content.statement.law import Authority, Criterion, law

Tested = Literal["machine", "person", "none"]

MOST_EDITIONS: Final = 500
"""Editions to repair that are looked into: a statement with more has other worries than its length."""
MOST_AUDITS: Final = 200
"""Audits that are asked what a browser looks at: it looks at the same everywhere."""


class Required(Struct, frozen=True, kw_only=True):
    """A criterion that the law asks for, and how it is tested here.

    `machine`: the rules in `rules` decide a part of it, never all. `person`: no rule decides, and those in `questions` ask people.
    `browser` names what a real browser was asked of it in audits of what is live. `answers` counts what people answered to these and still holds, `breaches` the known breaches.
    """

    number: str
    level: str
    name: Message
    url: str
    since: datetime.date
    note: Message | None = None
    tested: Tested
    rules: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    browser: tuple[str, ...] = ()
    answers: int = 0
    breaches: int = 0


class Facts(Struct, frozen=True, kw_only=True):
    """Facts for an accessibility statement, as of a day. They are not the statement, and claim no conformance.

    `scope` says what they are about. `complete` is false where so many editions fail that not all were looked into.
    """

    note: Message
    day: datetime.date
    law: Message
    law_url: str
    law_as_of: datetime.date
    standard: str
    statement: str
    contacts: tuple[str, ...]
    authorities: tuple[Authority, ...]
    scope: Scope
    ruleset: str
    sums: Sums
    criteria: tuple[Required, ...]
    breaches: tuple[Breach, ...]
    complete: bool


NOTE: Final = Message(
    nb="Dette er fakta til en tilgjengelighetserklæring. Det er ikke erklæringen, og sier ikke at noe er i samsvar med WCAG.",
    en="These are facts for an accessibility statement. They are not the statement, and do not say that anything conforms to WCAG.",
)


def gather(
    reading: Reading,
    scope: Scope,
    links: Links,
    now: datetime.datetime,
    *,
    known: Sequence[Known] = (),
    contacts: tuple[str, ...] = (),
    statement: str = "",
) -> Facts:
    """The facts at a moment. What operators wrote down is about the whole service, so it is left out where only some records are asked for.

    Raises StoreCorrupt.
    """
    day = now.date()
    asked = law().on(day)
    failing = reading.proof.failing(scope, now, MOST_EDITIONS + 1)
    passed = reading.proof.passed(scope, now)
    admitted = reading.proof.admitted(scope, now, MOST_EDITIONS)
    # An override gives the reason itself.
    let_pass = {(each.id, each.locale, each.rule) for each in admitted if each.overridden}
    whole = scope == Scope()
    looked = _looked(reading.audits.live(scope, MOST_AUDITS))
    failed = reading.audits.live(scope, MOST_EDITIONS + 1, failed=True)
    breaches = (
        *broken.found(failing[:MOST_EDITIONS], let_pass, asked, links),
        *broken.seen(failed[:MOST_EDITIONS], asked, links),
        *broken.admitted(admitted, asked, links),
        *(broken.written(each) for each in known if whole),
    )
    return Facts(
        note=NOTE,
        day=day,
        law=law().name,
        law_url=law().url,
        law_as_of=law().as_of,
        standard=law().standard,
        statement=statement,
        contacts=contacts,
        authorities=law().authorities,
        scope=scope,
        ruleset=RULESET,
        sums=reading.proof.sums(scope, now),
        criteria=tuple(_required(each, breaches, passed, looked) for each in asked),
        breaches=breaches,
        complete=max(len(failing), len(failed)) <= MOST_EDITIONS,
    )


def _looked(sighted: Sequence[Sighted]) -> Mapping[str, tuple[str, ...]]:
    """What a browser was asked, by criterion; what it could only not tell does not count."""
    asked: dict[str, set[str]] = {}
    for each in sighted:
        for rule in each.audit.rules:
            if {"passed", "failed"} & set(rule.outcomes.values()):
                for number in rule.wcag:
                    asked.setdefault(number, set()).add(rule.rule)
    return {number: tuple(sorted(rules)) for number, rules in asked.items()}


def _required(
    criterion: Criterion,
    breaches: Iterable[Breach],
    passed: Mapping[str, int],
    looked: Mapping[str, tuple[str, ...]],
) -> Required:
    # What is only asked of whole documents is not asked of the fragments that this service publishes.
    about = [rule for rule in RULES if criterion.number in rule.wcag and rule.mode != "document"]
    rules = tuple(rule.id for rule in about if rule.decides)
    questions = tuple(rule.id for rule in about if rule.doubt is not None)
    return Required(
        number=criterion.number,
        level=criterion.level,
        name=criterion.name,
        url=criterion.url,
        since=criterion.since,
        note=criterion.note,
        tested="machine" if rules or criterion.number in looked else "person" if questions else "none",
        rules=rules,
        questions=questions,
        browser=looked.get(criterion.number, ()),
        answers=sum(passed.get(each, 0) for each in questions),
        breaches=sum(criterion.number in each.criteria for each in breaches),
    )
