"""What user agents render, and what of that is exposed to assistive technology and takes focus.

Sources: HTML section 15.3 (rendering), WAI-ARIA 1.2 section 7.1 and HTML-AAM 1.0 (the accessibility tree).
"""

from content.accessibility import styles
from content.accessibility.controls import input_type, is_focusable
from content.accessibility.tree import Element

_UNRENDERED = frozenset(
    [
        "base",
        "datalist",
        "head",
        "link",
        "meta",
        "noembed",
        "noframes",
        "noscript",
        "param",
        "rp",
        "script",
        "source",
        "style",
        "template",
        "title",
        "track",
        "svg:defs",
        "svg:desc",
        "svg:metadata",
        "svg:script",
        "svg:style",
        "svg:symbol",
        "svg:title",
    ]
)
_NEAREST = 10
"""Elements around an area among which its map is looked for."""
_MEDIA = frozenset({"audio", "video", "iframe"})


def set_aside_areas(elements: list[Element]) -> None:
    """Areas of a map that no image uses are nowhere to be seen or reached (HTML section 4.8.14)."""
    areas = [element for element in elements if element.tag == "area"]
    if not areas:
        return
    used = {element.attributes.get("usemap", "").lstrip("#") for element in elements}
    for area in areas:
        around = next(
            (one for _, one in zip(range(_NEAREST), area.ancestors(), strict=False) if one.tag == "map"),
            None,
        )
        names = () if around is None else (around.attributes.get("name"), around.attributes.get("id"))
        area.rendered = any(name and name in used for name in names)


def decide(element: Element, parent: Element | None) -> None:
    """Whether the element is rendered, visible, exposed and focusable; those before it are decided, its styles known."""
    attributes, declared, tag = element.attributes, element.declared, element.tag
    rendered = tag not in _UNRENDERED and element.rendered
    if parent is not None:
        rendered = rendered and parent.rendered and parent.tag not in _MEDIA
        element.visible, element.concealed, element.inert = parent.visible, parent.concealed, parent.inert
    display = declared.get("display", ("", False))[0] if declared is not None else ""
    if rendered and (attributes or tag in {"dialog", "audio"}):
        rendered = _stays_rendered(element, display)
    if attributes:
        if attributes.get("aria-hidden", "").strip().lower() == "true":
            element.concealed = True
        if "inert" in attributes:
            element.inert = True
    if declared is not None:
        if display == "none" or declared.get("content-visibility", ("", False))[0] == "hidden":
            rendered = False
        element.visible = _visibility(declared, inherited=element.visible)
    element.rendered = rendered
    seen = rendered and element.visible and not element.inert
    element.exposed = seen and not element.concealed
    element.focusable = seen and is_focusable(element)


def _stays_rendered(element: Element, display: str) -> bool:
    # A declared `display` beats the user agent's own `display: none`. Closed details count as open: readers open them.
    attributes, tag = element.attributes, element.tag
    if tag == "input" and input_type(element) == "hidden":
        return False
    if "hidden" in attributes and (not display or attributes["hidden"].lower() == "until-found"):
        return False
    if tag == "audio" and "controls" not in attributes:
        return False
    return bool(display) or not ("popover" in attributes or (tag == "dialog" and "open" not in attributes))


def _visibility(declared: styles.Declarations, *, inherited: bool) -> bool:
    value = declared.get("visibility", ("inherit", False))[0]
    if value in {"inherit", "unset", "revert"}:
        return inherited
    return value not in {"hidden", "collapse"}
