"""The base URL that a data folder was last served under: other verbs render and check with the same addresses.

Without it, an edition published from the command line would be proven with links that its readers never see.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = "base_url"
_LONGEST: Final = 2_000


def remember(folder: Path, base_url: str) -> None:
    """Write it down. Raises OSError where the folder cannot be written."""
    if recall(folder) != base_url:
        (folder / NAME).write_text(f"{base_url}\n", encoding="utf-8")


def recall(folder: Path) -> str | None:
    """The base URL of the last `serve`; None where there was none, or it cannot be read."""
    try:
        with (folder / NAME).open(encoding="utf-8") as file:
            return file.read(_LONGEST).strip() or None
    except (OSError, UnicodeDecodeError):
        return None
