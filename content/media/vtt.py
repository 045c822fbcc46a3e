"""WebVTT: captions in UTF-8, with at least one cue, and with times that can be read. Source: W3C WebVTT, section 4.1."""

from __future__ import annotations

import re
from typing import Final

from content.media.plan import Plan
from content.media.refusal import damaged, refuse

LARGEST: Final = 4 * 1024 * 1024
_SIGNATURE: Final = re.compile("WEBVTT(?:[ \t][^\n]*)?(?:\n|\\Z)")
_CUE: Final = re.compile(
    r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})[ \t]+-->[ \t]+(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?:[ \t].*)?"
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HOUR, _MINUTE = 3_600_000, 60_000


def plan(data: bytes) -> Plan:
    """Captions, kept as UTF-8 with line feeds alone; notes, which no reader is shown, are dropped. Raises Invalid."""
    if len(data) > LARGEST:
        raise refuse(
            "too_large",
            nb=f"Teksting kan være høyst {LARGEST // 2**20} MiB.",
            en=f"Captions can be {LARGEST // 2**20} MiB at most.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            "not_utf8",
            nb="Tekstingen er ikke i UTF-8. Lagre den med tegnsettet UTF-8.",
            en="The captions are not in UTF-8. Save them in the encoding UTF-8.",
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _SIGNATURE.match(text) or _CONTROLS.search(text):
        raise damaged(
            "it does not begin as WebVTT, or has control characters",
            "den begynner ikke som WebVTT, eller har styretegn",
        )
    blocks = re.split("\n{2,}", text.strip("\n"))
    kept = [
        block
        for number, block in enumerate(blocks)
        if not number or not re.match("NOTE(?:[ \t\n]|\\Z)", block)
    ]
    ends = [_end(line) for block in kept for line in block.split("\n") if "-->" in line]
    if not ends:
        raise damaged("it has no captions", "den har ingen tekster")
    return Plan(
        media_type="text/vtt",
        pieces=(("\n\n".join(kept) + "\n").encode(),),
        duration=max(ends),
        removed=("notes",) if len(kept) < len(blocks) else (),
    )


def _end(line: str) -> int:
    """When a cue ends, in milliseconds."""
    found = _CUE.fullmatch(line)
    if not found:
        raise damaged(f"the times “{line[:40]}” cannot be read", f"tidene «{line[:40]}» kan ikke leses")
    first, last = ([int(part or 0) for part in found.groups()[at : at + 4]] for at in (0, 4))
    begin, end = (
        hours * _HOUR + minutes * _MINUTE + seconds * 1000 + rest
        for hours, minutes, seconds, rest in (first, last)
    )
    if end <= begin:
        raise damaged(f"the times “{line[:40]}” run backwards", f"tidene «{line[:40]}» går baklengs")
    return min(end, 10**12)
