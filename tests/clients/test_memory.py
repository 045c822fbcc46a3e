"""A reader that comes back after a year has everything that is published, and nothing that is not, by the feed alone."""

from __future__ import annotations

import pytest

from feeds import entry_id
from tests.clients.archivist import Archivist, tombstones
from tests.clients.department import LONG_AGO, Department
from tests.clients.nodejs import Node
from tests.clients.test_parsers import PAIRS, parse_with

ENTRIES = 50
"""How many a document has at most (the issue's, and the service's): more changes than that need an archive."""


def published(department: Department) -> dict[str, str]:
    """The titles of all English news by the id of its record, as the list of records has them."""
    found: dict[str, str] = {}
    path = "/v1/records?kind=news&locale=en&limit=50"
    while path:
        page = department.get(path).raise_for_status().json()
        found |= {each["id"]: each["title"] for each in page["records"] if each["locale"] == "en"}
        path = f"/v1/records?kind=news&locale=en&limit=50&cursor={page['next']}" if page["next"] else ""
    return found


def test_a_reader_rebuilds_everything_and_reads_no_archive_twice(department: Department) -> None:
    def fetch(url: str) -> bytes:
        return department.get(url.removeprefix(department.public)).raise_for_status().content

    url = department.feed("atom", "en/news")
    early, late = Archivist(), Archivist()
    records = [
        department.publish("en", slug=f"item-{number}", title=f"Item {number}", body_html="<p>First.</p>")
        for number in range(4)
    ]
    early.catch_up(url, fetch)
    for number in range(ENTRIES):
        records[number % 3].edit(
            "minor" if number % 2 else "major", title=f"Item {number % 3}, text {number}"
        )
    records[0].act("withdraw", "Wrong figures.")
    records[1].act("gone", "Privacy.")
    records[1].act("restore", "It was none.")
    records[2].act("gone", "Privacy.")
    assert early.catch_up(url, fetch) > 2
    assert early.catch_up(url, fetch) == 1
    late.catch_up(url, fetch)
    assert early.entries == late.entries
    live = {each.feed_id: department.record(each)["title"] for each in (records[1], records[3])}
    assert {name: late.entries[name].title for name in live} == live
    told = {
        records[0].feed_id: "Withdrawn: Item 0, text 48",
        records[2].feed_id: "This text has been removed.",
    }
    assert {name: late.entries[name].title for name in told} == told
    assert len(late.entries) == len(published(department)) + len(told)
    assert not any("Item 2" in str(each) for each in late.entries.values())


@pytest.mark.parametrize(("name", "suffix"), PAIRS)
def test_a_tombstone_is_no_entry_to_those_who_do_not_know_it(
    department: Department, nodejs: Node, name: str, suffix: str
) -> None:
    buried = entry_id(LONG_AGO, "nb")
    for feed in ("nb/news", "nb"):
        document = department.get(f"/feeds/{feed}.{suffix}").content
        assert buried.encode() in document
        assert b"Gammelord" not in document
        assert b"lenge-siden" not in document
        if suffix == "atom":
            assert buried in tombstones(document)
        read = parse_with(name, nodejs)(department.feed(suffix, feed))
        assert read.items
        assert buried not in {each.id for each in read.items}
