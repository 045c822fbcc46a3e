"""Pictures: the image block of an `img`, and the words that it leaves in the text."""

from __future__ import annotations

import re
from typing import Final

from msgspec import UNSET, UnsetType
from turbohtml import Element

from content.characters import visible
from content.text import Image

_MAX_ALT: Final = 1_000
_FILE_NAME: Final = re.compile(r"\S+\.(jpe?g|png|gif|webp|avif|svg|tiff?|bmp|heic)", re.IGNORECASE)


def image(node: Element, src: str) -> Image:
    """The block. A file name is no alternative text, and what is longer than one may be is left out: `too_long` tells."""
    alt = node.attr("alt")
    decorative = alt is not None and not visible(alt)
    kept = alt if alt and not decorative and not is_file_name(alt) and not too_long(alt) else ""
    return Image(
        src=src,
        alt=kept,
        decorative=decorative,
        width=_pixels(node, "width"),
        height=_pixels(node, "height"),
    )


def is_file_name(alt: str) -> bool:
    """Whether an alternative text is a mere file name (WCAG 1.1.1, F30)."""
    return _FILE_NAME.fullmatch(alt.strip()) is not None


def too_long(alt: str) -> bool:
    """Whether an alternative text is longer than a block takes."""
    return len(alt) > _MAX_ALT


def _pixels(node: Element, name: str) -> int | UnsetType:
    value = int(node.attr(name) or 0)
    return value if 0 < value <= 20_000 else UNSET  # noqa: PLR2004 - the bound of content.text.Pixels
