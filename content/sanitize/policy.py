"""What may stay: elements, attributes and addresses. A list of what is good, never of what is bad.

Only what Portable Text can say is on it, so there is no `style class id name`, no SVG, MathML, form or frame.
"""

import re
import unicodedata
from typing import Final, get_args

from content.text import Href, Language
from content.validation.addresses import is_address

SECTIONS: Final = frozenset(
    ["address", "article", "aside", "div", "footer", "header", "main", "nav", "section"]
)
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
TAGS: Final = SECTIONS | frozenset(
    [
        *HEADINGS,
        *(
            "p",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "figure",
            "figcaption",
            "details",
            "summary",
        ),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("a", "abbr", "b", "br", "cite", "em", "i", "img", "q", "span", "strong"),
    ]
)
ATTRIBUTES: Final = {
    "a": frozenset(["href"]),
    "abbr": frozenset(["title"]),
    "blockquote": frozenset(["cite"]),
    "img": frozenset(["src", "alt", "width", "height"]),
    "td": frozenset(["colspan", "rowspan"]),
    "th": frozenset(["colspan", "rowspan", "scope"]),
}
ADDRESSES: Final = frozenset(["cite", "href", "src"])
SCHEMES: Final = frozenset(["http", "https", "mailto", "tel", "urn"])

# Gone with all that is in them: code, embedded documents, and raw text that a second parser may read as markup.
WHOLLY: Final = frozenset(
    [
        *("script", "style", "template", "noscript", "noembed", "noframes", "iframe", "frame", "frameset"),
        *("object", "embed", "applet", "param", "canvas", "audio", "video", "source", "track", "svg", "math"),
        *("head", "title", "meta", "link", "base", "basefont", "bgsound"),
        *("input", "textarea", "select", "datalist"),
    ]
)
# Nobody sees the text in these. Of all others that go wholly, it is listed.
UNSEEN: Final = frozenset(
    ["script", "style", "template", "iframe", "noembed", "noframes", "frameset", "head", "datalist"]
)
# Raw text that browsers show: the text stays, as text.
RAW: Final = frozenset(["plaintext", "xmp"])
# Not on the list, but a browser begins a new line there: without that, the last word of one would run into the next.
BLOCKS: Final = frozenset(
    [
        *("body", "button", "center", "dialog", "dir", "fieldset", "form", "hgroup", "hr", "html", "label"),
        *("legend", "listing", "menu", "option", "pre", "search"),
    ]
)

_HREF: Final = re.compile(get_args(Href)[1].pattern)  # the one place that says which addresses we publish
_LANGUAGE: Final = re.compile(get_args(Language)[1].pattern)
_RECORD: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,4}")
MAX_ADDRESS: Final = 2_000
PATTERNS: Final = (_HREF.pattern, _LANGUAGE.pattern, _RECORD.pattern, _NUMBER.pattern)


def address(value: str, attribute: str = "href") -> str | None:
    """The address in the form that we publish, or None where we refuse it.

    http, https, mailto, tel, a path on the same site, `#id`, and `urn:uuid:…` for a record here. Never protocol-relative:
    `//host` would take the scheme of whatever page the fragment stands in, so it becomes https. Spaces inside are
    written as %20.
    """
    wanted = value.strip(" \t\n\r\f").replace(" ", "%20")
    if wanted.startswith("//"):
        wanted = f"https:{wanted}"
    if len(wanted) > MAX_ADDRESS or "\\" in wanted or any(map(_invisible, wanted)):
        return None
    scheme, colon, rest = wanted.partition(":")
    if colon and scheme.isascii() and scheme.isalpha():
        wanted = f"{scheme.lower()}:{rest}"
    if _RECORD.fullmatch(wanted):
        return wanted if attribute == "href" else None
    if not _HREF.fullmatch(wanted) or not is_address(wanted):
        return None
    if attribute == "href" or wanted.startswith(("https:", "http:", "/")):
        return wanted
    return None


def _invisible(letter: str) -> bool:
    """Control, format (bidi overrides too), surrogate, private, unassigned; separators and spaces of any width."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}


def language(value: str) -> bool:
    """Is it a language tag of the form that a Lang mark takes?"""
    return _LANGUAGE.fullmatch(value) is not None


def allowed(tag: str, name: str, value: str) -> bool:
    """May this element keep this attribute with this value?"""
    if name == "lang":
        return language(value)
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name in ADDRESSES:
        return address(value, name) == value
    if name in {"colspan", "rowspan", "width", "height"}:
        return _NUMBER.fullmatch(value) is not None
    if name == "scope":
        return value in {"row", "col", "rowgroup", "colgroup"}
    return True
