"""Other processes for the tests of the store."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., "subprocess.Popen[str]"]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the child with arguments; what still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: object) -> subprocess.Popen[str]:
        # As a module, from the root: a library that brings a `tests` of its own must not come before ours.
        command = [sys.executable, "-m", "tests.content.store.child", *map(str, arguments)]
        running.append(
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


@pytest.fixture
def said() -> Callable[[subprocess.Popen[str]], list[list[Any]]]:
    """All that a child says to its end; a line that its death cut off is left out."""

    def lines(process: subprocess.Popen[str]) -> list[list[Any]]:
        output, _ = process.communicate(timeout=60)
        return [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith("\n")]

    return lines


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that any user can reach, as pytest's own cannot be."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)
