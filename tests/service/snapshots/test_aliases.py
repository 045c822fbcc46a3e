"""Aliases: a target as it was sent leads to its slot, by the locale where Accept-Language chooses, and never to another's."""

from __future__ import annotations

from service.snapshots import IDENTITY
from tests.service.snapshots.log import Log, put, shelf, snapshot


def test_a_target_leads_to_its_slot_whatever_the_reader_speaks() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("t"))
    assert slot
    assert snapshots.find(b"/a?locale=nb", "en", IDENTITY, 0) is None
    snapshots.alias(slot, b"/a?locale=nb", None)
    found = snapshots.find(b"/a?locale=nb", "en", IDENTITY, 0)
    assert found is slot.codings[IDENTITY]
    assert snapshots.find(b"/a?locale=nb", "en", "gzip", 0) is None
    assert snapshots.find(b"/a?locale=n", "en", IDENTITY, 0) is None


def test_where_the_language_chooses_each_has_its_own() -> None:
    snapshots = shelf(log := Log())
    for locale in ("nb", "en"):
        slot = put(snapshots, log, locale, snapshot(locale))
        assert slot
        snapshots.alias(slot, b"/a", locale)
    for language, locale in (("nb", "nb"), ("en-GB, nb;q=0.1", "en"), ("", "nb"), ("x" * 5000, "nb")):
        found = snapshots.find(b"/a", language, IDENTITY, 0)
        assert found
        assert found.snapshot.tags == {locale}
    assert snapshots.find(b"/a", "se", IDENTITY, 0) is None
    log.touch("en")
    assert snapshots.find(b"/a", "en", IDENTITY, 0) is None
    assert snapshots.find(b"/a", "nb", IDENTITY, 0) is not None


def test_permutations_of_a_query_are_bounded_and_weighed() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("t"))
    assert slot
    bare = snapshots.weight
    targets = [b"/a?%d" % number for number in range(100, 200)]
    for target in targets[:8]:
        snapshots.alias(slot, target, None)
    full = snapshots.weight
    assert full > bare + 8 * 7
    for target in targets:
        snapshots.alias(slot, target, None)
        assert snapshots.find(target, "", IDENTITY, 0) is not None
    assert snapshots.weight == full
    assert sum(snapshots.find(target, "", IDENTITY, 0) is not None for target in targets) == 8
    log.touch("t")
    assert not any(snapshots.find(target, "", IDENTITY, 0) for target in targets)
    assert snapshots.weight == 0


def test_a_target_that_is_too_long_is_none() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("t"))
    assert slot
    snapshots.alias(slot, b"/" + b"a" * 2000, None)
    assert not slot.aliases


def test_an_alias_goes_with_what_was_evicted() -> None:
    log = Log()
    one = shelf(log)
    put(one, log, "a", snapshot("t"))
    snapshots = shelf(log, 2 * one.weight + 500)
    for key in "abc":
        slot = put(snapshots, log, key, snapshot("t"))
        assert slot
        snapshots.alias(slot, f"/{key}".encode(), None)
    assert [key for key in "abc" if snapshots.find(f"/{key}".encode(), "", IDENTITY, 0)] == ["c"]
    assert snapshots.weight <= 2 * one.weight + 500
