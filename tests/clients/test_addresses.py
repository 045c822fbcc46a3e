"""The service moves to another host name: nothing is unread again, and nothing is there twice."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.clients.department import furnish, serving
from tests.clients.parsers import by_atoma
from tests.clients.readers import Follower, following
from tests.clients.relay import relaying

FEED = "/feeds/nb/topics/barents"
SUFFIXES = ("atom", "rss", "json")
FOLLOWERS = (("reader", "atom"), ("newsboat", "rss"), ("reader", "json"))


def test_another_host_name_has_the_same_entries(tmp_path: Path) -> None:
    data = tmp_path / "data"
    token = furnish(data)
    followers: dict[str, Follower] = {}
    with relaying() as relay, ExitStack() as stack:
        with serving(data, relay, token) as department:
            old = {suffix: by_atoma(f"{department.public}{FEED}.{suffix}") for suffix in SUFFIXES}
            for name, suffix in FOLLOWERS:
                folder = tmp_path / f"{name}-{suffix}"
                folder.mkdir()
                url = f"{department.public}{FEED}.{suffix}"
                follower = followers[suffix] = stack.enter_context(following(name, folder, url))
                follower.poll()
                for identity in follower.held():
                    follower.read(identity)
        with serving(data, relay, token, host="localhost") as department:
            for suffix in SUFFIXES:
                after = by_atoma(f"{department.public}{FEED}.{suffix}")
                assert [each.id for each in after.items] == [each.id for each in old[suffix].items]
                assert after.items
                assert all(each.link.startswith("http://localhost:") for each in after.items)
                assert not any("127.0.0.1" in each.html for each in after.items)
                follower = followers[suffix]
                follower.move(f"{department.public}{FEED}.{suffix}")
                follower.poll()
                held = follower.held()
                assert held.keys() == {each.id for each in after.items}
                assert not any(each.unread for each in held.values())
                assert all(each.link.startswith("http://localhost:") for each in held.values())
