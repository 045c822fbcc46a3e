"""A subscriber's year in two readers that remember, in each format that they read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.clients.department import Department
from tests.clients.readers import Follower, following

FOLLOWERS = [
    *(("reader", suffix) for suffix in ("atom", "rss", "json")),
    *(("newsboat", suffix) for suffix in ("atom", "rss")),
]


@pytest.fixture(params=FOLLOWERS, ids="-".join)
def follower(department: Department, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Follower]:
    """A reader that follows a topic's news in one format; the topic is the story's own."""
    name, suffix = request.param
    with following(name, tmp_path, department.feed(suffix, "nb/topics/eu-eea/news")) as one:
        yield one


def test_corrections_are_quiet_and_news_is_told_once(department: Department, follower: Follower) -> None:
    """Subscribe; a minor edition; a major one; another slug. No step makes a second entry of the first."""
    slug = f"frist-{uuid4().hex[:8]}"
    news = department.publish(
        slug=f"{slug}-feil", title="Ny fristt", topics=["eu-eea"], body_html="<p>Fristen er 1. mai.</p>"
    )
    follower.poll()
    subscribed = follower.held()
    assert subscribed[news.feed_id].unread
    assert subscribed[news.feed_id].link == f"{department.public}/pages/nb/{slug}-feil"
    assert 'lang="nb"' in subscribed[news.feed_id].html
    news.translate("en", slug=f"{slug}-en", title="New deadline", body_html="<p>The deadline is 1 May.</p>")
    follower.poll()
    assert follower.held()[news.feed_id].link == subscribed[news.feed_id].link
    assert follower.home() == f"{department.public}/feeds/nb"
    follower.read(news.feed_id)
    unread = {name for name, each in follower.held().items() if each.unread}
    assert news.feed_id not in unread

    news.edit("minor", title="Ny frist", body_html="<p>Fristen er <b>1. mai</b>, klokka 12.</p>")
    follower.poll()
    corrected = follower.held()
    assert {name for name, each in corrected.items() if each.unread} == unread
    assert corrected.keys() == subscribed.keys()
    assert corrected[news.feed_id].title == "Ny frist"
    assert "klokka 12" in corrected[news.feed_id].html
    assert corrected[news.feed_id].updated == subscribed[news.feed_id].updated

    time.sleep(1 - time.time() % 1)  # readers know whole seconds alone
    news.edit("major", body_html="<p>Fristen er utsatt til 1. juni.</p>")
    follower.poll()
    renewed = follower.held()
    assert renewed.keys() == subscribed.keys()
    assert "utsatt" in renewed[news.feed_id].html
    assert "1. mai" not in renewed[news.feed_id].html
    moved = {name for name in renewed if renewed[name].updated != corrected[name].updated}
    assert moved <= {news.feed_id}
    assert bool(moved) == bool(renewed[news.feed_id].updated)

    news.edit("minor", slug=slug)
    follower.poll()
    renamed = follower.held()
    assert renamed.keys() == subscribed.keys()
    assert renamed[news.feed_id].link == f"{department.public}/pages/nb/{slug}"
    assert {name for name, each in renamed.items() if each.unread} == unread
    old = department.get(f"/pages/nb/{slug}-feil")
    assert (old.status_code, old.headers["location"]) == (308, f"{department.public}/pages/nb/{slug}")
