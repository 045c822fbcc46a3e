"""The roles of WAI-ARIA 1.2, DPUB-ARIA 1.1 and Graphics-ARIA 1.0: what each allows, requires and owns.

Source: WAI-ARIA 1.2, section 5.4 (definition of roles). Attributes are written here without their `aria-` prefix and
with what is inherited from superclass roles already filled in; global attributes are not repeated.
"""

from msgspec import Struct


class Role(Struct, frozen=True, kw_only=True):
    """One concrete role. `owns` and `context` are the roles allowed below and above it; empty means no demand."""

    supports: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    owns: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()


def _attributes(names: str) -> frozenset[str]:
    return frozenset("aria-" + name for name in names.split())


def _role(supports: str = "", *, requires: str = "", owns: str = "", context: str = "") -> Role:
    return Role(
        supports=_attributes(supports + " " + requires),
        requires=_attributes(requires),
        owns=frozenset(owns.split()),
        context=frozenset(context.split()),
    )


_COMPOSITE = "activedescendant disabled"
_CELL = "colindex colindextext colspan rowindex rowindextext rowspan"
_GRID_CELL = _CELL + " disabled errormessage expanded haspopup invalid readonly required selected"
_FIELD = "disabled errormessage invalid readonly required"
_TEXTBOX = _FIELD + " activedescendant autocomplete haspopup multiline placeholder"
_RANGE = "valuemax valuemin valuetext"
_ITEM = "disabled expanded haspopup posinset setsize"
_MENU = "group menuitem menuitemcheckbox menuitemradio separator"
_MENU_CONTEXT = "group menu menubar"
_CELLS = "cell columnheader gridcell rowheader"
_ROWS = "caption row rowgroup"
_ROW_CONTEXT = "grid rowgroup table treegrid"
_TABLES = "grid table treegrid"

ROLES: dict[str, Role] = {
    "alertdialog": _role("modal"),
    "application": _role("activedescendant disabled errormessage expanded haspopup invalid"),
    "article": _role("posinset setsize"),
    "button": _role("disabled expanded haspopup pressed"),
    "caption": _role(context="figure grid table treegrid"),
    "cell": _role(_CELL, context="row"),
    "checkbox": _role(_FIELD + " expanded", requires="checked"),
    "columnheader": _role(_GRID_CELL + " sort", context="row"),
    "combobox": _role(_FIELD + " activedescendant autocomplete controls haspopup", requires="expanded"),
    "dialog": _role("modal"),
    "feed": _role(owns="article"),
    "grid": _role(_COMPOSITE + " colcount multiselectable readonly rowcount", owns=_ROWS),
    "gridcell": _role(_GRID_CELL, context="row"),
    "group": _role(_COMPOSITE),
    "heading": _role(requires="level"),
    "link": _role("disabled expanded haspopup"),
    "list": _role(owns="listitem"),
    "listbox": _role(
        _COMPOSITE + " " + _FIELD + " expanded multiselectable orientation", owns="group option"
    ),
    "listitem": _role("level posinset setsize", context="directory list"),
    "menu": _role(_COMPOSITE + " orientation", owns=_MENU),
    "menubar": _role(_COMPOSITE + " orientation", owns=_MENU),
    "menuitem": _role(_ITEM, context=_MENU_CONTEXT),
    "menuitemcheckbox": _role(_ITEM + " " + _FIELD, requires="checked", context=_MENU_CONTEXT),
    "menuitemradio": _role(_ITEM + " " + _FIELD, requires="checked", context=_MENU_CONTEXT),
    "meter": _role(_RANGE, requires="valuenow"),
    "option": _role("checked disabled posinset selected setsize", context="group listbox"),
    "progressbar": _role(_RANGE + " valuenow"),
    "radio": _role("disabled posinset setsize", requires="checked"),
    "radiogroup": _role(_COMPOSITE + " " + _FIELD + " orientation", owns="radio"),
    "row": _role(
        _COMPOSITE + " colindex expanded level posinset rowindex rowindextext selected setsize",
        owns=_CELLS,
        context=_ROW_CONTEXT,
    ),
    "rowgroup": _role(owns="row", context=_TABLES),
    "rowheader": _role(_GRID_CELL + " sort", context="row"),
    "scrollbar": _role(_RANGE + " disabled orientation", requires="controls valuenow"),
    "searchbox": _role(_TEXTBOX),
    "separator": _role(_RANGE + " disabled orientation valuenow"),
    "slider": _role(_FIELD + " " + _RANGE + " haspopup orientation", requires="valuenow"),
    "spinbutton": _role(_FIELD + " " + _RANGE + " activedescendant valuenow"),
    "switch": _role(_FIELD + " expanded", requires="checked"),
    "tab": _role(_ITEM + " selected", context="tablist"),
    "table": _role("colcount rowcount", owns=_ROWS),
    "tablist": _role(_COMPOSITE + " level multiselectable orientation", owns="tab"),
    "textbox": _role(_TEXTBOX),
    "toolbar": _role(_COMPOSITE + " orientation"),
    "tree": _role(_COMPOSITE + " " + _FIELD + " multiselectable orientation", owns="group treeitem"),
    "treegrid": _role(
        _COMPOSITE + " colcount errormessage invalid multiselectable orientation readonly required rowcount",
        owns=_ROWS,
    ),
    "treeitem": _role(_ITEM + " checked level selected", context="group tree"),
    "graphics-object": _role(_COMPOSITE),
    "doc-pagebreak": _role(_RANGE + " disabled orientation valuenow"),
    "doc-biblioentry": _role("level posinset setsize"),
    "doc-endnote": _role("level posinset setsize"),
    "doc-backlink": _role("disabled expanded haspopup"),
    "doc-biblioref": _role("disabled expanded haspopup"),
    "doc-glossref": _role("disabled expanded haspopup"),
    "doc-noteref": _role("disabled expanded haspopup"),
    **dict.fromkeys(
        [
            "alert",
            "banner",
            "blockquote",
            "code",
            "comment",
            "complementary",
            "contentinfo",
            "definition",
            "deletion",
            "directory",
            "document",
            "emphasis",
            "figure",
            "form",
            "generic",
            "image",
            "img",
            "insertion",
            "log",
            "main",
            "mark",
            "marquee",
            "math",
            "navigation",
            "none",
            "note",
            "paragraph",
            "presentation",
            "region",
            "search",
            "sectionfooter",
            "sectionheader",
            "status",
            "strong",
            "subscript",
            "suggestion",
            "superscript",
            "tabpanel",
            "term",
            "time",
            "timer",
            "tooltip",
            "graphics-document",
            "graphics-symbol",
            "doc-abstract",
            "doc-acknowledgments",
            "doc-afterword",
            "doc-appendix",
            "doc-bibliography",
            "doc-chapter",
            "doc-colophon",
            "doc-conclusion",
            "doc-cover",
            "doc-credit",
            "doc-credits",
            "doc-dedication",
            "doc-endnotes",
            "doc-epigraph",
            "doc-epilogue",
            "doc-errata",
            "doc-example",
            "doc-footnote",
            "doc-foreword",
            "doc-glossary",
            "doc-index",
            "doc-introduction",
            "doc-notice",
            "doc-pagefooter",
            "doc-pageheader",
            "doc-pagelist",
            "doc-part",
            "doc-preface",
            "doc-prologue",
            "doc-pullquote",
            "doc-qna",
            "doc-subtitle",
            "doc-tip",
            "doc-toc",
        ],
        Role(),
    ),
}

UNNAMED = frozenset(
    {"caption", "code", "deletion", "emphasis", "generic", "insertion", "mark", "none", "paragraph", "strong"}
    | {"subscript", "suggestion", "superscript"}
)
"""Roles that prohibit a name (WAI-ARIA 1.2 section 5.2.8.6)."""

NAMED_FROM_CONTENT = frozenset(
    {
        "button",
        "cell",
        "checkbox",
        "columnheader",
        "gridcell",
        "heading",
        "link",
        "menuitem",
        "menuitemcheckbox",
    }
    | {
        "menuitemradio",
        "option",
        "radio",
        "row",
        "rowheader",
        "switch",
        "tab",
        "tooltip",
        "treeitem",
        "summary",
    }
    | {"doc-backlink", "doc-biblioref", "doc-glossref", "doc-noteref", "doc-subtitle"}
)
"""Roles whose content names them (WAI-ARIA 1.2 section 5.2.8.4); `summary` stands for HTML's own element."""

CHILDREN_PRESENTATIONAL = frozenset(
    {"button", "checkbox", "graphics-symbol", "img", "menuitemcheckbox", "menuitemradio", "meter", "option"}
    | {
        "progressbar",
        "radio",
        "scrollbar",
        "separator",
        "slider",
        "switch",
        "tab",
        "doc-cover",
        "doc-pagebreak",
    }
)
"""Roles whose descendants user agents present as text alone (WAI-ARIA 1.2 section 5.2.7)."""

WIDGETS = frozenset(
    {
        "button",
        "checkbox",
        "combobox",
        "gridcell",
        "link",
        "listbox",
        "menuitem",
        "menuitemcheckbox",
        "menuitemradio",
    }
    | {
        "option",
        "radio",
        "scrollbar",
        "searchbox",
        "slider",
        "spinbutton",
        "switch",
        "tab",
        "textbox",
        "treeitem",
    }
)

FIELDS = frozenset(
    {"checkbox", "combobox", "listbox", "menuitemcheckbox", "menuitemradio", "radio", "searchbox", "slider"}
    | {"spinbutton", "switch", "textbox"}
)
"""Roles of form fields as ACT rule e086e5 lists them."""
