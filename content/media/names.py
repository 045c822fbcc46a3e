"""What a file is called in its address: letters, digits and hyphens, and the extension of what it is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from content.media.examination import EXTENSIONS

_LETTERS: Final = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "å": "a",
        "đ": "d",
        "ŋ": "n",
        "ŧ": "t",
        "ß": "ss",
        "þ": "th",
        "ð": "d",
        "ł": "l",
        "œ": "oe",
    }
)
_LONGEST: Final = 80
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
NAME: Final = r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]{2,4}$(?!\n)"


def named(given: str, media_type: str) -> str:
    """The name of a file in its address, out of what somebody called it; a plain word where nothing of that is left.

    `named("Møte i Tromsø (2).JPG", "image/jpeg") == "mote-i-tromso-2.jpg"`
    """
    last = re.split(r"[/\\]", given)[-1]
    plain = unicodedata.normalize("NFKD", _EXTENSION.sub("", last).lower().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "-", "".join(each for each in plain if not unicodedata.combining(each)))
    stem = words.strip("-")[:_LONGEST].strip("-")
    return f"{stem or media_type.partition('/')[0]}.{EXTENSIONS[media_type]}"


def smaller(name: str, width: int, media_type: str) -> str:
    """The name of a rendition of a file with this name: `smaller("bro.jpg", 480, "image/webp") == "bro-480.webp"`."""
    return f"{name.rpartition('.')[0]}-{width}.{EXTENSIONS[media_type]}"
