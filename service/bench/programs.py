"""Programs that a measurement needs and that are no part of ours: where they are, or the line that installs them."""

from __future__ import annotations

import shutil
from typing import Final

from content.errors import NordkalottError

PACKAGES: Final = {"wrk": "wrk", "nginx": "nginx-light", "perf": "linux-perf"}
"""The Debian package of each."""
_ELSEWHERE: Final = "/usr/sbin:/usr/local/sbin"
"""Where Debian has servers, which is not in everybody's PATH."""


class MissingProgram(NordkalottError):
    """It is not installed; the message says which line installs it."""


def found(name: str) -> str | None:
    """Its path, or None."""
    return shutil.which(name) or shutil.which(name, path=_ELSEWHERE)


def need(name: str) -> str:
    """Its path. Raises MissingProgram."""
    path = found(name)
    if path is None:
        raise MissingProgram(missing(name))
    return path


def missing(name: str) -> str:
    """The line that installs it."""
    return f"{name} is not installed. Install it: apt-get install --yes {PACKAGES[name]}"
