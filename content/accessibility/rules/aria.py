"""ARIA: roles, states and properties that exist, are allowed and have valid values."""

from collections.abc import Iterable

from content.accessibility.aria import (
    ATTRIBUTES,
    GLOBAL_ATTRIBUTES,
    ID_REFERENCE_LISTS,
    ID_REFERENCES,
    NAMING_ATTRIBUTES,
    STRINGS,
    is_valid_value,
)
from content.accessibility.controls import input_type
from content.accessibility.facts import Facts
from content.accessibility.roles import ROLES, UNNAMED, Role
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.semantics import implicit_role
from content.accessibility.tree import Element
from content.errors import Message

_NONE = Role()
_REFERENCES = ID_REFERENCES | ID_REFERENCE_LISTS
_GENERIC_ALONE = frozenset({"aria-roledescription", "aria-brailleroledescription"})
# ARIA in HTML allows these inputs, which have no role, what it allows a text field; a summary what it allows a button.
_LIKE_TEXTBOX = frozenset({"date", "datetime-local", "month", "password", "time", "week"})
_LIKE_FIELD = frozenset({"color", "file"})
_NATIVE_STATES = {
    "checkbox": {"aria-checked"},
    "radio": {"aria-checked"},
    "range": {"aria-valuenow"},
    "number": {"aria-valuenow"},
}


def _written(element: Element) -> list[str]:
    return [name for name in element.attributes if name.startswith("aria-")]


def _with_aria(facts: Facts) -> Iterable[Element]:
    return facts.aria


def _undefined(element: Element) -> list[str]:
    return [name for name in _written(element) if name not in ATTRIBUTES]


def _is_defined(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not _undefined(element)


def _with_typed_values(facts: Facts) -> Iterable[Element]:
    for element in facts.aria:
        if not element.tag.startswith("math:") and any(
            name in ATTRIBUTES and name not in STRINGS and value.strip()
            for name, value in element.attributes.items()
        ):
            yield element


def _role_of(element: Element) -> Role:
    return ROLES.get(element.role or "", _NONE)


def _required(element: Element) -> set[str]:
    """What the role requires of this element: an open combobox says what it opens (WAI-ARIA 1.2, `combobox`)."""
    required = set(_role_of(element).requires)
    if element.role == "separator" and element.focusable:
        required.add("aria-valuenow")
    elif element.role == "combobox" and element.attributes.get("aria-expanded", "").strip().lower() == "true":
        required.add("aria-controls")
    return required


def _invalid(facts: Facts, element: Element) -> list[str]:
    required = _required(element)
    return [
        name
        for name, value in element.attributes.items()
        if name in ATTRIBUTES
        and value.strip()
        # An id that is not there is only an error where the property is required: it may come with the host page.
        and (name not in _REFERENCES or name in required)
        and not is_valid_value(name, value, facts.by_id.__contains__)
    ]


def _is_valid(facts: Facts, element: Element) -> Answer:
    return not _invalid(facts, element)


def _with_role_value(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.roled
        if one.exposed and one.attributes["role"].strip() and not one.tag.startswith("math:")
    ]


def _is_role(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return element.explicit is not None


def _missing(element: Element) -> list[str]:
    required = _required(element)
    if element.tag == "input":
        required -= _NATIVE_STATES.get(input_type(element), set())
    if element.role == "heading" and element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        required.clear()
    return sorted(name for name in required if not element.attributes.get(name, "").strip())


def _needing_states(facts: Facts) -> Iterable[Element]:
    for element in facts.roled:
        if element.exposed and element.explicit == element.role and not element.tag.startswith("math:"):
            demanding = _role_of(element).requires or element.role == "separator"
            if demanding and implicit_role(element) != element.role:
                yield element


def _has_states(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not _missing(element)


def _exposed_aria(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.aria
        if one.exposed
        and not one.tag.startswith("math:")
        and any(name in ATTRIBUTES for name in one.attributes)
    ]


def _unsupported(element: Element) -> list[str]:
    supported = _role_of(element).supports
    if element.role is None and element.tag == "input":
        kind = input_type(element)
        if kind in _LIKE_TEXTBOX:
            supported = ROLES["textbox"].supports
        elif kind in _LIKE_FIELD:
            supported = ROLES["radiogroup"].supports
    elif element.role == "summary":
        supported = ROLES["button"].supports
    return [
        name
        for name in _written(element)
        if name in ATTRIBUTES and name not in GLOBAL_ATTRIBUTES and name not in supported
    ]


def _is_supported(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not _unsupported(element)


def _prohibited(element: Element) -> list[str]:
    if element.role not in UNNAMED:
        return []
    banned = NAMING_ATTRIBUTES | _GENERIC_ALONE if element.role == "generic" else NAMING_ATTRIBUTES
    return [name for name in _written(element) if name in banned and element.attributes[name].strip()]


def _is_allowed(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not _prohibited(element)


def _name_undefined(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return ", ".join(_undefined(element)[:5])


def _name_invalid(facts: Facts, element: Element) -> str:
    return ", ".join(f'{name}="{element.attributes[name][:60]}"' for name in _invalid(facts, element)[:5])


def _name_role(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["role"][:80]


def _name_missing(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return f"role={element.role}: {', '.join(_missing(element))}"


def _name_unsupported(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return ", ".join(_unsupported(element)[:5])


def _name_prohibited(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return ", ".join(_prohibited(element)[:5])


RULES = (
    Rule(
        id="aria-attribute-defined",
        act=("5f99a7",),
        wcag=("1.3.1", "4.1.2"),
        techniques=("ARIA5",),
        overridable=False,
        applies=_with_aria,
        expects=_is_defined,
        detail=_name_undefined,
        title=Message(nb="Aria-attributter finnes i WAI-ARIA", en="Aria attributes are defined in WAI-ARIA"),
        applicability=Message(
            nb="Hvert element med et attributt som begynner på aria-.",
            en="Each element with an attribute that begins with aria-.",
        ),
        expectation=Message(
            nb="Attributtet er definert i WAI-ARIA.", en="The attribute is defined in WAI-ARIA."
        ),
        passing='<button aria-expanded="false">Vilkår</button>',
        failing='<button aria-utvidet="false">Vilkår</button>',
        failed=Message(
            nb="Attributtet {what} finnes ikke i WAI-ARIA.",
            en="The attribute {what} is not defined in WAI-ARIA.",
        ),
        help=Message(
            nb="Rett stavemåten, eller fjern attributtet.", en="Mend the spelling, or remove the attribute."
        ),
    ),
    Rule(
        id="aria-value-valid",
        act=("6a7281",),
        wcag=("1.3.1", "4.1.2"),
        techniques=("ARIA5",),
        overridable=False,
        applies=_with_typed_values,
        expects=_is_valid,
        detail=_name_invalid,
        title=Message(nb="Aria-attributter har gyldig verdi", en="Aria attributes have a valid value"),
        applicability=Message(
            nb="Hvert element med et aria-attributt som ikke er tomt.",
            en="Each element with an aria attribute that is not empty.",
        ),
        expectation=Message(
            nb="Verdien er en som WAI-ARIA tillater for attributtet.",
            en="The value is one that WAI-ARIA allows for the attribute.",
        ),
        passing='<button aria-expanded="false">Vilkår</button>',
        failing='<button aria-expanded="nei">Vilkår</button>',
        failed=Message(nb="{what} har ikke gyldig verdi.", en="{what} has no valid value."),
        help=Message(nb="Bruk en verdi som WAI-ARIA tillater.", en="Use a value that WAI-ARIA allows."),
    ),
    Rule(
        id="role-valid",
        act=("674b10",),
        wcag=("1.3.1", "4.1.2"),
        techniques=(
            "ARIA4",
            "G108",
        ),
        overridable=False,
        applies=_with_role_value,
        expects=_is_role,
        detail=_name_role,
        title=Message(nb="Roller finnes i WAI-ARIA", en="Roles are defined in WAI-ARIA"),
        applicability=Message(
            nb="Hvert element med et role-attributt som ikke er tomt, og som hjelpemidler får vite om.",
            en="Each element with a role that is not empty, and that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Minst ett av ordene er en rolle i WAI-ARIA.",
            en="At least one of its words is a role of WAI-ARIA.",
        ),
        passing='<div role="note">Fristen er utsatt.</div>',
        failing='<div role="merknad">Fristen er utsatt.</div>',
        failed=Message(nb='role="{what}" er ingen rolle.', en='role="{what}" is no role.'),
        help=Message(nb="Rett stavemåten, eller fjern role.", en="Mend the spelling, or remove the role."),
    ),
    Rule(
        id="aria-required-states",
        act=("4e8ab6",),
        wcag=("1.3.1", "4.1.2"),
        techniques=("ARIA5",),
        overridable=False,
        applies=_needing_states,
        expects=_has_states,
        detail=_name_missing,
        title=Message(nb="Roller har tilstandene de krever", en="Roles have the states that they require"),
        applicability=Message(
            nb="Hvert element med en rolle som krever tilstander, der HTML ikke gir dem.",
            en="Each element with a role that requires states, where HTML does not give them.",
        ),
        expectation=Message(
            nb="Tilstandene som rollen krever, er der og er ikke tomme.",
            en="The states that the role requires are there and not empty.",
        ),
        passing='<div role="checkbox" aria-checked="false" tabindex="0">Ja</div>',
        failing='<div role="checkbox" tabindex="0">Ja</div>',
        failed=Message(
            nb="Elementet mangler det som rollen krever: {what}.",
            en="The element lacks what its role requires: {what}.",
        ),
        help=Message(
            nb="Sett attributtet, eller bruk HTML-elementet som har rollen fra før.",
            en="Set the attribute, or use the HTML element that has the role of its own.",
        ),
    ),
    Rule(
        id="aria-attribute-supported",
        act=("5c01ea",),
        wcag=("1.3.1", "4.1.2"),
        techniques=("ARIA5",),
        overridable=False,
        applies=_exposed_aria,
        expects=_is_supported,
        detail=_name_unsupported,
        title=Message(nb="Aria-attributter passer til rollen", en="Aria attributes suit the role"),
        applicability=Message(
            nb="Hvert element med et aria-attributt, som hjelpemidler får vite om.",
            en="Each element with an aria attribute that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Rollen tar imot attributtet, eller det gjelder for alle roller.",
            en="The role supports the attribute, or it is one for every role.",
        ),
        passing='<button aria-pressed="true">Varsle meg</button>',
        failing='<h2 aria-pressed="true">Varsler</h2>',
        failed=Message(
            nb="{what} er ikke tillatt på denne rollen.", en="{what} is not allowed on this role."
        ),
        help=Message(
            nb="Fjern attributtet, eller velg rollen som har det.",
            en="Remove the attribute, or choose the role that has it.",
        ),
    ),
    Rule(
        id="aria-attribute-prohibited",
        act=("kb1m8s",),
        wcag=("1.3.1", "4.1.2"),
        techniques=("ARIA5",),
        overridable=False,
        applies=_exposed_aria,
        expects=_is_allowed,
        detail=_name_prohibited,
        title=Message(
            nb="Aria-attributter er ikke forbudt på rollen",
            en="Aria attributes are not prohibited on the role",
        ),
        applicability=Message(
            nb="Hvert element med et aria-attributt, som hjelpemidler får vite om.",
            en="Each element with an aria attribute that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Rollen forbyr ikke attributtet.", en="The role does not prohibit the attribute."
        ),
        passing='<nav aria-label="Emner"></nav>',
        failing='<span aria-label="Emner">E</span>',
        failed=Message(
            nb="{what} er forbudt her: elementet kan ikke ha navn.",
            en="{what} is prohibited here: the element cannot be named.",
        ),
        help=Message(
            nb="Fjern attributtet, eller gi elementet en rolle som kan ha navn.",
            en="Remove the attribute, or give the element a role that can be named.",
        ),
    ),
)
