"""The rooms of the schedule, of leases and of stewardship."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs

from content import schedule
from content.errors import SlugTaken, WrongState
from content.ports import Store, Writing
from content.schedule import Act, Planned
from content.stewardship import Stewardship
from tests.contract import build
from tests.contract.build import at, identity

LENGTH = datetime.timedelta(seconds=5)


def plan(number: int, minutes: int, *, act: Act = "publish", revision: int = 1) -> Planned:
    return Planned(
        id=identity(number),
        locale="nb",
        act=act,
        at=at(minutes),
        revision=revision if act == "publish" else 0,
        note="Nå",
        expires=at(minutes + 60) if act == "publish" else None,
        actor=build.AUTHOR,
        via="test",
        made_at=at(0),
    )


def keep(store: Store, *planned: Planned) -> tuple[Planned, ...]:
    def work(writing: Writing) -> tuple[Planned, ...]:
        kept = writing.schedule.keep(planned)
        for each in kept:
            standing = writing.standing(each.id, each.locale)
            assert standing is not None
            if each.act == "publish" and standing.state == "draft":
                writing.schedule.mark(schedule.waiting(standing, at(0)))
        return kept

    return store.write(work)


def release(store: Store, planned: Planned) -> bool:
    def work(writing: Writing) -> bool:
        taken = writing.schedule.take([planned])
        standing = writing.standing(planned.id, planned.locale)
        assert standing is not None
        if taken and standing.state == "scheduled":
            writing.schedule.mark(schedule.no_longer(standing, at(0)))
        return taken

    return store.write(work)


def test_plans_come_back_as_they_were_kept_earliest_first(store: Store) -> None:
    for number in (1, 2):
        build.save(store, number, build.news(f"sak-{number}"))
    (second,) = keep(store, plan(2, 20))
    (first,) = keep(store, plan(1, 10))
    assert first.number > second.number
    with store.read() as reading:
        assert reading.schedule.of(identity(1), "nb") == (first,)
        assert reading.schedule.of(identity(1), "nn") == ()
        assert reading.schedule.listing() == (first, second)
        assert reading.schedule.listing(at(10)) == (first,)
        assert reading.schedule.due(at(9)) == ()
        assert reading.schedule.due(at(10)) == (first,)
        assert reading.schedule.due(at(30), limit=1) == (first,)
        assert reading.schedule.next(at(0)) == at(10)
        assert reading.schedule.next(at(10)) == at(20)
        assert reading.schedule.next(at(20)) is None


def test_a_plan_takes_the_place_of_the_one_before_and_each_is_taken_once(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    (old,) = keep(store, plan(1, 10))
    (new,) = keep(store, plan(1, 15))
    assert new.number > old.number
    assert not release(store, old)
    assert release(store, new)
    assert not release(store, new)
    with store.read() as reading:
        assert reading.schedule.listing() == ()
    (again,) = keep(store, plan(1, 15))
    assert again.number > new.number


def test_both_acts_of_a_record_stand_side_by_side(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    build.save(store, 1, build.news("mote", "Nytt"), minutes=1)
    keep(store, plan(1, 20, revision=2))
    keep(store, plan(1, 10, act="expire"))
    with store.read() as reading:
        assert [each.act for each in reading.schedule.of(identity(1), "nb")] == ["expire", "publish"]


def test_several_are_taken_together_or_not_at_all(store: Store) -> None:
    for number in (1, 2, 3):
        build.save(store, number, build.news(f"sak-{number}"))
    first, second = keep(store, plan(1, 10), plan(2, 10))
    (alone,) = keep(store, plan(3, 10))
    assert first.together == second.together == first.number
    assert alone.together == 0
    with store.read() as reading:
        assert reading.schedule.together(second) == (first, second)
        assert reading.schedule.together(alone) == (alone,)
    assert release(store, first)
    assert not store.write(lambda writing: writing.schedule.take([first, second]))
    with store.read() as reading:
        assert reading.schedule.together(first) == ()
        assert reading.schedule.of(identity(2), "nb") == (second,)


def test_what_failed_is_not_due_and_stays_listed(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    (planned,) = keep(store, plan(1, 10))

    def work(writing: Writing) -> bool:
        standing = writing.standing(identity(1), "nb")
        assert standing is not None
        writing.schedule.mark(schedule.no_longer(standing, at(10)))
        return writing.schedule.fail([planned], "Sjekken stoppet den.", at(10))

    assert store.write(work)
    with store.read() as reading:
        (failed,) = reading.schedule.listing(at(0))
        assert failed == structs.replace(planned, failed_at=at(10), failure="Sjekken stoppet den.")
        assert reading.schedule.due(at(99)) == ()
        assert reading.schedule.next(at(0)) is None
    assert not store.write(lambda writing: writing.schedule.fail([planned], "Igjen", at(11)))


def test_the_slug_of_a_plan_stays_reserved_though_the_newest_draft_asks_for_another(store: Store) -> None:
    build.save(store, 1, build.news("planlagt"))
    (planned,) = keep(store, plan(1, 10))
    build.save(store, 1, build.news("nyere"), minutes=1)
    for slug in ("planlagt", "nyere"):
        with pytest.raises(SlugTaken):
            build.save(store, 2, build.news(slug))
    assert store.verify() == ()
    assert release(store, planned)
    build.save(store, 2, build.news("planlagt"), minutes=2)


def test_a_standing_only_goes_between_draft_and_scheduled_by_a_plan(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    build.save(store, 2, build.news("to"))
    with store.read() as reading:
        live, draft = reading.standing(identity(1), "nb"), reading.standing(identity(2), "nb")
    assert live is not None
    assert draft is not None
    wrong = (
        structs.replace(live, state="scheduled"),
        structs.replace(draft, state="published"),
        structs.replace(draft, state="scheduled", slug="annen"),
        draft,
    )
    for standing in wrong:
        with pytest.raises(WrongState):
            store.write(lambda writing, standing=standing: writing.schedule.mark(standing))  # type: ignore[misc]


def test_a_lease_is_one_holders_until_it_ends_or_is_given_back(store: Store) -> None:
    def hold(holder: str, minutes: float) -> bool:
        now = build.START + datetime.timedelta(minutes=minutes)
        return store.write(lambda writing: writing.leases.hold("worker", holder, now, LENGTH))

    assert hold("a", 0)
    assert not hold("b", 0.05)
    assert hold("a", 0.05)
    assert not hold("b", 0.1)
    assert hold("b", 0.05 + 5 / 60)
    store.write(lambda writing: writing.leases.release("worker", "a"))
    assert not hold("a", 0.15)
    store.write(lambda writing: writing.leases.release("worker", "b"))
    assert hold("a", 0.15)


def test_a_lease_of_a_clock_that_was_ahead_counts_as_ended(store: Store) -> None:
    ahead = build.START + datetime.timedelta(days=400)
    assert store.write(lambda writing: writing.leases.hold("worker", "a", ahead, LENGTH))
    assert store.write(lambda writing: writing.leases.hold("worker", "b", build.START, LENGTH))
    assert not store.write(lambda writing: writing.leases.hold("worker", "a", build.START, LENGTH))


def test_every_record_has_an_owner_and_a_date_of_review_from_its_first_revision(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    build.save(store, 1, build.news("meeting"), locale="en", minutes=60 * 24 * 40)
    first = Stewardship(id=identity(1), owner=build.AUTHOR, review_by=datetime.date(2027, 3, 1))
    with store.read() as reading:
        assert reading.stewardship.of(identity(1)) == first
        assert reading.stewardship.of(identity(2)) is None
    other = structs.replace(first, owner="ola", review_by=datetime.date(2026, 6, 1))
    store.write(lambda writing: writing.stewardship.keep(other))
    with store.read() as reading:
        assert reading.stewardship.of(identity(1)) == other
        assert reading.stewardship.due(datetime.date(2026, 5, 31)) == ()
        assert reading.stewardship.due(datetime.date(2026, 6, 1)) == (other,)


def test_what_was_taken_back_needs_no_review(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    build.withdraw(store, 1, minutes=1)
    with store.read() as reading:
        assert reading.stewardship.due(datetime.date(2099, 1, 1)) == ()


def test_live_editions_with_failures_are_listed_for_repair(store: Store) -> None:
    for number in (1, 2, 3):
        build.publish(store, number, build.news(f"sak-{number}"), checked=build.evidence(), minutes=number)
    for number in (1, 2, 3):
        build.publish(
            store,
            number,
            build.news(f"sak-{number}", "Rettet"),
            update="minor",
            checked=build.evidence(outcome="failed"),
            minutes=9 - number,
        )
    build.publish(store, 2, build.news("sak-2", "Reparert"), checked=build.evidence(), minutes=10)
    with store.read() as reading:
        found = reading.stewardship.repairs()
    assert [(each.edition.id, each.edition.number, each.outcome) for each in found] == [
        (identity(3), 2, "failed"),
        (identity(1), 2, "failed"),
    ]
    build.withdraw(store, 3, minutes=11)
    with store.read() as reading:
        assert [each.edition.id for each in reading.stewardship.repairs()] == [identity(1)]
