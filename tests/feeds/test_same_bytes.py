"""The same feed is the same bytes: at any time, in any thread, process, locale and time zone."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import feedgen.util
import pytest

import feeds
from tests.feeds import samples

ROOT = Path(__file__).parents[2]
SUFFIXES: list[feeds.Suffix] = ["atom", "rss", "json"]
PROGRAM = """
import locale, sys
locale.setlocale(locale.LC_ALL, "")
import feeds
from tests.feeds import samples
for suffix in ("atom", "rss", "json"):
    sys.stdout.buffer.write(feeds.FORMATS[suffix].write(samples.full()))
"""


def everything() -> bytes:
    return b"".join(feeds.FORMATS[suffix].write(samples.full()) for suffix in SUFFIXES)


class Moved(Exception):
    """Somebody called setlocale."""


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Moved

    monkeypatch.setattr(locale, "setlocale", refuse)


@pytest.mark.usefixtures("guarded")
def test_no_writer_touches_the_locale_of_the_process() -> None:
    assert everything()


@pytest.mark.usefixtures("guarded")
def test_feedgen_would_have_touched_it() -> None:
    """Keeps the test above honest: this is the call that we stay away from."""
    with pytest.raises(Moved):
        feedgen.util.formatRFC2822(samples.at(1))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_written_twice(suffix: feeds.Suffix) -> None:
    assert feeds.FORMATS[suffix].write(samples.full()) == feeds.FORMATS[suffix].write(samples.full())


def test_written_by_threads_at_once() -> None:
    together = threading.Barrier(4)

    def write(_: int) -> set[bytes]:
        together.wait(timeout=30)
        return {everything() for _ in range(10)}

    with ThreadPoolExecutor(4) as pool:
        assert set().union(*pool.map(write, range(4))) == {everything()}


@pytest.mark.parametrize(
    "surroundings",
    [
        {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C.UTF-8", "TZ": "America/Anchorage", "PYTHONHASHSEED": "2"},
    ],
)
def test_written_by_another_process_elsewhere(surroundings: dict[str, str]) -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=os.environ | surroundings,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert found.stdout == everything()
