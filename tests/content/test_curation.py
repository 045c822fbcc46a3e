"""The verbs of media over real stores: a file is examined, freed, kept durable, and then its row."""

from __future__ import annotations

import datetime
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import UNSET, structs

from content.commands.media import Added, AddMedium, Curation
from content.errors import (
    Forbidden,
    Invalid,
    MediaInUse,
    NotFound,
    StaleRevision,
    StoreFull,
    TooLarge,
    WrongState,
)
from content.media import renditions
from content.media.medium import About, Medium, Rendition
from content.ports import Reading, Store
from content.store import DiskBlobs, open_store
from content.text import Image
from tests.content.media import samples
from tests.contract import build

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
KARI = "kari@example.org"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    assert opened.verify() == ()
    opened.close()


@pytest.fixture
def curation(store: Store, tmp_path: Path) -> Curation:
    return Curation(store, DiskBlobs(tmp_path / "media"), lambda: NOW)


def add(curation: Curation, data: bytes, name: str = "Møte (1).JPG", **more: object) -> Added:
    with curation.receive(10**8) as incoming:
        incoming.write(data)
        return curation.add(incoming, AddMedium(name=name, actor=KARI, **more))  # type: ignore[arg-type]


def there(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "media").rglob("*") if path.is_file()} - {"lock"}


def photo(width: int = 1_200, height: int = 800, form: str = "JPEG", mode: str = "RGB") -> bytes:
    """An image that Pillow made, with a place in its EXIF, lying on its side."""
    pil = pytest.importorskip("PIL.Image")
    image = pil.effect_mandelbrot((width, height), (-2, -1, 1, 1), 20).convert(mode)
    exif = pil.Exif()
    exif[0x0112] = 6
    exif[0x010E] = samples.SECRET.decode()
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def test_a_file_is_kept_with_what_is_known_of_it(curation: Curation, tmp_path: Path, store: Store) -> None:
    added = add(curation, samples.mp4(), "Film fra Tromsø.MOV", about=About(credit="Kari"))
    medium = added.medium
    assert added.new
    assert "metadata" in added.removed
    assert (medium.name, medium.media_type, medium.width, medium.height, medium.duration) == (
        "film-fra-tromso.mp4",
        "video/mp4",
        360,
        640,
        2_500,
    )
    assert (medium.uploaded_at, medium.uploaded_by, medium.about.credit) == (NOW, KARI, "Kari")
    assert there(tmp_path) == {medium.digest}
    kept = (tmp_path / "media" / medium.digest[:2] / medium.digest).read_bytes()
    assert samples.SECRET not in kept
    assert len(kept) == medium.size
    with store.read() as reading:
        assert reading.media.get(medium.digest) == medium
    assert curation.verify() == ()


def test_an_image_has_renditions_with_their_sizes(curation: Curation, tmp_path: Path) -> None:
    added = add(curation, photo())
    medium = added.medium
    assert (medium.width, medium.height) == (800, 1_200), "it is shown upright"
    assert "EXIF" in added.removed
    assert [(each.media_type, each.width, each.height, each.name) for each in medium.renditions] == [
        ("image/webp", 480, 720, "mote-1-480.webp"),
        ("image/jpeg", 480, 720, "mote-1-480.jpg"),
        ("image/webp", 800, 1_200, "mote-1-800.webp"),
        ("image/jpeg", 800, 1_200, "mote-1-800.jpg"),
    ]
    assert there(tmp_path) == set(medium.files)
    pil = pytest.importorskip("PIL.Image")
    everything: list[Medium | Rendition] = [medium, *medium.renditions]
    for each in everything:
        path = tmp_path / "media" / each.digest[:2] / each.digest
        assert samples.SECRET not in path.read_bytes()
        with pil.open(path) as image:
            assert image.format == each.media_type.partition("/")[2].upper()
            image.load()
            if each is not medium:
                assert image.size == (each.width, each.height)
                assert not image.getexif()
            else:
                assert dict(image.getexif()) == {0x0112: 6}


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "P"), ("GIF", "P"), ("JPEG", "CMYK"), ("PNG", "I;16"), ("JPEG", "L")])  # fmt: skip
def test_every_sort_of_image_is_made_smaller(curation: Curation, form: str, mode: str) -> None:
    pil = pytest.importorskip("PIL.Image")
    image = pil.new(
        "RGBA" if mode == "RGBA" else "RGB", (700, 500), (200, 10, 10, 100)[: 4 if mode == "RGBA" else 3]
    )
    image = pil.new("I;16", (700, 500), 9_000) if mode == "I;16" else image.convert(mode)
    out = io.BytesIO()
    image.save(out, form)
    medium = add(curation, out.getvalue()).medium
    types = [each.media_type for each in medium.renditions]
    assert types == (["image/webp"] * 2 if mode == "RGBA" else ["image/webp", "image/jpeg"] * 2)
    assert [each.width for each in medium.renditions][-1] == 700


def test_a_very_high_image_is_made_smaller_by_its_width_alone(curation: Curation) -> None:
    medium = add(curation, photo(6_600, 500)).medium
    assert (medium.width, medium.height) == (500, 6_600)
    assert [(each.width, each.height) for each in medium.renditions][::2] == [(480, 6_336), (500, 6_600)]
    wide = add(curation, photo(500, 6_600)).medium
    assert [(each.width, each.height) for each in wide.renditions][::2] == [
        (480, 36),
        (960, 73),
        (1_600, 121),
    ]


def test_an_animation_is_kept_as_it_is(curation: Curation) -> None:
    assert add(curation, samples.gif(frames=3)).medium.renditions == ()


def test_without_pillow_there_are_originals_only(curation: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renditions, "available", lambda: False)
    medium = add(curation, samples.jpeg()).medium
    assert (medium.renditions, medium.width, medium.height) == ((), 3, 5)


def test_pixels_that_cannot_be_read_are_refused_and_leave_nothing(curation: Curation, tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    broken = samples.png().replace(b"IDAT", b"IDAT", 1)
    inside = samples.chunk(b"IDAT", b"not packed")
    start = broken.index(b"IDAT") - 4
    broken = broken[:start] + inside + samples.chunk(b"IEND", b"")
    with pytest.raises(Invalid) as caught:
        add(curation, broken)
    assert caught.value.faults[0].code == "damaged"
    assert there(tmp_path) == set()


def test_the_same_file_twice_is_one(curation: Curation, tmp_path: Path) -> None:
    first = add(curation, samples.png())
    again = add(curation, samples.png(tail=b"something else after the end"), "annet navn.png")
    assert (first.new, again.new) == (True, False)
    assert again.medium == first.medium
    assert there(tmp_path) == set(first.medium.files)


def test_two_equal_uploads_at_once_are_one(curation: Curation, tmp_path: Path) -> None:
    start = threading.Barrier(4)
    done: list[Added] = []

    def run() -> None:
        start.wait()
        done.append(add(curation, samples.wav()))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.new for each in done) == [False, False, False, True]
    assert len({each.medium.digest for each in done}) == 1
    assert there(tmp_path) == {done[0].medium.digest}
    assert curation.verify() == ()


def test_who_may_not_any_more_leaves_nothing(curation: Curation, tmp_path: Path, store: Store) -> None:
    def permit(reading: Reading) -> None:
        assert reading.head().seq == 0
        raise Forbidden("It was revoked meanwhile.", needed="drafts")

    with curation.receive(10**6) as incoming:
        incoming.write(samples.pdf())
        with pytest.raises(Forbidden):
            curation.add(incoming, AddMedium(name="a.pdf", actor=KARI), permit)
    assert there(tmp_path) == set()
    with store.read() as reading:
        assert reading.media.page() == ()
        assert reading.journal() == ()


def test_a_refusal_of_one_upload_takes_no_file_from_another(curation: Curation, tmp_path: Path) -> None:
    first = add(curation, samples.wav())

    def permit(_: Reading) -> None:
        raise Forbidden("It was revoked meanwhile.", needed="drafts")

    with curation.receive(10**6) as incoming:
        incoming.write(samples.wav())
        with pytest.raises(Forbidden):
            curation.add(incoming, AddMedium(actor=KARI), permit)
    assert there(tmp_path) == {first.medium.digest}


def test_too_much_is_too_large(curation: Curation) -> None:
    with curation.receive(10) as incoming, pytest.raises(TooLarge):
        incoming.write(samples.pdf())


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (About(alt={"nb": "bilde.jpg"}), "alt_is_file_name"),
        (About(alt={"nb": " "}), "missing_alt"),
        (About(alt={"nb": "En bro"}, decorative=True), "alt_on_decorative"),
        (About(alt={"xx": "En bro"}), "unknown_locale"),
    ],
)
def test_what_is_said_of_a_medium_must_make_sense(curation: Curation, about: About, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        add(curation, samples.png(), about=about)
    assert [fault.code for fault in caught.value.faults] == [code]
    medium = add(curation, samples.png()).medium
    with pytest.raises(Invalid):
        curation.describe(medium.digest, about, 1, actor=KARI)


def test_what_is_said_is_changed(curation: Curation) -> None:
    medium = add(curation, samples.png()).medium
    changed = curation.describe(medium.digest, About(alt={"nb": "En bro"}), 1, actor=KARI)
    assert changed.about.alt == {"nb": "En bro"}
    assert changed.about.credit is UNSET
    with pytest.raises(StaleRevision):
        curation.describe(medium.digest, About(), 1, actor=KARI)


def test_unused_media_go_with_their_files(curation: Curation, store: Store, tmp_path: Path) -> None:
    used, unused = add(curation, samples.png()).medium, add(curation, samples.pdf(), "a.pdf").medium
    body = (Image(key="a", src=f"/media/{used.digest}/{used.name}"),)
    build.save(store, 1, structs.replace(build.news("a"), body=body))
    with pytest.raises(MediaInUse):
        curation.remove(used.digest, actor=KARI)
    curation.remove(unused.digest, actor=KARI)
    assert there(tmp_path) == set(used.files)
    with pytest.raises(NotFound):
        curation.remove(unused.digest, actor=KARI)
    assert curation.verify() == ()


def test_erased_media_are_gone_and_stay_gone(curation: Curation, store: Store, tmp_path: Path) -> None:
    medium = add(curation, samples.png()).medium
    body = (Image(key="a", src=f"/media/{medium.digest}/{medium.name}"),)
    build.save(store, 1, structs.replace(build.news("a"), body=body))
    curation.erase(medium.digest, reason="Feil person", actor=KARI)
    assert there(tmp_path) == set()
    with pytest.raises(NotFound):
        curation.erase(medium.digest, reason="Feil person", actor=KARI)
    with pytest.raises(WrongState, match="Feil person"):
        add(curation, samples.png())
    assert there(tmp_path) == set()
    assert curation.verify() == ()


def test_an_erased_file_that_a_crash_left_behind_is_swept_at_once(
    curation: Curation, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    medium = add(curation, samples.wav()).medium
    monkeypatch.setattr(Curation, "_unlink", lambda *_: None)
    curation.erase(medium.digest, reason="Personvern", actor="kari")
    monkeypatch.undo()
    assert there(tmp_path) == {medium.digest}
    now = datetime.datetime.now(datetime.UTC)
    assert Curation(store, DiskBlobs(tmp_path / "media"), lambda: now).sweep() == 1
    assert there(tmp_path) == set()
    assert curation.verify() == ()


def test_a_file_without_a_row_is_a_stray_and_is_swept_after_a_day(
    curation: Curation, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    # As kill -9 between file and row would: nothing is mended afterwards.
    monkeypatch.setattr(store, "write", dies)
    monkeypatch.setattr(Curation, "let_go", lambda *_: None)
    with pytest.raises(KeyboardInterrupt):
        add(curation, samples.wav())
    monkeypatch.undo()
    (stray,) = there(tmp_path)
    assert [stray in line and "no medium" in line for line in curation.verify()] == [True]
    assert (
        Curation(store, DiskBlobs(tmp_path / "media"), lambda: datetime.datetime.now(datetime.UTC)).sweep()
        == 0
    )
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    assert Curation(store, DiskBlobs(tmp_path / "media"), lambda: later).sweep() == 1
    assert curation.verify() == ()
    assert add(curation, samples.wav()).new


def test_no_room_is_said_and_leaves_nothing(
    curation: Curation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull("There is no room left.")

    monkeypatch.setattr(curation._store, "write", full)
    with pytest.raises(StoreFull):
        add(curation, samples.wav())
    assert there(tmp_path) == set()
