"""What bounds a case: the server while wrk drives it, seen by py-spy (Python), perf (machine code and the system) and strace (system calls)."""

from __future__ import annotations

import re
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from service.bench import answers, driving, programs
from service.bench.cases import Case
from service.bench.contests import CONNECTIONS
from service.bench.cores import Cores, cores, kept_to
from service.bench.process import first_answer, serving
from service.bench.rivals import fill
from service.settings import Settings
from service.wiring import opened

_MOST: Final = 30
_STACK: Final = re.compile(r"(.+) (\d+)")


def profile(case: Case, seconds: float) -> Iterator[str]:
    """What each tool that is there saw, as text; how to install those that are not. Raises MissingProgram without wrk."""
    programs.need("wrk")
    chosen = cores()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        with opened(Settings(data=f"{folder}/data")) as parts:
            fill(parts)
        log = Path(folder) / "log"
        with kept_to(chosen.served), serving(f"{folder}/data", log=log) as (url, process):
            first_answer(f"{url}/readyz")
            headers = answers.sent(url, case)
            for name, look in _LOOKS.items():
                if programs.found(name) is None:
                    yield programs.missing(name)
                    continue
                with _driven(url, case, headers, chosen, seconds):
                    seen = look(process, seconds, Path(folder))
                yield f"{name}, {seconds:g} seconds of “{case.title}”:\n{seen}\n"


@contextmanager
def _driven(url: str, case: Case, headers: dict[str, str], chosen: Cores, seconds: float) -> Iterator[None]:
    """The case is asked for as long as a tool looks, and a little longer at both ends."""

    def drive() -> None:
        driving.drive(
            url + case.target,
            seconds=seconds + 1.5,
            connections=CONNECTIONS,
            cores=chosen.driving,
            headers=headers,
        )

    thread = threading.Thread(target=drive, name="bench-driver")
    thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        thread.join()


def _python(process: int, seconds: float, folder: Path) -> str:
    """Functions by their share of all samples: alone, and with what they call."""
    raw = folder / "py-spy.txt"
    _ran(["py-spy", "record", "--pid", str(process), "--duration", f"{max(1, round(seconds))}", "--rate", "500", "--function", "--format", "raw", "--output", str(raw)])  # fmt: skip
    return counted(raw.read_text("utf-8"))


def counted(raw: str) -> str:
    """Stacks of py-spy (`a;b;c 12`, outermost first) as a table: own share, share with callees, function."""
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for line in raw.splitlines():
        if found := _STACK.fullmatch(line):
            stack, count = found[1].split(";"), int(found[2])
            own[stack[-1]] += count
            for each in set(stack):
                whole[each] += count
    total = sum(own.values()) or 1
    rows = [
        f"{100 * count / total:6.1f} % {100 * whole[name] / total:6.1f} %  {name}"
        for name, count in own.most_common(_MOST)
    ]
    return "\n".join(["    own     whole   function", *rows])


def _machine(process: int, seconds: float, folder: Path) -> str:
    data = folder / "perf.data"
    _ran(["perf", "record", "-F", "999", "-g", "-p", str(process), "-o", str(data), "--", "sleep", f"{seconds:g}"])  # fmt: skip
    told = _ran(["perf", "report", "--stdio", "--no-children", "-g", "none", "--sort", "dso,symbol", "-i", str(data)])  # fmt: skip
    return "\n".join(
        [line for line in told.splitlines() if line.strip() and not line.startswith("#")][:_MOST]
    )


def _calls(process: int, seconds: float, folder: Path) -> str:
    counts = folder / "strace.txt"
    command = [programs.need("strace"), "-c", "-f", "-p", str(process), "-o", str(counts)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as strace:  # noqa: S603 - a tool, with our own arguments
        time.sleep(seconds)
        strace.send_signal(signal.SIGINT)
    return counts.read_text("utf-8")


_LOOKS: Final[dict[str, Callable[[int, float, Path], str]]] = {
    "py-spy": _python,
    "perf": _machine,
    "strace": _calls,
}


def _ran(command: list[str]) -> str:
    """What a tool printed. Raises Unmeasured where it could not look, with its own words."""
    ran = subprocess.run(  # noqa: S603 - a tool, with our own arguments
        [programs.need(command[0]), *command[1:]], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        said = " ".join((ran.stderr or ran.stdout).split())
        raise driving.Unmeasured(f"{command[0]} could not look: {said[-500:]}")
    return ran.stdout
