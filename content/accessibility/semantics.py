"""The role of an element: explicit with fallback, implicit by HTML-AAM, and presentational roles with their conflicts.

Sources: WAI-ARIA 1.2 sections 7 and 8.1 (document handling, role conflicts), HTML-AAM 1.0 section 3.5, ARIA in HTML,
SVG-AAM 1.0. Roles are WAI-ARIA names, `none` for presentation, `summary` for the summary of a details, null for no role.
"""

from content.accessibility.aria import GLOBAL_ATTRIBUTES
from content.accessibility.controls import INPUT_ROLES, input_type, is_summary
from content.accessibility.roles import ROLES
from content.accessibility.tree import FRAGMENT, Element

_SIMPLE: dict[str, str] = {
    "address": "group",
    "article": "article",
    "b": "generic",
    "bdi": "generic",
    "bdo": "generic",
    "blockquote": "blockquote",
    "body": "generic",
    "button": "button",
    "caption": "caption",
    "code": "code",
    "data": "generic",
    "datalist": "listbox",
    "dd": "definition",
    "del": "deletion",
    "details": "group",
    "dfn": "term",
    "dialog": "dialog",
    "div": "generic",
    "dt": "term",
    "em": "emphasis",
    "fieldset": "group",
    "figure": "figure",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "hgroup": "group",
    "hr": "separator",
    "html": "document",
    "i": "generic",
    "ins": "insertion",
    "main": "main",
    "mark": "mark",
    "math:math": "math",
    "menu": "list",
    "meter": "meter",
    "nav": "navigation",
    "ol": "list",
    "optgroup": "group",
    "option": "option",
    "output": "status",
    "p": "paragraph",
    "pre": "generic",
    "progress": "progressbar",
    "q": "generic",
    "s": "deletion",
    "samp": "generic",
    "search": "search",
    "small": "generic",
    "span": "generic",
    "strong": "strong",
    "sub": "subscript",
    "sup": "superscript",
    "svg:svg": "graphics-document",
    "table": "table",
    "tbody": "rowgroup",
    "textarea": "textbox",
    "tfoot": "rowgroup",
    "thead": "rowgroup",
    "time": "time",
    "tr": "row",
    "u": "generic",
    "ul": "list",
    FRAGMENT: "generic",
}
_SYNONYMS = {"presentation": "none", "image": "img"}
_SECTIONING = frozenset({"article", "aside", "main", "nav", "section"})
_SECTIONING_ROLES = frozenset({"article", "complementary", "main", "navigation", "region"})
_CONFLICTING = GLOBAL_ATTRIBUTES - {"aria-hidden"}
_PRESENTED_WITH: dict[str, frozenset[str]] = {
    "caption": frozenset({"table"}),
    "li": frozenset({"menu", "ol", "ul"}),
    "tbody": frozenset({"table"}),
    "td": frozenset({"tr"}),
    "tfoot": frozenset({"table"}),
    "th": frozenset({"tr"}),
    "thead": frozenset({"table"}),
    "tr": frozenset({"table", "tbody", "tfoot", "thead"}),
}


def explicit_role(element: Element) -> str | None:
    """The first token of `role` that names a role, with `presentation` as `none` and `image` as `img`."""
    value = element.attributes.get("role")
    if value is None:
        return None
    for word in value.lower().split():
        role = _SYNONYMS.get(word, word)
        if role in ROLES:
            return role
    return None


def _is_named(element: Element) -> bool:
    attributes = element.attributes
    return any(attributes.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))


def inherit(element: Element, parent: Element) -> None:
    """Hands down what a parent says of its children: sectioning, disabled fields, table, language.

    Elements come in document order, so the first `summary` or `legend` that is seen is the first there is.
    """
    tag, above = element.tag, parent.tag
    element.sectioned = parent.sectioned or above in _SECTIONING or parent.explicit in _SECTIONING_ROLES
    element.table = parent if above == "table" else parent.table
    element.lang = element.attributes.get("lang", parent.lang)
    if tag in {"summary", "legend"} and parent.first is None:
        parent.first = element
    element.disabled = parent.disabled or (
        above == "fieldset"
        and "disabled" in parent.attributes
        and not (tag == "legend" and parent.first is element)
    )


def _table_role(element: Element) -> str | None:
    return element.table.role if element.table is not None else None


def _header_role(element: Element) -> str | None:
    table = _table_role(element)
    if table in {None, "none"}:
        return None
    scope = element.attributes.get("scope", "").lower()
    if scope in {"row", "rowgroup"}:
        return "rowheader"
    if scope in {"col", "colgroup"}:
        return "columnheader"
    row = element.parent
    if row is not None and row.only_headers is None:
        row.only_headers = all(cell.tag != "td" for cell in row.elements())
    return "columnheader" if row is None or row.only_headers else "rowheader"


def _conditional_role(element: Element) -> str | None:  # noqa: PLR0911, PLR0912 - one branch an element, as HTML-AAM's table
    attributes, parent = element.attributes, element.parent
    match element.tag:
        case "a" | "area" | "svg:a":
            linked = "href" in attributes or "xlink:href" in attributes
            return "link" if linked else "generic"
        case "img":
            if attributes.get("alt") == "" and not (
                attributes.get("aria-label", "").strip() or attributes.get("aria-labelledby", "").strip()
            ):
                return "none"
            return "img"
        case "input":
            kind = input_type(element)
            role = INPUT_ROLES[kind]
            if "list" in attributes and role in {"textbox", "searchbox"}:
                return "combobox"
            return role
        case "select":
            size = attributes.get("size", "")
            return (
                "listbox"
                if "multiple" in attributes or (size.isdigit() and int(size[:9]) > 1)
                else "combobox"
            )
        case "li":
            return "listitem" if parent is not None and parent.tag in {"ul", "ol", "menu"} else "generic"
        case "td":
            table = _table_role(element)
            if table in {None, "none"}:
                return None
            return "gridcell" if table in {"grid", "treegrid"} else "cell"
        case "th":
            return _header_role(element)
        case "section":
            return "region" if _is_named(element) else "generic"
        case "form":
            return "form" if _is_named(element) else None
        case "aside":
            return "generic" if element.sectioned and not _is_named(element) else "complementary"
        case "header":
            return "sectionheader" if element.sectioned else "banner"
        case "footer":
            return "sectionfooter" if element.sectioned else "contentinfo"
        case "summary":
            return "summary" if is_summary(element) else "generic"
    return None


_CONDITIONAL = frozenset(
    [
        "a",
        "area",
        "svg:a",
        "img",
        "input",
        "select",
        "li",
        "td",
        "th",
        "section",
        "form",
        "aside",
        "header",
        "footer",
        "summary",
    ]
)


def implicit_role(element: Element) -> str | None:
    """The role that HTML-AAM or SVG-AAM gives an element without a `role`."""
    tag = element.tag
    if tag in _CONDITIONAL:
        return _conditional_role(element)
    if tag.startswith("svg:") and tag != "svg:svg":
        return _drawn_role(element)
    return _SIMPLE.get(tag)


_SHAPES = frozenset({"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"})
_GROUPS = frozenset({"g", "symbol", "use", "foreignobject"})


def _drawn_role(element: Element) -> str:
    """The role of a part of a drawing: none unless something names it (SVG-AAM 1.0, sections 4 and 5.1)."""
    local, attributes = element.tag[4:], element.attributes
    if local == "image":
        return "img"
    if local not in _SHAPES and local not in _GROUPS:
        return "generic"
    if not any(attributes.get(name, "").strip() for name in ("aria-label", "aria-labelledby")) and not any(
        child.__class__ is Element and child.tag == "svg:title" for child in element.children
    ):
        return "generic"
    return "graphics-symbol" if local in _SHAPES else "graphics-object"


def has_conflict(element: Element) -> bool:
    """Whether a presentational role has to be ignored: the element can take focus or has a global attribute."""
    return element.focusable or not _CONFLICTING.isdisjoint(element.attributes)


def resolve_role(element: Element) -> str | None:
    """The role after conflict resolution. The element's `explicit`, `focusable` and its ancestors' roles are known."""
    explicit, parent = element.explicit, element.parent
    if explicit is not None and explicit != "none":
        return explicit
    presented = explicit == "none"
    if not presented and parent is not None and parent.role == "none":
        presented = parent.tag in _PRESENTED_WITH.get(element.tag, ())
    implicit = implicit_role(element)
    if presented or implicit == "none":
        if not has_conflict(element):
            return "none"
        return "img" if implicit == "none" else implicit
    return implicit
