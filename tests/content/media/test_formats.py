"""Every format: known by its bytes, freed of what tells who and where, refused where it is broken or two things at once."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import Invalid
from content.media import examination, plan
from content.media.orientation import orientation
from content.media.plan import Plan
from tests.content.media import samples
from tests.content.media.memory import InMemory

KEPT_AS_IT_IS = {"audio/ogg", "application/pdf"}
SCRIPT = b"<script>alert(1)</script>"
ZIP = b"PK\x05\x06" + bytes(18)


def taken(data: bytes, claimed: str = "") -> tuple[Plan, bytes]:
    """The plan of a file, and the bytes that are kept."""
    source = InMemory(data)
    found = examination.examine(source, claimed)
    kept = b"".join(plan.copied(source, found.pieces))
    seen = plan.Kept(source, found.pieces)
    assert seen.size == len(kept)
    assert seen.read(7, 90) == kept[7:97]
    examination.demand_nothing_else(seen, found)
    return found, kept


def told(data: bytes) -> tuple[str, bytes]:
    """The code of the first fault, "" for none, and what is kept."""
    try:
        return "", taken(data)[1]
    except Invalid as error:
        return error.faults[0].code, b""


def refused(data: bytes, claimed: str = "") -> str:
    """The code of the one fault."""
    with pytest.raises(Invalid) as caught:
        taken(data, claimed)
    (fault,) = caught.value.faults
    assert fault.pointer == ""
    assert len(fault.message.nb) > 10
    assert len(fault.message.en) > 10
    return fault.code


@pytest.mark.parametrize(("media_type", "make"), samples.ALL.items())
def test_the_type_is_that_of_the_content(media_type: str, make: Callable[[], bytes]) -> None:
    assert taken(make())[0].media_type == media_type
    assert taken(make(), f"{media_type}; charset=x")[0].media_type == media_type
    assert taken(make(), "application/octet-stream")[0].media_type == media_type
    assert refused(make(), "text/html") == "type_contradicts"


@pytest.mark.parametrize(("media_type", "make"), samples.ALL.items())
def test_what_tells_who_and_where_is_gone(media_type: str, make: Callable[[], bytes]) -> None:
    data = make()
    found, kept = taken(data)
    assert samples.SECRET not in kept
    if media_type not in KEPT_AS_IT_IS:
        assert samples.SECRET in data
        assert found.removed


@pytest.mark.parametrize(("media_type", "make"), samples.ALL.items())
def test_taken_twice_is_taken_once(media_type: str, make: Callable[[], bytes]) -> None:
    found, kept = taken(make())
    again, same = taken(kept)
    assert same == kept
    assert again.media_type == media_type
    assert (again.width, again.height, again.duration) == (found.width, found.height, found.duration)


@pytest.mark.parametrize(("media_type", "make"), samples.ALL.items())
def test_every_truncation_is_said(media_type: str, make: Callable[[], bytes]) -> None:
    data = make()
    if media_type == "audio/mpeg":
        data = taken(data)[1]
    for end in range(0, len(data), max(1, len(data) // 60)):
        code, kept = told(data[:end])
        if not code:
            # Half a frame of sound is cut off, captions end where a line does; the last box of a film, and the last line feed of a
            # PDF, may be missing.
            whole = {"application/pdf": data[:-1], "video/mp4": data[: data.find(b"uuid") - 4]}
            assert media_type in {"audio/mpeg", "text/vtt"} or data[:end] == whole[media_type]
            assert len(kept) <= end + 1


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (samples.jpeg(50, 30, turned=1), (50, 30)),
        (samples.jpeg(50, 30), (30, 50)),
        (samples.png(50, 30), (30, 50)),
        (samples.gif(4, 3), (4, 3)),
        (samples.webp(50, 30), (30, 50)),
        (samples.webp(50, 30, extended=False), (50, 30)),
        (samples.mp4(), (360, 640)),
        (samples.webm(), (640, 360)),
    ],
)
def test_width_and_height_are_those_that_are_shown(data: bytes, size: tuple[int, int]) -> None:
    found, _ = taken(data)
    assert (found.width, found.height) == size


@pytest.mark.parametrize("make", [samples.mp4, samples.webm, samples.ogg, samples.wav, samples.vtt])
def test_the_duration_is_told(make: Callable[[], bytes]) -> None:
    assert taken(make())[0].duration == 2_500
    assert taken(samples.mp3(100))[0].duration == 2_612


def test_the_orientation_is_all_that_is_kept_of_exif() -> None:
    for order in "<>":
        assert orientation(samples.exif(8, order)) == 8
    _, kept = taken(samples.jpeg())
    assert kept.count(b"Exif\0\0") == 1
    assert orientation(kept[kept.index(b"Exif\0\0") + 6 :]) == 6
    _, upright = taken(samples.jpeg(turned=1))
    assert b"Exif" not in upright
    _, png = taken(samples.png())
    assert orientation(png[png.index(b"eXIf") + 4 :]) == 6


def test_the_colour_profile_is_kept_and_the_thumbnail_is_not() -> None:
    _, kept = taken(samples.jpeg())
    assert b"ICC_PROFILE\0\x01\x01profile" in kept
    assert kept[2:20] == b"\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0"


@pytest.mark.parametrize("make", [samples.jpeg, samples.png, samples.gif, samples.webp, samples.wav])
def test_what_follows_the_end_is_cut(make: Callable[..., bytes]) -> None:
    _, plain = taken(make())
    found, kept = taken(make(tail=SCRIPT + ZIP))
    assert kept == plain
    assert "data after the end" in found.removed


@pytest.mark.parametrize("make", [samples.mp4, samples.webm, samples.ogg, samples.pdf])
def test_what_follows_the_end_is_refused_where_it_cannot_be_cut(make: Callable[..., bytes]) -> None:
    assert refused(make(tail=SCRIPT)) in {"damaged", "truncated", "polyglot"}
    assert refused(make(tail=b"x" * 40)) in {"damaged", "truncated"}


def test_an_archive_within_the_structure_is_refused() -> None:
    assert refused(samples.pdf(inside=b"PK\x03\x04..." + ZIP)) == "polyglot"


def test_markup_within_the_pixels_is_refused() -> None:
    hidden = samples.gif().replace(b"\x02\x03\x04\x0a\x05\0", b"\x02\x19" + SCRIPT + b"\0")
    assert refused(hidden) == "polyglot"
    assert refused(samples.pdf(inside=b"<html >")) == "polyglot"


@pytest.mark.parametrize("name", [b"JavaScript", b"Launch", b"EmbeddedFile", b"RichMedia"])
def test_a_pdf_that_runs_something_is_refused(name: bytes) -> None:
    assert refused(samples.pdf(inside=b"<< /S /" + name + b" >>")) == "active_content"


def packed(data: bytes, kind: bytes = b"/ObjStm") -> bytes:
    return (
        b"<< /Type "
        + kind
        + b" /N 1 /First 4 /Filter /FlateDecode >>\nstream\r\n"
        + zlib.compress(data)
        + b"\nendstream"
    )


def test_a_pdf_that_runs_something_in_its_packed_objects_is_refused() -> None:
    runs = b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"
    assert refused(samples.pdf(inside=packed(runs))) == "active_content"
    assert refused(samples.pdf(inside=packed(bytes(300_000) + runs))) == "active_content"
    assert refused(samples.pdf(inside=packed(runs, b"/Obj#53tm"))) == "active_content"
    assert refused(samples.pdf(inside=bytes(256 * 1024 - 300) + packed(runs))) == "active_content"
    assert refused(samples.pdf(inside=b"/J#61va#53cript (x)")) == "active_content"
    taken(samples.pdf(inside=packed(b"4 0 << /S /URI /URI (https://example.org/JavaScript) >>")))
    taken(samples.pdf(inside=b"/ObjStm stream\nnot packed at all"))


def test_a_pdf_whose_objects_unpack_to_too_much_is_refused_at_once() -> None:
    bomb = packed(bytes(70 * 1024 * 1024))
    assert refused(samples.pdf(inside=bomb)) == "damaged"
    start = time.perf_counter()
    assert refused(samples.pdf(inside=packed(b"a") * 21_000)) == "damaged"
    taken(samples.pdf(inside=b"/ObjStm " * 500_000))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"<?xml version='1.0'?>\n<!-- a --><svg >", "svg"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>Hei", "markup"),
        (b"<script>1</script>", "markup"),
        (b"Hei", "format_not_taken"),
        (b"BM" + bytes(60), "format_not_taken"),
        (b"PK\x03\x04" + bytes(60), "format_not_taken"),
        (b"MZ" + bytes(60), "format_not_taken"),
        (samples.box(b"ftyp", b"avif" + bytes(8)) + samples.box(b"moov", b""), "format_not_taken"),
        (samples.box(b"ftyp", b"qt  " + bytes(8)), "format_not_taken"),
        (samples.webm(doctype=b"matroska"), "format_not_taken"),
        (samples.png(extra=samples.chunk(b"ABCD", b"")), "damaged"),
        (samples.png().replace(b"IDAT", b"IDAU"), "damaged"),
        (samples.jpeg().replace(b"\xff\xc0", b"\xff\xc3"), "kind_of_jpeg"),
        (b"WEBVTT\n\nIngen tider", "damaged"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHei", "damaged"),
        (b"WEBVTT\n\n00:02.000 --> 0x:01.000\nHei", "damaged"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHei \xff", "not_utf8"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHei \0", "damaged"),
    ],
)
def test_what_is_not_taken_is_told_why(data: bytes, code: str) -> None:
    assert refused(data) == code


@pytest.mark.parametrize(
    "data",
    [
        samples.png(60_000, 1),
        samples.png(7_000, 7_000),
        samples.jpeg(65_000, 65_000),
        samples.gif(20_000, 20_000),
        samples.gif(1_000, 1_000, frames=1_001),
        samples.gif(1, 1, frames=2_001),
        samples.webp(16_000, 16_000),
    ],
)
def test_an_image_bomb_is_refused_before_anything_is_decoded(data: bytes) -> None:
    assert refused(data) == "too_many_pixels"


def test_a_frame_larger_than_its_gif_is_a_bomb_too() -> None:
    bomb = samples.gif().replace(b"," + bytes(4) + b"\x02\0\x02\0", b"," + bytes(4) + b"\xff\xff\xff\xff")
    assert refused(bomb) == "too_many_pixels"


def test_a_colour_profile_that_is_a_bomb_is_dropped() -> None:
    bomb = samples.chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(30_000_000)))
    found, kept = taken(samples.png(extra=bomb))
    assert b"iCCP" not in kept
    assert "iCCP" in found.removed


def test_an_animation_is_known_as_one() -> None:
    assert taken(samples.gif(frames=2))[0].animated
    assert b"NETSCAPE2.0" in taken(samples.gif(frames=2))[1]
    assert not taken(samples.gif())[0].animated


def test_nothing_moves_in_a_film() -> None:
    data = samples.mp4()
    found, kept = taken(data)
    assert len(kept) == len(data)
    assert kept.index(b"picture-bytes") == data.index(b"picture-bytes")
    assert b"track of timed metadata" in str(found.removed).encode()
    assert len(taken(samples.webm())[1]) == len(samples.webm())


def test_a_recording_without_picture_is_sound() -> None:
    assert taken(samples.mp4(video=False, timed=False))[0].media_type == "audio/mp4"


@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    assert refused(data)


@given(st.sampled_from(sorted(samples.ALL)), st.randoms(use_true_random=False))
def test_no_damage_brings_it_down(media_type: str, chance: random.Random) -> None:
    data = bytearray(samples.ALL[media_type]())
    for _ in range(chance.randint(1, 6)):
        match chance.randint(0, 2):
            case 0:
                data[chance.randrange(len(data))] = chance.randrange(256)
            case 1:
                at = chance.randrange(len(data))
                data[at : at + chance.randint(1, 9)] = b""
            case _:
                at = chance.randrange(len(data))
                data[at:at] = chance.randbytes(chance.randint(1, 9))
        if not data:
            return
    code, kept = told(bytes(data))
    assert code or kept
