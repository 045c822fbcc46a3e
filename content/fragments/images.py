"""Images: in the sizes that there are, with width and height, so that nothing jumps while they load; and what is said of them."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from msgspec import UNSET, UnsetType

from content.fragments.credits import credits_of
from content.fragments.frame import Frame
from content.fragments.markup import Attributes, Child, broken, element, lines, void
from content.media.medium import Medium, Rendition, path
from content.text import Image

# The host's page decides how wide a fragment is: a browser that knows `auto` measures it, others take the window's width.
_SIZES: Final = "auto, 100vw"


def image(block: Image, frame: Frame) -> Markup:
    """A picture. One that has no alternative and is not decorative goes out without `alt`, for the check to find."""
    src = frame.media(block.src)
    picture = _picture(block, src, frame) if src else element("p", None, block.alt)
    said: list[Child] = []
    if block.caption is not UNSET:
        said.append(element("span", {"class": "nk-caption"}, broken(block.caption)))
    said += credits_of(block, frame)
    if not said:
        return element("div", {"class": "nk-image"}, picture)
    return lines("figure", {"class": "nk-image"}, picture, lines("figcaption", None, *said))


def _picture(block: Image, src: str, frame: Frame) -> Markup:
    """`<img>`, within `<picture>` where renditions of ours are there."""
    found = frame.medium(block.src)
    width, height = _set(block.width), _set(block.height)
    alt: Attributes = {"alt": "" if block.decorative else block.alt or None}
    if found is None:
        return void("img", {"src": src, **alt, "width": width, "height": height, "loading": "lazy"})
    medium, digest = found
    shown = next((each for each in medium.renditions if each.digest == digest), medium)
    if width is None or height is None:
        width, height = shown.width, shown.height
    measures: Attributes = {"width": width, "height": height, "loading": "lazy"}
    if digest != medium.digest or not medium.renditions:
        return void("img", {"src": src, **alt, **measures})
    webp = _srcset(medium, "image/webp", frame)
    jpeg = [each for each in medium.renditions if each.media_type == "image/jpeg"]
    fallback = frame.links.absolute(path(jpeg[-1].digest, jpeg[-1].name)) if jpeg else src
    srcset = _srcset(medium, "image/jpeg", frame) or None
    return lines(
        "picture",
        None,
        void("source", {"type": "image/webp", "srcset": webp, "sizes": _SIZES}) if webp else None,
        void(
            "img",
            {"src": fallback, "srcset": srcset, "sizes": _SIZES if srcset else None, **alt, **measures},
        ),
    )


def _srcset(medium: Medium, media_type: str, frame: Frame) -> str:
    """Each rendition of a type with its width."""

    def candidate(each: Rendition) -> str:
        return f"{frame.links.absolute(path(each.digest, each.name))} {each.width}w"

    return ", ".join(candidate(each) for each in medium.renditions if each.media_type == media_type)


def _set(value: int | UnsetType) -> int | None:
    return None if value is UNSET else value
