"""What a text must have before it is published, and may lack while it is written: alternatives to what is seen and heard.

A draft is kept without them: whoever pastes a page with twenty images must not lose it. Sources: WCAG 1.1.1 (alternative text),
1.2.1 and 1.2.2 (captions, transcript).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import UNSET

from content.characters import visible
from content.errors import Fault
from content.locales import Locale
from content.media.medium import About, Medium
from content.media.references import Reference, address, references
from content.model import Content
from content.text import Audio, Block, Image, Video
from content.validation.faults import fault

_FILE_NAME: Final = re.compile(
    r"^\S+\.(jpe?g|png|gif|webp|avif|svg|tiff?|bmp|heic|jfif|mp4|webm|mp3|pdf)$", re.IGNORECASE
)
_WANTED: Final = {
    "image/": ("et bilde", "image"),
    "video/": ("en video", "video"),
    "audio/": ("et lydopptak", "recording"),
    "text/vtt": ("en teksting (WebVTT)", "file of captions (WebVTT)"),
}


def faults(content: Content, held: Mapping[str, Medium], home: str) -> Iterator[Fault]:
    """What the text still lacks, in its order. `held` are the media that it points to and that are here; `home` our own origin."""
    for index, block in enumerate(content.body):
        at = f"/body/{index}"
        match block:
            case Image():
                yield from alternative(block.alt, f"{at}/alt", decorative=block.decorative)
            case Video() if not (block.captions or block.transcript or block.transcript_href is not UNSET):
                yield fault(
                    f"{at}/captions",
                    "missing_captions",
                    nb="Videoen trenger teksting, eller det som sies og vises som tekst («transcript»).",
                    en="The video needs captions, or what is said and shown as text (“transcript”).",
                )
            case Audio() if not (block.transcript or block.transcript_href is not UNSET):
                yield fault(
                    f"{at}/transcript",
                    "missing_transcript",
                    nb="Lydopptaket trenger det som sies som tekst («transcript»).",
                    en="The recording needs what is said as text (“transcript”).",
                )
            case _:
                pass
        for href, pointer, wanted in _shown(block, at):
            yield from _of_type(href, pointer, held, home, wanted)
    for each in references(content):
        if _ours(each, home) and not _there(each, held):
            yield fault(
                each.pointer,
                "no_such_media",
                nb=f"Filen «{each.name[:60]}» finnes ikke her, eller er slettet. Last den opp, og bruk adressen du får.",
                en=f"The file “{each.name[:60]}” is not here, or was erased. Upload it, and use the address that you get.",
            )


def alternative(alt: str, at: str, *, decorative: bool) -> Iterator[Fault]:
    """What is wrong with an image's alternative text."""
    if decorative and alt:
        yield fault(
            at,
            "alt_on_decorative",
            nb="Et pyntebilde skal ha tom alternativ tekst.",
            en="A decorative image has an empty alternative text.",
        )
    elif not decorative and not visible(alt):
        yield fault(
            at,
            "missing_alt",
            nb="Bildet mangler alternativ tekst. Skriv hva bildet forteller, eller sett «decorative» hvis det bare er pynt.",
            en="The image has no alternative text. Write what it tells, or set “decorative” if it only decorates.",
        )
    elif _FILE_NAME.match(alt.strip()):
        yield fault(
            at,
            "alt_is_file_name",
            nb="Et filnavn er ingen alternativ tekst.",
            en="A file name is no alternative text.",
        )


def suggestions(about: About, configured: tuple[Locale, ...]) -> Iterator[Fault]:
    """What is wrong with what is said of a medium."""
    for locale, text in about.alt.items():
        if locale not in configured:
            yield fault(
                f"/alt/{locale}",
                "unknown_locale",
                nb=f"«{locale}» er ikke et av språkene her: {', '.join(configured)}.",
                en=f"“{locale}” is not one of the locales here: {', '.join(configured)}.",
            )
        yield from alternative(text, f"/alt/{locale}", decorative=about.decorative)
    for index, track in enumerate(about.captions):
        if address(track.href) is None and not track.href.startswith("http"):
            yield fault(
                f"/captions/{index}/href",
                "no_address",
                nb="Oppgi adressen til en teksting: /media/…, eller https://…",
                en="Give the address of captions: /media/…, or https://…",
            )


def _shown(block: Block, at: str) -> Iterator[tuple[str, str, str]]:
    """Where a block shows or plays a file itself: its address, the pointer to it, and how the file's type must begin."""
    match block:
        case Image():
            yield block.src, f"{at}/src", "image/"
        case Video():
            yield block.href, f"{at}/href", "video/"
            if block.poster is not UNSET:
                yield block.poster, f"{at}/poster", "image/"
            for index, track in enumerate(block.captions):
                yield track.href, f"{at}/captions/{index}/href", "text/vtt"
        case Audio():
            yield block.href, f"{at}/href", "audio/"
        case _:
            pass


def _of_type(href: str, at: str, held: Mapping[str, Medium], home: str, wanted: str) -> Iterator[Fault]:
    reference = address(href, at)
    medium = held.get(reference.digest) if reference and _ours(reference, home) else None
    if medium and not medium.media_type.startswith(wanted):
        nb, en = _WANTED[wanted]
        yield fault(
            at,
            "wrong_media",
            nb=f"Dette er ikke {nb}, men {medium.media_type}.",
            en=f"This is no {en}, but {medium.media_type}.",
        )


def _ours(reference: Reference, home: str) -> bool:
    return reference.origin in {"", home}


def _there(reference: Reference, held: Mapping[str, Medium]) -> bool:
    medium = held.get(reference.digest)
    if medium is None:
        return False
    return (reference.digest, reference.name) in {
        (medium.digest, medium.name),
        *((each.digest, each.name) for each in medium.renditions),
    }
