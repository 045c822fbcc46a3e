"""A query parameter, and a request understood by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from content import locales
from content.errors import Fault, Invalid
from content.locales import Locale


class Parameter(Struct, frozen=True, kw_only=True):
    """One query parameter. `parse` gets the text and raises SenselessError where it means nothing."""

    name: str
    description: str
    schema: dict[str, Any]
    parse: Callable[[str], Any]
    default: Any = None


class Asked(Struct, frozen=True, kw_only=True, gc=False):
    """A request, understood: its path, path parameters, parsed query, and the locale that counts.

    `negotiated` is true where no `?locale=` named it, so that the answer depends on Accept-Language. `media_type` is the one that
    Accept chose, where the route offers a choice. `order` is the locales in which a ref is looked up, `locale` first.
    """

    path: str
    names: dict[str, str]
    query: dict[str, Any]
    given: tuple[tuple[str, str], ...] = ()
    locale: Locale
    negotiated: bool
    media_type: str = ""
    order: tuple[Locale, ...]


class SenselessError(ValueError):
    """A value that means nothing; what would, in Norwegian and English."""

    def __init__(self, nb: str, en: str) -> None:
        super().__init__(en)
        self.nb = nb
        self.en = en


def demand_text(query: bytes) -> None:
    """Raise Invalid where percent-encoding in a query is broken, or stands for no UTF-8 (RFC 3986 section 2.5)."""
    broken = re.search(rb"%(?![0-9A-Fa-f]{2})", query)
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        broken = re.match(rb"", query)
    if broken is not None:
        raise Invalid.one(
            "",
            "not_text",
            nb="Adressen har tegn som ikke er gyldig UTF-8.",
            en="The address has characters that are not valid UTF-8.",
        )


def parse(
    parameters: Sequence[Parameter], given: Sequence[tuple[str, str]], configured: tuple[Locale, ...]
) -> dict[str, Any]:
    """The parsed query with defaults filled in. Raises Invalid with every unknown, doubled or senseless parameter."""
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in given:
        at = f"?{name[:60]}"
        try:
            if name not in known:
                raise _unknown(at, known)
            if name in found:
                raise Invalid.one(
                    at,
                    "doubled_parameter",
                    nb="Denne parameteren står to ganger.",
                    en="This parameter is there twice.",
                )
            found[name] = _value(known[name], text, configured)
        except Invalid as error:
            found.setdefault(name, None)
            faults.extend(error.faults)
    if faults:
        raise Invalid(tuple(faults))
    return {name: found.get(name, parameter.default) for name, parameter in known.items()}


def _value(parameter: Parameter, text: str, configured: tuple[Locale, ...]) -> object:
    at = f"?{parameter.name}"
    if parameter.name == "locale":  # which there are is a setting
        return locales.parse(text, configured, at)
    try:
        return parameter.parse(text)
    except SenselessError as error:
        raise Invalid.one(
            at,
            "wrong_parameter",
            nb=f"Ugyldig verdi. Gyldig er {error.nb}.",
            en=f"Not a valid value. Valid is {error.en}.",
        ) from error


def _unknown(at: str, known: dict[str, Parameter]) -> Invalid:
    names = ", ".join(known)
    return Invalid.one(
        at,
        "unknown_parameter",
        nb=f"Denne parameteren finnes ikke her. Det finnes: {names or 'ingen'}.",
        en=f"There is no such parameter here. There are: {names or 'none'}.",
    )
