"""Keyboard and pointer: the order of focus, shortcuts, controls in controls, what only a mouse can use, and how large it is."""

import re
from collections.abc import Iterable, Iterator

from content.accessibility.facts import Facts
from content.accessibility.roles import WIDGETS
from content.accessibility.rules.rule import Answer, Rule, asks_people, never
from content.accessibility.styles import length
from content.accessibility.tree import Element
from content.accessibility.visibility import is_in_sight
from content.errors import Message

_CONTROLS = frozenset({"a", "button", "input", "select", "textarea", "summary"})
_number = re.compile(r"\s*\+?([0-9]+)")
_no_outline = re.compile(r"(?:none|0|0(?:px|em|rem))(?:\s|\Z)|\A(?:hidden)\Z")
_LEAST_SIZE = 24.0
_HANDLERS = ("onclick", "onmousedown", "onmouseup", "ondblclick")
_KEYS = ("onkeydown", "onkeypress", "onkeyup")
_FARTHEST = 100


def _ordered(facts: Facts) -> Iterator[Element]:
    for element in facts.elements:
        if element.focusable and (written := element.attributes.get("tabindex")) is not None:
            match = _number.match(written)
            if match is not None and match[1].strip("0"):
                yield element


def _keeps_order(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    # In another site's page a positive tabindex goes before everything that the host has.
    return False if facts.mode == "fragment" else None


def _shared_shortcuts(facts: Facts) -> Iterator[Element]:
    """Elements whose shortcut key another before them has."""
    taken: set[str] = set()
    for element in facts.elements:
        if element.attributes and element.rendered and (key := _key(facts, element)):
            if key in taken:
                yield element
            taken.add(key)


def _links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("a") if "href" in one.attributes and one.exposed]


def _holds_no_control(facts: Facts, element: Element) -> Answer:
    return not any(
        one.exposed and (one.tag in _CONTROLS or one.tabbable)
        for one in facts.elements[element.index + 1 : min(element.end, element.index + _FARTHEST)]
    )


def _without_outline(facts: Facts) -> Iterator[Element]:
    for element in facts.styled:
        declared = element.declared or {}
        if element.tabbable and any(
            _no_outline.match(declared[name][0])
            for name in ("outline", "outline-style", "outline-width")
            if name in declared
        ):
            yield element


def _clickable(facts: Facts) -> Iterator[Element]:
    """Elements that a handler in the markup makes clickable, and that are no controls."""
    for element in facts.elements:
        attributes = element.attributes
        if attributes and element.exposed and any(name in attributes for name in _HANDLERS):
            yield element


def _works_by_keyboard(facts: Facts, element: Element) -> Answer:
    if element.tag in {"body", "html", "label"} or element.tag in _CONTROLS:
        return True
    if any(
        one.tabbable
        for one in facts.elements[element.index + 1 : min(element.end, element.index + _FARTHEST)]
    ):
        return True
    keys = any(name in element.attributes for name in _KEYS)
    return True if element.tabbable and element.role in WIDGETS and keys else None


def _sized(facts: Facts) -> Iterator[Element]:
    """Controls whose width and height the markup gives, on their own or by the image that is all they hold."""
    for element in facts.elements:
        if element.tabbable and _size(facts, element) is not None and is_in_sight(facts, element):
            yield element


def _size(facts: Facts, element: Element) -> tuple[float, float] | None:
    whole = _given(facts, element)
    children = list(element.elements()) if whole is None and element.tag in {"a", "button"} else []
    if len(children) == 1 and children[0].tag in {"img", "svg:svg"} and not _has_own_text(element):
        whole = _given(facts, children[0])
    return whole


def _has_own_text(element: Element) -> bool:
    return any(isinstance(child, str) and child.strip() for child in element.children)


def _given(facts: Facts, element: Element) -> tuple[float, float] | None:
    declared, attributes = element.declared or {}, element.attributes
    sides: list[float] = []
    for name in ("width", "height"):
        written = declared[name][0] if name in declared else ""
        if not written and element.tag in {"img", "svg:svg", "input"}:
            number = attributes.get(name, "").strip()
            written = f"{number}px" if number.isascii() and number.isdigit() else ""
        side = length(written, facts.font_size(element)) if written and not written.endswith("%") else None
        if side is None:
            return None
        sides.append(side)
    return sides[0], sides[1]


def _is_large_enough(facts: Facts, element: Element) -> Answer:
    size = _size(facts, element)
    # A small target may have space enough around it, or padding that a style sheet gives.
    return True if size is None or min(size) >= _LEAST_SIZE else None


def _said_size(facts: Facts, element: Element) -> str:
    size = _size(facts, element) or (0.0, 0.0)
    return f"{size[0]:g} × {size[1]:g}"


def _key(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes.get("accesskey", "").strip().lower()[:20]


def _tabindex(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["tabindex"].strip()[:20]


RULES = (
    Rule(
        id="tabindex-positive",
        wcag=("2.4.3",),
        techniques=("F44", "H4"),
        decides=False,
        applies=_ordered,
        expects=_keeps_order,
        detail=_tabindex,
        title=Message(
            nb="Rekkefølgen for fokus er den i teksten", en="The order of focus is that of the text"
        ),
        applicability=Message(
            nb="Hvert element som kan få fokus og har en tabindex større enn null.",
            en="Each element that can take focus and has a tabindex above zero.",
        ),
        expectation=Message(
            nb="Det finnes ikke i et fragment, for det går foran alt på siden rundt. På en hel side kan bare et menneske si om rekkefølgen gir mening.",
            en="There is none in a fragment, for it goes before everything on the page around. On a whole page only a person can tell whether the order makes sense.",
        ),
        passing='<div tabindex="0" role="region" aria-label="Kart"></div>',
        failing='<a href="/barents" tabindex="3">Barents</a>',
        asking='<!doctype html><a href="/barents" tabindex="3">Barents</a>',
        failed=Message(
            nb='tabindex="{what}" går foran alt på siden rundt.',
            en='tabindex="{what}" goes before everything on the page around.',
        ),
        doubt=Message(
            nb='tabindex="{what}" endrer rekkefølgen for fokus. Gir den mening?',
            en='tabindex="{what}" changes the order of focus. Does it make sense?',
        ),
        help=Message(
            nb="Fjern tabindex, og sett elementene i riktig rekkefølge.",
            en="Remove the tabindex, and put the elements in the right order.",
        ),
    ),
    Rule(
        id="accesskey-unique",
        blocking=False,
        applies=_shared_shortcuts,
        expects=never,
        detail=_key,
        title=Message(nb="Hver hurtigtast gjelder ett sted", en="Each shortcut key is for one place"),
        applicability=Message(
            nb="Hvert synlig element med en accesskey som et element før det også har.",
            en="Each visible element with an accesskey that an element before it has too.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing='<a href="/sok" accesskey="s">Søk</a>',
        failing='<a href="/sok" accesskey="s">Søk</a> <a href="/start" accesskey="s">Start</a>',
        failed=Message(nb="Flere har hurtigtasten «{what}».", en="Several have the shortcut key “{what}”."),
        help=Message(nb="Fjern accesskey.", en="Remove the accesskey."),
    ),
    Rule(
        id="nested-controls",
        blocking=False,
        applies=_links,
        expects=_holds_no_control,
        title=Message(nb="Lenker har ikke knapper og felt i seg", en="Links hold no buttons and fields"),
        applicability=Message(
            nb="Hver lenke med href som hjelpemidler får vite om.",
            en="Each link with a href that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Den har ingen lenke, knapp eller felt i seg, og ikke annet som kan få fokus.",
            en="It holds no link, button or field, and nothing else that can take focus.",
        ),
        passing='<a href="/sok">Søk</a>',
        failing='<a href="/sok"><button>Søk</button></a>',
        failed=Message(
            nb="Lenken har noe i seg som også kan brukes: hjelpemidler viser bare det ene.",
            en="The link holds something that can be used too: assistive technology shows but one of them.",
        ),
        help=Message(nb="Sett dem ved siden av hverandre.", en="Put them side by side."),
    ),
    Rule(
        id="focus-outline",
        wcag=("2.4.7",),
        techniques=("F78", "G195", "C40"),
        blocking=False,
        decides=False,
        applies=_without_outline,
        expects=asks_people,
        title=Message(nb="Det synes hva som har fokus", en="What has focus can be seen"),
        applicability=Message(
            nb="Hvert element i tabulatorrekkefølgen med en style som fjerner outline.",
            en="Each element in the tab order with a style that removes the outline.",
        ),
        expectation=Message(
            nb="Fokus vises på en annen måte. Bare et menneske kan svare.",
            en="Focus is shown in another way. Only a person can tell.",
        ),
        passing='<a href="/sok">Søk</a>',
        asking='<a href="/sok" style="outline: none">Søk</a>',
        failed=Message(nb="{what} viser ikke fokus.", en="{what} does not show focus."),
        doubt=Message(
            nb="{what} har ingen ramme når den har fokus. Vises det på en annen måte?",
            en="{what} has no outline when it has focus. Is focus shown in another way?",
        ),
        help=Message(nb="Fjern outline fra stilen.", en="Remove the outline from the style."),
    ),
    Rule(
        id="mouse-only",
        wcag=("2.1.1", "4.1.2"),
        techniques=("F15", "F54", "F59", "G90", "SCR20"),
        blocking=False,
        decides=False,
        applies=_clickable,
        expects=_works_by_keyboard,
        title=Message(
            nb="Det som kan klikkes, kan brukes med tastatur", en="What can be clicked works by keyboard"
        ),
        applicability=Message(
            nb="Hvert element med et attributt for klikk, som hjelpemidler får vite om.",
            en="Each element with an attribute for clicks that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Det er en lenke, en knapp eller et felt, eller har en slik i seg, eller har rolle, fokus og taster. Ellers kan bare et menneske svare.",
            en="It is a link, a button or a field, or holds one, or has a role, focus and keys. If not, only a person can tell.",
        ),
        passing='<button onclick="apne()">Åpne</button>',
        asking='<div onclick="apne()">Åpne</div>',
        failed=Message(nb="{what} kan ikke brukes med tastatur.", en="{what} cannot be used by keyboard."),
        doubt=Message(
            nb="{what} kan klikkes. Kan det samme gjøres med tastatur?",
            en="{what} can be clicked. Can the same be done by keyboard?",
        ),
        help=Message(nb="Bruk <button> eller <a href>.", en="Use a <button> or an <a href>."),
    ),
    Rule(
        id="target-size",
        blocking=False,
        decides=False,
        applies=_sized,
        expects=_is_large_enough,
        detail=_said_size,
        title=Message(
            nb="Det som skal treffes, er minst 24 piksler (2.5.8 i WCAG 2.2)",
            en="What is to be hit is at least 24 pixels (2.5.8 of WCAG 2.2)",
        ),
        applicability=Message(
            nb="Hver synlige lenke, knapp og hvert felt der markeringen gir bredde og høyde, også ved et bilde som er alt i det.",
            en="Each visible link, button and field whose width and height the markup gives, by an image that is all it holds too.",
        ),
        expectation=Message(
            nb="Begge er minst 24 piksler. Er de ikke det, kan bare et menneske si om det er luft nok rundt.",
            en="Both are at least 24 pixels. If not, only a person can tell whether there is space enough around.",
        ),
        passing='<a href="/del"><img src="del.png" alt="Del" width="32" height="32"></a>',
        asking='<a href="/del"><img src="del.png" alt="Del" width="16" height="16"></a>',
        failed=Message(nb="{what} piksler er for lite.", en="{what} pixels are too small."),
        doubt=Message(
            nb="{what} piksler er lite å treffe. Er det luft nok rundt?",
            en="{what} pixels are small to hit. Is there space enough around?",
        ),
        help=Message(nb="Gjør den minst 24 × 24 piksler stor.", en="Make it at least 24 × 24 pixels large."),
    ),
)
