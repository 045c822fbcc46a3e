"""Lists: items stand in lists, and lists hold nothing but items (HTML sections 4.4.5 to 4.4.9)."""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_LISTS = frozenset({"ul", "ol", "menu"})
_ASIDE = frozenset({"script", "template"})


def _lists(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("ul", "ol", "menu") if one.exposed and one.role == "list"]


def _holds_items(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                return False
        elif child.tag not in _ASIDE and child.exposed and child.role != "listitem":
            return False
    return True


def _items(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("li") if one.exposed and one.explicit is None]


def _is_in_list(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    parent = element.parent
    return parent is not None and (parent.tag in _LISTS or parent.role == "list")


def _terms(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("dt", "dd") if one.exposed and one.explicit is None]


def _is_in_description_list(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    parent = element.parent
    if parent is not None and parent.tag == "div":
        parent = parent.parent
    return parent is not None and parent.tag == "dl"


def _description_lists(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("dl") if one.exposed and one.explicit is None]


def _holds_pairs(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    groups = [child.tag for child in element.elements() if child.tag not in _ASIDE]
    if any(isinstance(child, str) and child.strip() for child in element.children):
        return False
    if groups and all(tag == "div" for tag in groups):
        return all(
            _is_pairs([one.tag for one in group.elements()])
            for group in element.elements()
            if group.tag == "div"
        )
    return _is_pairs(groups)


def _is_pairs(tags: list[str]) -> bool:
    return not tags or (tags[0] == "dt" and tags[-1] == "dd" and set(tags) <= {"dt", "dd"})


RULES = (
    Rule(
        id="list-content",
        wcag=("1.3.1",),
        techniques=("H48",),
        overridable=False,
        applies=_lists,
        expects=_holds_items,
        title=Message(nb="Lister inneholder bare punkter", en="Lists hold nothing but items"),
        applicability=Message(
            nb="Hver <ul>, <ol> og <menu> som vises som liste.",
            en="Each <ul>, <ol> and <menu> that is shown as a list.",
        ),
        expectation=Message(
            nb="Den har ikke annet i seg enn listepunkter.", en="It holds nothing but list items."
        ),
        passing="<ul><li>Barents</li></ul>",
        failing="<ul><p>Barents</p></ul>",
        failed=Message(
            nb="{what} har noe i seg som ikke er et <li>.", en="{what} holds something that is not an <li>."
        ),
        help=Message(nb="Sett alt i listen inn i <li>.", en="Put everything in the list into <li>."),
    ),
    Rule(
        id="list-item-parent",
        wcag=("1.3.1",),
        techniques=("H48",),
        overridable=False,
        applies=_items,
        expects=_is_in_list,
        title=Message(nb="Listepunkter står i lister", en="List items stand in lists"),
        applicability=Message(
            nb="Hver <li> uten egen rolle som hjelpemidler får vite om.",
            en="Each <li> without a role of its own that assistive technology is told of.",
        ),
        expectation=Message(nb="Den står rett i en liste.", en="It stands directly in a list."),
        passing="<ol><li>Barents</li></ol>",
        failing="<div><li>Barents</li></div>",
        failed=Message(nb="<li> står ikke i <ul> eller <ol>.", en="The <li> is not in a <ul> or <ol>."),
        help=Message(nb="Sett <ul> eller <ol> rundt punktene.", en="Put a <ul> or <ol> around the items."),
    ),
    Rule(
        id="description-list",
        wcag=("1.3.1",),
        techniques=("H40",),
        overridable=False,
        applies=_description_lists,
        expects=_holds_pairs,
        title=Message(
            nb="Beskrivelseslister har par av <dt> og <dd>",
            en="Description lists have pairs of <dt> and <dd>",
        ),
        applicability=Message(
            nb="Hver <dl> uten egen rolle som hjelpemidler får vite om.",
            en="Each <dl> without a role of its own that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Den er tom, eller har bare par av <dt> og <dd>, også i <div>.",
            en="It is empty, or holds only pairs of <dt> and <dd>, in a <div> or not.",
        ),
        passing="<dl><dt>Frist</dt><dd>1. mars</dd></dl>",
        failing="<dl><dd>1. mars</dd></dl>",
        failed=Message(
            nb="<dl> har ikke par av <dt> og <dd>.", en="The <dl> does not hold pairs of <dt> and <dd>."
        ),
        help=Message(
            nb="La hvert <dt> følges av minst ett <dd>.", en="Let each <dt> be followed by at least one <dd>."
        ),
    ),
    Rule(
        id="description-item-parent",
        wcag=("1.3.1",),
        techniques=("H40",),
        overridable=False,
        applies=_terms,
        expects=_is_in_description_list,
        title=Message(nb="<dt> og <dd> står i <dl>", en="<dt> and <dd> stand in a <dl>"),
        applicability=Message(
            nb="Hver <dt> og <dd> uten egen rolle som hjelpemidler får vite om.",
            en="Each <dt> and <dd> without a role of its own that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Den står i en <dl>, rett eller i en <div>.", en="It stands in a <dl>, directly or in a <div>."
        ),
        passing="<dl><dt>Frist</dt><dd>1. mars</dd></dl>",
        failing="<div><dt>Frist</dt></div>",
        failed=Message(nb="{what} står ikke i en <dl>.", en="The {what} is not in a <dl>."),
        help=Message(nb="Sett <dl> rundt dem.", en="Put a <dl> around them."),
    ),
)
