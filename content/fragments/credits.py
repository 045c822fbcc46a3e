"""Whose an image, a film, a recording or a file is, and under what terms others may use it."""

from __future__ import annotations

from msgspec import UNSET

from content.fragments.frame import Frame
from content.fragments.markup import Child, together
from content.text import Audio, File, Image, Video


def credits_of(block: Image | Video | Audio | File, frame: Frame) -> list[Child]:
    """Credit, rightsholder and licence as spans; nothing for what is not said."""
    said: list[Child] = []
    if block.credit is not UNSET:
        word = "photo" if isinstance(block, Image) else "credit"
        said.append(frame.worded("span", {"class": "nk-credit"}, word, credit=block.credit))
    if block.rightsholder is not UNSET:
        said.append(frame.worded("span", {"class": "nk-credit"}, "rights", rightsholder=block.rightsholder))
    if block.licence is not UNSET:
        licence = block.licence
        link = frame.link(None if licence.url is UNSET else licence.url, licence.name)
        said.append(frame.worded("span", {"class": "nk-credit"}, "licence_is", licence=together(link)))
    return said
