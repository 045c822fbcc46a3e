"""The file of known breaches: read once, when the service starts, so that a fault in it is told then."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from content import statement
from content.errors import Fault, Invalid, Message
from content.statement import Known


def load(path: str) -> tuple[Known, ...]:
    """The breaches in a file, none for "". Raises Invalid with every fault, each with the file's name."""
    if not path:
        return ()
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Invalid.one(
            "/accessibility_breaches",
            "unreadable",
            nb=f"Kan ikke lese {path}: {why}.",
            en=f"Cannot read {path}: {why}.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid.one(
            "/accessibility_breaches",
            "syntax",
            nb=f"{path} er ikke gyldig TOML: {error}.",
            en=f"{path} is not valid TOML: {error}.",
        ) from error
    try:
        return statement.read(msgspec.to_builtins(data))
    except Invalid as error:
        raise Invalid(
            tuple(
                Fault(
                    pointer=each.pointer,
                    code=each.code,
                    message=Message(nb=f"{path}: {each.message.nb}", en=f"{path}: {each.message.en}"),
                )
                for each in error.faults
            )
        ) from error
