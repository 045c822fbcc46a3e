"""What a file is, by its bytes: never by its name, and never by what a client says it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from content.errors import Invalid
from content.media import gif, jpeg, mp3, mp4, ogg, pdf, png, vtt, wav, webm, webp
from content.media.plan import Plan
from content.media.polyglot import demand_one
from content.media.refusal import refuse
from content.media.source import Source

EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "video/webm": "webm",
    "audio/webm": "weba",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "text/vtt": "vtt",
}
"""The types that are taken, each with the extension that its files get."""
LARGEST_IMAGE: Final = 32 * 1024 * 1024
"""Bytes: an image is read whole."""
_ALIASES: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/apng": "image/png",
    "audio/mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "video/x-m4v": "video/mp4",
    "application/ogg": "audio/ogg",
    "video/ogg": "audio/ogg",
    "application/x-pdf": "application/pdf",
}
_NO_CLAIM: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_HEAD: Final = 1_024
_MARKUP: Final = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype|<[a-z][a-z0-9:-]*[\s>/])", re.IGNORECASE)
_SVG: Final = re.compile(rb"<(?:[a-z]+:)?svg[\s>]", re.IGNORECASE)
Planner = Callable[[bytes], Plan]


def examine(source: Source, claimed: str = "") -> Plan:
    """What is to be kept of a file. `claimed` is the type that a client names: one that contradicts the content is refused.

    Raises Invalid with a sentence on what to do. It never raises anything else, whatever the bytes are.
    """
    if not source.size:
        raise refuse("empty", nb="Filen er tom.", en="The file is empty.")
    head = source.read(0, min(_HEAD, source.size))
    image = _image(head)
    if image:
        if source.size > LARGEST_IMAGE:
            raise refuse(
                "too_large",
                nb=f"Et bilde kan være høyst {LARGEST_IMAGE // 2**20} MiB.",
                en=f"An image can be {LARGEST_IMAGE // 2**20} MiB at most.",
            )
        plan = image(source.read(0, source.size))
    else:
        plan = _other(head, source)
    _agree(claimed, plan.media_type)
    return plan


def demand_nothing_else(source: Source, plan: Plan) -> None:
    """Raise Invalid where what is kept is also HTML, a script or an archive. `source` is over the bytes that are kept."""
    demand_one(source, all_of_it=plan.media_type.startswith("image/"))


def _image(head: bytes) -> Planner | None:
    if head.startswith(jpeg.START):
        return jpeg.plan
    if head.startswith(png.START):
        return png.plan
    if head.startswith(gif.STARTS):
        return gif.plan
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return webp.plan
    return None


def _other(head: bytes, source: Source) -> Plan:  # noqa: PLR0911 - one answer for each format
    if head.startswith(pdf.START):
        return pdf.plan(source)
    if head[4:8] == b"ftyp":
        return mp4.plan(source)
    if head.startswith(webm.START):
        return webm.plan(source)
    if head.startswith(ogg.START):
        return ogg.plan(source)
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return wav.plan(source)
    if head.startswith(b"ID3") or mp3.frame(head[:4]):
        return mp3.plan(source)
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return vtt.plan(source.read(0, min(source.size, vtt.LARGEST + 1)))
    raise _unknown(head)


def _unknown(head: bytes) -> Invalid:
    if _SVG.search(head):
        return refuse(
            "svg",
            nb="SVG tas ikke imot: slike filer kan kjøre skript. Lagre bildet som PNG eller WebP.",
            en="SVG is not taken: such files can run scripts. Save the image as PNG or WebP.",
        )
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return refuse(
            "markup",
            nb="Dette er HTML eller XML, ikke en mediefil. Tekst hører hjemme i en post.",
            en="This is HTML or XML, no media file. Text belongs in a record.",
        )
    return refuse(
        "format_not_taken",
        nb="Formatet er ikke kjent, eller tas ikke imot. Dette tas imot: JPEG, PNG, GIF, WebP, PDF, MP4, WebM, MP3, Ogg, WAV og WebVTT.",
        en="The format is not known, or not taken. These are: JPEG, PNG, GIF, WebP, PDF, MP4, WebM, MP3, Ogg, WAV and WebVTT.",
    )


def _agree(claimed: str, found: str) -> None:
    said = claimed.partition(";")[0].strip().lower()
    if said not in _NO_CLAIM and _ALIASES.get(said, said) != found:
        raise refuse(
            "type_contradicts",
            nb=f"Innholdet er {found}, men filen er sendt som «{said[:80]}». Send den med riktig type, eller uten.",
            en=f"The content is {found}, but the file was sent as “{said[:80]}”. Send it with the right type, or with none.",
        )
