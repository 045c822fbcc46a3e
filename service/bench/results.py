"""The results of one run: what was measured, when, how hard it was tried, on what machine, and how fast that machine was."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
import re
import subprocess
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, structs

from content.errors import Invalid
from service.bench import programs
from service.bench.measured import Effort, Measured

FORM: Final = 1
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")


class Machine(Struct, frozen=True, kw_only=True):
    """What it ran on. `memory` is in GB (10⁹ bytes), 0 where the system does not say; rivals that are not there have no version."""

    processor: str
    cores: int
    memory: float
    system: str
    python: str
    nginx: str | None = None
    wrk: str | None = None


class Results(Struct, frozen=True, kw_only=True):
    """One run. `load` is the system's average of the minute before it, 0 where the system does not say. `yardstick` are the milliseconds of the same work of Python before and after: what tells two machines, or two hours, apart."""

    form: int = FORM
    version: str
    at: datetime.datetime
    machine: Machine
    effort: Effort
    load: float = 0.0
    yardstick: tuple[float, ...]
    measured: tuple[Measured, ...]


def begun(at: datetime.datetime, effort: Effort) -> Results:
    """A run on this machine in which nothing is measured yet but the yardstick."""
    return Results(
        version=version("nordkalott"),
        at=at.replace(microsecond=0),
        machine=_machine(),
        effort=effort,
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
        yardstick=tuple(yardstick()),
        measured=(),
    )


def extended(found: Results, measured: Iterable[Measured]) -> Results:
    """The run with more that was measured, and with the yardstick after it."""
    return structs.replace(
        found, measured=(*found.measured, *measured), yardstick=(*found.yardstick, *yardstick())
    )


def read(path: Path) -> Results:
    """The results in a file that `--json` wrote. Raises OSError, and Invalid where it is another file."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Results)
    except msgspec.DecodeError as error:
        raise Invalid.one(
            "",
            "not_results",
            nb=f"{path} er ikke resultater fra «nordkalott bench --json»: {error}.",
            en=f"{path} holds no results of “nordkalott bench --json”: {error}.",
        ) from error
    if found.form != FORM:
        raise Invalid.one(
            "/form",
            "unknown",
            nb=f"{path} er skrevet av en annen utgave av programmet. Mål på nytt.",
            en=f"{path} was written by another version of the program. Measure again.",
        )
    return found


def encoded(found: Results) -> bytes:
    """As a file: JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def yardstick(rounds: int = 5) -> list[float]:
    """Milliseconds of the same work of this Python, again and again: objects, text, JSON and a digest."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        for number in range(400):
            told = json.dumps([{"number": each, "text": f"{each:x}" * 4} for each in range(number % 50)])
            hashlib.sha256(told.encode()).hexdigest()
        spent.append((time.process_time() - began) * 1000)
    return spent


def _machine() -> Machine:
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=round(_memory(), 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        nginx=_version("nginx", "-v"),
        wrk=_version("wrk", "-v"),
    )


def _processor() -> str:
    """Its name, as the system has it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory() -> float:
    names = os.sysconf_names if hasattr(os, "sysconf") else {}
    if not {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= set(names):
        return 0.0
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9


def _version(name: str, option: str) -> str | None:
    path = programs.found(name)
    if path is None:
        return None
    ran = subprocess.run([path, option], capture_output=True, text=True, check=False)  # noqa: S603 - a program that is measured with
    found = _VERSION.search(ran.stdout + ran.stderr)
    return found[0] if found else "?"
