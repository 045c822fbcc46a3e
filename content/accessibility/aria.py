"""What WAI-ARIA 1.2 says of states and properties: which there are, what values they take, which are global.

Source: WAI-ARIA 1.2, section 6 (states and properties), with the braille properties of WAI-ARIA 1.3.
"""

import re
from collections.abc import Callable

TRUE_FALSE = frozenset({"true", "false"})
TRUE_FALSE_UNDEFINED = frozenset({"true", "false", "undefined"})
TRISTATE = frozenset({"true", "false", "mixed", "undefined"})

TOKENS: dict[str, frozenset[str]] = {
    "aria-atomic": TRUE_FALSE,
    "aria-busy": TRUE_FALSE,
    "aria-disabled": TRUE_FALSE,
    "aria-modal": TRUE_FALSE,
    "aria-multiline": TRUE_FALSE,
    "aria-multiselectable": TRUE_FALSE,
    "aria-readonly": TRUE_FALSE,
    "aria-required": TRUE_FALSE,
    "aria-expanded": TRUE_FALSE_UNDEFINED,
    "aria-grabbed": TRUE_FALSE_UNDEFINED,
    "aria-hidden": TRUE_FALSE_UNDEFINED,
    "aria-selected": TRUE_FALSE_UNDEFINED,
    "aria-checked": TRISTATE,
    "aria-pressed": TRISTATE,
    "aria-autocomplete": frozenset({"inline", "list", "both", "none"}),
    "aria-current": frozenset({"page", "step", "location", "date", "time", "true", "false"}),
    "aria-haspopup": frozenset({"false", "true", "menu", "listbox", "tree", "grid", "dialog"}),
    "aria-invalid": frozenset({"grammar", "false", "spelling", "true"}),
    "aria-live": frozenset({"assertive", "off", "polite"}),
    "aria-orientation": frozenset({"horizontal", "undefined", "vertical"}),
    "aria-sort": frozenset({"ascending", "descending", "none", "other"}),
}
TOKEN_LISTS: dict[str, frozenset[str]] = {
    "aria-dropeffect": frozenset({"copy", "execute", "link", "move", "none", "popup"}),
    "aria-relevant": frozenset({"additions", "all", "removals", "text"}),
}
ID_REFERENCES = frozenset({"aria-activedescendant", "aria-errormessage"})
ID_REFERENCE_LISTS = frozenset(
    {"aria-controls", "aria-describedby", "aria-details", "aria-flowto", "aria-labelledby", "aria-owns"}
)
INTEGERS = frozenset(
    {"aria-colcount", "aria-colindex", "aria-colspan", "aria-level", "aria-posinset"}
    | {"aria-rowcount", "aria-rowindex", "aria-rowspan", "aria-setsize"}
)
NUMBERS = frozenset({"aria-valuemax", "aria-valuemin", "aria-valuenow"})
STRINGS = frozenset(
    {"aria-braillelabel", "aria-brailleroledescription", "aria-colindextext", "aria-description"}
    | {"aria-keyshortcuts", "aria-label", "aria-placeholder", "aria-roledescription", "aria-rowindextext"}
    | {"aria-valuetext"}
)

ATTRIBUTES = (
    frozenset(TOKENS)
    | frozenset(TOKEN_LISTS)
    | ID_REFERENCES
    | ID_REFERENCE_LISTS
    | INTEGERS
    | NUMBERS
    | STRINGS
)

GLOBAL_ATTRIBUTES = frozenset(
    {"aria-atomic", "aria-braillelabel", "aria-brailleroledescription", "aria-busy", "aria-controls"}
    | {
        "aria-current",
        "aria-describedby",
        "aria-description",
        "aria-details",
        "aria-disabled",
        "aria-dropeffect",
    }
    | {"aria-errormessage", "aria-flowto", "aria-grabbed", "aria-haspopup", "aria-hidden", "aria-invalid"}
    | {"aria-keyshortcuts", "aria-label", "aria-labelledby", "aria-live", "aria-owns", "aria-relevant"}
    | {"aria-roledescription"}
)

NAMING_ATTRIBUTES = frozenset({"aria-label", "aria-labelledby", "aria-braillelabel"})
"""Prohibited on roles that cannot be named (WAI-ARIA 1.2 section 5.2.8.6)."""

_integer = re.compile(r"[+-]?[0-9]+\Z")
_number = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")


def is_valid_value(name: str, value: str, id_exists: Callable[[str], bool]) -> bool:  # noqa: PLR0911 - one a value type
    """Whether `value` is one that WAI-ARIA 1.2 (section 6.3.1, value types) allows for the attribute `name`.

    A list of id references holds when at least one of its ids exists: the others are ignored by user agents.
    """
    if (tokens := TOKENS.get(name)) is not None:
        return value.strip().lower() in tokens
    if (tokens := TOKEN_LISTS.get(name)) is not None:
        return all(token in tokens for token in value.lower().split())
    if name in INTEGERS:
        return _integer.match(value.strip()) is not None
    if name in NUMBERS:
        return _number.match(value.strip()) is not None
    if name in ID_REFERENCES:
        return len(value.split()) == 1 and id_exists(value.strip())
    if name in ID_REFERENCE_LISTS:
        return any(id_exists(token) for token in value.split())
    return True
