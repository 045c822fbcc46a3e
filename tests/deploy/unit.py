"""The systemd unit, as far as its tests and the run by hand need it."""

import shlex
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
UNIT: Final = ROOT / "deploy" / "nordkalott.service"


def assignments(name: str) -> list[str]:
    """Every value that the unit assigns to a name, in order."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.partition("=")[0] == name]


def environment() -> dict[str, str]:
    """The variables that the unit sets."""
    pairs = [part.partition("=") for line in assignments("Environment") for part in shlex.split(line)]
    return {name: value for name, _, value in pairs}


def command(executable: str) -> list[str]:
    """The unit's command line, with another path of the program."""
    return [executable, *shlex.split(assignments("ExecStart")[0])[1:]]
