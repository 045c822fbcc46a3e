"""Driving a server with wrk: as many requests as it answers, over connections that are kept.

wrk waits for whole seconds and ends at once on SIGINT: that is how a round can be shorter. What it measured is printed by a
script of ours as one line of JSON, since its own table is rounded for people. It cannot ask with HEAD (it waits for the body that the
head names): `service.bench.heading` does.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from content.errors import NordkalottError
from service.bench.cores import kept_to
from service.bench.programs import need

_LONGEST: Final = 3600
_SIGNALS: Final = 10
_PATIENCE: Final = 1.0
"""Seconds in which it ends after a signal, if it has heard it."""
_MARK: Final = "nordkalott "
_TELL: Final = """
local threads = {}
function setup(thread) table.insert(threads, thread) end
function done(summary, latency, requests)
  local seen, dry = 0, 0
  for _, thread in ipairs(threads) do
    seen = math.max(seen, thread:get("seen") or 0)
    dry = math.max(dry, thread:get("dry") or 0)
  end
  local bad = summary.errors
  io.write(string.format(
    '\\nnordkalott {"requests":%d,"seconds":%.6f,"lost":%d,"refused":%d,"p50":%.6f,"p99":%.6f,"seen":%d,"dry":%s}\\n',
    summary.requests, summary.duration / 1e6, bad.connect + bad.read + bad.write + bad.timeout, bad.status,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, seen, dry > 0 and "true" or "false"))
end
"""


class Driven(Struct, frozen=True, kw_only=True):
    """One round: answers, seconds, requests without an answer (or without one for two seconds: wrk counts both alike), answers from 400 up, milliseconds that half and 99 % of the answers took.

    `seen` and `dry` are of a script that walks through a list: where it stands now, and whether it came to the list's end.
    """

    requests: int
    seconds: float
    lost: int = 0
    refused: int = 0
    p50: float = 0.0
    p99: float = 0.0
    seen: int = 0
    dry: bool = False

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


class Unmeasured(NordkalottError):
    """What was driven did not answer as it must, so that there is no number; the message says what happened."""


def drive(
    url: str,
    *,
    seconds: float,
    connections: int,
    cores: frozenset[int],
    headers: Mapping[str, str] | None = None,
    script: str = "",
    threads: int = 0,
) -> Driven:
    """Drive one address for so long. `script` is Lua that wrk runs beside ours, in each of its threads: one a core, or so many. Raises MissingProgram and Unmeasured."""
    threads = threads or min(max(1, len(cores)), connections)
    with tempfile.TemporaryDirectory() as folder:
        lua = Path(folder) / "drive.lua"
        lua.write_text(script + _TELL, "utf-8")
        command = [need("wrk"), f"-t{threads}", f"-c{connections}", f"-d{_LONGEST}s", "-s", str(lua)]
        command += [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
        # On a machine with much other work, a short round may be over before the first answer, or before wrk listens
        # to the signal that ends it: then it takes a longer one.
        for longer in (1, 4, 16):
            output = _output([*command, url], seconds * longer, cores)
            driven = None if output is None else read(output)
            if driven and driven.requests:
                return driven
    raise Unmeasured(f"wrk got no answer in {seconds * longer:g} seconds.")


def _output(command: Sequence[str], seconds: float, cores: frozenset[int]) -> str | None:
    """What wrk prints, ended after so long; None where it was not yet ready to be ended."""
    with (
        kept_to(cores),
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process,  # noqa: S603 - wrk, with our own arguments
    ):  # fmt: skip
        time.sleep(seconds)
        output = _ended(process)
    return None if process.returncode == -signal.SIGINT else output


def _ended(process: subprocess.Popen[str]) -> str:
    """What it printed, ended. A signal that comes before it sleeps does not wake it: then it needs one more."""
    for _ in range(_SIGNALS):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_PATIENCE)[0]
    process.kill()
    return process.communicate()[0]


def read(output: str) -> Driven:
    """What wrk measured. Raises Unmeasured where it says nothing, or where a request was lost or refused."""
    lines = [line.removeprefix(_MARK) for line in output.splitlines() if line.startswith(_MARK)]
    if not lines:
        raise Unmeasured(f"wrk measured nothing: {' '.join(output.split()) or 'it printed nothing'}")
    driven = msgspec.json.decode(lines[-1], type=Driven)
    if driven.lost or driven.refused:
        raise Unmeasured(
            f"wrk got {driven.requests} answers, {driven.refused} of them from 400 up, and lost {driven.lost} requests, or waited for them for two seconds."
        )
    return driven
