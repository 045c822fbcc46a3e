"""When a child that has ended is started again."""

from __future__ import annotations

from service.minder import posts
from service.minder.posts import LONGEST, STEADY, Post


def test_the_pause_grows_while_none_stays_and_is_short_again_after_one_that_did() -> None:
    post, now, pauses = Post(slot=1, name="one"), 100.0, []
    for _ in range(12):
        assert posts.due(post, now)
        post = posts.begun(post, 7, now)
        assert not posts.due(post, now)
        now += 1.0
        post = posts.ended(post, now)
        assert not posts.due(post, now)
        pauses.append(round(post.since - now, 6))
        now = post.since
    assert pauses[:4] == [0.1, 0.2, 0.4, 0.8]
    assert pauses[-2:] == [LONGEST, LONGEST]
    post = posts.ended(posts.begun(post, 7, now), now + STEADY)
    assert round(post.since - now - STEADY, 6) == 0.1


def test_how_long_until_one_is_due() -> None:
    there = Post(slot=0, name="there", process=5, since=0.0)
    assert posts.wait((there,), 50.0) is None
    soon = Post(slot=1, name="soon", since=52.0)
    late = Post(slot=2, name="late", since=60.0)
    assert posts.wait((there, late, soon), 50.0) == 2.0
    assert posts.wait((there, late, soon), 70.0) == 0.0
