"""Smaller images, where Pillow is installed (the extra `nordkalott[media]`): the one home of that library.

WebP for every browser of today, JPEG for the others. They are made anew from pixels: nothing of the file but its picture and its
colour profile is in them.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from content.media.plan import MOST_PIXELS, Plan
from content.media.refusal import damaged

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS: Final = (480, 960, 1_600)
QUALITY: Final = {"image/webp": 80, "image/jpeg": 82}
_FORMATS: Final = {"image/webp": "WEBP", "image/jpeg": "JPEG"}
# One at a time: an image of the largest size takes 160 MB while it is decoded.
_ONE: Final = threading.Lock()
_STRIP: Final = 64
"""Rows of the result that are made at a time."""


class Rendered(Struct, frozen=True, kw_only=True):
    """The bytes of a rendition, and what they are."""

    data: bytes
    media_type: str
    width: int
    height: int


def available() -> bool:
    """Whether Pillow is there."""
    return find_spec("PIL") is not None


def widths(width: int) -> tuple[int, ...]:
    """The widths to make of an image so wide: those that are smaller, and its own where it is small enough to be one."""
    return (*(each for each in WIDTHS if each < width), *((width,) if width <= WIDTHS[-1] else ()))


def render(data: bytes, plan: Plan) -> tuple[Rendered, ...]:
    """The renditions of an image; () for what is none, for an animation, and where Pillow is not installed.

    Raises Invalid where the pixels cannot be read: such a file would be a broken image in every browser.
    """
    if not plan.media_type.startswith("image/") or plan.animated or not available():
        return ()
    from PIL import UnidentifiedImageError  # noqa: PLC0415 - an extra, which need not be there

    with _ONE, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            width = plan.width or 1
            image, profile = _read(data, plan.media_type.partition("/")[2].upper(), width)
            return tuple(_rendered(image, profile, width))
        except (
            UnidentifiedImageError,
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            MemoryError,
            ArithmeticError,
            LookupError,
        ) as error:
            # Pillow's readers let out all of these for damaged pixels (its documentation, “Image.open”, and measured).
            raise _unreadable() from error


def _unreadable() -> Exception:
    return damaged("its pixels cannot be read", "bildepunktene kan ikke leses")


def _read(data: bytes, form: str, width: int) -> tuple[Image, bytes | None]:
    """The pixels, upright and few enough to work with, and the colour profile; `width` is the one that is shown. What was decoded is let go on return."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - an extra, which need not be there

    with Image.open(io.BytesIO(data), formats=(form,)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise _unreadable()
        opened.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        opened.load()
        turned, profile = opened.getexif().tobytes(), opened.info.get("icc_profile")
        factor = max(1, width // (2 * WIDTHS[-1]))
        small: Image.Image | None = None
        # In strips: to convert or to reduce all at once, Pillow makes one or two more copies of the whole.
        for top in range(0, opened.height, factor * _STRIP):
            strip = _plain(opened.crop((0, top, opened.width, min(top + factor * _STRIP, opened.height))))
            part = strip.reduce(factor) if factor > 1 else strip
            small = small or Image.new(part.mode, (part.width, -(-opened.height // factor)))
            small.paste(part, (0, top // factor))
    if small is None:
        raise _unreadable()
    small.info["exif"] = turned
    # A profile of inks says nothing of light, which the pixels are now.
    return ImageOps.exif_transpose(small), None if opened.mode == "CMYK" else profile


def _plain(image: Image) -> Image:
    """In light, 8 bits a band, with a band for transparency where there is any."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _rendered(image: Image, profile: bytes | None, width: int) -> Iterator[Rendered]:
    transparent, whole = image.mode == "RGBA", image
    if transparent and whole.getchannel("A").getextrema() == (255, 255):
        transparent, whole = False, whole.convert("RGB")
    for each in widths(width):
        height = max(1, round(image.height * each / image.width))
        scaled = whole if (each, height) == whole.size else whole.resize((each, height), reducing_gap=3.0)
        for media_type in ("image/webp",) if transparent else ("image/webp", "image/jpeg"):
            out = io.BytesIO()
            scaled.save(
                out,
                _FORMATS[media_type],
                quality=QUALITY[media_type],
                **({"icc_profile": profile} if profile else {}),
                **({"method": 4} if media_type == "image/webp" else {"optimize": True, "progressive": True}),
            )
            yield Rendered(data=out.getvalue(), media_type=media_type, width=each, height=height)
