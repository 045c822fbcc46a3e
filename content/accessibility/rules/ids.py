"""Ids: each there once, and what refers to one finds it."""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_LISTS = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-flowto",
    "headers",
)
_SINGLE = ("aria-activedescendant", "aria-errormessage", "for", "list", "form")
_NAMING = ("aria-labelledby", "aria-describedby")


def _references(element: Element) -> Iterable[str]:
    attributes = element.attributes
    for name in _LISTS:
        if name in attributes:
            yield from attributes[name].split()
    for name in _SINGLE:
        if name in attributes:
            yield attributes[name].strip()


def _referred(facts: Facts) -> set[str]:
    found: set[str] = set()
    for element in (
        *facts.aria,
        *facts.tagged("label", "input", "output", "td", "th", "button", "select", "textarea"),
    ):
        found.update(_references(element))
    for link in facts.tagged("a", "area"):
        href = link.attributes.get("href", "")
        if href.startswith("#"):
            found.add(href[1:])
    return found


def _referred_targets(facts: Facts) -> Iterable[Element]:
    if not facts.by_id:
        return
    referred = _referred(facts)
    for identity, elements in facts.by_id.items():
        if identity and identity in referred:
            yield elements[-1]


def _is_unique(facts: Facts, element: Element) -> Answer:
    return len(facts.by_id[element.attributes["id"]]) == 1


def _identified(facts: Facts) -> Iterable[Element]:
    return [elements[-1] for elements in facts.by_id.values()]


def _naming(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.aria if any(one.attributes.get(name, "").strip() for name in _NAMING)]


def _missing(facts: Facts, element: Element) -> list[str]:
    return [
        identity
        for name in _NAMING
        for identity in element.attributes.get(name, "").split()
        if identity not in facts.by_id
    ]


def _finds_all(facts: Facts, element: Element) -> Answer:
    return not _missing(facts, element)


def _identity(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["id"][:80]


def _name_missing(facts: Facts, element: Element) -> str:
    return ", ".join(_missing(facts, element)[:5])


_HELP = Message(nb="Gi hvert element sin egen id.", en="Give each element an id of its own.")

RULES = (
    Rule(
        id="id-referred-unique",
        wcag=("1.3.1", "4.1.2"),
        techniques=("F77", "H93"),
        overridable=False,
        applies=_referred_targets,
        expects=_is_unique,
        detail=_identity,
        title=Message(
            nb="Id-er som det vises til, finnes bare én gang", en="Ids that are referred to are there once"
        ),
        applicability=Message(
            nb="Hver id som en etikett, en lenke, en celle eller et aria-attributt viser til.",
            en="Each id that a label, a link, a cell or an aria attribute refers to.",
        ),
        expectation=Message(nb="Bare ett element har id-en.", en="Only one element has the id."),
        passing='<a href="#vilkar">Vilkårene</a><p id="vilkar">Alle kan søke.</p>',
        failing='<a href="#vilkar">Vilkårene</a><p id="vilkar">Alle kan søke.</p><p id="vilkar">Fristen er i mars.</p>',
        failed=Message(
            nb="Id-en «{what}» finnes flere ganger, og noe viser til den.",
            en="The id “{what}” is there more than once, and something refers to it.",
        ),
        help=_HELP,
    ),
    Rule(
        id="id-unique",
        techniques=("H93",),
        overridable=False,
        mode="fragment",
        applies=_identified,
        expects=_is_unique,
        detail=_identity,
        title=Message(nb="Id-er i et fragment finnes bare én gang", en="Ids in a fragment are there once"),
        applicability=Message(nb="Hver id i fragmentet.", en="Each id in the fragment."),
        expectation=Message(nb="Bare ett element har id-en.", en="Only one element has the id."),
        passing='<p id="a">Barents</p>',
        failing='<p id="a">Barents</p><p id="a">Troms</p>',
        failed=Message(
            nb="Id-en «{what}» finnes flere ganger.", en="The id “{what}” is there more than once."
        ),
        help=_HELP,
    ),
    Rule(
        id="id-reference-found",
        wcag=("1.3.1", "4.1.2"),
        techniques=("ARIA1", "ARIA7"),
        overridable=False,
        blocking=False,
        applies=_naming,
        expects=_finds_all,
        detail=_name_missing,
        title=Message(
            nb="Navn og beskrivelser viser til noe som finnes",
            en="Names and descriptions refer to what is there",
        ),
        applicability=Message(
            nb="Hvert element med aria-labelledby eller aria-describedby.",
            en="Each element with aria-labelledby or aria-describedby.",
        ),
        expectation=Message(nb="Hver id der finnes.", en="Each id in it is there."),
        passing='<section aria-labelledby="t"><h2 id="t">Barents</h2></section>',
        failing='<section aria-labelledby="x"><h2 id="t">Barents</h2></section>',
        failed=Message(nb="Det er ingen id «{what}».", en="There is no id “{what}”."),
        help=Message(nb="Rett id-en, eller fjern referansen.", en="Mend the id, or remove the reference."),
    ),
)
