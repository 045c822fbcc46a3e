"""Text spacing: style attributes do not keep readers from spacing text out (WCAG 1.4.12)."""

from collections.abc import Callable, Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.styles import declared, length
from content.accessibility.tree import Element
from content.accessibility.visibility import is_in_sight
from content.errors import Message

_INHERITED = frozenset({"inherit", "unset", "revert", "revert-layer"})
_LETTER, _WORD, _LINE = 0.12, 0.16, 1.5
_NORMAL_LINE = 1.2
_MOST_ELEMENTS_LOOKED_AT = 200
_ROUNDING = 1e-9
_SAMPLE = "Fylkeskommunen samarbeider med naboer i nord om skole og miljø."
_WIDE_PAGE, _NARROW_PAGE = 1280.0, 320.0


def _spaced(name: str) -> Callable[[Facts], Iterable[Element]]:
    def applies(facts: Facts) -> Iterable[Element]:
        for element in facts.styled:
            if ":" in element.tag:
                continue
            value, important = declared(element.attributes["style"]).get(name, ("", False))
            if important and value not in _INHERITED and _speakers(facts, element, name):
                yield element

    return applies


def _speakers(facts: Facts, element: Element, name: str) -> list[Element]:
    """The elements whose own text is seen and takes the property from this element."""
    found: list[Element] = []
    looked = 0
    pending: list[Element] = [element]
    while pending and looked < _MOST_ELEMENTS_LOOKED_AT:
        one = pending.pop()
        looked += 1
        if one is not element and (one.declared or {}).get(name, ("inherit", False))[0] not in _INHERITED:
            continue
        if any(isinstance(child, str) and child.strip() for child in one.children) and is_in_sight(
            facts, one
        ):
            found.append(one)
        pending += one.elements()
    return found


def _wide(name: str, least: float) -> Callable[[Facts, Element], Answer]:
    def expects(facts: Facts, element: Element) -> Answer:
        value = (element.declared or {})[name][0]
        if value in {"normal", "initial"}:
            return False
        # A length is computed where it is declared, and holds for text of any size below.
        spacing = length(value, facts.font_size(element))
        if spacing is None:
            return None
        return all(
            spacing >= least * facts.font_size(one) - _ROUNDING for one in _speakers(facts, element, name)
        )

    return expects


def _is_high(facts: Facts, element: Element) -> Answer:
    value = (element.declared or {})["line-height"][0]
    try:
        fixed, factor = None, _NORMAL_LINE if value in {"normal", "initial"} else float(value)
    except ValueError:
        fixed, factor = length(value, facts.font_size(element)), 0.0
        if fixed is None:
            return None
    low = [
        one
        for one in _speakers(facts, element, "line-height")
        if (factor * facts.font_size(one) if fixed is None else fixed)
        < _LINE * facts.font_size(one) - _ROUNDING
    ]
    if any(_lines(facts, one, _WIDE_PAGE) > 1 for one in low):
        return False
    # On a wide page each text stands on one line, where line height says nothing; on a telephone it may not.
    return None if any(_lines(facts, one, _NARROW_PAGE) > 1 for one in low) else True


def _lines(facts: Facts, element: Element, page: float) -> float:
    """How many lines the text of an element takes, guessed from its length: letters are half as wide as high."""
    width = page
    one: Element | None = element
    for _ in range(_MOST_ELEMENTS_LOOKED_AT):
        if one is None:
            break
        for name in ("width", "max-width"):
            value = (one.declared or {}).get(name, ("", False))[0]
            # A percentage is of the width around, which is not known: it is taken as the whole.
            limit = None if value.endswith("%") else length(value, facts.font_size(one))
            if limit:
                width = min(width, limit)
        one = one.parent
    text = facts.text(element)
    return len(text) * facts.font_size(element) / 2 / width if " " in text else 1


def _rule(
    name: str, act: str, expects: Callable[[Facts, Element], Answer], *, words: tuple[str, str], least: str
) -> Rule:
    nb, en = words
    return Rule(
        id=name,
        act=(act,),
        wcag=("1.4.12",),
        techniques=("C35", "C36"),
        applies=_spaced(name),
        expects=expects,
        title=Message(nb=f"Fast {nb} er stor nok", en=f"Fixed {en} is wide enough"),
        applicability=Message(
            nb=f"Hvert element med synlig tekst som har {name} med !important i et style-attributt.",
            en=f"Each element with visible text that has {name} with !important in a style attribute.",
        ),
        expectation=Message(
            nb=f"Verdien er minst {least} ganger skriftstørrelsen.",
            en=f"The value is at least {least} times the font size.",
        ),
        passing=f'<p style="{name}: {least}em !important; width: 200px">{_SAMPLE}</p>',
        failing=f'<p style="{name}: 0.05em !important; width: 200px">{_SAMPLE}</p>',
        asking=f'<p style="{name}: calc(1px + 1vw) !important">{_SAMPLE}</p>',
        failed=Message(
            nb=f"{name} er låst med !important til mindre enn {least} ganger skriftstørrelsen.",
            en=f"{name} is fixed by !important below {least} times the font size.",
        ),
        doubt=Message(
            nb=f"Er {name} minst {least} ganger skriftstørrelsen?",
            en=f"Is {name} at least {least} times the font size?",
        ),
        help=Message(
            nb="Fjern !important, eller flytt stilen til et stilark.",
            en="Remove !important, or move the style to a style sheet.",
        ),
    )


RULES = (
    _rule(
        "letter-spacing",
        "24afc2",
        _wide("letter-spacing", _LETTER),
        words=("bokstavavstand", "letter spacing"),
        least="0.12",
    ),
    _rule(
        "word-spacing",
        "9e45ec",
        _wide("word-spacing", _WORD),
        words=("ordavstand", "word spacing"),
        least="0.16",
    ),
    _rule("line-height", "78fd32", _is_high, words=("linjehøyde", "line height"), least="1.5"),
)
