"""Standard output is written whole, also where the process is held in the middle of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_LENGTH = 1_000_000
"""More than a pipe holds."""
_WRITES = f"""
import sys
from service import streams
streams.make_whole()
sys.stdout.buffer.write(b"x" * {_LENGTH})
sys.stdout.flush()
"""
_SAYS = f"""
from service import streams
streams.make_whole()
print("x" * {_LENGTH - 1})
"""


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _until(pid: int, state: str) -> None:
    end = time.monotonic() + 30
    while _state(pid) != state:
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("program", [_WRITES, _SAYS], ids=["bytes", "text"])
def test_nothing_is_lost_where_the_process_is_held_and_let_go_on(program: str, unbuffered: str) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout
        assert process.stdout.read(1) == b"x"
        # The pipe is full again as soon as the process sleeps.
        _until(process.pid, "S")
        process.send_signal(signal.SIGSTOP)
        _until(process.pid, "T")
        process.send_signal(signal.SIGCONT)
        _until(process.pid, "S")
        assert 1 + len(process.stdout.read()) == _LENGTH


def test_a_line_goes_out_at_its_end() -> None:
    program = "import sys; from service import streams; streams.make_whole(); print('now'); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"now\n"
        process.communicate(b"")


def test_a_stream_that_is_closed_from_the_start_is_left_closed() -> None:
    program = (
        "from service import streams; streams.make_whole(); import sys; sys.exit(sys.stdout is not None)"
    )
    done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", program], check=False)
    assert done.returncode == 0
