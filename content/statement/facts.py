"""The facts: the criteria with how each is tested, and the breaches, for everything published or for what somebody embeds."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from content.accessibility.rules import RULES, RULESET, Rule
from content.errors import Message
from content.fragments.context import Links
from content.locales import Locale
from content.ports import Reading
from content.ports.proof import Admitted, Failing, Scope, Sums
from content.ports.recheck import Source
from content.statement.breaches import Known
from content.statement.law import Authority, Criterion, law

Tested = Literal["machine", "person", "none"]

MOST_EDITIONS: Final = 500
"""Editions to repair that are looked into: a statement with more has other worries than its length."""
MOST_PLACES: Final = 20

_REASONS: Final[Mapping[Source, Message]] = {
    "edition": Message(
        nb="Teksten ble rettet mens feilen sto der fra før: en rettelse går ut når den ikke legger til nye feil.",
        en="The text was corrected while the failure was there already: a correction goes out when it adds no new failure.",
    ),
    "rules": Message(
        nb="Feilen ble funnet av nyere regler etter at teksten var publisert.",
        en="The failure was found by newer rules after the text had been published.",
    ),
    "linked_record": Message(
        nb="En annen tekst, som denne viser noe av, er endret etter at denne ble publisert.",
        en="Another text, of which this one shows something, was changed after this one had been published.",
    ),
}


class Required(Struct, frozen=True, kw_only=True):
    """A criterion that the law asks for, and how it is tested here.

    `machine`: the rules in `rules` decide a part of it, never all. `person`: no rule decides, and those in `questions` ask people.
    `answers` counts what people answered to these and still holds, `breaches` the known breaches.
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
    answers: int = 0
    breaches: int = 0


class Place(Struct, frozen=True, kw_only=True):
    """A record in a locale that has a breach."""

    id: UUID
    locale: Locale
    title: str
    url: str


class Breach(Struct, frozen=True, kw_only=True):
    """A known breach: found by a rule of the check (`rule`), by a person whom it asked, let pass by a named override until
    `until`, or written down by the operator.

    `since` is when a re-check first saw it. `editions` counts the texts that have it, of which `places` lists the first; both are empty for one that is written down.
    """

    source: Literal["check", "person", "override", "operator"]
    criteria: tuple[str, ...]
    what: Message
    consequence: tuple[Message, ...]
    reason: Message
    since: datetime.datetime | None = None
    mend_by: datetime.date | None = None
    until: datetime.datetime | None = None
    rule: str = ""
    editions: int = 0
    places: tuple[Place, ...] = ()


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
    breaches = (
        *_found(failing[:MOST_EDITIONS], let_pass, asked, links),
        *_admitted(admitted, asked, links),
        *(_written(each) for each in known if whole),
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
        criteria=tuple(_required(each, breaches, passed) for each in asked),
        breaches=breaches,
        complete=len(failing) <= MOST_EDITIONS,
    )


def _required(criterion: Criterion, breaches: Iterable[Breach], passed: Mapping[str, int]) -> Required:
    # What is only asked of whole documents is not asked of the fragments that this service publishes.
    about = [rule for rule in RULES if criterion.number in rule.wcag and rule.mode != "document"]
    rules = tuple(rule.id for rule in about if rule.decides)
    questions = tuple(rule.id for rule in about if rule.doubt is not None or not rule.decides)
    return Required(
        number=criterion.number,
        level=criterion.level,
        name=criterion.name,
        url=criterion.url,
        since=criterion.since,
        note=criterion.note,
        tested="machine" if rules else "person" if questions else "none",
        rules=rules,
        questions=questions,
        answers=sum(passed.get(each, 0) for each in questions),
        breaches=sum(criterion.number in each.criteria for each in breaches),
    )


def _found(
    failing: Sequence[Failing],
    let_pass: Collection[tuple[UUID, Locale, str]],
    asked: Sequence[Criterion],
    links: Links,
) -> Iterable[Breach]:
    consequences: Mapping[str, Message | None] = {each.number: each.consequence for each in asked}
    for rule in RULES:
        criteria = tuple(each for each in rule.wcag if each in consequences)
        for source, reason in _REASONS.items():
            having = [
                each
                for each in failing
                if rule.id in each.rules
                and each.source == source
                and (each.id, each.locale, rule.id) not in let_pass
            ]
            if not (criteria and having):
                continue
            since = [each.since for each in having if each.since]
            yield Breach(
                source="check",
                criteria=criteria,
                what=_broken(rule),
                consequence=tuple(each for one in criteria if (each := consequences[one])),
                reason=reason,
                since=min(since) if since else None,
                rule=rule.id,
                editions=len(having),
                places=tuple(
                    Place(
                        id=each.id,
                        locale=each.locale,
                        title=each.title,
                        url=links.page(each.locale, each.slug),
                    )
                    for each in having[:MOST_PLACES]
                ),
            )


def _admitted(admitted: Sequence[Admitted], asked: Sequence[Criterion], links: Links) -> Iterable[Breach]:
    consequences: Mapping[str, Message | None] = {each.number: each.consequence for each in asked}
    by_id = {rule.id: rule for rule in RULES}
    for each in admitted:
        rule = by_id.get(each.rule)
        criteria = tuple(one for one in rule.wcag if one in consequences) if rule else ()
        if rule is None or not criteria:
            continue
        yield Breach(
            source="override" if each.overridden else "person",
            criteria=criteria,
            what=_broken(rule),
            consequence=tuple(said for one in criteria if (said := consequences[one])),
            # What people write is in one language, and which one is not known.
            reason=Message(nb=each.reason, en=each.reason),
            until=each.until if each.overridden else None,
            rule=rule.id,
            editions=1,
            places=(
                Place(
                    id=each.id, locale=each.locale, title=each.title, url=links.page(each.locale, each.slug)
                ),
            ),
        )


def _broken(rule: Rule) -> Message:
    return Message(nb=f"Ikke oppfylt: {_lowered(rule.title.nb)}", en=f"Not met: {_lowered(rule.title.en)}")


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _written(known: Known) -> Breach:
    return Breach(
        source="operator",
        criteria=known.criteria,
        what=known.what.message,
        consequence=(known.consequence.message,),
        reason=known.reason.message,
        mend_by=known.mend_by,
    )
