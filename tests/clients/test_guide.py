"""The guide names the readers that are tried here, with the versions of the lock files: `NORDKALOTT_GOLDEN=write` writes them anew."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Final

from tests.clients.test_parsers import PAIRS
from tests.clients.test_readers import FOLLOWERS

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = ROOT / "docs" / "guides" / "feeds.md"
HEAD: Final = "| reader | version | reads | keeps |\n|---|---|---|---|\n"
FORMATS: Final = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


def version(name: str) -> str:
    """What is locked; newsboat is what Debian has."""
    python = re.search(
        rf"^{name}==([\w.]+)", (ROOT / "requirements-dev.txt").read_text("utf-8"), re.MULTILINE
    )
    if python:
        return python[1]
    lock = json.loads((ROOT / "tests" / "tools" / "package-lock.json").read_text("utf-8"))
    npm = lock["packages"].get(f"node_modules/{name}")
    return str(npm["version"]) if npm else "Debian's"


def table() -> str:
    """The readers that are tried."""
    rows = []
    for pairs, keeps in ((FOLLOWERS, "what it has read"), (PAIRS, "nothing")):
        for name in dict.fromkeys(name for name, _ in pairs):
            reads = ", ".join(FORMATS[suffix] for each, suffix in pairs if each == name)
            rows.append(f"| {name} | {version(name)} | {reads} | {keeps} |\n")
    return HEAD + "".join(rows)


def test_the_guide_names_what_is_tried_and_in_which_version() -> None:
    text = GUIDE.read_text("utf-8")
    start = text.index(HEAD)
    end = text.index("\n\n", start) + 1
    if os.environ.get("NORDKALOTT_GOLDEN") == "write":
        GUIDE.write_text(text[:start] + table() + text[end:], "utf-8")
    assert text[start:end] == table()
