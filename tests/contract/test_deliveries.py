"""The rooms of subscribers and deliveries: each hears of each thing once, from when it came until it ends."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from msgspec import structs

from content.delivery import Delivery, Happening, Secret, Subscriber, Wants
from content.errors import NotFound
from content.ports import Store
from content.ports.deliveries import LONGEST
from tests.contract import build

DAY = datetime.timedelta(days=1)


def subscriber(number: int = 1, **more: Any) -> Subscriber:
    made = Subscriber(
        id=build.identity(number),
        sort="websub",
        url=f"https://leser.example/{number}",
        topic="https://x/feeds/nb.atom",
        created_at=build.at(0),
    )
    return structs.replace(made, **more)


def hook(number: int = 1, **more: Any) -> Subscriber:
    return subscriber(number, sort="webhook", topic="", **more)


def happening(number: int = 1, **more: Any) -> Happening:
    made = Happening(source="change", number=number, event="record.published", locale="nb", kind="news")
    return structs.replace(made, **more)


def keep(store: Store, *subscribers: Subscriber) -> None:
    for each in subscribers:
        store.write(lambda writing, each=each: writing.subscribers.keep(each))  # type: ignore[misc]


def follow(store: Store, *happened: Happening, minute: int = 0) -> int:
    """Read the log up to the last of these; the log is made as long as that."""
    upto = max(each.number for each in happened)
    source = happened[0].source
    while (seq := _end(store)) < upto:
        build.publish(store, 100 + seq, build.news(f"fyll-{seq}"))
    return store.write(lambda writing: writing.deliveries.follow(source, upto, happened, build.at(minute)))


def _end(store: Store) -> int:
    with store.read() as reading:
        return reading.head().seq


def due(store: Store, minute: int = 0, limit: int = 100) -> tuple[Delivery, ...]:
    with store.read() as reading:
        return reading.deliveries.due(build.at(minute), limit)


def claim(store: Store, *deliveries: Delivery, minute: int = 0) -> tuple[Delivery, ...]:
    now, until = build.at(minute), build.at(minute + 1)
    return store.write(lambda writing: writing.deliveries.claim(deliveries, now, until))


def outcome(store: Store, *deliveries: Delivery) -> None:
    store.write(lambda writing: writing.deliveries.keep(deliveries))


def one(store: Store, delivery: Delivery) -> Delivery | None:
    with store.read() as reading:
        return reading.deliveries.one(delivery.subscriber, delivery.source, delivery.number)


def test_a_subscriber_comes_back_as_it_was_kept(store: Store) -> None:
    kept = hook(
        name="Fylkets nettsted",
        wants=Wants(locales=("nb",), kinds=("news",), topics=("barents",), events=("record.gone",)),
        secrets=(Secret(value="ny"), Secret(value="gammel \x00 ø", until=build.at(5))),
        lease_until=build.at(60),
        created_by="ola",
    )
    keep(store, kept)
    with store.read() as reading:
        assert reading.subscribers.one(kept.id) == kept
        assert reading.subscribers.some(sort="webhook") == (kept,)
        assert reading.subscribers.some(sort="websub") == ()
        assert reading.subscribers.counts() == {"websub": 0, "webhook": 1}
        assert reading.subscribers.one(build.identity(9)) is None
    assert store.verify() == ()


def test_a_subscription_is_found_by_callback_and_topic(store: Store) -> None:
    keep(store, subscriber(1), subscriber(2))
    with store.read() as reading:
        assert reading.subscribers.find("https://leser.example/2", "https://x/feeds/nb.atom") == subscriber(2)
        assert reading.subscribers.find("https://leser.example/2", "https://x/feeds/en.atom") is None
        assert reading.subscribers.some(after=build.identity(1)) == (subscriber(2),)


def test_each_active_subscriber_that_wants_it_hears_of_it_once(store: Store) -> None:
    keep(store, subscriber(1), hook(2, wants=Wants(kinds=("event",))), hook(3))
    assert follow(store, happening(1)) == 2
    assert follow(store, happening(1)) == 0
    assert [each.subscriber for each in due(store)] == [build.identity(1), build.identity(3)]
    assert follow(store, happening(2, kind="event")) == 3
    with store.read() as reading:
        assert reading.deliveries.position("change") == 2
        assert reading.deliveries.position("journal") == 0
        assert len(reading.deliveries.some()) == 5
        assert {each.number for each in reading.deliveries.some(subscriber=build.identity(1))} == {1, 2}


def test_only_the_first_of_each_subscriber_is_due_at_a_time(store: Store) -> None:
    keep(store, hook(1), hook(2))
    follow(store, happening(1))
    follow(store, happening(2), minute=1)
    assert {(each.subscriber, each.number) for each in due(store, 1)} == {
        (build.identity(1), 1),
        (build.identity(2), 1),
    }
    assert len(due(store, 1, limit=1)) == 1
    first = due(store, 1)[0]
    outcome(store, structs.replace(first, state="delivered", attempts=1, tried_at=build.at(1), status=204))
    assert (first.subscriber, 2) in {(each.subscriber, each.number) for each in due(store, 1)}


def test_nobody_hears_of_what_happened_before_it_came(store: Store) -> None:
    change = build.publish(store, 50, build.news("mote"))
    keep(store, subscriber(1))
    assert follow(store, happening(change.seq)) == 0
    assert follow(store, happening(change.seq + 1)) == 1


def test_who_comes_back_hears_of_nothing_in_between(store: Store) -> None:
    keep(store, subscriber(1))
    store.write(lambda writing: writing.subscribers.end(build.identity(1), build.at(1), "410"))
    change = build.publish(store, 50, build.news("mote"))
    keep(store, subscriber(1))
    assert follow(store, happening(change.seq)) == 0
    assert follow(store, happening(change.seq + 1)) == 1


def test_to_keep_what_changed_of_one_loses_nothing_that_waits(store: Store) -> None:
    keep(store, subscriber(1))
    change = build.publish(store, 50, build.news("mote"))
    keep(store, subscriber(1, lease_until=build.at(600)))
    assert follow(store, happening(change.seq)) == 1


def test_who_has_ended_hears_of_nothing(store: Store) -> None:
    keep(store, subscriber(1), subscriber(2, lease_until=build.at(10)))
    follow(store, happening(1))
    assert store.write(lambda writing: writing.subscribers.end(build.identity(1), build.at(1), "410"))
    assert not store.write(lambda writing: writing.subscribers.end(build.identity(1), build.at(1), "410"))
    assert store.write(lambda writing: writing.subscribers.lapse(build.at(9))) == 0
    assert store.write(lambda writing: writing.subscribers.lapse(build.at(10))) == 1
    assert due(store, 10) == ()
    assert follow(store, happening(2), minute=11) == 0
    with store.read() as reading:
        ended = reading.subscribers.one(build.identity(1))
        assert ended is not None
        assert (ended.state, ended.ended_at, ended.ended_why) == ("ended", build.at(1), "410")
        assert reading.deliveries.summary().states["failed"] == 2
        assert reading.subscribers.some(active=True) == ()


def test_what_became_of_one_is_kept_and_counted(store: Store) -> None:
    keep(store, subscriber(1))
    follow(store, happening(1))
    (first,) = due(store)
    later = structs.replace(
        first, attempts=1, tried_at=build.at(0), due_at=build.at(5), status=500, error="500"
    )
    outcome(store, later)
    assert due(store, 4) == ()
    assert due(store, 5) == (later,)
    with store.read() as reading:
        assert reading.subscribers.one(build.identity(1)) == subscriber(1, failures=1)
        assert reading.deliveries.next(build.at(1)) == build.at(5)
    done = structs.replace(later, state="delivered", attempts=2, tried_at=build.at(5), status=200, error="")
    outcome(store, done)
    with store.read() as reading:
        assert reading.subscribers.one(build.identity(1)) == subscriber(1, failures=0)
        assert reading.deliveries.next(build.at(1)) is None
        assert reading.deliveries.summary().oldest is None
    outcome(store, structs.replace(done, state="waiting"))
    assert one(store, first) == done
    assert store.verify() == ()


def test_a_clock_set_back_holds_up_nothing(store: Store) -> None:
    keep(store, subscriber(1))
    follow(store, happening(1))
    (first,) = due(store)
    ahead = build.at(0) + LONGEST + DAY
    outcome(store, structs.replace(first, attempts=1, due_at=ahead, status=500))
    with store.read() as reading:
        assert reading.deliveries.next(build.at(0)) == build.at(0)
    assert [each.number for each in due(store)] == [1]


def test_a_newer_one_takes_the_place_of_older_ones_that_wait_for_the_same_feed(store: Store) -> None:
    keep(store, subscriber(1), hook(2))
    follow(store, happening(1), happening(2))
    first = next(each for each in due(store) if each.subscriber == build.identity(1))
    (under_way,) = claim(store, first)
    follow(store, happening(3))
    with store.read() as reading:
        states = {each.number: each.state for each in reading.deliveries.some(subscriber=build.identity(1))}
        assert states == {1: "superseded", 2: "superseded", 3: "waiting"}
        assert len(reading.deliveries.some(subscriber=build.identity(2), states=("waiting",))) == 3
    # It was under way: that it failed is of no use, that it arrived is.
    outcome(store, structs.replace(under_way, due_at=build.at(9), status=500))
    assert getattr(one(store, first), "state", None) == "superseded"
    outcome(store, structs.replace(under_way, state="delivered", status=200))
    assert getattr(one(store, first), "state", None) == "delivered"


def test_a_claim_counts_and_is_had_by_one_alone(store: Store) -> None:
    keep(store, hook(1))
    follow(store, happening(1))
    (first,) = due(store)
    (claimed,) = claim(store, first)
    assert (claimed.attempts, claimed.tried_at, claimed.due_at) == (1, build.at(0), build.at(1))
    assert claim(store, first) == ()
    assert due(store) == ()
    assert due(store, 1) == (claimed,)  # whoever had it is taken for lost
    (again,) = claim(store, claimed, minute=1)
    assert (again.attempts, again.message_id) == (2, first.message_id)


def test_who_failed_last_stands_in_a_line_of_their_own(store: Store) -> None:
    keep(store, hook(1), hook(2, failures=3))
    follow(store, happening(1))
    with store.read() as reading:
        found = {
            troubled: [each.subscriber for each in reading.deliveries.due(build.at(0), 9, troubled=troubled)]
            for troubled in (False, True)
        }
        assert found == {False: [build.identity(1)], True: [build.identity(2)]}
        assert [each.failures for each in reading.subscribers.troubled(3)] == [3]
        assert reading.subscribers.troubled(4) == ()


def test_a_clock_that_was_set_back_keeps_nothing_waiting(store: Store) -> None:
    keep(store, hook(2))
    follow(store, happening(1))
    (failed,) = due(store)
    outcome(store, structs.replace(failed, attempts=1, tried_at=build.at(0), due_at=build.at(50)))
    keep(store, hook(1), hook(3))
    follow(store, happening(2), minute=60)
    tried = next(each for each in due(store, 60) if each.subscriber == build.identity(1))
    outcome(store, structs.replace(tried, attempts=1, tried_at=build.at(60), due_at=build.at(65)))
    assert due(store, 1) == ()
    assert store.write(lambda writing: writing.deliveries.hasten(build.at(1))) == 3
    assert {each.number for each in due(store, 1)} == {2}
    assert getattr(one(store, failed), "due_at", None) == build.at(50)  # that was put off by this clock


def test_all_that_waits_for_one_can_be_put_off(store: Store) -> None:
    keep(store, hook(1), hook(2))
    follow(store, happening(1), happening(2))
    assert store.write(lambda writing: writing.deliveries.put_off(build.identity(1), build.at(9))) == 2
    assert {each.subscriber for each in due(store, 8)} == {build.identity(2)}
    assert len(due(store, 9)) == 2


def test_what_was_given_up_can_be_tried_again(store: Store) -> None:
    keep(store, subscriber(1), subscriber(2))
    follow(store, happening(1))
    first, second = due(store)
    given_up = [structs.replace(each, state="failed", attempts=10, status=500) for each in (first, second)]
    outcome(store, *given_up)
    store.write(lambda writing: writing.subscribers.end(second.subscriber, build.at(1), "410"))
    assert store.write(lambda writing: writing.deliveries.replay(given_up, build.at(2))) == 1
    again = one(store, first)
    assert again is not None
    assert (again.state, again.attempts, again.due_at) == ("waiting", 0, build.at(2))
    assert again.message_id == first.message_id


def test_a_test_is_for_one_alone_and_has_a_number_of_its_own(store: Store) -> None:
    keep(store, hook(1), hook(2))
    made = [
        store.write(lambda writing: writing.deliveries.test(build.identity(1), "test", build.at(0)))
        for _ in range(2)
    ]
    assert len({each.message_id for each in made}) == 2
    assert {each.subscriber for each in due(store)} == {build.identity(1)}
    with pytest.raises(NotFound):
        store.write(lambda writing: writing.deliveries.test(build.identity(9), "test", build.at(0)))
    store.write(lambda writing: writing.subscribers.end(build.identity(2), build.at(0), "410"))
    with pytest.raises(NotFound, match="has ended"):
        store.write(lambda writing: writing.deliveries.test(build.identity(2), "test", build.at(0)))


def test_old_ones_that_no_longer_wait_are_forgotten(store: Store) -> None:
    keep(store, subscriber(1), subscriber(2))
    follow(store, happening(1))
    first, _ = due(store)
    outcome(store, structs.replace(first, state="delivered", attempts=1, status=200))
    assert store.write(lambda writing: writing.deliveries.forget(build.at(0), 10)) == 0
    assert store.write(lambda writing: writing.deliveries.forget(build.at(1), 10)) == 1
    with store.read() as reading:
        assert [each.state for each in reading.deliveries.some()] == ["waiting"]


def test_who_is_removed_leaves_no_delivery(store: Store) -> None:
    keep(store, subscriber(1))
    follow(store, happening(1))
    assert store.write(lambda writing: writing.subscribers.remove(build.identity(1)))
    assert not store.write(lambda writing: writing.subscribers.remove(build.identity(1)))
    with store.read() as reading:
        assert reading.deliveries.some() == ()


def test_what_it_took_last_is_known_until_it_is_removed(store: Store) -> None:
    keep(store, subscriber(1), subscriber(2, url="https://leser.example/2"))
    first, second = ("sha256:" + digit * 64 for digit in "ab")
    for digest in (first, second):
        store.write(lambda writing, digest=digest: writing.subscribers.note_taken(subscriber().id, digest))  # type: ignore[misc]
        with store.read() as reading:
            assert reading.subscribers.taken(subscriber().id) == digest
            assert reading.subscribers.taken(subscriber(2).id) is None
    store.write(lambda writing: writing.subscribers.note_taken(subscriber().id, None))
    store.write(lambda writing: writing.subscribers.note_taken(subscriber(3).id, first))  # there is none
    with store.read() as reading:
        assert [reading.subscribers.taken(subscriber(number).id) for number in (1, 3)] == [None, None]
    store.write(lambda writing: writing.subscribers.note_taken(subscriber().id, first))
    assert store.write(lambda writing: writing.subscribers.remove(subscriber().id))
    keep(store, subscriber())
    with store.read() as reading:
        assert reading.subscribers.taken(subscriber().id) is None


def test_subscriptions_of_a_host_are_counted_and_forgotten_long_after_they_ended(store: Store) -> None:
    keep(
        store,
        *(subscriber(number, name="leser.example") for number in range(1, 5)),
        subscriber(5, name="annen.example"),
        hook(6, name="leser.example"),
    )
    for number, minute in ((1, 10), (2, 20), (6, 10)):
        store.write(
            lambda writing, number=number, minute=minute: writing.subscribers.end(  # type: ignore[misc]
                subscriber(number).id, build.at(minute), "unsubscribed"
            )
        )
    with store.read() as reading:
        assert reading.subscribers.hosted("leser.example") == 2
        assert reading.subscribers.hosted("annen.example") == 1
    assert store.write(lambda writing: writing.subscribers.forget(build.at(15), 10)) == 1
    with store.read() as reading:
        assert {each.id for each in reading.subscribers.some()} == {
            build.identity(number) for number in range(2, 7)
        }


def test_who_is_dead_for_days_takes_nobodys_turn(store: Store) -> None:
    keep(store, hook(1), hook(2))
    follow(store, happening(1))
    for each, failures in (*[(each, 1) for each in due(store)], *[(due(store)[0], 4)]):
        for _ in range(failures):
            outcome(store, structs.replace(each, attempts=1, status=500))
    with store.read() as reading:
        turns = reading.deliveries.due(build.at(1), 1, troubled=True)
        assert [each.subscriber for each in turns] == [build.identity(2)]
        assert reading.deliveries.late(build.at(1)) == 0
    keep(store, hook(3))
    follow(store, happening(2))
    with store.read() as reading:
        assert reading.deliveries.late(build.at(1)) == 1
