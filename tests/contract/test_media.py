"""The room of media, in every store."""

from __future__ import annotations

from functools import partial

import pytest
from msgspec import structs

from content import lifecycle, tags
from content.errors import MediaInUse, NotFound, StaleRevision, WrongState
from content.lifecycle import DeleteDraft
from content.media.medium import About, Medium, Rendition
from content.model import News
from content.ports import Store, Writing
from content.text import Audio, Image, Licence, Track
from tests.contract import build

KARI = "kari@example.org"


def digest(number: int) -> str:
    """64 hexadecimal digits."""
    return f"{number:064x}"


def medium(number: int, **more: object) -> Medium:
    """An image with two renditions."""
    return Medium(
        digest=digest(number),
        name=f"bilde-{number}.jpg",
        media_type="image/jpeg",
        size=1_000 + number,
        width=2_000,
        height=1_000,
        uploaded_at=build.at(number),
        uploaded_by=KARI,
        about=About(credit="Kari", licence=Licence(name="CC BY"), alt={"nb": "En bro"}),
        renditions=tuple(
            Rendition(
                digest=digest(1_000 * number + width),
                name=f"bilde-{number}-{width}.webp",
                media_type="image/webp",
                size=100,
                width=width,
                height=width // 2,
            )
            for width in (480, 960)
        ),
        **more,  # type: ignore[arg-type]
    )


def kept(store: Store, number: int) -> Medium:
    return store.write(lambda writing: writing.media.keep(medium(number), "test"))


def erased(which: str, writing: Writing) -> Medium | None:
    return writing.media.erase(which, at=build.at(9), actor=KARI, reason="Feil person")


def shown(store: Store, record: int, *digests: str) -> None:
    """A draft that shows images."""
    body = tuple(Image(key=f"k{n}", src=f"/media/{each}/a.jpg") for n, each in enumerate(digests))
    build.save(store, record, structs.replace(build.news(f"sak-{record}"), body=body))


def test_what_was_kept_is_there(store: Store) -> None:
    first, second = kept(store, 1), kept(store, 2)
    assert (first.number, second.number) == (1, 2)
    with store.read() as reading:
        assert reading.media.get(digest(1)) == first
        assert structs.replace(first, number=0) == medium(1)
        assert reading.media.get(digest(9)) is None
        assert reading.media.get("no digest") is None
        assert reading.media.page() == (second, first)
        assert reading.media.page(after=2) == (first,)
        assert reading.media.page(limit=1) == (second,)
        entry = reading.journal()[0]
    assert (entry.actor, entry.verb, entry.detail["digest"]) == (KARI, "media.upload", digest(1))
    assert entry.detail["via"] == "test"


def test_kept_twice_is_kept_once(store: Store) -> None:
    first = kept(store, 1)
    again = store.write(
        lambda writing: writing.media.keep(structs.replace(medium(1), name="annet.jpg", renditions=()))
    )
    assert again == first
    with store.read() as reading:
        assert len(reading.journal()) == 1


def test_a_file_is_found_by_its_own_digest(store: Store) -> None:
    kept(store, 1)
    with store.read() as reading:
        own, smaller = reading.media.file(digest(1)), reading.media.file(digest(1_480))
        assert reading.media.file(digest(7)) is None
        assert len(reading.media.files()) == 3
        assert set(reading.media.some([digest(1), digest(1_480), digest(7)])) == {digest(1), digest(1_480)}
    assert own
    assert smaller
    assert (own.name, own.size, own.erased) == ("bilde-1.jpg", 1_001, False)
    assert (smaller.name, smaller.media_type) == ("bilde-1-480.webp", "image/webp")


def test_what_is_said_of_it_changes_on_top_of_what_was_read(store: Store) -> None:
    kept(store, 1)
    about = About(decorative=True)
    changed = store.write(
        lambda writing: writing.media.describe(digest(1), about, 1, at=build.at(5), actor=KARI)
    )
    assert (changed.about, changed.version) == (about, 2)
    with pytest.raises(StaleRevision) as caught:
        store.write(lambda writing: writing.media.describe(digest(1), about, 1, at=build.at(5), actor=KARI))
    assert caught.value.current == 2
    with pytest.raises(NotFound):
        store.write(lambda writing: writing.media.describe(digest(3), about, 1, at=build.at(5), actor=KARI))


def test_uses_are_those_of_the_revisions(store: Store) -> None:
    kept(store, 1)
    kept(store, 2)
    kept(store, 3)
    shown(store, 1, digest(1), digest(2_480), digest(99))
    with store.read() as reading:
        assert [each.digest for each in reading.media.page(unused=True)] == [digest(3)]
        assert [each.digest for each in reading.media.page(unused=False)] == [digest(2), digest(1)]
        (use,) = reading.media.uses(digest(2))
    assert (use.id, use.locale, use.revision) == (build.identity(1), "nb", 1)
    shown(store, 1)
    with store.read() as reading:
        assert reading.media.uses(digest(1)) == (use,), "an earlier revision still points there"
    assert store.verify() == ()


def test_every_sort_of_address_is_a_use(store: Store) -> None:
    body = (
        Audio(key="a", href=f"https://nordkalott.example/media/{digest(1)}/a.mp3", title="A"),
        Audio(key="b", href="/x", title="A", transcript_href=f"/media/{digest(2)}/a.pdf#page=2"),
    )
    build.save(store, 1, structs.replace(build.news("a"), body=body))
    with store.read() as reading:
        assert reading.media.uses(digest(1))
        assert reading.media.uses(digest(2))


def test_a_draft_that_is_deleted_uses_nothing(store: Store) -> None:
    kept(store, 1)
    shown(store, 1, digest(1))

    command = DeleteDraft(id=build.identity(1), locale="nb", expected=1, actor=KARI)

    def delete(writing: Writing) -> None:
        writing.apply(lifecycle.delete(writing.standing(command.id, "nb"), command, build.at(3)))

    store.write(delete)
    with store.read() as reading:
        assert reading.media.uses(digest(1)) == ()
    assert store.verify() == ()


def test_only_what_nobody_uses_is_removed(store: Store) -> None:
    kept(store, 1)
    kept(store, 2)
    shown(store, 1, digest(1_960))
    with pytest.raises(MediaInUse) as caught:
        store.write(lambda writing: writing.media.remove(digest(1), at=build.at(5), actor=KARI))
    assert caught.value.uses == 1
    gone = store.write(lambda writing: writing.media.remove(digest(2), at=build.at(5), actor=KARI))
    assert gone.files == (digest(2), digest(2_480), digest(2_960))
    with store.read() as reading:
        assert reading.media.get(digest(2)) is None
        assert reading.media.lone([*gone.files, digest(1)]) == gone.files
    with pytest.raises(NotFound):
        store.write(lambda writing: writing.media.remove(digest(2), at=build.at(5), actor=KARI))
    assert kept(store, 3).number == 3, "numbers are never given twice"


def test_what_was_erased_keeps_number_time_reason_and_digest_alone(store: Store) -> None:
    kept(store, 1)
    shown(store, 1, digest(1))
    was = store.write(partial(erased, digest(1)))
    assert was
    assert len(was.files) == 3
    with store.read() as reading:
        left = reading.media.get(digest(1))
        file = reading.media.file(digest(1_480))
        assert reading.media.page() == ()
        assert reading.media.some([digest(1)]) == {}
        assert reading.media.lone(was.files) == was.files
    assert left
    assert left.erasure
    assert (left.number, left.uploaded_at, left.erasure.reason, left.erasure.at) == (
        1,
        build.at(1),
        "Feil person",
        build.at(9),
    )
    assert (left.name, left.about, left.uploaded_by, left.width) == ("", About(), "", None)
    assert all(each.name == "" for each in left.renditions)
    assert file
    assert file.erased
    for each in (digest(1), digest(2)):
        again = partial(erased, each)
        assert store.write(again) is None
    with pytest.raises(WrongState, match="erased"):
        kept(store, 1)
    assert store.verify() == ()


def test_a_rendition_that_two_media_share_stays_while_one_of_them_does(store: Store) -> None:
    kept(store, 1)
    twin = structs.replace(medium(2), renditions=medium(1).renditions)
    store.write(lambda writing: writing.media.keep(twin))
    gone = store.write(lambda writing: writing.media.remove(digest(1), at=build.at(5), actor=KARI))
    with store.read() as reading:
        assert reading.media.lone(gone.files) == (digest(1),)


def test_captions_are_kept_as_they_were_said(store: Store) -> None:
    about = About(captions=(Track(href=f"/media/{digest(5)}/a.vtt", lang="nb", label="Norsk"),))
    store.write(lambda writing: writing.media.keep(structs.replace(medium(1), about=about)))
    with store.read() as reading:
        found = reading.media.get(digest(1))
    assert found
    assert found.about == about


def test_news_without_media_use_nothing(store: Store) -> None:
    build.save(store, 1, News(slug="a", title="/media/ er en sti"))
    with store.read() as reading:
        assert reading.media.page(unused=True) == ()
    assert store.verify() == ()


@pytest.mark.parametrize("which", [digest(1), digest(1_480)])
def test_an_erasure_moves_the_tags_of_what_shows_the_file_and_of_nothing_else(
    store: Store, which: str
) -> None:
    """Or the rendition of it. An old edition is shown by archives: its record's tag moves, and the kept fragment stays. Drafts move nothing."""
    kept(store, 1)
    for number, src in ((1, which), (2, which), (3, digest(1)), (4, digest(7))):
        image = Image(src=f"/media/{src}/bilde.jpg", alt="En bro")
        content = News(slug=f"sak-{number}", title="Sak", body=(image,))
        if number == 3:
            build.save(store, number, content)
        else:
            build.publish(store, number, content)
    build.publish(store, 2, News(slug="sak-2", title="Uten bilde"), minutes=1)
    with store.read() as reading:
        before = reading.head().seq
        assert reading.fragments.waiting(b"m" * 32, 9)
    live = [(build.identity(number), "nb", edition) for number, edition in ((1, 1), (2, 2), (4, 1))]
    store.write(lambda writing: writing.fragments.keep([(each, None) for each in live], b"m" * 32, before))
    store.write(partial(erased, digest(1)))
    with store.read() as reading:
        assert [each.tags for each in reading.changes(before, silent=True)] == [
            (tags.record(build.identity(number)),) for number in (1, 2)
        ]
        assert reading.changes(before) == ()
        assert reading.fragments.waiting(b"m" * 32, 9) == ((build.identity(1), "nb", 1),)
