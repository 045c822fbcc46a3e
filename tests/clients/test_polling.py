"""Polls that cost nothing: what clients send to be told that nothing is new, and what they are told."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.clients.department import Department
from tests.clients.readers import following
from tests.clients.relay import Exchange
from tests.clients.test_readers import FOLLOWERS

PATH = "/feeds/nb/topics/barents/page"


def thrice(department: Department, suffix: str, poll: Callable[[], object]) -> list[Exchange]:
    """Poll three times; gives what went over the wire."""
    before = len(department.relay.exchanges)
    for _ in range(3):
        poll()
    asked = department.relay.exchanges[before:]
    assert [each.path for each in asked] == [f"{PATH}.{suffix}"] * 3
    return asked


@pytest.mark.parametrize(("name", "suffix"), FOLLOWERS)
def test_the_third_poll_is_a_304_by_etag(
    department: Department, tmp_path: Path, name: str, suffix: str
) -> None:
    with following(name, tmp_path, f"{department.public}{PATH}.{suffix}") as follower:
        first, _, third = thrice(
            department, suffix, follower.poll
        )  # newsboat keeps validators from the second on
        assert (first.status, first.none_match) == (200, "")
        assert third.status == 304
        assert third.none_match.startswith('"')
        assert follower.held()


@pytest.mark.parametrize(("name", "suffix"), FOLLOWERS)
def test_the_third_poll_is_a_304_by_time_where_something_on_the_way_takes_etags(
    department: Department, tmp_path: Path, name: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadline = time.monotonic() + 5  # there is no Last-Modified that is younger than a second
    while "last-modified" not in department.get(f"{PATH}.{suffix}").headers and time.monotonic() < deadline:
        time.sleep(0.05)
    monkeypatch.setattr(department.relay, "drops", frozenset({"etag"}))
    with following(name, tmp_path, f"{department.public}{PATH}.{suffix}") as follower:
        _, _, third = thrice(department, suffix, follower.poll)
        assert third.none_match == ""
        assert third.modified_since
        assert third.status == 304
        assert follower.held()


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_feedparser_keeps_nothing_and_is_told_nothing_again_all_the_same(
    department: Department, suffix: str
) -> None:
    kept: dict[str, Any] = {}

    def poll() -> None:
        read = feedparser.parse(f"{department.public}{PATH}.{suffix}", **kept)
        kept["etag"] = read.get("etag", kept.get("etag"))

    asked = thrice(department, suffix, poll)
    assert [each.status for each in asked] == [200, 304, 304]


def test_what_is_news_is_sent_again(department: Department, tmp_path: Path) -> None:
    """A 304 ends with the first minor edition: the text is another, so the bytes are."""
    news = department.publish(slug="skrivefeil", title="Skrivefeil", body_html="<p>Skrivfeil.</p>")
    url = department.feed("atom")
    with following("reader", tmp_path, url) as follower:
        for _ in range(2):
            follower.poll()
        news.edit("minor", body_html="<p>Skrivefeil.</p>")
        follower.poll()
        assert [each.status for each in department.relay.exchanges[-3:]] == [200, 304, 200]
        assert "Skrivefeil" in follower.held()[news.feed_id].html
