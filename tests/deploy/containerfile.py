"""A reader of Containerfiles, as far as ours go: stages, instructions with their words, joined lines, ARG in FROM."""

import re
import shlex
from pathlib import Path

from msgspec import Struct

KNOWN = frozenset(
    [
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "RUN",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ]
)


class Instruction(Struct, frozen=True, kw_only=True):
    """One instruction: its name, and all that follows it on one line."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """What follows, split as a shell does."""
        return shlex.split(self.text)


class Stage(Struct, frozen=True, kw_only=True):
    """One stage: its base with ARGs filled in, its name ("" for none), and its instructions."""

    base: str
    name: str
    instructions: tuple[Instruction, ...]

    def all(self, name: str) -> list[Instruction]:
        """Its instructions of one name."""
        return [each for each in self.instructions if each.name == name]


def read(path: Path) -> list[Stage]:
    """The stages, in order. Raises ValueError for what this reader does not know."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    arguments: dict[str, str] = {}
    heads: list[tuple[str, str]] = []
    bodies: list[list[Instruction]] = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        name, _, rest = line.strip().partition(" ")
        if name not in KNOWN:
            message = f"unknown instruction: {line}"
            raise ValueError(message)
        if name == "FROM":
            base, _, called = re.sub(r"\$\{(\w+)\}", lambda match: arguments[match[1]], rest).partition(
                " AS "
            )
            heads.append((base, called))
            bodies.append([])
        elif heads:
            bodies[-1].append(Instruction(name=name, text=rest.strip()))
        elif name == "ARG":
            argument, _, default = rest.partition("=")
            arguments[argument] = default
        else:
            message = f"{name} stands before the first FROM"
            raise ValueError(message)
    return [
        Stage(base=base, name=called, instructions=tuple(body))
        for (base, called), body in zip(heads, bodies, strict=True)
    ]
