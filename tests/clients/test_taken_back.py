"""What the department takes back, in readers: told in the same entry, without the old text where it is gone, and back with a restore."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.clients.department import Department
from tests.clients.readers import Follower, following
from tests.clients.test_readers import FOLLOWERS

REASON = "Tallene var fra i fjor."


@pytest.fixture(params=FOLLOWERS, ids="-".join)
def follower(department: Department, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Follower]:
    """A reader that follows a topic's news in one format; the topic is the story's own."""
    name, suffix = request.param
    with following(name, tmp_path, department.feed(suffix, "nb/topics/arctic-council/news")) as one:
        yield one


def test_what_is_taken_back_says_so_in_its_own_entry(department: Department, follower: Follower) -> None:
    """Withdraw, gone, restore. No step makes another entry, and none leaves words behind that are gone."""
    slug = f"sak-{uuid4().hex[:8]}"
    wrong, personal = (
        department.publish(
            slug=f"{slug}-{number}",
            title=f"Tittelord{number}",
            summary=f"Sammendragsord{number}",
            body_html=f"<p>Brødtekstord{number}.</p>",
            authors=[f"Forfatterord{number}"],
            topics=["arctic-council"],
        )
        for number in (1, 2)
    )
    follower.poll()
    subscribed = follower.held()
    for identity in subscribed:
        follower.read(identity)

    time.sleep(1 - time.time() % 1)  # readers know whole seconds alone
    wrong.act("withdraw", REASON)
    personal.act("gone", "Personvern.")
    follower.poll()
    told = follower.held()
    assert told.keys() == subscribed.keys()
    withdrawn, gone = told[wrong.feed_id], told[personal.feed_id]
    assert withdrawn.title == "Trukket tilbake: Tittelord1"
    assert REASON in withdrawn.html
    assert "Brødtekstord1" not in withdrawn.html
    assert withdrawn.link == f"{department.public}/pages/nb/{slug}-1"
    page = department.get(f"/pages/nb/{slug}-1")
    assert page.status_code == 200
    assert REASON in page.text
    assert gone.title == "Denne teksten er fjernet."
    assert "Personvern." in gone.html
    assert not [
        word for word in ("Tittel", "Sammendrags", "Brødtekst", "Forfatter") if f"{word}ord2" in str(gone)
    ]
    assert f"{slug}-2" not in str(gone)
    assert department.get(gone.link.removeprefix(department.public)).status_code == 410
    for each in (wrong, personal):
        assert told[each.feed_id].updated > subscribed[each.feed_id].updated or not told[each.feed_id].updated

    time.sleep(1 - time.time() % 1)
    wrong.act("restore", "Tallene er rettet.")
    follower.poll()
    restored = follower.held()
    assert restored.keys() == subscribed.keys()
    assert restored[wrong.feed_id].title == "Tittelord1"
    assert "Brødtekstord1" in restored[wrong.feed_id].html
    assert restored[wrong.feed_id].updated > withdrawn.updated or not withdrawn.updated
    assert restored[personal.feed_id] == gone
