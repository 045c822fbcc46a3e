"""One file while it is read: its text, its TOML, and every fault in it with name and line."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Final

from content.errors import Fault, Invalid, Message

_EDGE: Final = "+++"
_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_BODY_PLACE: Final = re.compile(r"/body/(\d+)")


class Source:
    """`lines` holds the line on which each block of the body begins, so that a fault in a block can say where it is."""

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.faults: list[Fault] = []
        self.lines: list[int] = []

    def fault(self, pointer: str, code: str, *, nb: str, en: str, line: int = 0) -> None:
        """Notes a fault; its message begins with the file's name and the line."""
        place = f"{self.name}:{line}" if line else self.name
        message = Message(nb=f"{place}: {nb}", en=f"{place}: {en}")
        self.faults.append(Fault(pointer=pointer, code=code, message=message))

    def all_of(self, error: Invalid, line: int = 0, under: str = "") -> None:
        """Notes the faults of an Invalid. Those in the body get the line of their block, the others `line`."""
        for fault in error.faults:
            pointer = under + fault.pointer
            place = _BODY_PLACE.match(pointer)
            at = self.lines[int(place[1])] if place and int(place[1]) < len(self.lines) else line
            self.fault(pointer, fault.code, nb=fault.message.nb, en=fault.message.en, line=at)

    def text(self) -> str:
        """The whole text. It must be UTF-8 and NFC, so that git, search and digests see one spelling of each letter."""
        try:
            text = self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.fault("", "not_utf8", nb="Filen er ikke UTF-8.", en="The file is not UTF-8.", line=line)
            return ""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        for number, line_of_text in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line_of_text):
                self.fault(
                    "",
                    "not_nfc",
                    nb="En bokstav er satt sammen av to tegn. Skriv den på nytt (Unicode NFC).",
                    en="A letter is put together from two characters. Write it anew (Unicode NFC).",
                    line=number,
                )
        return text

    def divided(self) -> tuple[str, str, int]:
        """Front matter, body, and the line on which the body begins."""
        text = self.text()
        lines = text.split("\n")
        if lines[0].rstrip() == _EDGE:
            for number, line in enumerate(lines[1:], 1):
                if line.rstrip() == _EDGE:
                    return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
        if not self.faults:
            self.fault(
                "",
                "no_front_matter",
                nb="Filen skal begynne med TOML mellom to linjer «+++».",
                en="The file is to begin with TOML between two lines “+++”.",
                line=1,
            )
        return "", "", 1

    def toml(self, text: str, first: int, pointer: str = "") -> dict[str, object]:
        """The TOML that begins on line `first`; {} and a fault that names the line where it is none."""
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = _TOML_PLACE.search(str(error))
            line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
            why = _TOML_PLACE.sub("", str(error))
            self.fault(
                pointer,
                "not_toml",
                nb=f"Dette er ikke gyldig TOML: {why}.",
                en=f"This is not valid TOML: {why}.",
                line=first + line - 1,
            )
            return {}
