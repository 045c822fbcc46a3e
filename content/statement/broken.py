"""Known breaches, of what was found: by rules of the check, in a real browser, by people, and by operators who write them down."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from content.accessibility.audit import Looked
from content.accessibility.rules import RULES, Rule
from content.errors import Message
from content.fragments.context import Links
from content.locales import Locale
from content.ports.audits import Sighted
from content.ports.proof import Admitted, Failing
from content.ports.recheck import Source
from content.statement.breaches import Known
from content.statement.law import Criterion

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
_IN_BROWSER: Final = Message(
    nb="Feilen viser seg først i en nettleser, og ble funnet der etter publisering.",
    en="The failure shows in a browser alone, and was found there after publication.",
)


class Place(Struct, frozen=True, kw_only=True):
    """A record in a locale that has a breach."""

    id: UUID
    locale: Locale
    title: str
    url: str


class Breach(Struct, frozen=True, kw_only=True):
    """A known breach: found by a rule of the check (`rule`), in a real browser (`rule`, as the audit names it), by a person whom it asked, let pass by a named override until
    `until`, or written down by the operator.

    `since` is when a re-check first saw it. `editions` counts the texts that have it, of which `places` lists the first; both are empty for one that is written down.
    """

    source: Literal["check", "browser", "person", "override", "operator"]
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


def found(
    failing: Sequence[Failing],
    let_pass: Collection[tuple[UUID, Locale, str]],
    asked: Sequence[Criterion],
    links: Links,
) -> Iterable[Breach]:
    """What rules of the check found, by rule and reason, but what an override lets pass."""
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


def seen(broken: Sequence[Sighted], asked: Sequence[Criterion], links: Links) -> Iterable[Breach]:
    """What failed in a browser, by rule; each text once, whatever its variants and levels."""
    by_number = {each.number: each for each in asked}
    having: dict[str, tuple[Looked, dict[Place, None]]] = {}
    for each in broken:
        for rule in each.audit.rules:
            if "failed" in rule.outcomes.values():
                _, places = having.setdefault(rule.rule, (rule, {}))
                if (identity := each.audit.id) is not None and (locale := each.audit.locale) is not None:
                    places[
                        Place(id=identity, locale=locale, title=each.title, url=links.page(locale, each.slug))
                    ] = None
    for name, (rule, places) in sorted(having.items()):
        criteria = tuple(by_number[number] for number in rule.wcag if number in by_number)
        if criteria:
            yield Breach(
                source="browser",
                criteria=tuple(each.number for each in criteria),
                # What axe-core says of its rules is in English alone.
                what=Message(
                    nb=f"Ikke oppfylt i en nettleser: {', '.join(_lowered(each.name.nb) for each in criteria)}",
                    en=f"Not met in a browser: {_lowered(rule.help)}",
                ),
                consequence=tuple(said for each in criteria if (said := each.consequence)),
                reason=_IN_BROWSER,
                rule=name,
                editions=len(places),
                places=tuple(places)[:MOST_PLACES],
            )


def admitted(admitted: Sequence[Admitted], asked: Sequence[Criterion], links: Links) -> Iterable[Breach]:
    """What people say is wrong."""
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


def written(known: Known) -> Breach:
    """What the operator wrote down."""
    return Breach(
        source="operator",
        criteria=known.criteria,
        what=known.what.message,
        consequence=(known.consequence.message,),
        reason=known.reason.message,
        mend_by=known.mend_by,
    )
