"""What is kept of feeds follows the change log as each view has it."""

from __future__ import annotations

import datetime
from typing import cast

import pytest
from msgspec import structs

from content.errors import StoreCorrupt
from content.ports import Head, Reading
from content.ports.archives import Told
from feeds import Tombstone, tombstones
from service.web.entries import Cell, Entries, Key
from tests.contract import build
from tests.service.snapshots.log import Log

AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
KEY: Key = (build.identity(1), "nb")
STONE = Tombstone(id="urn:uuid:1", record=KEY[0], locale="nb", at=AT, state="gone")


def cell(*tags: str, size: int = 0) -> Cell:
    return Cell(
        seq=7,
        entry=None,
        tombstone=STONE,
        tags=frozenset(tags),
        proof=None,
        valid_until=None,
        pieces={"atom": bytes(size)},
    )


def there(kept: Entries, log: Log, key: Key = KEY) -> bool:
    return key in kept.found(cast("Reading", log), log.head(), (key,))


def begun(log: Log, budget: int = 10**6) -> Entries:
    kept = Entries(budget)
    assert not there(kept, log)
    kept.keep(log.head(), KEY, cell("t"))
    assert there(kept, log)
    return kept


@pytest.mark.parametrize("silent", [False, True])
def test_what_a_change_touched_is_dropped_and_nothing_else(silent: bool) -> None:
    kept = begun(log := Log())
    log.touch("other")
    assert there(kept, log)
    log.touch("t", silent=silent)
    assert not there(kept, log)
    assert kept.weight == 0


def test_what_was_made_of_an_older_view_is_kept_only_if_nothing_touched_it() -> None:
    kept = begun(log := Log())
    before = log.head()
    log.touch("t")
    assert not there(kept, log)
    kept.keep(before, KEY, cell("t"))
    assert not there(kept, log)
    kept.keep(before, KEY, cell("u"))
    assert there(kept, log)


def test_an_older_view_is_given_nothing_newer() -> None:
    kept = begun(log := Log())
    before = log.head()
    log.touch("other")
    assert there(kept, log)
    assert not kept.found(cast("Reading", log), before, (KEY,))


def test_another_epoch_begins_with_nothing() -> None:
    kept = begun(log := Log())
    kept.keep(Head(epoch="two", seq=0), (build.identity(2), "nb"), cell())
    assert not there(kept, log, (build.identity(2), "nb"))
    log.epoch = "two"
    assert not there(kept, log)


def test_what_cannot_be_followed_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = begun(log := Log())
    log.touch("other")

    def damaged(*_: object, **__: object) -> None:
        raise StoreCorrupt("change 1")

    monkeypatch.setattr(log, "changes", damaged)
    assert not there(kept, log)


def test_what_was_not_used_for_longest_goes_first() -> None:
    one = cell("t", size=10_000)
    kept = begun(log := Log(), budget=one.weight * 3)
    keys: list[Key] = [(build.identity(number), "nb") for number in (1, 2, 3, 4)]
    for key in keys[:3]:
        kept.keep(log.head(), key, one)
    assert there(kept, log, keys[0])
    kept.keep(log.head(), keys[3], one)
    assert [there(kept, log, key) for key in keys] == [True, False, True, True]
    assert kept.weight == 3 * one.weight


def test_a_notice_gives_way_to_a_tombstone_by_the_clock_and_comes_back_with_it() -> None:
    told = Told(AT, KEY[0], 7, live=False)
    after = AT + tombstones.NOTICE
    assert cell().is_of(told, after)
    assert not cell().is_of(told, after - tombstones.NOTICE / 2)
    assert not cell().is_of(structs.replace(told, seq=8), after)
    assert not cell().is_of(structs.replace(told, live=True), after)
