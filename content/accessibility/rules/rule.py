"""What a Rule is: one check, written as W3C ACT rules are, with applicability and expectation.

Source: ACT Rules Format 1.1, sections 4.3 (accessibility requirements), 4.6 (applicability), 4.7 (expectations).
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from content.accessibility.facts import Facts
from content.accessibility.passages import start_of
from content.accessibility.tree import Element, Mode
from content.errors import Message

Answer = bool | None
"""True: the expectation holds. False: it does not. None: only a person can tell."""


def by_tag(facts: Facts, element: Element) -> str:  # noqa: ARG001 - every `detail` has this shape
    """The element's tag as markup, for messages."""
    return f"<{element.tag.rpartition(':')[2]}>"


def by_start(facts: Facts, element: Element) -> str:
    """How the passage of the element begins."""
    return start_of(facts.passages, element)


def itself(facts: Facts, element: Element) -> Iterable[Element]:  # noqa: ARG001 - every `about` has this shape
    """The element alone."""
    return (element,)


class Rule(Struct, frozen=True, kw_only=True):
    """One check.

    `id` is ours and never changes; `act` holds W3C ACT rule ids, `wcag` success criteria, `techniques` WCAG technique ids.
    A `blocking` rule keeps a fragment from being published when it fails. `mode` limits a rule to fragments or documents.
    A rule that only asks people, or sees but a part of what its criteria are about (contrast of the colours in the markup, say), does
    not decide: they do not count as tested by it.
    `applies` gives the targets in document order, `expects` answers for each. In `failed` and `doubt` (what a `cantTell`
    says) `{what}` stands for what `detail` says of the target. `about` gives the elements whose content a judgement depends on:
    an answer of a person holds until one of them changes. A rule about script or markup is not `overridable`.

    For people: `applicability` and `expectation` say in words what `applies` and `expects` do. `passing`, `failing` and
    `asking` are markup that the rule finds right, wrong, and cannot judge; `/docs/rules` shows them and a test runs them. A
    rule that is about a fault by itself does not apply to what is right; one that only asks has no `failing`.
    """

    id: str
    act: tuple[str, ...] = ()
    wcag: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    blocking: bool = True
    mode: Mode | None = None
    decides: bool = True
    overridable: bool = True
    applies: Callable[[Facts], Iterable[Element]]
    expects: Callable[[Facts, Element], Answer]
    detail: Callable[[Facts, Element], str] = by_tag
    about: Callable[[Facts, Element], Iterable[Element]] = itself
    title: Message
    applicability: Message
    expectation: Message
    passing: str
    failing: str = ""
    asking: str = ""
    failed: Message
    doubt: Message | None = None
    help: Message


_MOST_LOOKED_AT = 100


def has_words(facts: Facts, element: Element) -> bool:
    """Whether there are letters or digits in the element, as far as its first hundred elements tell."""
    inside = facts.elements[element.index : min(element.end, element.index + _MOST_LOOKED_AT)]
    return any(
        isinstance(child, str) and any(map(str.isalnum, child)) for one in inside for child in one.children
    )


def never(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    """The expectation of a rule whose applicability is the fault itself."""
    return False


def asks_people(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    """The expectation of a rule that finds what only a person can judge."""
    return None


def has_name(facts: Facts, element: Element) -> Answer:
    """The expectation that the accessible name is not empty; what a script may give a name is for a person to see."""
    return facts.name(element) != "" or (None if facts.may_be_filled(element) else False)
