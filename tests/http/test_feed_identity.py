"""Who an entry is, and when: the same for ever, wherever the service or its store goes, and in every process the same bytes."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import feedparser
import msgspec
import pytest

from content import lifecycle
from content.lifecycle import Publish, SaveDraft, Withdraw
from content.model import CONTENT_TYPES, Content, News
from content.ports import Store, Writing
from service import backup, restore
from service.cli import export
from service.edge.app import Edge
from service.settings import Settings
from service.web import making
from service.wiring import DATABASE, now, opened, opened_store
from tests.http.house import House

SUFFIXES = ("atom", "rss", "json")
FIRST = UUID("01a20900-0000-7000-8000-000000000021")
SECOND = UUID("01a20900-0000-7000-8000-000000000022")
HERE = "https://nordkalott.example.org"


def feeds(house: House, name: str = "nb") -> dict[str, bytes]:
    """The feed in all formats, made anew: none of it from snapshots."""
    fresh = House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))
    found = {suffix: fresh.get(f"/feeds/{name}.{suffix}") for suffix in SUFFIXES}
    assert {each.status_code for each in found.values()} == {200}
    return {suffix: each.content for suffix, each in found.items()}


def ids(written: dict[str, bytes]) -> dict[str, list[str]]:
    """The ids in each format, in order."""
    return {
        "atom": [each.id for each in feedparser.parse(written["atom"]).entries],
        "rss": [each.id for each in feedparser.parse(written["rss"]).entries],
        "json": [each["id"] for each in msgspec.json.decode(written["json"])["items"]],
    }


def times(written: dict[str, bytes]) -> list[tuple[str, str, str]]:
    items = msgspec.json.decode(written["json"])["items"]
    return [(each["id"], each["date_published"], each["date_modified"]) for each in items]


@pytest.fixture
def lived(own_house: House) -> House:
    """The library, and news that have had a life: another slug, another title, a correction, back from being withdrawn."""
    publish = own_house.publish
    publish(FIRST, "nb", News(slug="nytt", title="Nyt", summary="Kort"))
    publish(FIRST, "nn", News(slug="nytt-nn", title="Nytt på nynorsk"))
    publish(FIRST, "nb", News(slug="nytt", title="Nytt"), update="minor", note="Skrivefeil")
    publish(FIRST, "nb", News(slug="et-annet-sted", title="Et annet navn"))
    publish(SECOND, "nb", News(slug="to", title="To"))
    own_house.parts.commands.change_state(Withdraw(id=SECOND, locale="nb", reason="Feil", actor="test"))
    publish(SECOND, "nb", News(slug="to", title="To, rettet"))
    return own_house


def test_all_three_formats_have_the_same_entries_in_the_same_order(lived: House) -> None:
    found = ids(feeds(lived))
    assert found["atom"] == found["rss"] == found["json"]
    assert len(set(found["atom"])) == len(found["atom"]) > 5


def test_no_slug_title_correction_or_return_gives_a_record_another_id(own_house: House) -> None:
    seen: set[str] = set()
    steps: list[tuple[str, str, Any]] = [
        ("nytt", "Nytt", "major"),
        ("nytt", "Nytt, rettet", "minor"),
        ("nytt-sted", "Noe helt annet", "major"),
        ("nytt", "Og tilbake", "major"),
    ]
    for slug, title, update in steps:
        own_house.publish(FIRST, "nb", News(slug=slug, title=title), update=update, note="Rettet")
        found = ids(feeds(own_house, "nb/news"))
        seen |= {*found["atom"], *found["rss"], *found["json"]}
    own_house.parts.commands.change_state(Withdraw(id=FIRST, locale="nb", reason="Feil", actor="test"))
    own_house.publish(FIRST, "nb", News(slug="nytt", title="Tilbake"))
    [last] = ids(feeds(own_house, "nb/news"))["json"]
    assert seen == {last}


@pytest.mark.parametrize(
    "base", ["https://innhold.example.no", "http://nordkalott.example.org", "http://127.0.0.1:8055"]
)
def test_another_host_or_scheme_moves_addresses_alone(lived: House, base: str) -> None:
    before = feeds(lived)
    with opened(Settings(data=lived.parts.settings.data, base_url=base)) as parts:
        there = House(parts=parts, app=Edge(parts.application(), parts.settings))
        after = feeds(there)
    assert ids(after) == ids(before)
    assert times(after) == times(before)
    assert {suffix: each.replace(base.encode(), HERE.encode()) for suffix, each in after.items()} == before


def test_a_restored_backup_gives_the_same_bytes(lived: House, tmp_path: Path) -> None:
    before = feeds(lived)
    saved, elsewhere = tmp_path / "saved.tar", tmp_path / "elsewhere"
    backup.save(lived.parts, saved)
    settings = Settings(data=str(elsewhere), base_url=HERE)
    restore.restore(settings, saved, ledgers=(), key=None, actor="test", now=now())
    with opened(settings) as parts:
        assert feeds(House(parts=parts, app=Edge(parts.application(), parts.settings))) == before


def test_a_store_filled_from_an_export_gives_the_same_bytes(lived: House, tmp_path: Path) -> None:
    before = feeds(lived)
    exported = tmp_path / "all.jsonl"
    with lived.parts.store.read() as reading, exported.open("wb") as stream:
        export._write(reading, stream)
    folder = tmp_path / "moved"
    folder.mkdir()
    store = opened_store(folder / DATABASE)
    told(store, exported)
    store.close()
    with opened(Settings(data=str(folder), base_url=HERE)) as parts:
        assert feeds(House(parts=parts, app=Edge(parts.application(), parts.settings))) == before


def told(store: Store, exported: Path) -> None:
    """Do again what an export tells, each edition and withdrawal at its own time, in the order of time."""
    contents: dict[tuple[str, str, int], tuple[Any, Content]] = {}
    published: list[Any] = []
    kinds: dict[str, str] = {}
    for line in exported.read_bytes().splitlines():
        value = msgspec.json.decode(line)
        each = value[value["type"]]
        if value["type"] == "standing":
            kinds[each["id"]] = each["kind"]
        elif value["type"] == "revision":
            sort = CONTENT_TYPES[kinds[each["id"]]]  # type: ignore[index]  # an export says a kind
            content = msgspec.convert(each["content"], sort)
            contents[each["id"], each["locale"], each["number"]] = (each, content)
        elif value["type"] == "edition":
            published.append(each)
        elif value["type"] == "journal" and each["verb"] == "withdraw":
            published.append(each | {"reason": each["detail"]["reason"]})

    def work(writing: Writing) -> None:
        for each in sorted(published, key=lambda one: one["at"]):
            identity, locale = UUID(each["id"]), each["locale"]
            if "reason" in each:
                taken = Withdraw(id=identity, locale=locale, reason=each["reason"], actor="test")
                when = datetime.datetime.fromisoformat(each["at"])
                moved = lifecycle.change_state(writing.standing(identity, locale), taken, when)
                writing.apply(moved)
                continue
            _, content = contents[each["id"], locale, each["revision"]]
            at = datetime.datetime.fromisoformat(each["at"])
            saved = lifecycle.save(
                writing.standing(identity, locale),
                SaveDraft(id=identity, locale=locale, content=content, author="test"),
                at,
            )
            writing.apply(saved)
            command = Publish(
                id=identity,
                locale=locale,
                revision=saved.revision.number,
                update=each["update"],
                note=each["note"],
                actor="test",
            )
            writing.apply(lifecycle.publish(saved.standing, saved.revision, command, at))

    store.write(work)


def test_another_process_gives_the_same_bytes(lived: House, tmp_path: Path) -> None:
    """On a copy of the store, as another machine has it."""
    surroundings = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}
    before = feeds(lived)
    backup.save(lived.parts, tmp_path / "saved.tar")
    shutil.unpack_archive(tmp_path / "saved.tar", tmp_path / "copy", format="tar", filter="data")
    for suffix in SUFFIXES:
        found = subprocess.run(
            [sys.executable, "-m", "service", "--data", str(tmp_path / "copy"), "get", f"/feeds/nb.{suffix}"],
            env=os.environ | surroundings | {"NORDKALOTT_BASE_URL": HERE},
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert found.stdout == before[suffix], suffix


def test_the_time_of_writing_stands_nowhere(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = feeds(lived)
    later = now() + datetime.timedelta(days=3)

    clock = SimpleNamespace(now=later.astimezone)
    monkeypatch.setattr(making, "datetime", SimpleNamespace(datetime=clock, UTC=datetime.UTC))
    assert feeds(lived) == before


def test_entries_of_the_same_time_have_one_order(tmp_path: Path) -> None:
    """However they came into the store: by the id, the highest first."""
    at = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
    numbers = (3, 1, 2)

    def fill(order: Callable[[tuple[int, ...]], tuple[int, ...]], name: str) -> dict[str, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        store = opened_store(folder / DATABASE)

        def work(writing: Writing) -> None:
            for number in order(numbers):
                identity = UUID(int=FIRST.int + number)
                saved = lifecycle.save(
                    None,
                    SaveDraft(
                        id=identity,
                        locale="nb",
                        content=News(slug=f"sak-{number}", title=f"Sak {number}"),
                        author="test",
                    ),
                    at,
                )
                writing.apply(saved)
                command = Publish(id=identity, locale="nb", revision=1, actor="test")
                writing.apply(lifecycle.publish(saved.standing, saved.revision, command, at))

        store.write(work)
        store.close()
        with opened(Settings(data=str(folder), base_url=HERE)) as parts:
            return feeds(House(parts=parts, app=Edge(parts.application(), parts.settings)))

    one = fill(lambda given: given, "one")
    assert one == fill(lambda given: given[::-1], "two")
    assert [each["title"] for each in msgspec.json.decode(one["json"])["items"]] == [
        "Sak 3",
        "Sak 2",
        "Sak 1",
    ]
