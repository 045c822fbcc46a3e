"""How it stands with everything that is live: for people and programs, and for Prometheus."""

from __future__ import annotations

import datetime
import time
from typing import Any, Final

from msgspec import Struct

from content import accessibility as rules
from content.errors import NotFound
from content.kinds import Kind
from content.locales import Locale
from content.ports.recheck import Tally
from service import metrics
from service.metrics import gauge
from service.web.answers import NEVER, Answer, encoded
from service.web.parameters import Asked
from service.web.view import View

TAG: Final = "conformance"
"""Moved by no change: what is kept under it ends by itself."""
FRESH: Final = 60.0
"""Seconds for which a count of everything that is live is kept: a minute, from its first second on."""


class RuleFailing(Struct, frozen=True, kw_only=True):
    """How many live editions fail a rule."""

    rule: str
    wcag: tuple[str, ...]
    editions: int


class CriterionFailing(Struct, frozen=True, kw_only=True):
    """How many live editions have failures of a WCAG success criterion."""

    criterion: str
    editions: int


class LiveCount(Struct, frozen=True, kw_only=True):
    """How it stood at a moment. `checked` are the live editions that the rule set `ruleset` has looked at; `failing` those with blocking
    failures; `unreadable` those that could not be looked at; `attested` and `overridden` those about which somebody has answered
    a question, or let a failure pass. That nothing failed is not a claim that nothing is wrong.
    """

    at: datetime.datetime
    ruleset: str
    editions: int
    checked: int
    failing: int
    unreadable: int
    attested: int
    overridden: int
    rules: tuple[RuleFailing, ...]
    criteria: tuple[CriterionFailing, ...]


class DayCount(LiveCount, frozen=True, kw_only=True):
    """How it stood at the last look of a day on which something was otherwise than before."""

    day: datetime.date


class Part(Struct, frozen=True, kw_only=True):
    """The live editions of a kind in a locale."""

    locale: Locale
    kind: Kind
    editions: int
    checked: int
    failing: int


class Conformance(Struct, frozen=True, kw_only=True):
    """How it stands now, by locale and kind, and how it stood. `pass_ended` is when everything had been checked by this rule set."""

    standard: str
    now: LiveCount
    pass_ended: datetime.datetime | None
    parts: tuple[Part, ...]
    days: tuple[DayCount, ...]


def accessibility(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """How it stands with everything that is live, at most a minute old, and how it stood.

    It says in which minute it was counted: two processes of one service are to answer with the same bytes.
    """
    at = view.now.replace(second=0, microsecond=0)
    into = (view.now - at).total_seconds()
    tally = view.reading.recheck.tally(rules.RULESET, view.now)
    last = view.reading.recheck.last(rules.RULESET)
    found = Conformance(
        standard="WCAG 2.1 AA",
        now=LiveCount(at=at, **_members(tally)),
        pass_ended=last.ended if last else None,
        parts=tuple(
            Part(
                locale=each.locale,
                kind=each.kind,
                editions=each.editions,
                checked=each.checked,
                failing=each.failing,
            )
            for each in tally.shares
        ),
        days=tuple(
            DayCount(day=each.day, at=each.at, **_members(each.tally)) for each in view.reading.recheck.days()
        ),
    )
    return encoded(
        found, tags=frozenset({TAG}), valid_until=time.time() + FRESH - into, modified=at.timestamp()
    )


def _members(tally: Tally) -> dict[str, Any]:
    return {
        "ruleset": tally.ruleset,
        "editions": tally.editions,
        "checked": tally.checked,
        "failing": tally.failing,
        "unreadable": tally.unreadable,
        "attested": tally.attested,
        "overridden": tally.overridden,
        "rules": tuple(
            RuleFailing(rule=rule, wcag=rules.criteria_of(rule), editions=count)
            for rule, count in sorted(tally.rules.items())
        ),
        "criteria": tuple(
            CriterionFailing(criterion=number, editions=count) for number, count in tally.criteria.items()
        ),
    }


def prometheus(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """What Prometheus asks for; 404 where the operator has not switched it on."""
    if view.settings.metrics != "on" or view.process is None:
        raise NotFound("The setting `metrics` is off.")
    process = view.process
    tally = process.tally(view.reading, view.now)
    head = view.reading.head()
    late = view.reading.schedule.due(view.now)
    pushed = view.reading.deliveries.summary()
    body = metrics.write(
        (
            gauge(
                "ruleset_info", "The rule set of the accessibility check.", (1, {"ruleset": rules.RULESET})
            ),
            gauge("live_editions", "Editions that are live.", *_parts(tally, "editions")),
            gauge("live_editions_checked", "Of these, checked by this rule set.", *_parts(tally, "checked")),
            gauge("live_editions_failing", "Of these, with blocking failures.", *_parts(tally, "failing")),
            gauge(
                "live_editions_unreadable", "Live editions that could not be read.", (tally.unreadable, {})
            ),
            gauge(
                "failing_editions",
                "Live editions that fail a rule.",
                *((count, {"rule": rule}) for rule, count in sorted(tally.rules.items())),
            ),
            gauge("change_seq", "The end of the change log.", (head.seq, {})),
            gauge(
                "plans_late",
                "Plans whose time has come, and that the worker has not carried out.",
                (len(late), {}),
            ),
            gauge(
                "subscribers",
                "Subscribers that are told of what happens.",
                *((count, {"sort": str(sort)}) for sort, count in view.reading.subscribers.counts().items()),
            ),
            gauge(
                "subscribers_failing",
                "Of these, those whose last attempt failed; 1000 stands for any more.",
                (len(view.reading.subscribers.troubled(1, 1000)), {}),
            ),
            gauge(
                "deliveries",
                "Deliveries that are kept; what is failed was given up.",
                *((count, {"state": str(state)}) for state, count in pushed.states.items()),
            ),
            gauge(
                "delivery_oldest_seconds",
                "How long the oldest delivery that waits has waited; 0 where none does.",
                (max((view.now - pushed.oldest).total_seconds(), 0.0) if pushed.oldest else 0.0, {}),
            ),
            gauge(
                "hub_intents",
                "Requests to the hub that wait for their callbacks.",
                (view.reading.intents.count(), {}),
            ),
            *process.total(),
        )
    )
    return Answer(body=body, media_type=metrics.MEDIA_TYPE, cache=NEVER)


def _parts(tally: Tally, member: str) -> list[tuple[float, dict[str, str]]]:
    return [(getattr(each, member), {"locale": each.locale, "kind": each.kind}) for each in tally.shares]
