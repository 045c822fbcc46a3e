"""The sums over the evidence of what is live: of everything, of a kind, in a locale, and of some records."""

from __future__ import annotations

import pytest
from msgspec import structs

from content.accessibility.report import Outcome
from content.ports import Evidence, Store
from content.ports.proof import Scope, Sums
from content.ports.recheck import Recheck
from tests.contract import build

CLEAN = build.evidence(ruleset="2026.1")
OLD = build.evidence(ruleset="2025.9", outcome="attested")


def failing(*counts: dict[str, int], blocks: bool = True) -> tuple[Evidence, ...]:
    """Evidence that failed; of the first renderings, these many times by rule."""
    every = list(build.evidence(ruleset="2026.1", outcome="failed"))
    for number, each in enumerate(every):
        found = counts[number] if number < len(counts) else {}
        report = structs.replace(each.report, publishable=not blocks, blocking_failures=found)
        every[number] = structs.replace(each, report=report)
    return tuple(every)


@pytest.fixture
def filled(store: Store) -> Store:
    build.publish(store, 1, build.news("en"), checked=CLEAN)
    build.publish(store, 1, build.news("one"), locale="en", checked=OLD)
    build.publish(store, 2, build.news("to", "Andre"), checked=failing({"a": 1, "b": 2}, {"a": 3}))
    build.publish(store, 3, build.topic("barents", "Barents"), checked=failing({}, blocks=False))
    build.publish(store, 4, build.news("fire"))
    build.publish(store, 5, build.news("fem"), checked=failing({"a": 1}))
    build.withdraw(store, 5)
    build.save(store, 6, build.news("seks"))
    return store


def test_everything_published_is_counted_once(filled: Store) -> None:
    with filled.read() as reading:
        assert reading.proof.sums(Scope(), build.at(60)) == Sums(
            records=4,
            editions=5,
            no_failures_found=1,
            attested=1,
            failed=2,
            repair=1,
            unchecked=1,
            rulesets={"2025.9": 1, "2026.1": 3},
        )


@pytest.mark.parametrize(
    ("scope", "editions", "failed"),
    [
        (Scope(kind="topic"), 1, 1),
        (Scope(kind="news"), 4, 1),
        (Scope(locale="en"), 1, 0),
        (Scope(records=(build.identity(1), build.identity(2))), 3, 1),
        (Scope(records=(build.identity(1),), locale="nb"), 1, 0),
        (Scope(records=()), 0, 0),
        (Scope(records=(build.identity(5), build.identity(6), build.identity(7))), 0, 0),
    ],
)
def test_a_part_is_counted_alone(filled: Store, scope: Scope, editions: int, failed: int) -> None:
    with filled.read() as reading:
        sums = reading.proof.sums(scope, build.at(60))
    assert (sums.editions, sums.failed) == (editions, failed)


def test_those_to_repair_come_with_the_worst_of_their_renderings(filled: Store) -> None:
    with filled.read() as reading:
        [found] = reading.proof.failing(Scope(), build.at(60), 10)
        assert (found.id, found.locale, found.slug, found.title) == (build.identity(2), "nb", "to", "Andre")
        assert found.rules == {"a": 3, "b": 2}
        assert reading.proof.failing(Scope(), build.at(60), 0) == ()
        assert reading.proof.failing(Scope(kind="topic"), build.at(60), 10) == ()


def test_an_edition_without_the_failure_is_counted_in_the_place_of_the_one_before(filled: Store) -> None:
    build.publish(filled, 2, build.news("to"), update="minor", minutes=1, checked=CLEAN)
    with filled.read() as reading:
        assert reading.proof.sums(Scope(), build.at(60)).repair == 0
        assert reading.proof.failing(Scope(), build.at(60), 10) == ()


def checked_again(store: Store, number: int, failures: dict[str, int]) -> None:
    """Keep that a later rule set looked at the first edition of a record, and what it found."""
    again = Recheck(
        id=build.identity(number),
        locale="nb",
        edition=1,
        ruleset="2027.1",
        at=build.at(60),
        outcome="failed" if failures else "no_failures_found",
        failures=failures,
        source="rules" if failures else None,
        since=build.at(50) if failures else None,
    )
    assert store.write(lambda writing: writing.recheck.keep(again, 0))


def test_a_later_look_counts_in_the_place_of_the_first(filled: Store) -> None:
    checked_again(filled, 1, {"link-name": 2})
    checked_again(filled, 2, {})
    with filled.read() as reading:
        sums = reading.proof.sums(Scope(), build.at(60))
        [found] = reading.proof.failing(Scope(), build.at(60), 10)
    assert (sums.failed, sums.repair, sums.no_failures_found) == (2, 1, 1)
    assert sums.rulesets == {"2025.9": 1, "2026.1": 1, "2027.1": 2}
    assert (found.id, found.rules) == (build.identity(1), {"link-name": 2})
    assert (found.source, found.since) == ("rules", build.at(50))


ABOUT = "sha256:" + "a" * 64
GONE = "sha256:" + "b" * 64


def asking(rule: str, outcome: Outcome | None = None) -> tuple[Evidence, ...]:
    """Evidence whose renderings have one finding of a rule, about `ABOUT`."""
    return tuple(
        structs.replace(
            each,
            report=structs.replace(
                each.report,
                findings=(
                    structs.replace(
                        each.report.findings[0],
                        rule=rule,
                        subject=ABOUT,
                        outcome=outcome or each.report.findings[0].outcome,
                    ),
                ),
            ),
        )
        for each in build.evidence()
    )


def answered(
    store: Store, number: int, rule: str, answer: str, *, subject: str = ABOUT, days: int = 1
) -> None:
    """Keep what a person answered, for some days."""
    members = {
        "id": build.identity(number),
        "locale": "nb",
        "rule": rule,
        "subject": subject,
        "answer": answer,
        "reason": f"Fordi {answer}",
        "by": "kari",
        "at": build.at(1),
        "until": build.at(1 + days * 1440),
    }
    store.write(lambda writing: writing.attestations.keep(members))


def test_what_people_answered_counts_as_long_as_it_holds_and_its_subject_is_there(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Første"), checked=asking("video-captions"))
    build.publish(store, 2, build.news("to"), checked=asking("video-captions"))
    answered(store, 1, "video-captions", "failed")
    answered(store, 1, "video-captions", "failed", subject=GONE)
    answered(store, 2, "video-captions", "passed")
    answered(store, 2, "video-captions", "overridden", days=3)
    with store.read() as reading:
        first, second = reading.proof.admitted(Scope(), build.at(60), 10)
        assert (first.id, first.title, first.rule) == (build.identity(1), "Første", "video-captions")
        assert (first.overridden, first.reason) == (False, "Fordi failed")
        assert (second.id, second.overridden, second.until) == (build.identity(2), True, build.at(4321))
        assert reading.proof.passed(Scope(), build.at(60)) == {"video-captions": 1}
        # After the end of an answer it counts no more, and neither does what is not asked about.
        assert len(reading.proof.admitted(Scope(), build.at(2000), 10)) == 1
        assert reading.proof.passed(Scope(), build.at(2000)) == {}
        assert reading.proof.admitted(Scope(records=(build.identity(3),)), build.at(60), 10) == ()
    build.withdraw(store, 1, minutes=70)
    with store.read() as reading:
        assert len(reading.proof.admitted(Scope(), build.at(60), 10)) == 1


def test_an_answer_counts_at_once_and_until_it_ends(store: Store) -> None:
    build.publish(store, 1, build.news("en"), checked=asking("video-captions", "cantTell"))
    answered(store, 1, "video-captions", "passed")
    with store.read() as reading:
        assert reading.proof.sums(Scope(), build.at(60)).attested == 1
        after = reading.proof.sums(Scope(), build.at(2000))
        assert (after.attested, after.no_failures_found) == (0, 1)
        [entry] = reading.entries([build.identity(1)])
        assert entry.verification is not None
        assert entry.verification.outcome == "no_failures_found"
        assert entry.verification.outcome_at(build.at(60)) == "attested"
        assert entry.verification.holds_until(build.at(60)) == build.at(1441)
        assert entry.verification.outcome_at(build.at(1441)) == "no_failures_found"
    # What is published anew has the same question, and the answer holds for it.
    build.publish(store, 1, build.news("en"), minutes=5, checked=asking("video-captions", "cantTell"))
    with store.read() as reading:
        assert reading.proof.sums(Scope(), build.at(60)).attested == 1
    build.publish(store, 1, build.news("en"), minutes=6, checked=CLEAN)
    with store.read() as reading:
        assert reading.proof.sums(Scope(), build.at(60)).attested == 0


def test_answers_about_several_records_are_read_at_once(store: Store) -> None:
    for number in (1, 2, 3):
        build.publish(store, number, build.news(f"sak-{number}"), checked=build.evidence())
    answered(store, 2, "link-purpose", "passed")
    answered(store, 1, "link-purpose", "passed")
    answered(store, 1, "image-alternative", "failed")
    keys = [(build.identity(number), "nb") for number in (1, 2, 3)]
    with store.read() as reading:
        found = reading.attestations.each(keys)
        assert found == {key: reading.attestations.answers(key) for key in keys[:2]}
        assert [len(found[key].attestations) for key in keys[:2]] == [2, 1]
        assert len(reading.attestations.answers(*keys).attestations) == 3
        assert reading.attestations.each([]) == {}
        assert reading.attestations.each([(build.identity(1), "nn")]) == {}
