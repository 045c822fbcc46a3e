"""Whoever means no good, against the real server: queries made to fill the memory, heads without end, a record that never rests."""

from __future__ import annotations

import random
import string
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from content.lifecycle import Redirect
from content.model import News
from content.text import Prose, Span
from service.edge.app import Edge
from service.edge.server import running
from service.settings import Settings
from service.snapshots import Snapshots
from service.web.application import application
from service.wiring import Parts, now, opened
from tests.http.house import PAGE, House, furnished
from tests.service.edge.wire import connect, talk

BUDGET = 400_000
RECORDS = [UUID(f"01a20900-0000-7000-8000-0000000001{n:02x}") for n in range(12)]
WORDS = random.Random(6)


def word() -> str:
    return "".join(WORDS.choices(string.ascii_lowercase, k=10))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with opened(Settings(data=str(tmp_path_factory.mktemp("hostile")), snapshot_bytes=BUDGET)) as parts:
        house = furnished(parts, examples=False)
        for number, identity in enumerate(RECORDS):
            text = Prose(key="a", children=(Span(text=f"Nytt fra nord, nummer {number}."),))
            house.publish(identity, "nb", News(slug=f"sak-{number}", title=f"Sak {number}", body=(text,)))
        yield parts


@pytest.fixture(scope="module")
def served(parts: Parts) -> Iterator[tuple[str, Snapshots]]:
    resources = parts.resources(BUDGET)
    with running(application(resources), structs.replace(parts.settings, port=0)) as url:
        yield url, resources.process.snapshots


def ask(url: str, targets: Iterable[str], *fields: str) -> Counter[int]:
    """Ask for all of them over one connection, fifty at a time; how often each status came."""
    found: Counter[int] = Counter()
    lines = "".join(f"{each}\r\n" for each in fields)
    waiting = [f"GET {each} HTTP/1.1\r\nHost: a.example\r\n{lines}\r\n".encode() for each in targets]
    with connect(url) as connection, connection.makefile("rb") as stream:
        for start in range(0, len(waiting), 50):
            batch = waiting[start : start + 50]
            connection.sendall(b"".join(batch))
            for _ in batch:
                found[int(stream.readline().split()[1])] += 1
                length = 0
                while (line := stream.readline()) != b"\r\n":
                    name, _, value = line.partition(b":")
                    length = int(value) if name == b"content-length" else length
                stream.read(length)
    return found


HOT = [f"/v1/records/sak-{number}?locale=nb" for number in range(6)] + ["/feeds/nb/news.json"]
ORDERS = ("locale=nb", "variant=card", "h=3", "variant=teaser", "h=4")


@pytest.mark.parametrize(
    "game",
    [
        lambda: f"/feeds/nb.atom?{word()}={word()}",
        lambda: f"/pages/nb/sak-{WORDS.randrange(12)}?utm_{word()}={word()}&{word()}",
        lambda: f"/v1/records/sak-1?locale=nb&{word()}={word()}",
        lambda: f"/v1/records/{word()}?locale=nb",
        lambda: f"/v1/records?locale=nb&q={word()}",
        lambda: f"/v1/records?locale=nb&limit={WORDS.randrange(1, 201)}&fields=id,title",
        lambda: f"/fragments/sak-{WORDS.randrange(12)}?" + "&".join(
            WORDS.sample(("locale=nb", f"h={WORDS.randrange(2, 7)}", f"variant={WORDS.choice(('full', 'card', 'teaser'))}"), 3)
        ),
        lambda: f"/fragments/sak-1?%6cocale=nb{'&' * WORDS.randrange(40)}",
    ],
    ids=[
        "anything on a feed", "anything on a page", "unknown names", "names of nothing", "searches", "lengths of a list", "all shapes in any order",
        "the same in other letters",
    ],
)  # fmt: skip
def test_no_query_fills_the_memory_or_pushes_out_what_is_much_asked_for(
    served: tuple[str, Snapshots], game: object
) -> None:
    url, snapshots = served
    assert callable(game)
    for _ in range(6):
        ask(url, HOT)
    # What is much asked for is asked for meanwhile, a quarter of all.
    found = ask(url, (HOT[at // 4 % len(HOT)] if at % 4 == 0 else game() for at in range(420)))
    assert sum(found[each] for each in (200, 400, 404)) == 420
    assert snapshots.weight <= BUDGET
    before = snapshots.misses
    assert ask(url, HOT) == {200: len(HOT)}
    assert snapshots.misses == before


def test_no_language_and_no_coding_makes_another_answer(parts: Parts) -> None:
    # A server of its own: where others have used up the budget, what is new may have to be made twice.
    resources = parts.resources(BUDGET)
    with running(application(resources), structs.replace(parts.settings, port=0)) as url:
        languages_and_codings(url, resources.process.snapshots)


def languages_and_codings(url: str, snapshots: Snapshots) -> None:
    target = [f"/v1/records/{PAGE}"]
    for locale in ("nb", "nn", "en"):
        for coding in ("br", "gzip", "identity"):
            ask(url, target, f"Accept-Language: {locale}", f"Accept-Encoding: {coding}")
    before, weight = snapshots.misses, snapshots.weight
    for _ in range(300):
        quality = WORDS.randrange(1, 1000)
        ask(
            url,
            target,
            f"Accept-Language: {word()[:3]}, {WORDS.choice(('nb', 'nn', 'en'))};q=0.{quality:03}",
            f"Accept-Encoding: {word()}, {WORDS.choice(('br', 'gzip'))};q=0.{quality:03}",
        )
    assert snapshots.misses == before
    assert snapshots.weight <= weight + 100_000


def test_a_head_of_64_kb_is_refused_and_the_next_client_is_not(served: tuple[str, Snapshots]) -> None:
    url, _ = served
    for filling in (b"X-A: " + b"a" * 65536, b"\r\n".join(b"X-%d: a" % n for n in range(8000))):
        (answer,) = talk(url, b"GET / HTTP/1.1\r\nHost: a.example\r\n" + filling + b"\r\n\r\n")
        assert (answer.status, answer.headers["connection"]) == (431, "close")
    assert ask(url, ["/healthz"]) == {200: 1}


def test_with_no_memory_for_answers_all_is_answered_the_same(parts: Parts) -> None:
    paths = [*HOT, f"/fragments/{PAGE}?locale=nb", "/feeds/nb.atom", "/v1/records/nothing", "/"]
    resources = parts.resources(0)
    without = House(parts=parts, app=Edge(application(resources), parts.settings))
    usual = House(parts=parts, app=Edge(parts.application(), parts.settings))
    for path in paths:
        for coding in ("identity", "gzip", "br"):
            for _ in range(2):
                one, other = (each.get(path, accept_encoding=coding) for each in (without, usual))
                assert one.status_code == other.status_code
                assert one.headers.get("etag") == other.headers.get("etag")
                if one.status_code == 200:
                    assert one.content == other.content
                    again = without.get(path, accept_encoding=coding, if_none_match=one.headers["etag"])
                    assert again.status_code == 304
    assert resources.process.snapshots.weight == 0


def test_a_record_that_never_rests_is_told_as_it_stands(tmp_path: Path) -> None:
    """Changes that show and silent ones, from several threads, while others read: whoever reads after a write sees it, and memory is bounded."""
    with opened(Settings(data=str(tmp_path), snapshot_bytes=BUDGET)) as parts:
        house = furnished(parts, examples=False)
        text = Prose(key="a", children=(Span(text="Nytt fra nord."),))
        for number, identity in enumerate(RECORDS[:3]):
            house.publish(identity, "nb", News(slug=f"sak-{number}", title=f"Sak {number}", body=(text,)))
        resources = parts.resources(BUDGET)
        snapshots = resources.process.snapshots
        stop = threading.Event()
        with running(application(resources), structs.replace(parts.settings, port=0)) as url:

            def touch() -> None:
                def silently(writing: Any) -> None:
                    writing.touch(RECORDS[0], "nb", now())

                while not stop.is_set():
                    parts.store.write(silently)

            def read() -> None:
                while not stop.is_set():
                    ask(url, ["/v1/records/sak-0?locale=nb", "/feeds/nb.atom", "/v1/changes?limit=5"])

            threads = [threading.Thread(target=each) for each in (touch, touch, read, read)]
            for each in threads:
                each.start()
            try:
                for turn in range(40):
                    to = f"https://example.org/{turn}"
                    command = Redirect(id=RECORDS[1], locale="nb", to=to, reason="Flyttet", actor="test")
                    parts.commands.change_state(command)
                    with connect(url) as connection:
                        connection.sendall(
                            b"GET /v1/records/sak-1?locale=nb HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
                        )
                        head = b"".join(iter(lambda: connection.recv(4096), b""))
                    assert f"\r\nlocation: {to}\r\n".encode() in head
                    assert snapshots.weight <= BUDGET
            finally:
                stop.set()
                for each in threads:
                    each.join()
        fresh = House(parts=parts, app=Edge(parts.application(), parts.settings))
        kept = House(parts=parts, app=Edge(application(resources), parts.settings))
        for path in ("/feeds/nb.atom", "/v1/records?locale=nb", "/v1/changes", "/v1/records/sak-0?locale=nb"):
            assert kept.get(path).content == fresh.get(path).content
