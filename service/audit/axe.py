"""axe-core: its source, from the package that carries it, or from a file that is named. And what its tags say."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Final

from service.audit.chromium import CannotAuditError

_VERSION: Final = re.compile(r"axe v(\d+\.\d+\.\d+)")
_CRITERION: Final = re.compile(r"wcag(\d)(\d)(\d{1,2})")
_PACKAGE: Final = "axe_playwright_python"
_FILE: Final = "axe.min.js"


def source(named: Path | None) -> str:
    """The script. Raises CannotAuditError where there is none, or where what is named is another."""
    try:
        text = (
            named.read_text(encoding="utf-8")
            if named
            else resources.files(_PACKAGE).joinpath(_FILE).read_text(encoding="utf-8")
        )
    except (ModuleNotFoundError, OSError, UnicodeDecodeError) as error:
        raise CannotAuditError(
            f"{named or 'axe-core'} cannot be read. Install it: pip install 'nordkalott[audit]'"
        ) from error
    version(text)
    return text


def version(text: str) -> str:
    """The version that the script says of itself. Raises CannotAuditError."""
    found = _VERSION.search(text[:500])
    if found is None:
        raise CannotAuditError("This is not axe-core: name its axe.min.js with --axe.")
    return found[1]


def criteria(tags: list[str]) -> tuple[str, ...]:
    """Success criteria: "1.4.3" of "wcag143"."""
    found = (_CRITERION.fullmatch(tag) for tag in tags)
    return tuple(sorted(".".join(each.groups()) for each in found if each))
