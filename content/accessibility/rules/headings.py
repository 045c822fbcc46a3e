"""Headings: do they say something, and does their order make an outline without holes?"""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, has_name
from content.accessibility.tree import FRAGMENT, Element
from content.errors import Message

_DEFAULT_LEVEL = 2
"""What user agents use for a heading without a level (WAI-ARIA 1.2, `heading`)."""


def level(element: Element) -> int:
    """The level of a heading: `aria-level`, or that of its tag."""
    written = element.attributes.get("aria-level", "").strip()
    if written.isascii() and written.isdigit() and written.strip("0"):
        return int(written[:9])
    tag = element.tag
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else _DEFAULT_LEVEL  # noqa: PLR2004 - h1 to h6


def _headings(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("heading") if ":" not in one.tag]


def _jumps(facts: Facts, *, start: int) -> list[Element]:
    """Headings more than one level below the one before; in a fragment none may be above `start`, and the first is at it."""
    found: list[Element] = []
    before = start - 1 if facts.mode == "fragment" else None
    for heading in _headings(facts):
        now = level(heading)
        if (before is not None and now > before + 1) or now < start:
            found.append(heading)
        before = now
    return found


def _root_with_headings(facts: Facts) -> Iterable[Element]:
    jumps = _jumps(facts, start=facts.heading_level if facts.mode == "fragment" else 1)
    return jumps or ([facts.root] if "heading" in facts.by_role else [])


def _is_in_order(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return element.tag in {FRAGMENT, "html"}


def _level(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return str(level(element))


def _expected(facts: Facts, element: Element) -> str:
    return f"{_level(facts, element)} ({facts.name(element)[:80]})"


RULES = (
    Rule(
        id="heading-name",
        act=("ffd0e9",),
        applies=_headings,
        expects=has_name,
        techniques=("H42", "G130"),
        title=Message(nb="Overskrifter er ikke tomme", en="Headings are not empty"),
        applicability=Message(
            nb="Hver overskrift som hjelpemidler får vite om.",
            en="Each heading that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Overskriften har et tilgjengelig navn.", en="The heading has an accessible name."
        ),
        passing="<h2>Arbeid i nord</h2>",
        failing="<h2></h2>",
        failed=Message(nb="Overskriften {what} er tom.", en="The heading {what} is empty."),
        help=Message(
            nb="Skriv en overskrift, eller fjern elementet.", en="Write a heading, or remove the element."
        ),
    ),
    Rule(
        id="heading-order",
        techniques=("H42", "G141"),
        mode="fragment",
        applies=_root_with_headings,
        expects=_is_in_order,
        detail=_expected,
        title=Message(
            nb="Overskrifter begynner på gitt nivå og hopper ikke over nivåer",
            en="Headings start at the given level and skip none",
        ),
        applicability=Message(
            nb="Overskriftene i fragmentet, sett under ett, i forhold til det nivået det begynner på.",
            en="The headings of the fragment taken together, against the level that it starts at.",
        ),
        expectation=Message(
            nb="Den første er på nivået som fragmentet begynner på, ingen ligger over det, og ingen ligger mer enn ett nivå under den forrige.",
            en="The first is at the level that the fragment starts at, none is above it, and none is more than one level below the one before.",
        ),
        passing="<h2>Arbeid i nord</h2><h3>Barents</h3>",
        failing="<h2>Arbeid i nord</h2><h4>Barents</h4>",
        failed=Message(
            nb="Overskriften på nivå {what} hopper over et nivå eller ligger over det nivået fragmentet begynner på.",
            en="The heading at level {what} skips a level, or is above the level at which the fragment starts.",
        ),
        help=Message(
            nb="Bruk nivået rett under overskriften den hører til.",
            en="Use the level right below the heading that it belongs to.",
        ),
    ),
    Rule(
        id="heading-skip",
        techniques=("H42", "G141"),
        blocking=False,
        mode="document",
        applies=_root_with_headings,
        expects=_is_in_order,
        detail=_expected,
        title=Message(nb="Overskrifter hopper ikke over nivåer", en="Headings skip no level"),
        applicability=Message(
            nb="Overskriftene i dokumentet, sett under ett.",
            en="The headings of the document taken together.",
        ),
        expectation=Message(
            nb="Ingen ligger mer enn ett nivå under den forrige.",
            en="None is more than one level below the one before.",
        ),
        passing="<!doctype html><h1>Arbeid i nord</h1><h2>Barents</h2>",
        failing="<!doctype html><h1>Arbeid i nord</h1><h3>Barents</h3>",
        failed=Message(
            nb="Overskriften på nivå {what} hopper over et nivå.",
            en="The heading at level {what} skips a level.",
        ),
        help=Message(
            nb="Bruk nivået rett under overskriften den hører til.",
            en="Use the level right below the heading that it belongs to.",
        ),
    ),
)
