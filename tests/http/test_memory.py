"""Whatever happens, a reader that keeps to RFC 5005 and RFC 6721 and knows nothing else has what is live: from nothing, and after any gap."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec import Struct

import feeds
from content import lifecycle
from content.lifecycle import MarkGone, Redirect, Restore
from content.model import Update
from content.ports import Selection, Store, Writing
from content.ports import archives as room
from content.store import open_store
from service.links import PublicLinks
from service.settings import Settings
from service.web import archives
from service.web import feeds as web
from service.web.parameters import Asked
from service.web.view import View
from tests.contract import build

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
PAGE, ENTRIES = 4, 3
HOST = "https://nordkalott.example.org"
TOPIC, RECORDS = 900, 5
FEEDS = ("nb", "nb/news", "nb/topics/barents", "nb/topics/barents/news")
NOTICES = ("Trukket tilbake: ", "Denne teksten er fjernet.", "Denne teksten har flyttet.")
Bytes = dict[str, bytes]


class Step(Struct, frozen=True):
    """One thing that somebody does, so many minutes after the one before by a clock that may be put back."""

    act: str
    record: int
    minutes: int
    topics: tuple[str, ...] = ()


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ("major", "major", "minor", "minor", "withdraw", "gone", "redirect", "restore", "redact", "en")
        ),
        st.integers(1, RECORDS),
        st.sampled_from((1, 1, 1, 5, 0, -90, 60 * 24 * 20)),
        st.sampled_from(((), ("barents",), ("barents", "eu"), ("eu",))),
    ),
    min_size=1,
    max_size=26,
)


class Town:
    """A store with its history, and the time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.minutes = 0
        self.version = 0
        self.stirred: set[UUID] = set()
        build.publish(store, TOPIC, build.topic("barents", "Barents"))
        build.publish(store, TOPIC + 1, build.topic("eu", "EU"))

    def take(self, step: Step) -> None:
        """Do it, if it can be done now."""
        self.minutes += step.minutes
        identity = build.identity(step.record)
        with self.store.read() as reading:
            standing = reading.standing(identity, "nb")
        state = standing.state if standing else None
        self.version += 1
        title = f"Sak {step.record} nummer {self.version} hemmelig"
        content = build.news(f"sak-{step.record}", title, topics=step.topics)
        match step.act:
            case "major" | "minor":
                back = state != "published"
                if back:
                    self.stirred.add(identity)
                update: Update = "major" if back or step.act == "major" else "minor"
                build.publish(
                    self.store,
                    step.record,
                    content,
                    minutes=self.minutes,
                    update=update,
                    checked=build.evidence(f"<h2>{title}</h2>"),
                )
            case "en":
                build.publish(
                    self.store,
                    step.record,
                    build.news(f"item-{step.record}", title),
                    locale="en",
                    minutes=self.minutes,
                )
            case "redact" if state:
                self.stirred.add(identity)
                build.redact(self.store, step.record, "hemmelig", minutes=self.minutes)
            case "withdraw" if state == "published":
                build.withdraw(self.store, step.record, minutes=self.minutes)
            case "gone" if state and state != "gone":
                self.stirred.add(identity)
                build.move(
                    self.store,
                    MarkGone(id=identity, locale="nb", reason="Personvern", actor="x"),
                    minutes=self.minutes,
                )
            case "redirect" if state and state != "redirected":
                command = Redirect(id=identity, locale="nb", to="https://example.org/", actor="x")
                build.move(self.store, command, minutes=self.minutes)
            case "restore" if state in {"withdrawn", "gone", "redirected"}:
                self.stirred.add(identity)
                self.store.write(self._restore(identity))

    def _restore(self, identity: UUID) -> Callable[[Writing], None]:
        command = Restore(id=identity, locale="nb", reason="Likevel", actor="x")

        def work(writing: Writing) -> None:
            standing = writing.standing(identity, "nb")
            assert standing is not None
            live = writing.revision(identity, "nb", standing.live_revision)
            evidence = writing.evidence(identity, "nb", standing.edition)
            writing.apply(lifecycle.restore(standing, live, command, build.at(self.minutes)), evidence)

        return work

    def get(self, url: str) -> bytes:
        """What the service answers at an address."""
        parts = urlsplit(url)
        path, _, suffix = parts.path.removeprefix("/feeds/").rpartition(".")
        names = {"locale": "nb", "suffix": suffix}
        name, _, number = path.partition("/archive/")
        rest = name.split("/")[1:]
        if rest[:1] == ["topics"]:
            names["topic"], rest = rest[1], rest[2:]
        if rest:
            names["kind"] = rest[0]
        said = parse_qs(parts.query)
        query = {"places": int(said["places"][0]) if "places" in said else None, "epoch": None}
        if number:
            names["n"] = number
        asked = Asked(
            path=parts.path, names=names, query=query, locale="nb", negotiated=False, order=("nb", "nn", "en")
        )
        with self.store.read() as reading:
            view = View(
                reading=reading, links=PublicLinks(HOST), settings=Settings(), now=build.at(self.minutes)
            )
            return (archives.archive if number else web.feed)(view, asked).body

    def live(self, feed: str) -> dict[str, tuple[str, str]]:
        """Title and edition of what is in a feed now, by id."""
        parts = feed.split("/")
        selection = Selection(
            locale="nb",
            kind="news" if parts[-1] == "news" else None,
            topic="barents" if "topics" in parts else None,
            limit=200,
        )
        with self.store.read() as reading:
            return {
                feeds.entry_id(each.standing.id, "nb"): (
                    each.edition.content.title,
                    str(each.edition.number),
                )
                for each in reading.listing(selection)
            }

    def full(self, feed: str) -> Bytes:
        """Every full page of a feed, in every format, by address."""
        parts = feed.split("/")
        selection = Selection(
            locale="nb",
            kind="news" if parts[-1] == "news" else None,
            topic="barents" if "topics" in parts else None,
        )
        with self.store.read() as reading:
            places, _ = reading.archives.newest(selection)
        urls = [
            f"{HOST}/feeds/{feed}/archive/{number}.{suffix}"
            for number in range(1, places // PAGE + 1)
            for suffix in ("atom", "rss", "json")
        ]
        return {url: self.get(url) for url in urls}


class Reader:
    """Knows RFC 4287, RFC 5005 and RFC 6721. It reads no address of an archive twice."""

    def __init__(self, feed: str) -> None:
        self.url = f"{HOST}/feeds/{feed}.atom"
        self.known: set[str] = set()
        self.entries: dict[str, tuple[datetime.datetime, str, str]] = {}

    def poll(self, get: Callable[[str], bytes]) -> list[str]:
        """Read the feed, and of its archive what is not known; returns the ids of the entries in the feed itself."""
        documents = [etree.fromstring(get(self.url))]
        while (url := _link(documents[-1], "prev-archive")) and url not in self.known:
            self.known.add(url)
            page = etree.fromstring(get(url))
            assert _link(page, "current") == self.url
            assert _link(page, "self") == url
            documents.append(page)
        for document in reversed(documents):
            self._take(document)
        return [entry.findtext(A + "id") or "" for entry in documents[0].findall(A + "entry")]

    def _take(self, document: etree._Element) -> None:
        assert len(document.findall(A + "entry")) + len(document.findall(AT + "deleted-entry")) <= PAGE
        for entry in document.findall(A + "entry"):
            key, updated = entry.findtext(A + "id") or "", _time(entry.findtext(A + "updated"))
            held = self.entries.get(key)
            # RFC 5005 section 4.2: the one updated last; of the same time, the one of the newest document.
            if held is None or updated >= held[0]:
                number = entry.findtext(f"{{{feeds.entries.OURS}}}edition") or ""
                self.entries[key] = (updated, entry.findtext(A + "title") or "", number)
        for deleted in document.findall(AT + "deleted-entry"):
            key, when = deleted.get("ref", ""), _time(deleted.get("when"))
            # RFC 6721 section 3: an entry that was updated later is there all the same.
            if key in self.entries and self.entries[key][0] <= when:
                del self.entries[key]


def _time(text: str | None) -> datetime.datetime:
    assert text is not None
    return datetime.datetime.fromisoformat(text)


def _link(document: etree._Element, rel: str) -> str | None:
    found = [each.get("href") for each in document.findall(A + "link") if each.get("rel") == rel]
    assert len(found) <= 1
    return found[0] if found else None


@contextmanager
def towns(count: int) -> Iterator[list[Town]]:
    """Some empty towns, where pages are short."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        for module in ("content.store.archives", "content.store.places", "feeds.archives"):
            patch.setattr(f"{module}.PLACES", PAGE)
        patch.setattr("service.web.feeds.ENTRIES", ENTRIES)
        stores = [open_store(Path(folder) / f"{number}.db") for number in range(count)]
        try:
            yield [Town(store) for store in stores]
        finally:
            for store in stores:
                store.close()


def agree(town: Town, reader: Reader, feed: str) -> None:
    """What the reader has is what is live, and beside that only what says that it was taken back."""
    reader.poll(town.get)
    live = town.live(feed)
    held = {key: (title, number) for key, (_, title, number) in reader.entries.items()}
    assert {key: each for key, each in held.items() if key in live} == live
    for key in held.keys() - live.keys():
        assert held[key][0].startswith(NOTICES), held[key]


@given(before=steps, after=steps)
@settings(max_examples=25, deadline=None)
def test_a_reader_has_what_is_live_from_nothing_and_after_any_gap(
    before: list[Step], after: list[Step]
) -> None:
    with towns(1) as (town,):
        for step in before:
            town.take(step)
        old = {feed: Reader(feed) for feed in FEEDS}
        for feed, reader in old.items():
            agree(town, reader, feed)
        for step in after:
            town.take(step)
        for feed in FEEDS:
            agree(town, old[feed], feed)
            agree(town, Reader(feed), feed)
        assert [line for line in town.store.verify() if not line.startswith("what redaction")] == []


@given(before=steps, after=steps)
@settings(max_examples=15, deadline=None)
def test_a_full_page_keeps_its_bytes_but_for_what_was_erased_is_gone_or_came_back(
    before: list[Step], after: list[Step]
) -> None:
    with towns(2) as (town, twin):
        for step in before:
            town.take(step)
        pages = {feed: town.full(feed) for feed in FEEDS}
        town.stirred.clear()
        for step in after:
            town.take(step)
        touched = {str(each) for each in town.stirred}
        for feed in FEEDS:
            now = town.full(feed)
            for url, was in pages[feed].items():
                twisted = town.get(url.rpartition(".")[0] + ".json").decode() + was.decode()
                if not any(
                    each in twisted or feeds.entry_id(UUID(each), "nb") in twisted for each in touched
                ):
                    assert now[url] == was, url
        for step in (*before, *after):
            twin.take(step)
        for feed in FEEDS:
            assert twin.full(feed) == town.full(feed)
            assert twin.get(f"{HOST}/feeds/{feed}.atom") == town.get(f"{HOST}/feeds/{feed}.atom")


def test_the_pages_of_the_tests_are_those_of_the_service() -> None:
    """What is patched above is there to be patched."""
    assert room.PLACES == 50 == web.ENTRIES
