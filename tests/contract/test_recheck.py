"""The room of the re-check: what waits, what is kept, and what moves what is shown."""

from __future__ import annotations

from msgspec import structs

from content.ports import Store
from content.ports.recheck import Day, Pass, Place, Recheck, Tally
from content.text import LinkCard
from tests.contract import build
from tests.contract.build import at, identity

FOUND = Recheck(
    id=identity(1),
    locale="nb",
    edition=1,
    ruleset="2",
    at=at(5),
    outcome="failed",
    failures={"link-name": 2},
    source="rules",
    since=at(4),
    until=at(60),
)


def waiting(store: Store, ruleset: str = "2") -> list[tuple[int, str]]:
    with store.read() as reading:
        found = reading.recheck.waiting(ruleset, None, 100)
        assert reading.recheck.count(ruleset) == len(found)
    return [(each.id.int & 0xFF, each.locale) for each in found]


def stirred(store: Store, minutes: int = 5) -> set[Place]:
    with store.read() as reading:
        return set(reading.recheck.stirred(at(minutes), 100))


def head(store: Store) -> int:
    with store.read() as reading:
        return reading.head().seq


def test_what_was_published_under_a_rule_set_waits_for_every_other(store: Store) -> None:
    build.publish(store, 1, build.news("en"), checked=build.evidence(ruleset="1"))
    build.publish(store, 2, build.news("to"), checked=build.evidence(ruleset="2"))
    build.publish(store, 3, build.news("tre"), checked=build.evidence(ruleset="2", outcome="failed"))
    build.save(store, 4, build.news("fire"))
    assert waiting(store) == [(1, "nb"), (3, "nb")]
    assert waiting(store, "1") == [(2, "nb"), (3, "nb")]
    with store.read() as reading:
        assert reading.recheck.waiting("2", (identity(1), "nb"), 100)[0].id == identity(3)
        assert len(reading.recheck.waiting("3", None, 2)) == 2


def test_what_was_found_comes_back_as_it_was_and_waits_no_more(store: Store) -> None:
    build.publish(store, 1, build.news("en"), checked=build.evidence(ruleset="1"))
    assert store.write(lambda writing: writing.recheck.keep(FOUND, 1))
    with store.read() as reading:
        assert reading.recheck.of(identity(1), "nb") == FOUND
        [repair] = reading.stewardship.repairs()
        tally = reading.recheck.tally("2", at(5))
    assert (repair.failures, repair.source, repair.since) == ({"link-name": 2}, "rules", at(4))
    assert (tally.editions, tally.checked, tally.failing, tally.rules) == (1, 1, 1, {"link-name": 1})
    assert waiting(store) == []
    assert waiting(store, "3") == [(1, "nb")]
    assert stirred(store, 59) == set()
    assert stirred(store, 60) == {Place(id=identity(1), locale="nb", edition=1)}


def test_nothing_is_kept_of_an_edition_that_is_not_live_any_more(store: Store) -> None:
    build.publish(store, 1, build.news("en"), checked=build.evidence())
    build.publish(store, 1, build.news("en", "Ny"), minutes=1, checked=build.evidence())
    assert not store.write(lambda writing: writing.recheck.keep(FOUND, 9))
    build.withdraw(store, 1, minutes=2)
    current = structs.replace(FOUND, edition=2)
    assert not store.write(lambda writing: writing.recheck.keep(current, 9))
    with store.read() as reading:
        assert reading.recheck.of(identity(1), "nb") is None


def test_what_changes_while_it_is_looked_at_waits_on(store: Store) -> None:
    build.publish(store, 2, build.news("to"), checked=build.evidence(ruleset="2"))
    card = structs.replace(build.news("en"), body=(LinkCard(key="k", record=identity(2)),))
    build.publish(store, 1, card, minutes=1, checked=build.evidence(ruleset="2"))
    seen = head(store)
    build.publish(store, 2, build.news("to", "Nytt navn"), minutes=2, checked=build.evidence(ruleset="2"))
    found = structs.replace(
        FOUND, outcome="no_failures_found", failures={}, source=None, since=None, until=None
    )
    assert store.write(lambda writing: writing.recheck.keep(found, seen))
    assert {each.id for each in stirred(store)} == {identity(1)}
    assert waiting(store) == [(1, "nb")]
    assert store.write(lambda writing: writing.recheck.keep(found, head(store)))
    assert (stirred(store), waiting(store)) == (set(), [])


def test_a_change_moves_what_points_to_it_and_its_other_languages_and_not_itself(store: Store) -> None:
    for locale in ("nb", "en"):
        build.publish(store, 2, build.news(f"to-{locale}"), locale=locale, checked=build.evidence())
    card = structs.replace(build.news("en"), body=(LinkCard(key="k", record=identity(2)),))
    build.publish(store, 1, card, minutes=1, checked=build.evidence())
    build.publish(store, 3, build.news("tre"), minutes=1, checked=build.evidence())
    store.write(
        lambda writing: [writing.recheck.keep(_sound(each), 99) for each in writing.recheck.stirred(at(5), 9)]
    )
    assert stirred(store) == set()
    build.withdraw(store, 2, minutes=2)
    assert {(each.id, each.locale) for each in stirred(store)} == {(identity(1), "nb"), (identity(2), "en")}
    build.publish(store, 1, build.news("en", "Uten kort"), minutes=3, checked=build.evidence())
    store.write(
        lambda writing: [writing.recheck.keep(_sound(each), 99) for each in writing.recheck.stirred(at(5), 9)]
    )
    build.publish(store, 2, build.news("to-en", "Nytt"), locale="en", minutes=4, checked=build.evidence())
    assert stirred(store) == set()


def test_what_shows_something_of_a_record_is_known(store: Store) -> None:
    build.publish(store, 2, build.news("to"))
    build.publish(store, 1, structs.replace(build.news("en"), body=(LinkCard(key="k", record=identity(2)),)))
    build.publish(store, 3, build.topic("barents", "Barents"))
    build.publish(store, 4, structs.replace(build.news("fire"), topics=("barents",)))
    with store.read() as reading:
        showing = reading.recheck.showing
        assert showing(frozenset({identity(2)})) == {identity(1)}
        assert showing(frozenset({identity(3)})) == {identity(4)}
        assert showing(frozenset({identity(2), identity(3)})) == {identity(1), identity(4)}
        assert showing(frozenset({identity(4)})) == frozenset()


def _sound(place: Place) -> Recheck:
    return Recheck(
        id=place.id,
        locale=place.locale,
        edition=place.edition,
        ruleset="2",
        at=at(5),
        outcome="no_failures_found",
    )


def test_passes_and_days_come_back_as_they_were(store: Store) -> None:
    first = Pass(ruleset="2", began=at(1))
    store.write(lambda writing: writing.recheck.mark(first))
    with store.read() as reading:
        assert (reading.recheck.last("2"), reading.recheck.last("3")) == (first, None)
    ended = structs.replace(first, ended=at(9))
    store.write(lambda writing: writing.recheck.mark(ended))
    tally = Tally(ruleset="2", editions=3, checked=2, failing=1, unreadable=0, rules={"link-name": 1})
    day = Day(day=at(1).date(), at=at(1), tally=tally)
    assert store.write(lambda writing: writing.recheck.note(day))
    assert not store.write(lambda writing: writing.recheck.note(day))
    later = structs.replace(day, at=at(2), tally=structs.replace(tally, failing=0))
    assert store.write(lambda writing: writing.recheck.note(later))
    with store.read() as reading:
        assert reading.recheck.last("2") == ended
        assert reading.recheck.days() == (later,)
