"""What a document's `meta` elements ask of the browser: to go on by itself, and how far one may zoom."""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_LONGEST_WAIT = 72_000
"""Seconds: twenty hours, after which WCAG 2.2.1 lets a page go on by itself."""

_refresh = re.compile(r"[ \t\n\f\r]*([0-9]*)(\.[0-9.]*)?(?:[;, \t\n\f\r]|\Z)")
_number = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_property = re.compile(r"([^\s,;=]+)\s*=[\s=]*([^\s,;=]*)")
_SMALLEST_ZOOM = 2


def _seconds(element: Element) -> int | None:
    """The wait of a `meta` refresh (HTML section 4.2.5.3); null when user agents ignore it."""
    match = _refresh.match(element.attributes.get("content", ""))
    if match is None or not (match[1] or match[2]):
        return None
    return int(match[1][:9] or "0")


def _refreshes(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("meta"):
        if element.attributes.get("http-equiv", "").lower() == "refresh" and _seconds(element) is not None:
            return [element]
    return []


def _is_at_once_or_late(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    seconds = _seconds(element)
    return seconds is None or seconds == 0 or seconds > _LONGEST_WAIT


def _is_at_once(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not _seconds(element)


def _properties(element: Element) -> dict[str, str]:
    content = element.attributes.get("content", "").lower()
    return {name: value for name, value in _property.findall(content) if value}


def _viewports(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("meta"):
        if element.attributes.get("name", "").lower() == "viewport":
            properties = _properties(element)
            if "user-scalable" in properties or "maximum-scale" in properties:
                yield element


def _lets_zoom(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    # CSS Device Adaptation says how a viewport's values are read, numbers with a tail included.
    properties = _properties(element)
    scalable = properties.get("user-scalable", "yes")
    number = _number.match(scalable)
    if scalable not in {"yes", "device-width", "device-height"} and not (
        number and abs(float(number[0])) >= 1
    ):
        return False
    largest = properties.get("maximum-scale", "10")
    if largest in {"device-width", "device-height"}:
        return True
    number = _number.match(largest)
    if number is None:
        return False
    scale = float(number[0])
    return scale < 0 or scale >= _SMALLEST_ZOOM


RULES = (
    Rule(
        id="refresh-delay",
        act=("bc659a",),
        wcag=("2.2.1",),
        techniques=("F40", "F41", "H76"),
        mode="document",
        applies=_refreshes,
        expects=_is_at_once_or_late,
        title=Message(nb="Siden går ikke videre av seg selv", en="The page does not go on by itself"),
        applicability=Message(
            nb='Den første gyldige <meta http-equiv="refresh"> i et dokument.',
            en='The first valid <meta http-equiv="refresh"> of a document.',
        ),
        expectation=Message(
            nb="Tiden er null, eller lengre enn tjue timer.",
            en="The time is zero, or longer than twenty hours.",
        ),
        passing='<!doctype html><meta http-equiv="refresh" content="0; url=/ny">',
        failing='<!doctype html><meta http-equiv="refresh" content="30; url=/ny">',
        failed=Message(
            nb="Siden lastes på nytt eller går videre etter en tid.",
            en="The page reloads or goes on after a time.",
        ),
        help=Message(
            nb="Bruk en omadressering på tjeneren, eller ingen.", en="Redirect on the server, or not at all."
        ),
    ),
    Rule(
        id="refresh-none",
        act=("bisz58",),
        wcag=("2.2.4", "3.2.5"),
        techniques=("F40", "F41", "H76"),
        blocking=False,
        mode="document",
        applies=_refreshes,
        expects=_is_at_once,
        title=Message(
            nb="Siden går aldri videre av seg selv (AAA)", en="The page never goes on by itself (AAA)"
        ),
        applicability=Message(
            nb='Den første gyldige <meta http-equiv="refresh"> i et dokument.',
            en='The first valid <meta http-equiv="refresh"> of a document.',
        ),
        expectation=Message(nb="Tiden er null.", en="The time is zero."),
        passing='<!doctype html><meta http-equiv="refresh" content="0; url=/ny">',
        failing='<!doctype html><meta http-equiv="refresh" content="30; url=/ny">',
        failed=Message(
            nb="Siden lastes på nytt eller går videre etter en tid.",
            en="The page reloads or goes on after a time.",
        ),
        help=Message(
            nb="La leseren selv velge når siden skal lastes på nytt.", en="Let readers choose when to reload."
        ),
    ),
    Rule(
        id="viewport-zoom",
        act=("b4f0c3",),
        wcag=("1.4.4",),
        techniques=("G142",),
        mode="document",
        applies=_viewports,
        expects=_lets_zoom,
        title=Message(nb="Siden kan forstørres", en="The page can be enlarged"),
        applicability=Message(
            nb='Hver <meta name="viewport"> som sier user-scalable eller maximum-scale.',
            en='Each <meta name="viewport"> that says user-scalable or maximum-scale.',
        ),
        expectation=Message(
            nb="Siden kan forstørres til minst 200 %.", en="The page can be enlarged to at least 200 %."
        ),
        passing='<!doctype html><meta name="viewport" content="width=device-width, maximum-scale=5">',
        failing='<!doctype html><meta name="viewport" content="user-scalable=no">',
        failed=Message(
            nb="Siden hindrer at den forstørres til 200 %.",
            en="The page keeps readers from enlarging it to 200 %.",
        ),
        help=Message(
            nb="Fjern user-scalable=no og maximum-scale fra viewport.",
            en="Remove user-scalable=no and maximum-scale from the viewport.",
        ),
    ),
)
