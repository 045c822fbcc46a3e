"""The minder, with children that do as they should, and with some that do not."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.minder.place import Place

ROOT = Path(__file__).parents[3]
LIMIT = 30.0
assert Place.BACKGROUND == 0


@contextmanager
def started(*arguments: str, output: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.service.minder.program", *arguments],
        cwd=ROOT,
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def lines(process: subprocess.Popen[str], last: str) -> list[str]:
    """What it prints, until a line that begins so."""
    assert process.stdout is not None
    found: list[str] = []
    for line in process.stdout:
        found.append(line.rstrip())
        if line.startswith(last):
            return found
    raise AssertionError(found)


def gone(process: int) -> bool:
    """Whether there is no such process within the time."""
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_it_announces_once_all_are_ready_and_ends_them_when_told() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with started("stay") as process:
            said = lines(process, "announced")
            children = [int(line.split()[1]) for line in said if line.startswith("began")]
            assert len(children) == 2
            process.send_signal(number)
            assert process.wait(LIMIT) == 0
            assert all(map(gone, children))


def test_one_that_is_killed_is_replaced_and_the_log_says_so() -> None:
    with started("stay") as process:
        said = lines(process, "announced")
        killed = next(int(line.split()[1]) for line in said if line.startswith("began"))
        os.kill(killed, signal.SIGKILL)
        [again] = lines(process, "began")
        assert int(again.split()[1]) != killed
        process.terminate()
        _, errors = process.communicate(timeout=LIMIT)
        assert re.search(rf"process \d of 2 that answer \(process {killed}\) was killed by SIGKILL", errors)
        assert "another is started in 0.1 s" in errors
        assert process.returncode == 0


def test_the_pause_grows_while_they_die() -> None:
    with started("die") as process:
        assert process.stderr is not None
        pauses = []
        for line in process.stderr:
            pauses += re.findall(r"process 1 of 2 .* another is started in ([0-9.]+) s", line)
            if len(pauses) == 3:
                break
        assert pauses == ["0.1", "0.2", "0.4"]
        process.terminate()


def test_one_that_cannot_start_is_the_end_of_all() -> None:
    with started("fail") as process:
        output, errors = process.communicate(timeout=LIMIT)
    assert "not started: The service could not start" in output
    assert "announced" not in output
    assert "RuntimeError" in errors


def test_those_that_do_not_end_are_killed_after_the_grace() -> None:
    with started("refuse") as process:
        said = lines(process, "announced")
        children = [int(line.split()[1]) for line in said if line.startswith("began")]
        process.terminate()
        _, errors = process.communicate(timeout=LIMIT)
        assert errors.count("does not end: it is killed") == 2
        assert all(map(gone, children))


def test_none_outlives_a_parent_that_is_killed() -> None:
    for sort in ("stay", "refuse"):  # also one that does not hear
        with started(sort) as process:
            said = lines(process, "announced")
            children = [int(line.split()[1]) for line in said if line.startswith("began")]
            process.kill()
            assert all(map(gone, children))


def test_a_limit_holds_over_processes_and_a_killed_one_locks_nobody_out() -> None:
    with started("limit", "3", "200") as process:
        output, _ = process.communicate(timeout=LIMIT)
    assert sum(map(int, output.split())) == 100


def test_the_log_of_several_processes_has_whole_lines() -> None:
    with started("log", "3", "10") as process:
        time.sleep(0.2)  # the pipe is full, and all of them wait for it
        output, _ = process.communicate(timeout=LIMIT)
    _are_whole(output)


@pytest.mark.parametrize("mode", ["w", "a"])
def test_in_a_file_too_where_many_are_written_at_once(mode: str, tmp_path: Path) -> None:
    with (tmp_path / "log").open(mode) as file, started("log", "3", "10", output=file.fileno()) as process:
        process.wait(LIMIT)
    _are_whole((tmp_path / "log").read_text())


def _are_whole(output: str) -> None:
    lines = output.splitlines()
    assert len(lines) == 3 * 10 * 300
    assert len(set(map(len, lines))) == 1
    assert json.loads(lines[0])["status"] == 200
