"""What a text shows or offers beside words: files, recordings and videos as enclosures, and its first picture.

Length and type are those of the bytes in the media store. What lies elsewhere has the type that the author gave it, and the size where
the author gave one. What was erased is left out: its address leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import UNSET

from content.fragments.context import Links
from content.media.medium import Medium, Rendition
from content.media.references import address
from content.model import Content
from content.text import Audio, File, Image, Video
from feeds.characters import line, writable
from feeds.model import Enclosure, Picture

_WEB: Final = re.compile(r"https?://[^/\\?#\x00-\x20\x7f-\x9f]\S*", re.IGNORECASE)
Shown = Audio | File | Image | Video


def digests(contents: Iterable[Content]) -> frozenset[str]:
    """The media that contents show or offer, so that all can be asked for at once."""
    found = (address(_href(block)) for content in contents for block in _blocks(content))
    return frozenset(each.digest for each in found if each)


def enclosures(content: Content, media: Mapping[str, Medium], links: Links) -> tuple[Enclosure, ...]:
    """Files, recordings and videos, each address once, in the order of the text."""
    found: dict[str, Enclosure] = {}
    for block in _blocks(content):
        if isinstance(block, Image):
            continue
        url, medium, file = _found(_href(block), media, links)
        if not url:
            continue
        said = block.size if isinstance(block, File) and block.size is not UNSET else None
        lang = block.lang if isinstance(block, File) and block.lang is not UNSET else ""
        found.setdefault(
            url,
            Enclosure(
                url=url,
                media_type=file.media_type if file else block.media_type,
                length=file.size if file else said,
                ours=file is not None,
                title=line(block.title),
                hreflang=lang,
                seconds=max(round(medium.duration / 1000), 1) if medium and medium.duration else None,
            ),
        )
    return tuple(found.values())


def picture(content: Content, media: Mapping[str, Medium], links: Links) -> Picture | None:
    """The first image that says something, where it lies here: of others nobody knows what they are."""
    for block in _blocks(content):
        if isinstance(block, Image) and not block.decorative:
            url, _, file = _found(block.src, media, links)
            if url and file and file.width and file.height:
                return Picture(
                    url=url,
                    media_type=file.media_type,
                    length=file.size,
                    width=file.width,
                    height=file.height,
                    alt=line(block.alt),
                )
    return None


def _blocks(content: Content) -> Iterable[Shown]:
    return (block for block in content.body if isinstance(block, Audio | File | Image | Video))


def _href(block: Shown) -> str:
    return block.src if isinstance(block, Image) else block.href


def _found(
    href: str, media: Mapping[str, Medium], links: Links
) -> tuple[str, Medium | None, Medium | Rendition | None]:
    """The absolute address, "" where there is nothing to fetch; the medium here that it is of, and which of its files."""
    absolute = writable(links.absolute(href))
    if not _WEB.fullmatch(absolute):
        return "", None, None
    named = address(href)
    if named is None or named.origin not in {"", links.absolute("/").removesuffix("/")}:
        return absolute, None, None
    medium = media.get(named.digest)
    if medium is None:
        return "", None, None
    own: tuple[Medium | Rendition, ...] = (medium, *medium.renditions)
    file = next((each for each in own if each.digest == named.digest), None)
    return (absolute, medium, file) if file else ("", None, None)
