"""Focus: nothing that is hidden or swallowed can be reached with the keyboard."""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.roles import CHILDREN_PRESENTATIONAL
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.styles import length
from content.accessibility.tree import Element
from content.accessibility.visibility import is_in_sight
from content.errors import Message

_LEAVES = tuple(sorted(CHILDREN_PRESENTATIONAL))


def _outermost(elements: Iterable[Element]) -> Iterable[Element]:
    """Those not inside another of them: their subtrees are apart, which keeps looking inside linear."""
    end = 0
    for element in elements:
        if element.index >= end:
            end = element.end
            yield element


def _aria_hidden(facts: Facts) -> Iterable[Element]:
    return _outermost(
        one for one in facts.aria if one.attributes.get("aria-hidden", "").strip().lower() == "true"
    )


def _may_pass_focus_on(facts: Facts, element: Element) -> bool:
    """Whether a script may move focus on as soon as the element gets it, as the sentinels of a dialog do."""
    if "onfocus" in element.attributes:
        return True
    identity = element.attributes.get("id")
    return identity is not None and identity in facts.scripts.focusing


def _keeps_focus_out(facts: Facts, element: Element) -> Answer:
    answer: Answer = True
    for one in facts.elements[element.index : element.end]:
        if one.tabbable:
            inside = _has_focus_inside(one) if one.tag == "iframe" else True
            if inside and not _may_pass_focus_on(facts, one):
                return False
            answer = answer if inside is False else None
    return answer


def _has_focus_inside(frame: Element) -> Answer:
    """Whether something in a frame takes focus; null when its document is elsewhere."""
    srcdoc = frame.attributes.get("srcdoc")
    if srcdoc is None:
        return None if frame.attributes.get("src", "").strip() else False
    return any(one.tabbable for one in Facts(srcdoc, mode="document", heading_level=1).elements)


def _leaves(facts: Facts) -> Iterable[Element]:
    return _outermost(facts.with_role(*_LEAVES))


def _has_no_focus_inside(facts: Facts, element: Element) -> Answer:
    return not any(one.tabbable for one in facts.inside(element))


def _side(facts: Facts, element: Element, name: str) -> float | None:
    declared = element.declared
    value = (
        declared[name][0] if declared is not None and name in declared else element.attributes.get(name, "")
    )
    return length(value + "px" if value.isdigit() else value, facts.font_size(element))


def _frames(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("iframe"):
        srcdoc = element.attributes.get("srcdoc")
        if not srcdoc or not element.focusable or not is_in_sight(facts, element):
            continue
        if any(
            side is not None and side <= 1
            for side in (_side(facts, element, "width"), _side(facts, element, "height"))
        ):
            continue
        inner = Facts(srcdoc, mode="document", heading_level=1)
        if any(one.tabbable and is_in_sight(inner, one) for one in inner.elements):
            yield element


def _is_tabbable(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return element.tabbable


RULES = (
    Rule(
        id="aria-hidden-focus",
        act=("6cfa84",),
        wcag=("4.1.2",),
        applies=_aria_hidden,
        expects=_keeps_focus_out,
        title=Message(
            nb="Det som er skjult for hjelpemidler, kan ikke få fokus",
            en="What is hidden from assistive technology cannot take focus",
        ),
        applicability=Message(
            nb='Hvert element med aria-hidden="true", det ytterste av dem.',
            en='Each element with aria-hidden="true", the outermost of them.',
        ),
        expectation=Message(
            nb="Verken det eller noe i det kan nås med tabulatortasten.",
            en="Neither it nor anything in it can be reached with the Tab key.",
        ),
        passing='<p aria-hidden="true">Pynt</p>',
        failing='<p aria-hidden="true"><a href="/a">Pynt</a></p>',
        asking='<p aria-hidden="true"><a href="/a" onfocus="videre()">Pynt</a></p>',
        failed=Message(
            nb="{what} er skjult med aria-hidden, men noe i den kan få tastaturfokus.",
            en="{what} is hidden by aria-hidden, but something in it can take keyboard focus.",
        ),
        doubt=Message(
            nb="Noe i {what} kan få fokus, men et skript kan flytte fokus videre. Gjør det det?",
            en="Something in {what} can take focus, but a script may move it on. Does it?",
        ),
        help=Message(
            nb="Fjern aria-hidden, eller ta innholdet ut av tabulatorrekkefølgen.",
            en="Remove aria-hidden, or take the content out of the tab order.",
        ),
    ),
    Rule(
        id="presentational-children-focus",
        act=("307n5z",),
        wcag=("4.1.2",),
        applies=_leaves,
        expects=_has_no_focus_inside,
        title=Message(
            nb="Det som vises som ren tekst, har ikke noe i seg som kan få fokus",
            en="What is presented as text alone has nothing in it that can take focus",
        ),
        applicability=Message(
            nb="Hvert element med en rolle som viser innholdet sitt som ren tekst, som en knapp.",
            en="Each element with a role that presents its content as text alone, like a button.",
        ),
        expectation=Message(
            nb="Ingenting i det kan nås med tabulatortasten.",
            en="Nothing in it can be reached with the Tab key.",
        ),
        passing="<button>Søk</button>",
        failing='<button>Søk <a href="/hjelp">Hjelp</a></button>',
        failed=Message(
            nb="{what} viser innholdet sitt som ren tekst, men noe i det kan få fokus.",
            en="{what} presents its content as text alone, but something in it can take focus.",
        ),
        help=Message(
            nb="Flytt lenken eller knappen ut, eller velg en annen rolle.",
            en="Move the link or button out, or choose another role.",
        ),
    ),
    Rule(
        id="frame-focus",
        act=("akn7bn",),
        wcag=("2.1.1",),
        applies=_frames,
        expects=_is_tabbable,
        title=Message(
            nb="Rammer med lenker eller felt kan nås med tastatur",
            en="Frames with links or fields can be reached by keyboard",
        ),
        applicability=Message(
            nb="Hver synlige <iframe> med srcdoc som har noe i seg som kan få fokus.",
            en="Each visible <iframe> with a srcdoc that holds something that can take focus.",
        ),
        expectation=Message(
            nb="Rammen kan nås med tabulatortasten.", en="The frame can be reached with the Tab key."
        ),
        passing='<iframe title="Søk" srcdoc="&lt;a href=/&gt;Søk&lt;/a&gt;"></iframe>',
        failing='<iframe title="Søk" tabindex="-1" srcdoc="&lt;a href=/&gt;Søk&lt;/a&gt;"></iframe>',
        failed=Message(
            nb="Rammen har innhold som kan få fokus, men negativ tabindex stenger det ute.",
            en="The frame has content that can take focus, but a negative tabindex shuts it out.",
        ),
        help=Message(nb="Fjern tabindex fra rammen.", en="Remove the tabindex from the frame."),
    ),
)
