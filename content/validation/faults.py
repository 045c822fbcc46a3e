"""One fault: where, what, and a sentence in each language."""

from __future__ import annotations

from content.errors import Fault, Message


def wrong(at: str, data: object, nb: str, en: str) -> Fault:
    """The Fault of another type than the one expected."""
    return fault(
        at,
        "wrong_type",
        nb=f"Må være {nb}, ikke {_said(data)[0]}.",
        en=f"Must be {en}, not {_said(data)[1]}.",
    )


def _said(data: object) -> tuple[str, str]:  # noqa: PLR0911 - one answer for each JSON type
    match data:
        case None:
            return ("tomt", "null")
        case bool():
            return ("ja/nei", "true/false")
        case int() | float():
            return ("et tall", "a number")
        case str():
            return (f"«{data[:40]}»", f"“{data[:40]}”")
        case list() | tuple():
            return ("en liste", "a list")
        case dict():
            return ("et objekt", "an object")
        case _:
            return (f"«{data}»", f"“{data}”")


def fault(pointer: str, code: str, *, nb: str, en: str) -> Fault:
    """A Fault from its parts."""
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))
