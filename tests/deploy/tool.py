"""A tool that a check needs, or the line that installs it: nothing is skipped because it is missing."""

import shutil
from typing import Final

import pytest

PACKAGES: Final = {
    "caddy": "caddy",
    "chromium": "chromium",
    "curl": "curl",
    "newsboat": "newsboat",
    "nginx": "nginx-light",
    "node": "nodejs npm",
    "systemd-analyze": "systemd",
    "wrk": "wrk",
}


def need(name: str) -> str:
    """The path of the tool; fails the test with the line that installs it."""
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is not installed. Install it: apt-get install --yes {PACKAGES[name]}")
    return path
