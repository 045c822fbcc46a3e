"""Videos and recordings: controls, captions, and what is said and shown as text (WCAG 1.2.1 to 1.2.3, 1.4.2: nothing plays by itself)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import UNSET

from content.fragments.credits import credits_of
from content.fragments.files import format_at
from content.fragments.frame import Frame
from content.fragments.markup import element, lines, together, void
from content.text import Audio, Video


def video(block: Video, frame: Frame, transcript: Sequence[Markup], number: int) -> Markup:
    """The video under its title; a link to it where a browser cannot play it."""
    title = frame.id(f"video-{number}")
    src = frame.media(block.href)
    found = frame.medium(block.href)
    width, height = (found[0].width, found[0].height) if found else (None, None)
    if (block.width is not UNSET and block.height is not UNSET) or found is None:
        width, height = block.width or None, block.height or None
    tracks = [
        void("track", {"kind": "captions", "src": address, "srclang": track.lang, "label": track.label})
        for track in block.captions
        if (address := frame.media(track.href))
    ]
    player = src and lines(
        "video",
        {
            "controls": True,
            "preload": "none",
            # On a host's page our captions come from another origin, and load only where the video is asked for with CORS.
            "crossorigin": "anonymous" if tracks else None,
            "poster": frame.media(block.poster) if block.poster is not UNSET else None,
            "width": width,
            "height": height,
            "aria-labelledby": title,
        },
        void("source", {"src": src, "type": _media_type(block, frame)}),
        *tracks,
        frame.link(block.href, block.title),
    )
    return lines(
        "figure",
        {"class": "nk-video"},
        element("figcaption", {"id": title}, block.title),
        player or None,
        *_as_text(block, frame, transcript, "transcript"),
        _credits(block, frame),
    )


def audio(block: Audio, frame: Frame, transcript: Sequence[Markup], number: int) -> Markup:
    """The recording under its title; a link to it where a browser cannot play it."""
    title = frame.id(f"audio-{number}")
    src = frame.media(block.href)
    player = src and lines(
        "audio",
        {"controls": True, "preload": "none", "aria-labelledby": title},
        void("source", {"src": src, "type": _media_type(block, frame)}),
        frame.link(block.href, block.title),
    )
    return lines(
        "figure",
        {"class": "nk-audio"},
        element("figcaption", {"id": title}, block.title),
        player or None,
        *_as_text(block, frame, transcript, "transcript_audio"),
        _credits(block, frame),
    )


def _media_type(block: Video | Audio, frame: Frame) -> str:
    """What the bytes are, where they are ours; else what the block says. A browser does not even try what it cannot play."""
    found = frame.medium(block.href)
    return found[0].media_type if found else block.media_type


def _as_text(
    block: Video | Audio, frame: Frame, transcript: Sequence[Markup], word: str
) -> tuple[Markup | None, Markup | None]:
    """What is said and shown, behind a link and in the page."""
    address = frame.address(block.transcript_href) if block.transcript_href is not UNSET else None
    text = frame.word(word, title=block.title)
    kind = format_at(address or "")
    return (
        element(
            "p",
            {"class": "nk-transcript"},
            element("a", {"href": address}, together(text, " (", kind, ")") if kind else text),
        )
        if address
        else None,
        lines(
            "details",
            {"class": "nk-details"},
            element("summary", None, text),
            lines("div", {"class": "nk-details-body"}, *transcript),
        )
        if transcript
        else None,
    )


def _credits(block: Video | Audio, frame: Frame) -> Markup | None:
    said = credits_of(block, frame)
    return lines("p", {"class": "nk-credits"}, *said) if said else None
