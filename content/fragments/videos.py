"""Videos: controls, captions, and what is said and shown as text (WCAG 1.2.1 to 1.2.3, 1.4.2: nothing plays by itself)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import UNSET

from content.fragments.frame import Frame
from content.fragments.markup import element, lines, void
from content.text import Video


def video(block: Video, frame: Frame, transcript: Sequence[Markup], number: int) -> Markup:
    """The video under its title; a link to it where a browser cannot play it."""
    title = frame.id(f"video-{number}")
    src = frame.media(block.href)
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
            "width": None if block.width is UNSET else block.width,
            "height": None if block.height is UNSET else block.height,
            "aria-labelledby": title,
        },
        void("source", {"src": src, "type": block.media_type}),
        *tracks,
        frame.link(block.href, block.title),
    )
    address = frame.address(block.transcript_href) if block.transcript_href is not UNSET else None
    text = frame.word("transcript", title=block.title)
    return lines(
        "figure",
        {"class": "nk-video"},
        element("figcaption", {"id": title}, block.title),
        player or None,
        element("p", {"class": "nk-transcript"}, element("a", {"href": address}, text)) if address else None,
        lines(
            "details",
            {"class": "nk-details"},
            element("summary", None, text),
            lines("div", {"class": "nk-details-body"}, *transcript),
        )
        if transcript
        else None,
    )
