"""Synthetic records: every one rendered and checked, the same every time, and on from where a kill ended it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import structs

from content import accessibility
from content.errors import Invalid
from content.model import HEADING_LEVELS, VARIANTS
from content.ports import Writing
from service.bench import growing, making, population
from service.bench.house import publish
from service.bench.maker import Maker, Piece, examined
from service.bench.measured import Effort, Measured
from service.bench.population import TOPICS, Population, changes, identity, kind_of, locale_of, moment, steps
from service.settings import Settings
from service.wiring import DATABASE, opened

ROOT = Path(__file__).parents[3]
COUNT = 24
OF_THE_MACHINE = ("meta", "tag_head", "tag_clock", "fragment")
"""When it was made, and the random word of its epoch; nothing is kept in `fragment` yet."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    told: list[tuple[int, int]] = []
    assert making.make(Settings(data=str(folder)), COUNT, lambda *each: told.append(each), cores=2) == COUNT
    assert told[0] == (0, COUNT)
    assert told[-1] == (COUNT, COUNT)
    assert told == sorted(told)
    return folder


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a store but what is of the machine, and the insides of the index."""
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        ]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
            for name in names
            if name not in OF_THE_MACHINE
            and not name.startswith(("search_text", "search_part", "sqlite_", "live_"))
        }


def test_each_is_rendered_and_checked(made: Path) -> None:
    with opened(Settings(data=str(made))) as parts:
        assert parts.store.verify() == ()
        with parts.store.read() as reading:
            assert making.there(reading) == COUNT
            assert reading.head().seq == changes(COUNT) == COUNT
            for number in range(COUNT):
                found = reading.evidence(identity(number), locale_of(number), 1)
                assert [(each.variant, each.heading_level) for each in found] == [
                    (variant, level) for variant in VARIANTS for level in HEADING_LEVELS
                ]
                assert all(each.report.publishable for each in found)
            for each in found:
                assert each.report == accessibility.check(each.html, heading_level=each.heading_level)
            assert reading.stewardship.of(identity(COUNT - 1)) is not None
            standings = reading.standings()
    assert {each.locale for each in standings} == {"nb", "nn", "en"}
    assert {each.kind for each in standings} == {"topic", "news", "page", "event", "call"}


def test_a_kill_loses_nothing_that_was_kept(made: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service", "bench", "--make", "100000", "--at", str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 60
    try:
        while _records(tmp_path) < len(TOPICS):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)  # the parent alone: those that it started end by themselves
        process.wait()
    while _group(process.pid):
        assert time.monotonic() < until, "what makes records outlives whoever started it"
        time.sleep(0.02)
    assert process.stderr is not None
    # On a machine with much to do it says now and then how far it is.
    assert all(each.startswith(b"Making records: ") for each in process.stderr.read().splitlines())
    process.stderr.close()
    assert making.make(Settings(data=str(tmp_path)), COUNT, cores=1) == COUNT - len(TOPICS)
    assert making.make(Settings(data=str(tmp_path)), 3) == 0
    assert dump(tmp_path) == dump(made)


def _records(folder: Path) -> int:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as connection:
            found: int = connection.execute("SELECT count(*) FROM record").fetchone()[0]
            return found
    except sqlite3.Error:
        return 0


def _group(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_comes_later_follows_from_what_came_before(tmp_path: Path) -> None:
    """A correction and a withdrawal, each of a record that came some hundreds before."""
    number = 1999
    later = list(steps(number))
    assert [(each.number, each.edition) for each in later] == [(1999, 1), (1062, 2), (1268, None)]
    settings = Settings(data=str(tmp_path))
    making.make(settings, len(TOPICS))
    maker = Maker(settings)
    with opened(settings) as parts:
        for each in (1062, 1268, number):
            with parts.store.read() as reading:
                found = list(map(examined, maker.intended(reading, Piece(each, each + 1))))

            def work(writing: Writing, found: object = tuple(found)) -> None:
                assert isinstance(found, tuple)
                for one in found:
                    making.keep(writing, one, 12)

            parts.store.write(work)
        assert parts.store.verify() == ()
        with parts.store.read() as reading:
            entry = reading.entry(identity(1062), locale_of(1062))
            away = reading.standing(identity(1268), locale_of(1268))
    assert entry is not None
    assert (entry.standing.edition, entry.edition.update) == (2, "minor")
    assert away is not None
    assert away.state == "withdrawn"


def test_what_happens_is_counted_and_in_order() -> None:
    found = [each for number in range(2_500) for each in steps(number)]
    assert len(found) == changes(2_500)
    assert {"minor", "major"} == {each.update for each in found if each.edition == 2}
    assert any(each.edition is None for each in found)
    seen = set()
    for each in found:
        assert (each.number in seen) == (each.edition != 1)
        seen.add(each.number)
    touched = [each.number for each in found if each.edition != 1]
    assert len(touched) == len(set(touched))


def test_a_record_depends_on_its_number_alone() -> None:
    one, other = Population(), Population()
    other.content(7)
    assert one.content(777) == other.content(777)
    assert one.content(777) != one.content(778)
    assert one.content(777, 2).title == one.content(777).title
    assert one.content(777, 2) != one.content(777)
    assert moment(778) > moment(777)
    assert kind_of(0) == "topic"
    assert population.topics_of(777) == population.topics_of(777)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path))
    with opened(settings) as parts:
        publish(parts, 5_000_000)
    with pytest.raises(Invalid, match="something else"):
        making.make(settings, 3)


def test_a_folder_whose_records_say_something_else_is_left_alone(tmp_path: Path) -> None:
    """Records with our ids, as another release may have made them."""
    settings = Settings(data=str(tmp_path))
    with opened(settings) as parts:
        publish(parts, 0)
    with pytest.raises(Invalid, match="something else"):
        making.make(settings, 3)


def test_a_maker_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises((ChildProcessError, BrokenPipeError)):
        making.make(Settings(data=str(tmp_path)), 3)


def test_growth_asks_everything_and_tells_it_beside_the_first_size(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(made, tmp_path / "data")
    for name, value in (("FIRST", COUNT), ("_ROUNDS", 4), ("_PUBLISHED", 1)):
        monkeypatch.setattr(growing, name, value)
    sizes: list[growing.Size] = []

    def noted(*each: growing.Size) -> tuple[Measured, ...]:
        sizes.extend(each)
        return ()

    monkeypatch.setattr(growing, "lines", noted)
    assert growing.measure(Effort(records=COUNT, at=str(folder))) == ()
    first = sizes[0]
    assert sizes == [first, first]
    monkeypatch.undo()
    assert first.records == COUNT
    assert all(each > 0 for each in (*first.spent.values(), first.start, first.started, first.disk))
    assert first.busy >= first.idle > 0
    larger = structs.replace(first, spent={name: spent * 3 for name, spent in first.spent.items()})
    told = [*growing.lines(larger, first)]
    against = [each for each in told if each.name == "    against 1,000"]
    assert [each.value for each in against] == [pytest.approx(3)] * len(first.spent)
    assert [each.met for each in against if each.target] == [False] * 3
    assert not any(each.name == "    against 1,000" for each in growing.lines(first, first))
    assert making.make(Settings(data=str(folder)), COUNT) == 0
