"""What a text must have before it is published."""

from __future__ import annotations

import datetime

import pytest

from content.media.medium import Medium, Rendition
from content.media.references import address, digests
from content.model import Page
from content.text import Audio, Block, File, Image, Link, Prose, Span, Track, Video
from content.validation import readiness

HOME = "https://nordkalott.example"
A, B = "a" * 64, "b" * 64
MEDIUM = Medium(
    digest=A,
    name="bro.jpg",
    media_type="image/jpeg",
    size=1,
    uploaded_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    uploaded_by="kari",
    renditions=(
        Rendition(digest=B, name="bro-480.webp", media_type="image/webp", size=1, width=1, height=1),
    ),
)
SAID = (Prose(children=(Span(text="Vi sier hei."),)),)


def lacks(*body: Block, media_type: str = "image/jpeg") -> dict[str, str]:
    held = {
        each: Medium(
            **{**{n: getattr(MEDIUM, n) for n in MEDIUM.__struct_fields__}, "media_type": media_type}
        )
        for each in (A, B)
    }
    content = Page(slug="a", title="A", body=body)
    return {each.pointer: each.code for each in readiness.faults(content, held, HOME)}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Image(src="/a.png", alt="En bro"), {}),
        (Image(src="/a.png", decorative=True), {}),
        (Image(src="/a.png"), {"/body/0/alt": "missing_alt"}),
        (Image(src="/a.png", alt=" \u200b"), {"/body/0/alt": "missing_alt"}),
        (Image(src="/a.png", alt="IMG_0001.HEIC"), {"/body/0/alt": "alt_is_file_name"}),
        (Image(src="/a.png", alt="x", decorative=True), {"/body/0/alt": "alt_on_decorative"}),
        (Video(href="/a.mp4", title="A"), {"/body/0/captions": "missing_captions"}),
        (Video(href="/a.mp4", title="A", captions=(Track(href="/a.vtt", lang="nb", label="Norsk"),)), {}),
        (Video(href="/a.mp4", title="A", transcript=SAID), {}),
        (Video(href="/a.mp4", title="A", transcript_href="/a"), {}),
        (Audio(href="/a.mp3", title="A"), {"/body/0/transcript": "missing_transcript"}),
        (Audio(href="/a.mp3", title="A", transcript=SAID), {}),
        (Audio(href="/a.mp3", title="A", transcript_href="/a"), {}),
    ],
)
def test_what_is_seen_or_heard_has_an_alternative(block: Block, expected: dict[str, str]) -> None:
    assert lacks(block) == expected


@pytest.mark.parametrize(
    ("href", "there"),
    [
        (f"/media/{A}/bro.jpg", True),
        (f"/media/{B}/bro-480.webp", True),
        (f"{HOME}/media/{A}/bro.jpg", True),
        (f"/media/{A}/bro.jpg?x=1#y", True),
        (f"/media/{A}/bro.png", False),
        (f"/media/{'c' * 64}/bro.jpg", False),
        (f"{HOME}/media/{'c' * 64}/bro.jpg", False),
        (f"https://other.example/media/{'c' * 64}/bro.jpg", True),
        ("/media/kort/bro.jpg", True),
    ],
)
def test_an_address_of_ours_leads_to_a_file(href: str, there: bool) -> None:
    assert lacks(Image(src=href, alt="En bro")) == ({} if there else {"/body/0/src": "no_such_media"})
    link = Prose(children=(Span(text="bro", marks=("l",)),), mark_defs=(Link(key="l", href=href),))
    assert lacks(link) == ({} if there else {"/body/0/markDefs/0/href": "no_such_media"})
    file = File(href=href, title="Bro", media_type="image/jpeg")
    assert lacks(file) == ({} if there else {"/body/0/href": "no_such_media"})


OURS = f"/media/{A}/bro.jpg"


@pytest.mark.parametrize(
    ("block", "good", "bad", "pointer"),
    [
        (Image(src=OURS, alt="En bro"), "image/png", "video/mp4", "/body/0/src"),
        (Video(href=OURS, title="Bro", transcript=SAID), "video/webm", "audio/webm", "/body/0/href"),
        (
            Video(href="/a", title="Bro", transcript=SAID, poster=OURS),
            "image/jpeg",
            "text/vtt",
            "/body/0/poster",
        ),
        (
            Video(href="/a", title="Bro", captions=(Track(href=OURS, lang="nb", label="Norsk"),)),
            "text/vtt",
            "application/pdf",
            "/body/0/captions/0/href",
        ),
        (Audio(href=OURS, title="Bro", transcript=SAID), "audio/wav", "application/pdf", "/body/0/href"),
    ],
)
def test_what_a_block_shows_is_what_it_says(block: Block, good: str, bad: str, pointer: str) -> None:
    assert lacks(block, media_type=good) == {}
    assert lacks(block, media_type=bad) == {pointer: "wrong_media"}


def test_all_of_it_is_told_at_once() -> None:
    assert len(lacks(Image(src="/a.png"), Audio(href="/a.mp3", title="A"), Image(src="/b.png"))) == 3


def test_addresses_are_known_wherever_they_stand() -> None:
    body = (
        Video(
            href=f"/media/{A}/a.mp4",
            title="A",
            captions=(Track(href=f"{HOME}/media/{B}/a.vtt", lang="nb", label="N"),),
        ),
    )
    assert digests(Page(slug="a", title="A", body=body)) == {A, B}
    assert address(f"/MEDIA/{A}/a") is None
    assert address(f"/x/media/{A}/a") is None
    assert address(f"/media/{A}/") is None
