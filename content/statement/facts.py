"""The facts: the criteria with how each is tested, and the breaches, for everything published or for what somebody embeds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from content.accessibility.rules import RULES, RULESET, Rule
from content.errors import Message
from content.fragments.context import Links
from content.locales import Locale
from content.ports import Reading
from content.ports.proof import Failing, Scope, Sums
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
    `breaches` counts the known ones.
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
    breaches: int = 0


class Place(Struct, frozen=True, kw_only=True):
    """A record in a locale that has a breach."""

    id: UUID
    locale: Locale
    title: str
    url: str


class Breach(Struct, frozen=True, kw_only=True):
    """A known breach: found by a rule of the check (`rule`), or written down by the operator.

    `since` is when a re-check first saw it. `editions` counts the texts that have it, of which `places` lists the first; both are empty for one that is written down.
    """

    source: Literal["check", "operator"]
    criteria: tuple[str, ...]
    what: Message
    consequence: tuple[Message, ...]
    reason: Message
    since: datetime.datetime | None = None
    mend_by: datetime.date | None = None
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
    day: datetime.date,
    *,
    known: Sequence[Known] = (),
    contacts: tuple[str, ...] = (),
    statement: str = "",
) -> Facts:
    """The facts on a day. What operators wrote down is about the whole service, so it is left out where only some records are asked for.

    Raises StoreCorrupt.
    """
    asked = law().on(day)
    failing = reading.proof.failing(scope, MOST_EDITIONS + 1)
    whole = scope == Scope()
    breaches = (
        *_found(failing[:MOST_EDITIONS], asked, links),
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
        sums=reading.proof.sums(scope),
        criteria=tuple(_required(each, breaches) for each in asked),
        breaches=breaches,
        complete=len(failing) <= MOST_EDITIONS,
    )


def _required(criterion: Criterion, breaches: Iterable[Breach]) -> Required:
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
        breaches=sum(criterion.number in each.criteria for each in breaches),
    )


def _found(failing: Sequence[Failing], asked: Sequence[Criterion], links: Links) -> Iterable[Breach]:
    consequences: Mapping[str, Message | None] = {each.number: each.consequence for each in asked}
    for rule in RULES:
        criteria = tuple(each for each in rule.wcag if each in consequences)
        for source, reason in _REASONS.items():
            having = [each for each in failing if rule.id in each.rules and each.source == source]
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
