"""What interrupted uploads left behind goes without anybody asking, once a day."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from service import strays, worker
from service.settings import Settings
from service.wiring import opened


def test_it_sweeps_when_it_starts_and_again_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming = tmp_path / "media" / "incoming"
    incoming.mkdir(parents=True)
    old, young = incoming / "old", incoming / "young"
    for path in (old, young):
        path.write_bytes(b"half a picture")
    os.utime(old, (0, 0))
    with opened(Settings(data=str(tmp_path))) as parts:
        task = strays.Strays(parts.media)
        assert task.due() == 0
        task.run()
        assert [path.name for path in incoming.iterdir()] == ["young"]
        wait = task.due()
        assert wait is not None
        assert wait > strays.PERIOD - 60
        os.utime(young, (0, 0))
        monkeypatch.setattr(strays, "PERIOD", 0.0)
        task.run()
        assert task.due() == 0
        assert list(incoming.iterdir()) == []


def test_the_worker_does_it(tmp_path: Path) -> None:
    left = tmp_path / "media" / "incoming" / "left"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a picture")
    os.utime(left, (0, 0))
    until = time.monotonic() + 10
    with opened(Settings(data=str(tmp_path))) as parts, worker.running(*parts.workers()):
        while left.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
