"""Programs that a measurement needs and that are no part of ours: where they are, or the line that installs them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from content.errors import NordkalottError

INSTALL: Final = {
    "wrk": "apt-get install --yes wrk",
    "nginx": "apt-get install --yes nginx-light",
    "perf": "apt-get install --yes linux-perf",
    "strace": "apt-get install --yes strace",
    "py-spy": "pip install py-spy",
}
"""The line that installs each, on Debian."""
_ELSEWHERE: Final = "/usr/sbin:/usr/local/sbin"
"""Where Debian has servers, which is not in everybody's PATH; and beside our own Python, where pip puts programs."""


class MissingProgram(NordkalottError):
    """It is not installed; the message says which line installs it."""


def found(name: str) -> str | None:
    """Its path, or None."""
    return shutil.which(name) or shutil.which(name, path=f"{_ELSEWHERE}:{Path(sys.executable).parent}")


def need(name: str) -> str:
    """Its path. Raises MissingProgram."""
    path = found(name)
    if path is None:
        raise MissingProgram(missing(name))
    return path


def missing(name: str) -> str:
    """The line that installs it."""
    return f"{name} is not installed. Install it: {INSTALL[name]}"
