"""Where settings are read from, and what is wrong with them: all of it at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from content.errors import Fault, Invalid, Message
from service.settings.fields import Settings
from service.settings.forms import MEANING, SHAPES

PREFIX: Final = "NORDKALOTT_"
FILE: Final = "nordkalott.toml"
# CONFIG names the file itself; CORPUS tells the tests where their optional data is. Neither is a setting of the service.
_NOT_SETTINGS: Final = frozenset({"CONFIG", "CORPUS"})
_CREDENTIALS: Final = re.compile(r"//.*@")
"""A name and password in an address, also one that is written wrong: what is said of it ends in a log."""


def variable(name: str) -> str:
    """The environment variable of a setting: `base_url` is `NORDKALOTT_BASE_URL`."""
    return PREFIX + name.upper()


def load(data: Path | None, flags: Mapping[str, object], environ: Mapping[str, str]) -> Settings:
    """The settings in force. `data` is the `--data` flag; flags that are None were not given.

    Raises Invalid with every fault in every source at once; each says which source it comes from.
    """
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    given = {name: value for name, value in flags.items() if value is not None}
    if data is not None:
        given["data"] = str(data)
    for origin, source in (
        *_file(environ, faults),
        *_environment(environ),
        *((f"--{name.replace('_', '-')}", {name: value}) for name, value in given.items()),
    ):
        for name, value in source.items():
            if name in _TYPES:
                _take(name, value, origin, values, faults)
            else:
                faults.append(_unknown(name, origin))
    if faults:
        raise Invalid(tuple(faults))
    return Settings(**values)


def _file(environ: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, Mapping[str, object]]]:
    named = environ.get(PREFIX + "CONFIG")
    path = Path(named or FILE)
    if not named and not path.exists():
        return
    try:
        yield str(path), tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        faults.append(
            _fault("", "unreadable", f"Kan ikke lese {path}: {why}.", f"Cannot read {path}: {why}.")
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(
            _fault(
                "", "syntax", f"{path} er ikke gyldig TOML: {error}.", f"{path} is not valid TOML: {error}."
            )
        )


def _environment(environ: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key in sorted(environ):
        name = key.removeprefix(PREFIX)
        if key.startswith(PREFIX) and name not in _NOT_SETTINGS:
            yield key, {name.lower() if name == name.upper() else name: environ[key]}


def _take(name: str, value: object, origin: str, values: dict[str, Any], faults: list[Fault]) -> None:
    kind = _TYPES[name]
    if kind.names and isinstance(value, str):
        value = tuple(filter(None, re.split(r"[\s,]+", value)))
    # Only the environment is all text; in TOML, port = "8055" is a mistake worth telling.
    lax = origin.startswith((PREFIX, "--"))
    try:
        if isinstance(value, bool):
            raise ValueError(SHAPES[name][1])  # noqa: TRY004, TRY301 (one way out for all that is wrong with a value)
        converted = msgspec.convert(value, kind.type, strict=not lax)
        values[name] = MEANING[name](converted) if name in MEANING else converted
    except (msgspec.ValidationError, ValueError):
        nb, en = SHAPES[name]
        shown = _CREDENTIALS.sub("//***@", repr(value))[:80]
        faults.append(
            _fault(
                f"/{name}",
                "bad_setting",
                f"{origin} gir {name} verdien {shown}. Den må være {nb}.",
                f"{origin} sets {name} to {shown}. It must be {en}.",
            )
        )


def _unknown(name: str, origin: str) -> Fault:
    known = ", ".join(_TYPES)
    return _fault(
        f"/{name}",
        "unknown_setting",
        f"{origin}: «{name}» er ikke en innstilling. Innstillingene er: {known}.",
        f"{origin}: “{name}” is not a setting. The settings are: {known}.",
    )


def _fault(pointer: str, code: str, nb: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))


class _Type(Struct, frozen=True):
    type: Any
    names: bool


_TYPES: Final[Mapping[str, _Type]] = {
    field.name: _Type(field.type, isinstance(field.default, tuple))
    for field in msgspec.structs.fields(Settings)
}
