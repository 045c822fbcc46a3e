"""Contrast of text where the markup itself gives the colours (WCAG 1.4.3). What a style sheet elsewhere does is not seen."""

from collections.abc import Iterator

from content.accessibility.colours import Known
from content.accessibility.controls import is_disabled
from content.accessibility.facts import Facts
from content.accessibility.palette import Colour, colour, contrast
from content.accessibility.rules.rule import Answer, Rule, asks_people
from content.accessibility.tree import Element
from content.accessibility.visibility import is_in_sight
from content.errors import Message

_LEAST, _LEAST_LARGE = 4.5, 3.0
_LARGE, _LARGE_BOLD = 24.0, 18.66
"""Pixels: 18 and 14 points."""
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_BOLDEST = frozenset({"bold", "bolder", "700", "800", "900"})
_LARGE_BY_THEMSELVES = frozenset({"h1", "h2", "h3"})
_FARTHEST = 200
"""Steps outwards, or elements within, that are looked at: a bound for hostile markup."""
_NEAR = 5
"""Steps outwards in which the label is looked for that text belongs to."""


def _has_words(element: Element) -> bool:
    return any(isinstance(child, str) and any(map(str.isalnum, child)) for child in element.children)


def _is_sign(element: Element) -> bool:
    """Whether a letter stands for a picture, as the x that closes does: its control has a name of its own."""
    named = element.attributes.get("aria-label", "").strip()
    return bool(named) and len("".join(one for one in element.children if isinstance(one, str)).strip()) == 1


def _around(element: Element) -> Iterator[Element]:
    one: Element | None = element
    for _ in range(_FARTHEST):
        if one is None:
            return
        yield one
        one = one.parent


def _is_off(facts: Facts, element: Element) -> bool:
    """Whether the text is of a control that is off, or its label: WCAG asks no contrast of it."""
    for far, one in enumerate(_around(element)):
        if _is_disabled(one):
            return True
        if far > _NEAR:
            continue
        identity = one.attributes.get("id")
        if identity and identity in _labels_of_disabled(facts):
            return True
        if one.tag == "label" and any(_is_disabled(field) for field in _fields_of(facts, one)):
            return True
    return False


def _is_disabled(element: Element) -> bool:
    return is_disabled(element) or element.attributes.get("aria-disabled", "").strip().lower() == "true"


def _labels_of_disabled(facts: Facts) -> set[str]:
    return {
        identity
        for one in facts.aria[:_FARTHEST]
        if "aria-labelledby" in one.attributes and _is_disabled(one)
        for identity in one.attributes["aria-labelledby"].split()
    }


def _fields_of(facts: Facts, label: Element) -> list[Element]:
    target = facts.target(label.attributes["for"]) if "for" in label.attributes else None
    inside = facts.elements[label.index + 1 : min(label.end, label.index + _FARTHEST)]
    return inside if target is None else [target]


def _coloured(facts: Facts) -> Iterator[Element]:
    """Elements with words of their own, in sight, whose two colours the markup gives."""
    colours = facts.colours
    if not colours.said:
        return
    for element in facts.elements:
        if (
            isinstance(colours.text(element), Colour)
            and isinstance(colours.behind(element), Colour)
            and _has_words(element)
            and not _is_sign(element)
            and is_in_sight(facts, element)
            and not _is_off(facts, element)
        ):
            yield element


def _ratio(facts: Facts, element: Element) -> float:
    text, behind = facts.colours.text(element), facts.colours.behind(element)
    if not isinstance(text, Colour) or not isinstance(behind, Colour):
        return 21.0
    return contrast(text.over(behind), behind)


def _is_bold(element: Element) -> bool:
    for one in _around(element):
        weight = (one.declared or {}).get("font-weight", ("", False))[0]
        if weight and weight not in {"inherit", "unset"}:
            return weight in _BOLDEST
        if one.tag in _BOLD:
            return True
    return False


def _is_large(facts: Facts, element: Element) -> bool:
    for one in _around(element):
        if one.declared is not None and "font-size" in one.declared:
            break
        if one.tag in _LARGE_BY_THEMSELVES:
            return True
    size = facts.font_size(element)
    return size >= _LARGE or (size >= _LARGE_BOLD and _is_bold(element))


def _stands_out(facts: Facts, element: Element) -> Answer:
    ratio = _ratio(facts, element)
    return ratio >= _LEAST or (ratio >= _LEAST_LARGE and _is_large(facts, element))


def _said_ratio(facts: Facts, element: Element) -> str:
    # Rounded down: 4.499 is not 4.5.
    return f"{int(_ratio(facts, element) * 100) / 100}:1"


def _gives(element: Element, name: str) -> bool:
    value = (element.declared or {}).get(name, ("", False))[0]
    found = colour(value) if value else None
    return found is not None and found.alpha > 0


def _one_sided(facts: Facts) -> Iterator[Element]:
    """Elements that give the colour of text or of what is behind it, where the page around gives the other."""
    colours = facts.colours
    if not colours.said:
        return
    for element in facts.elements:
        attributes = element.attributes
        own_text = _gives(element, "color") or (element.tag == "font" and "color" in attributes)
        own_behind = (
            _gives(element, "background-color") or _gives(element, "background") or "bgcolor" in attributes
        )
        if own_text == own_behind or not element.rendered or element.tag in {"html", "svg:svg"}:
            continue
        inside = facts.elements[element.index : min(element.end, element.index + _FARTHEST)]
        if any(
            _has_words(one) and _is_one(colours.text(one), colours.behind(one)) and is_in_sight(facts, one)
            for one in inside
        ):
            yield element


def _is_one(text: Known, behind: Known) -> bool:
    return (isinstance(text, Colour) and behind == "host") or (isinstance(behind, Colour) and text == "host")


RULES = (
    Rule(
        id="text-contrast",
        wcag=("1.4.3",),
        techniques=("G18", "G145", "F24", "F83"),
        decides=False,
        applies=_coloured,
        expects=_stands_out,
        detail=_said_ratio,
        title=Message(
            nb="Tekst har kontrast nok der markeringen gir fargene",
            en="Text has enough contrast where the markup gives the colours",
        ),
        applicability=Message(
            nb="Hvert synlig element med egne ord, der markeringen gir både tekstfargen og bakgrunnsfargen. Det som er slått av, regnes ikke.",
            en="Each visible element with words of its own, where the markup gives both the colour of the text and of the background. What is disabled does not count.",
        ),
        expectation=Message(
            nb="Kontrasten er minst 4,5:1, eller 3:1 for stor tekst (24 piksler, eller 18,66 og fet).",
            en="The contrast is at least 4.5:1, or 3:1 for large text (24 pixels, or 18.66 and bold).",
        ),
        passing='<p style="color: #333; background: #fff">Fristen er utsatt.</p>',
        failing='<p style="color: #999; background: #fff">Fristen er utsatt.</p>',
        failed=Message(
            nb="Kontrasten mellom tekst og bakgrunn er bare {what}.",
            en="The contrast between text and background is only {what}.",
        ),
        help=Message(
            nb="Fjern fargene, så gjelder stilarkets, eller velg farger med minst 4,5:1.",
            en="Remove the colours, so that the style sheet's hold, or choose colours with at least 4.5:1.",
        ),
    ),
    Rule(
        id="colour-alone",
        wcag=("1.4.3",),
        techniques=("F24", "G148", "G174"),
        blocking=False,
        decides=False,
        applies=_one_sided,
        expects=asks_people,
        title=Message(
            nb="Tekstfarge og bakgrunnsfarge gis sammen",
            en="The colours of text and background are given together",
        ),
        applicability=Message(
            nb="Hvert synlig element med tekst som gir en av de to fargene, der siden rundt gir den andre.",
            en="Each visible element with text that gives one of the two colours, where the page around gives the other.",
        ),
        expectation=Message(
            nb="Kontrasten er stor nok på siden rundt. Bare et menneske kan svare.",
            en="The contrast is enough on the page around. Only a person can tell.",
        ),
        passing='<p style="color: #333; background: #fff">Fristen er utsatt.</p>',
        asking='<p style="color: #333">Fristen er utsatt.</p>',
        failed=Message(nb="Bare en av fargene er gitt.", en="Only one of the colours is given."),
        doubt=Message(
            nb="{what} gir bare en av fargene. Er kontrasten stor nok med den andre fra siden rundt?",
            en="{what} gives only one of the colours. Is the contrast enough with the other from the page around?",
        ),
        help=Message(nb="Fjern fargen, eller gi begge.", en="Remove the colour, or give both."),
    ),
)
