"""Damaged files: what is read is right or refused, and `verify` names the place."""

from __future__ import annotations

import random
import shutil
import zlib
from pathlib import Path
from typing import Any

import apsw
import pytest

from content import schedule
from content.errors import NordkalottError, StoreCorrupt
from content.model import digest_bytes
from content.ports import Reading, Selection, Writing
from content.ports.fragments import KeptFragment, KeptRendering
from content.ports.search import Wanted
from content.schedule import Planned
from content.search import parse
from content.store import open_store
from tests.contract import build

FLIPS = 150
MARK = b"m" * 32
HTML = "<p>Det femte, som det ble vist. " + " ".join(map(str, range(90)))
FIFTH = (build.identity(5), "nb", 1)
FRAGMENT = KeptFragment(
    html=HTML,
    digest=digest_bytes(HTML.encode()),
    ruleset="2026.1",
    outcome="no_failures_found",
    basis="conforms",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a little of everything, closed and in one file."""
    path = tmp_path / "nordkalott.db"
    store = open_store(path)
    for number in range(1, 6):
        content = build.news(
            f"sak-{number}", f"Tittel {number}", topics=("barents",), text=f"Innhold {number} om fisk."
        )
        build.publish(
            store,
            number,
            content,
            minutes=number,
            note=f"Merknad {number}",
            checked=build.evidence(f"<p>{number}"),
        )
    build.publish(store, 6, build.topic("barents", "Barents"), minutes=6)
    build.save(store, 2, build.news("sak-2-ny", "Utkast"), minutes=7)
    build.withdraw(store, 3, minutes=8, reason="Feil tall")
    build.keep_token(store, 1, "nøkkelknippet", kinds=("news",), expires_at=build.at(90))
    planned = Planned(
        id=build.identity(2),
        locale="nb",
        act="publish",
        at=build.at(60),
        revision=2,
        note="Planlagt nyhet",
        actor="kari",
        made_at=build.at(8),
    )
    store.write(lambda writing: writing.schedule.keep([planned]))
    store.write(lambda writing: writing.record("drift", "backup", build.at(9), {"to": "arkivskuffen"}))
    with store.read() as reading:
        end = reading.head().seq
    other = KeptRendering(variant="card", heading_level=4, fragment=FRAGMENT)
    store.write(lambda writing: writing.fragments.keep([(FIFTH, FRAGMENT)], MARK, end, {FIFTH: [other]}))
    store.close()
    return path


def _flip(path: Path, found: bytes, bit: int = 1) -> None:
    data = bytearray(path.read_bytes())
    position = data.index(found)
    data[position] ^= bit
    path.write_bytes(data)


def _dump(reading: Reading) -> tuple[object, ...]:
    standings = reading.standings()
    return (
        standings,
        [reading.revisions(each.id, each.locale) for each in standings],
        [reading.editions(each.id, each.locale) for each in standings],
        [reading.evidence(each.id, each.locale, 1) for each in standings],
        [reading.entry(each.id, each.locale) for each in standings],
        [reading.resolve("nb", slug) for slug in ("sak-1", "sak-2", "sak-2-ny", "sak-3", "barents")],
        reading.listing(Selection(locale="nb")),
        reading.listing(Selection(locale="nb", topic="barents", kind="news")),
        reading.listing_seq(Selection(locale="nb", topic="barents")),
        *(reading.search.find(Wanted(query=parse(text, "nb"))) for text in ("tittel", "innh", "“innhold 2”")),
        reading.topics(),
        reading.topic_labels(),
        reading.alternates([each.id for each in standings]),
        reading.fragments.one(FIFTH, "full", 2, MARK),
        reading.fragments.one(FIFTH, "card", 4, MARK),
        reading.changes(0),
        reading.journal(),
        reading.tokens.all(),
        reading.tokens.find(build.secret(1).id),
        reading.head().seq,
        reading.schedule.listing(),
    )


def test_a_flipped_bit_in_a_plan_is_named_and_it_is_not_carried_out(path: Path) -> None:
    _flip(path, b"Planlagt nyhet")
    store = open_store(path)
    assert any("plan 1, of record" in each for each in store.verify())
    with store.read() as reading, pytest.raises(StoreCorrupt, match="plan 1, of record"):
        reading.schedule.due(build.at(99))
    store.close()


@pytest.mark.parametrize("state", ["scheduled", "draft"])
def test_a_state_that_is_not_what_the_schedule_says_is_found(tmp_path: Path, state: str) -> None:
    store = open_store(tmp_path / "nordkalott.db")
    build.save(store, 1, build.news("mote"))
    planned = Planned(
        id=build.identity(1), locale="nb", act="publish", at=build.at(60), revision=1, actor="a", made_at=build.at(0)
    )  # fmt: skip

    def work(writing: Writing) -> None:
        standing = writing.standing(planned.id, "nb")
        assert standing is not None
        kept = writing.schedule.keep([planned])
        if state == "scheduled":
            writing.schedule.take(kept)
            writing.schedule.mark(schedule.waiting(standing, build.at(1)))

    store.write(work)
    (told,) = store.verify()
    assert told.endswith(f"in nb is {state}, which is not what the schedule says")
    store.close()


def test_a_flipped_bit_in_a_content_is_named_and_the_rest_can_be_read(path: Path) -> None:
    _flip(path, b"Innhold 2 om fisk")
    store = open_store(path)
    place = f"revision 1.* of record {build.identity(2)} in nb"
    with store.read() as reading:
        with pytest.raises(StoreCorrupt, match=place):
            reading.revision(build.identity(2), "nb", 1)
        with pytest.raises(StoreCorrupt, match=f"edition 1 .*{build.identity(2)}"):
            reading.entry(build.identity(2), "nb")
        listed = [each.standing.id for each in reading.listing(Selection(locale="nb", kind="news"))]
        assert listed == [build.identity(number) for number in (5, 4, 1)]
        assert reading.left_out == 1
        assert reading.entry(build.identity(1), "nb") is not None
    problems = store.verify()
    store.close()
    assert any("revision 1" in line and str(build.identity(2)) in line for line in problems)
    assert not any(str(build.identity(1)) in line for line in problems)


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (b"Merknad 4", f"edition 1 (revision 1) of record {build.identity(4)}"),
        (b"arkivskuffen", "journal is broken at entry"),
        (b"nbTittel 1", "title"),
        (b'["kind:nb:news"', "change "),
        ("nøkkelknippet".encode(), f"the token {build.secret(1).id}"),
        (b'["drafts"]', f"the token {build.secret(1).id}"),
    ],
)
def test_a_flipped_bit_beside_the_content_is_named(path: Path, found: bytes, named: str) -> None:
    _flip(path, found)
    store = open_store(path)
    problems = store.verify()
    store.close()
    assert any(named in line for line in problems), problems


def test_a_flipped_bit_in_the_evidence_is_named(path: Path) -> None:
    connection = apsw.Connection(str(path))
    row: Any = connection.execute(
        "SELECT packed FROM evidence WHERE id = ?", (build.identity(5).bytes,)
    ).fetchall()[0]
    connection.close()
    _flip(path, row[0][20:60])
    store = open_store(path)
    with (
        store.read() as reading,
        pytest.raises(StoreCorrupt, match=f"evidence of edition 1 of record {build.identity(5)}"),
    ):
        reading.evidence(build.identity(5), "nb", 1)
    assert any("evidence of edition 1" in line for line in store.verify())
    store.close()


@pytest.mark.parametrize("found", [zlib.compress(HTML.encode(), 6)[20:60], b"2026.1"])
def test_a_flipped_bit_in_a_kept_fragment_is_named_and_it_is_not_shown(path: Path, found: bytes) -> None:
    _flip(path, found)
    store = open_store(path)
    with store.read() as reading:
        assert reading.fragments.one(FIFTH, "full", 2, MARK) is None
        assert reading.left_out == 1
    assert any(f"kept fragment of edition 1 of record {FIFTH[0]}" in line for line in store.verify())
    store.close()


def test_a_damaged_page_is_named(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = bytes(4096)
    path.write_bytes(data)
    store = open_store(path)
    problems = store.verify()
    store.close()
    assert any(str(path) in line for line in problems)


def test_a_file_that_is_no_store_is_said(tmp_path: Path) -> None:
    path = tmp_path / "nordkalott.db"
    path.write_bytes(b"Dette er ikke en database. " * 400)
    with pytest.raises(StoreCorrupt, match="damaged"):
        open_store(path)


def test_any_flipped_bit_is_found_or_changes_nothing(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    with store.read() as reading:
        whole = _dump(reading)
    store.close()
    size = path.stat().st_size
    found = 0
    places = random.Random(size)  # the same places in every run: a red run is about the change that made it
    for turn in range(FLIPS):
        copy = tmp_path / f"flipped-{turn}.db"
        shutil.copyfile(path, copy)
        position, bit = places.randrange(size), 1 << places.randrange(8)
        data = bytearray(copy.read_bytes())
        data[position] ^= bit
        copy.write_bytes(data)
        found += _found_or_harmless(copy, whole, f"bit {bit} of byte {position}")
        copy.unlink()
    assert found > 0


def _found_or_harmless(path: Path, whole: tuple[object, ...], place: str) -> bool:
    try:
        store = open_store(path)
    except NordkalottError:
        return True
    try:
        if store.verify():
            return True
        with store.read() as reading:
            assert _dump(reading) == whole, f"nobody noticed the flipped {place}"
        return False
    finally:
        store.close()


def test_what_is_written_between_two_looks_is_no_damage(tmp_path: Path) -> None:
    """FTS5 keeps what it knows of an index on a connection, and its own check does not ask whether that is still so."""
    store = open_store(tmp_path / "nordkalott.db")
    for number in range(1, 20):
        build.publish(store, number, build.news(f"sak-{number}", f"Tittel {number}", text="Om fisk."))
        assert store.verify() == (), number
    store.close()
