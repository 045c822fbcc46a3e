"""Roles that belong together: what a role must own, and what it must be in."""

from bisect import bisect_right
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.roles import ROLES, Role
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.semantics import has_conflict
from content.accessibility.tree import Element
from content.errors import Message

_NONE = Role()
_MENUS = frozenset({"menu", "menubar"})
_AROUND = {
    "option": frozenset({"listbox"}),
    "menuitem": _MENUS,
    "menuitemcheckbox": _MENUS,
    "menuitemradio": _MENUS,
    "treeitem": frozenset({"tree"}),
    "row": frozenset({"grid", "table", "treegrid"}),
}
"""What a group or a row group with such a role in it has to be in."""

_FARTHEST = 500
"""Steps outwards after which a parent is taken not to be there: a bound for hostile depth."""
_TRANSPARENT = frozenset({"generic", "none", "sectionheader", "sectionfooter", None})


def _is_transparent(element: Element) -> bool:
    """Whether ownership reaches through the element: it has no role of its own, no focus and no global attribute."""
    return element.role in _TRANSPARENT and not has_conflict(element)


def _owned(facts: Facts, element: Element) -> Iterable[Element]:
    """The elements owned: the nearest exposed descendants with a role, and what `aria-owns` names (WAI-ARIA 1.2)."""
    pending: list[Element] = []
    for identity in element.attributes.get("aria-owns", "").split():
        target = facts.target(identity)
        if target is not None and facts.owners.get(target.index) is element:
            pending.append(target)
    pending += [child for child in reversed(list(element.elements())) if child.index not in facts.owners]
    while pending:
        one = pending.pop()
        if not one.exposed:
            pending += [] if one.concealed or not one.rendered else list(one.elements())
        elif _is_transparent(one):
            pending += [child for child in reversed(list(one.elements())) if child.index not in facts.owners]
        else:
            yield one


def _owners_by_role(facts: Facts) -> Iterable[Element]:
    for element in facts.roled:
        busy = element.attributes.get("aria-busy", "").strip().lower() == "true"
        owning = element.role == element.explicit and ROLES.get(element.role or "", _NONE).owns
        if element.exposed and owning and not busy and not element.tag.startswith("math:"):
            yield element


def _owns_what_it_must(facts: Facts, element: Element) -> Answer:
    allowed = ROLES[element.role or ""].owns
    if element.role == "radiogroup":
        # Labels and fields may stand among the radio buttons.
        return _has_within(facts, element, "radio") or any(
            one.role in allowed for one in _owned(facts, element)
        )
    found = False
    for one in _owned(facts, element):
        if one.role not in allowed:
            return False
        if one.role == "group" and any(each.role not in allowed for each in _owned(facts, one)):
            return False
        found = found or one.role not in {"caption", "separator"}
    return found or (None if facts.may_be_filled(element) else False)


def _has_within(facts: Facts, element: Element, role: str) -> bool:
    """Whether an exposed descendant has the role."""
    indices = [one.index for one in facts.by_role.get(role, ())]
    place = bisect_right(indices, element.index)
    return place < len(indices) and indices[place] < element.end


def _parent(facts: Facts, element: Element) -> Element | None:
    """The nearest element around, or the one that owns it by `aria-owns`, that ownership does not reach through."""
    one: Element | None = element
    for _ in range(_FARTHEST):
        if one is None:
            return None
        one = facts.owners.get(one.index, one.parent)
        if one is not None and (not _is_transparent(one) or one.parent is None):
            return one
    return None


def _in_need_of_context(facts: Facts) -> Iterable[Element]:
    for element in facts.roled:
        if (
            element.exposed
            and element.role == element.explicit
            and ROLES.get(element.role or "", _NONE).context
            and not element.tag.startswith("math:")
        ):
            yield element


def _is_in_context(facts: Facts, element: Element) -> Answer:
    parent = _parent(facts, element)
    if element.tag == "option" and parent is not None and parent.tag in {"select", "optgroup", "datalist"}:
        return True
    if parent is None or parent.role not in ROLES[element.role or ""].context:
        return False
    if parent.role not in {"group", "rowgroup"}:
        return True
    above = _parent(facts, parent)
    return above is not None and (
        above.role in _AROUND.get(element.role or "", ()) or above.role == element.role
    )


def _role(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.role or ""


def _owns(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return f"{element.role}: {', '.join(sorted(ROLES[element.role or ''].owns))}"


def _context(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return f"{element.role}: {', '.join(sorted(ROLES[element.role or ''].context))}"


RULES = (
    Rule(
        id="aria-required-owned",
        act=("bc4a75",),
        wcag=("1.3.1",),
        techniques=("ARIA20",),
        overridable=False,
        applies=_owners_by_role,
        expects=_owns_what_it_must,
        detail=_owns,
        title=Message(nb="Roller inneholder det de skal", en="Roles contain what they must"),
        applicability=Message(
            nb="Hvert element med en rolle som må eie andre, og som ikke er merket som opptatt.",
            en="Each element with a role that must own others, and that is not marked as busy.",
        ),
        expectation=Message(
            nb="Det eier minst ett element med en slik rolle, og ingen med andre.",
            en="It owns at least one element with such a role, and none with another.",
        ),
        passing='<div role="list"><div role="listitem">Barents</div></div>',
        failing='<div role="list"><h2>Barents</h2></div>',
        failed=Message(
            nb="Elementet skal inneholde andre roller, og ingen andre ({what}).",
            en="The element must contain certain roles and no others ({what}).",
        ),
        help=Message(
            nb="Bruk HTML-elementer som <ul> og <li>, eller sett rollene på alle ledd.",
            en="Use HTML elements like <ul> and <li>, or set the roles at every step.",
        ),
    ),
    Rule(
        id="aria-required-context",
        act=("ff89c9",),
        wcag=("1.3.1",),
        overridable=False,
        applies=_in_need_of_context,
        expects=_is_in_context,
        detail=_context,
        title=Message(nb="Roller står der de hører hjemme", en="Roles stand where they belong"),
        applicability=Message(
            nb="Hvert element med en rolle som må stå i en annen.",
            en="Each element with a role that must stand in another.",
        ),
        expectation=Message(
            nb="Det står i, eller eies av, et element med en slik rolle.",
            en="It stands in, or is owned by, an element with such a role.",
        ),
        passing='<div role="list"><div role="listitem">Barents</div></div>',
        failing='<div role="listitem">Barents</div>',
        failed=Message(
            nb="Elementet står ikke inne i det rollen krever ({what}).",
            en="The element is not inside what its role requires ({what}).",
        ),
        help=Message(
            nb="Sett elementet inn i riktig forelder, eller bruk HTML-elementer.",
            en="Put the element into the right parent, or use HTML elements.",
        ),
    ),
)
