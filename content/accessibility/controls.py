"""Form controls and what takes focus, as HTML says it."""

from content.accessibility.tree import Element

INPUT_ROLES: dict[str, str | None] = {
    "button": "button",
    "checkbox": "checkbox",
    "color": None,
    "date": None,
    "datetime-local": None,
    "email": "textbox",
    "file": None,
    "hidden": None,
    "image": "button",
    "month": None,
    "number": "spinbutton",
    "password": None,
    "radio": "radio",
    "range": "slider",
    "reset": "button",
    "search": "searchbox",
    "submit": "button",
    "tel": "textbox",
    "text": "textbox",
    "time": None,
    "url": "textbox",
    "week": None,
}
"""The role of each type of `input` (HTML-AAM); null where it has none."""

TEXT_INPUTS = frozenset(
    {
        "text",
        "search",
        "email",
        "tel",
        "url",
        "password",
        "number",
        "date",
        "datetime-local",
        "month",
        "time",
        "week",
    }
)
"""The types of `input` that people write in."""

_DISABLEABLE = frozenset({"button", "fieldset", "input", "optgroup", "option", "select", "textarea"})


def input_type(element: Element) -> str:
    """The type of an `input`; an unknown one is text (HTML section 4.10.5)."""
    kind = element.attributes.get("type", "text").lower()
    return kind if kind in INPUT_ROLES else "text"


def is_summary(element: Element) -> bool:
    """Whether this is the summary of its parent details: the first `summary` child."""
    parent = element.parent
    return (
        element.tag == "summary"
        and parent is not None
        and parent.tag == "details"
        and parent.first is element
    )


def is_disabled(element: Element) -> bool:
    """Whether a form control is disabled itself or by a fieldset (HTML section 4.10.18.5)."""
    return element.tag in _DISABLEABLE and (element.disabled or "disabled" in element.attributes)


def is_focusable(element: Element) -> bool:  # noqa: PLR0911 - one a kind of element, as HTML lists them
    """Whether the element can take focus, its visibility apart (HTML section 6.6.3)."""
    attributes, tag = element.attributes, element.tag
    if tag in {"button", "select", "textarea"}:
        return not is_disabled(element)
    if tag == "input":
        return input_type(element) != "hidden" and not is_disabled(element)
    if tag in {"a", "area", "svg:a"} and ("href" in attributes or "xlink:href" in attributes):
        return True
    if tag == "iframe":
        return True
    if tag in {"audio", "video"} and "controls" in attributes:
        return True
    if tag == "summary" and is_summary(element):
        return True
    if "tabindex" in attributes and element.tab_index is not None:
        return not (tag in _DISABLEABLE and is_disabled(element))
    return attributes.get("contenteditable", "false").lower() in {"", "true", "plaintext-only"}
