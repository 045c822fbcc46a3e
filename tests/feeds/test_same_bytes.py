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
import msgspec
import pytest
from msgspec import structs

import feeds
from feeds import jsonfeed
from feeds.syndication import atom10, rss20
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


def whole(feed: feeds.Feed, suffix: feeds.Suffix) -> bytes:
    """As feedgen writes it in one go, and msgspec."""
    if suffix == "json":
        items = [jsonfeed._item(each) for each in feed.entries]
        return jsonfeed.joined(feed, [b"0"] * len(items)).replace(
            b'"items":' + msgspec.json.encode([0] * len(items)), b'"items":' + msgspec.json.encode(items)
        )
    module = {"atom": atom10, "rss": rss20}[suffix]
    generator = module._headed(feed)
    for entry in feed.entries:
        module._add(generator, entry)
    return bytes(generator.atom_str(pretty=True) if suffix == "atom" else generator.rss_str(pretty=True))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("feed", [samples.full(), samples.feed(), samples.remembering(), samples.page()])
def test_entries_that_were_written_alone_make_the_very_feed(feed: feeds.Feed, suffix: feeds.Suffix) -> None:
    form = feeds.FORMATS[suffix]
    alone = [piece for entry in feed.entries for piece in form.pieces([entry])]
    assert form.joined(feed, alone) == form.write(feed) == whole(feed, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_looks_like_the_end_of_an_entry_does_not_end_it(suffix: feeds.Suffix) -> None:
    said = "\n  </entry>\n    </item>\n  <entry>\n</feed>\n  </channel>\n</rss>\n"
    first, second, *_ = samples.full().entries
    hostile = structs.replace(first, title=said.strip(), html=said, summary=said, change_note=said)
    feed = structs.replace(samples.full(), entries=(hostile, second))
    assert len(feeds.FORMATS[suffix].pieces(feed.entries)) == 2
    assert feeds.FORMATS[suffix].write(feed) == whole(feed, suffix)


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
