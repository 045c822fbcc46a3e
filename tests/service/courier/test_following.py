"""Where the logs are read from: in a store of an earlier release, after a restore, and past what nobody is told of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import apsw
import pytest
from msgspec import structs

from content import recheck
from content.delivery import Wants
from content.lifecycle import MarkGone, Withdraw
from content.ports import Store
from content.store import migrate, open_store
from content.text import Image
from service.courier import following
from tests.contract import build, test_audits, test_media
from tests.service.courier.post import Post


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def post(store: Store) -> Post:
    return Post(store)


def position(store: Store) -> int:
    with store.read() as reading:
        return reading.deliveries.position("journal")


def test_a_store_of_the_last_release_begins_at_the_end_of_both_logs() -> None:
    connection = apsw.Connection(":memory:")
    number = next(number for number, text in migrate.migrations() if "CREATE TABLE outbox" in text)
    for each, statements in migrate.migrations():
        if each == number:
            connection.execute("PRAGMA foreign_keys=OFF").fetchall()
            connection.execute(
                """INSERT INTO change (seq, op, id, locale, kind, edition, update_kind, at, tags, seal)
                   VALUES (7, 'upsert', zeroblob(16), 'nb', 'news', 1, 'major', 1, '[]', zeroblob(32))"""
            ).fetchall()
        connection.execute(statements).fetchall()
        if each == number:
            break
    found = connection.execute("SELECT source, position FROM outbox ORDER BY source").fetchall()
    connection.close()
    assert found == [("change", 7), ("journal", 0)]


def test_saving_drafts_costs_the_courier_no_write(post: Post, store: Store) -> None:
    post.subscribe(11, "http://hook.example/")
    post.publish(1)
    post.follow()
    before = position(store)
    for number in range(2, 30):
        build.save(store, number, build.news(f"utkast-{number}"))
        assert post.following.due() is None
    assert position(store) == before
    assert len(post.all()) == 1


def test_a_check_that_fails_is_told_to_who_wants_to_hear_of_it(post: Post, store: Store) -> None:
    build.publish(store, 1, build.news("en", topics=("barents",)))
    post.subscribe(11, "http://a.example/", wants=Wants(events=("check.failed",), topics=("barents",)))
    post.subscribe(12, "http://b.example/", wants=Wants(events=("check.failed",), topics=("klima",)))
    post.subscribe(13, "http://c.example/", wants=Wants(events=("record.published",)))

    def note(verb: str, number: int) -> None:
        store.write(
            lambda writing: writing.record(
                "worker", verb, build.at(1), {}, identity=build.identity(number), locale="nb"
            )
        )

    for verb in ("save", recheck.MENDED, recheck.FAILED):
        note(verb, 1)
    post.follow()
    (one,) = post.all()
    assert (one.subscriber, one.source, one.event) == (build.identity(11), "journal", "check.failed")
    post.follow()
    assert len(post.all()) == 1


def test_what_has_the_number_again_after_a_restore_has_another_id(
    post: Post, store: Store, tmp_path: Path
) -> None:
    subscriber = post.subscribe(11, "http://hook.example/")
    store.copy(tmp_path / "backup.db")
    post.publish(1)
    post.follow()
    (before,) = post.all()
    restored = open_store(tmp_path / "backup.db")
    try:
        restored.write(lambda writing: writing.begin_epoch(writing.head().seq))
        later = Post(restored)
        later.clock.move(minutes=5)
        later.publish(2)
        later.follow()
        (after,) = later.all()
    finally:
        restored.close()
    assert (after.subscriber, after.number) == (subscriber.id, before.number)
    assert after.message_id != before.message_id
    assert structs.replace(after, attempts=4, state="failed").message_id == after.message_id


def test_what_was_withdrawn_and_then_gone_before_anybody_looked_is_told_as_both(
    post: Post, store: Store
) -> None:
    post.subscribe(11, "http://hook.example/")
    post.publish(1)
    for command in (Withdraw, MarkGone):
        build.move(store, command(id=build.identity(1), locale="nb", reason="feil", actor="ola"))
    post.follow()
    assert [each.event for each in post.all()] == ["record.published", "record.withdrawn", "record.gone"]


def test_an_erased_file_is_told_to_who_follows_the_feed_and_to_no_webhook(post: Post, store: Store) -> None:
    build.publish(store, 1, build.news("en"))
    test_media.kept(store, 1)
    image = Image(key="k1", src=f"/media/{test_media.digest(1)}/a.jpg")
    build.publish(store, 2, structs.replace(build.news("to"), body=(image,)))
    post.subscribe(11, "http://hook.example/")
    post.subscribe(12, "http://reader.example/", sort="websub", topic="http://site.example/feeds/nb.atom")
    post.follow()
    test_audits.keep(store, test_audits.audit("/pages/nb/en", number=1, edition=1))
    assert post.following.due() is None  # what a browser found moves no feed
    store.write(partial(test_media.erased, test_media.digest(1)))
    post.follow()
    with store.read() as reading:
        seq = reading.head().seq
    assert [(each.subscriber, each.number) for each in post.all()] == [(build.identity(12), seq)]


def test_what_is_told_at_a_time_is_bounded_by_its_rows_too(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "ROWS", 5)
    for number in (11, 12):
        post.subscribe(number, f"http://hook-{number}.example/")
    for number in range(1, 6):
        post.publish(number)
    made = []
    while post.following.due() == 0:
        post.following.run()
        made.append(len(post.all()))
    assert made == [4, 8, 10]
