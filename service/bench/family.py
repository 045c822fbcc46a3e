"""A process with all that it started: processor time and memory of the whole, as Linux tells them under /proc."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_NANO: Final = 1e9


def members(pid: int) -> Iterator[int]:
    """The process and its descendants that still run."""
    yield pid
    for task in _tasks(pid):
        for child in _read(task / "children").split():
            yield from members(int(child))


def processor(pid: int) -> float:
    """Seconds of the processor that the living threads of the family have used, to the nanosecond; 0 where the system does not say."""
    spent = (_read(task / "schedstat").partition(" ")[0] for each in members(pid) for task in _tasks(each))
    return sum(int(each) for each in spent if each) / _NANO


def resident(pid: int) -> float:
    """Memory of the family in MB (10⁶ bytes). What its members share is counted for each of them."""
    pages = (_read(_PROC / str(each) / "statm").split() for each in members(pid))
    return sum(int(each[1]) for each in pages if each) * os.sysconf("SC_PAGE_SIZE") / 1e6


def alone(pid: int) -> float:
    """Memory of the process without those that it started, in MB."""
    pages = _read(_PROC / str(pid) / "statm").split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if pages else 0.0


def end(pid: int, spared: Collection[int]) -> None:
    """Kill what the process started and has not ended, but for those that are spared."""
    for each in [each for each in members(pid) if each not in spared]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def _tasks(pid: int) -> list[Path]:
    folder = _PROC / str(pid) / "task"
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    """Nothing for what has ended meanwhile."""
    try:
        return path.read_text("ascii")
    except OSError:
        return ""
