"""The re-check: what the rule set that is current says of a live edition, in every rendering that the public can get of it.

The evidence of the edition stays what it was; what is found here is for the editors, and takes nothing from the web (DESIGN section 1).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from content import accessibility, fragments, locales, queries
from content.accessibility.answers import Answers, ends, settle, together
from content.accessibility.report import Report
from content.fragments.context import Context, Links
from content.locales import Locale
from content.model import HEADING_LEVELS, VARIANTS, Edition, digest_bytes
from content.ports import Evidence, Reading
from content.ports.recheck import Place, Recheck, Source

FAILED: Final = "check-failed"
MENDED: Final = "check-mended"
"""The verbs of the journal's entries where a live edition begins to fail without having been published anew, and where it ends to."""
PASSED: Final = "recheck"
"""The verb of the entry at the end of a pass."""
_PAGE: Final = 1


class Sitting(Struct, frozen=True, kw_only=True):
    """All that the re-check of one live edition needs, read at once: rendering and checking hold nobody up.

    `arounds` are the contexts of its own locale, then of each that falls back to it; `answers` are what people
    said about the record.
    """

    edition: Edition
    kept: tuple[Evidence, ...]
    arounds: tuple[Context, ...]
    answers: Answers


def sitting(
    reading: Reading, place: Place, *, links: Links, configured: tuple[Locale, ...]
) -> Sitting | None:
    """None where that edition is not live any more. Raises StoreCorrupt where it cannot be read."""
    entry = reading.entry(place.id, place.locale)
    if entry is None or entry.standing.state != "published" or entry.edition.number != place.edition:
        return None
    return Sitting(
        edition=entry.edition,
        kept=reading.evidence(place.id, place.locale, place.edition),
        arounds=tuple(
            queries.context(
                reading, entry.edition, links=links, requested=each, entry=entry, configured=configured
            )
            for each in (place.locale, *_falling_back(reading, place, configured))
        ),
        answers=reading.attestations.answers((place.id, place.locale)),
    )


def _falling_back(reading: Reading, place: Place, configured: tuple[Locale, ...]) -> Iterable[Locale]:
    """The locales whose readers get this text, because there is none in theirs."""
    states = {each.locale: each.state for each in reading.standings([place.id]) if each.edition}
    for requested in configured:
        if requested in states:
            continue
        order = locales.chain(requested, configured)
        if next((each for each in order if states.get(each) == "published"), None) == place.locale:
            yield requested


def examine(sat: Sitting, at: datetime.datetime) -> Recheck:
    """Check every rendering at the time `at`: each variant and level of its own locale, the page, and each variant for those who get
    it because there is nothing in their language: what is said to them is the same at every level.
    """
    kept = {(each.digest, each.heading_level): each.report for each in sat.kept}
    reports = [settle(_report(html, level, kept), sat.answers, at) for html, level in _renderings(sat)]
    failures = most(report.blocking_failures for report in reports)
    return Recheck(
        id=sat.edition.id,
        locale=sat.edition.locale,
        edition=sat.edition.number,
        ruleset=accessibility.RULESET,
        at=at,
        outcome=together(reports),
        failures=failures,
        source=_source(failures, sat.kept) if failures else None,
        since=at if failures else None,
        until=min((end for report in reports if (end := ends(report))), default=None),
    )


def unreadable(place: Place, at: datetime.datetime) -> Recheck:
    """What there is to say of an edition that cannot be read."""
    return Recheck(
        id=place.id,
        locale=place.locale,
        edition=place.edition,
        ruleset=accessibility.RULESET,
        at=at,
        outcome=None,
    )


def most(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """For each rule the most failures of any rendering."""
    found: dict[str, int] = {}
    for each in counts:
        for rule, count in each.items():
            found[rule] = max(count, found.get(rule, 0))
    return found


def fresh(before: Recheck | None, now: Recheck) -> tuple[str, ...]:
    """The rules that fail now and did not at the last look, where nobody was told of them at publication."""
    known = before.failures if before else {}
    return tuple(sorted(set(now.failures) - set(known))) if now.source != "edition" else ()


def _renderings(sat: Sitting) -> Iterable[tuple[str, int]]:
    own, *others = sat.arounds
    for variant in VARIANTS:
        for level in HEADING_LEVELS:
            yield fragments.render(sat.edition, queries.at_level(own, variant, level)), level
        for around in others:
            level = HEADING_LEVELS[0]
            yield fragments.render(sat.edition, queries.at_level(around, variant, level)), level
    yield fragments.render(sat.edition, queries.at_level(own, "full", _PAGE)), _PAGE


def _report(html: str, level: int, kept: Mapping[tuple[str, int], Report]) -> Report:
    known = kept.get((digest_bytes(html.encode()), level))
    if known is not None and known.ruleset == accessibility.RULESET:
        return known
    return accessibility.check(html, heading_level=level)


def _source(failures: Mapping[str, int], kept: Sequence[Evidence]) -> Source:
    then = most(each.report.blocking_failures for each in kept)
    if all(count <= then.get(rule, 0) for rule, count in failures.items()):
        return "edition"
    own = {(each.digest, each.heading_level): each.report for each in kept}
    now = most(_report(each.html, each.heading_level, own).blocking_failures for each in kept)
    return "rules" if any(now.get(rule, 0) > then.get(rule, 0) for rule in failures) else "linked_record"
