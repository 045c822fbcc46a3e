"""What is counted while it changes: the same sums as going over everything would give. That they are, each test's store is asked at its end."""

from __future__ import annotations

import random

from msgspec import structs

from content.accessibility.report import Verdict
from content.ports import Counts, Store
from content.ports.proof import Scope
from content.ports.recheck import Recheck
from tests.contract import build
from tests.contract.build import at, identity

RECHECK = Recheck(
    id=identity(1), locale="nb", edition=1, ruleset="2", at=at(5), outcome="no_failures_found"
)  # fmt: skip


def counts(store: Store, locale: str = "nb") -> Counts:
    with store.read() as reading:
        return reading.counts(locale)


def test_what_is_live_is_counted_by_kind_and_topic(store: Store) -> None:
    build.publish(store, 1, build.news("en", topics=("arktis", "barents")))
    build.publish(store, 2, build.news("to", topics=("barents",)))
    build.publish(store, 3, build.topic("barents", "Barents"))
    build.publish(store, 1, build.news("ein", topics=("arktis",)), locale="nn")
    assert counts(store) == Counts(
        kinds={"news": 2, "topic": 1},
        topics={"arktis": 1, "barents": 2},
        within={"arktis": {"news": 1}, "barents": {"news": 2}},
    )
    build.withdraw(store, 2)
    build.publish(store, 1, build.news("en", topics=("klima",)), minutes=1)
    assert counts(store) == Counts(
        kinds={"news": 1, "topic": 1}, topics={"klima": 1}, within={"klima": {"news": 1}}
    )
    build.publish(store, 2, build.news("to", topics=("klima",)), minutes=2)
    assert counts(store).within == {"klima": {"news": 2}}
    assert counts(store, "nn").topics == {"arktis": 1}
    with store.read() as reading:
        assert reading.proof.sums(Scope(), at(60)).records == 3
        assert reading.proof.sums(Scope(kind="news"), at(60)).records == 2
        assert reading.proof.sums(Scope(locale="nn"), at(60)).records == 1


def test_a_recheck_that_takes_the_place_of_another_is_counted_once(store: Store) -> None:
    """It is written with OR REPLACE, which holds for what triggers do, too."""
    for number in (1, 2):
        build.publish(store, number, build.news(f"sak-{number}"), checked=build.evidence(ruleset="1"))
    for outcome, failures in (("failed", {"a": 1}), ("failed", {"a": 2}), ("no_failures_found", {})):
        found = structs.replace(
            RECHECK, outcome=outcome, failures=failures, source="rules" if failures else None, since=at(5) if failures else None
        )  # fmt: skip
        assert store.write(lambda writing, found=found: writing.recheck.keep(found, 9))  # type: ignore[misc]
        with store.read() as reading:
            tally = reading.recheck.tally("2", at(6))
            sums = reading.proof.sums(Scope(), at(6))
        assert (tally.editions, tally.checked, tally.failing) == (2, 1, len(failures))
        assert (sums.records, sums.editions, sums.repair) == (2, 2, len(failures))


def test_any_order_of_acts_comes_to_the_same(store: Store) -> None:
    draw = random.Random(4)
    live: dict[tuple[int, str], str] = {}
    outcomes: tuple[Verdict, ...] = ("no_failures_found", "failed")
    for minutes in range(60):
        number, locale = draw.randrange(1, 6), draw.choice(("nb", "nn"))
        if live.get((number, locale)) == "published" and draw.random() < 0.4:
            build.withdraw(store, number, locale=locale, minutes=minutes)
            live[number, locale] = "withdrawn"
            continue
        topics = tuple(draw.sample(("arktis", "barents", "klima"), draw.randrange(3)))
        content = build.news(f"sak-{number}", f"Sak {minutes}", topics=topics)
        build.publish(
            store,
            number,
            content,
            locale=locale,
            minutes=minutes,
            checked=build.evidence(ruleset="1", outcome=draw.choice(outcomes)),
        )
        live[number, locale] = "published"
        if draw.random() < 0.3:
            with store.read() as reading:
                standing = reading.standing(identity(number), locale)
            assert standing is not None
            found = structs.replace(
                RECHECK, id=identity(number), locale=locale, edition=standing.edition, outcome=None
            )
            store.write(lambda writing, found=found: writing.recheck.keep(found, 999))  # type: ignore[misc]
    published = [key for key, state in live.items() if state == "published"]
    with store.read() as reading:
        assert reading.recheck.tally("1", at(99)).editions == len(published)
        assert reading.proof.sums(Scope(), at(99)).records == len({number for number, _ in published})
    assert store.verify() == ()
