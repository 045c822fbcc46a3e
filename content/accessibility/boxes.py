"""Boxes of CSS as far as a name needs them: what stands apart from the text around it, and text that style sheets generate.

Sources: accname 1.2 step 2F, CSS Display 3, CSS Generated Content 3 (alternative text after a slash).
"""

import re
import sys

from content.accessibility.tree import Element

LONGEST = 2000
"""Names are cut after so many characters: nested names would otherwise grow with the square of the depth."""

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_content = re.compile(
    r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|attr\(\s*([\w-]+)\s*\)|(/)|[\w-]+\([^)]*\)|.""", re.DOTALL
)
_escape = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))", re.DOTALL)
_SURROGATES = range(0xD800, 0xE000)
_PRIVATE = range(0xE000, 0xF900)
"""Letters of private use: fonts of icons put their pictures there, and nobody can read them."""


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2] or ""
    code = int(match[1], 16)
    is_letter = 0 < code <= sys.maxunicode and code not in _SURROGATES and code not in _PRIVATE
    return chr(code) if is_letter else ""


def generated(element: Element, place: str) -> str:
    """The text of `::before` or `::after` (accname step 2F.ii); what stands after a slash is its text alternative."""
    declared = element.declared or {}
    content = declared.get(f"::{place} content")
    if content is None or content[0].lower() in {"none", "normal"}:
        return ""
    display = declared.get(f"::{place} display", ("inline", False))[0]
    if display == "none" or declared.get(f"::{place} visibility", ("visible", False))[0] != "visible":
        return ""
    parts: list[str] = []
    for string, attribute, slash in _content.findall(content[0][:LONGEST]):
        if slash:
            parts = []
        elif string:
            parts.append(_escape.sub(_unescaped, string[1:-1]))
        elif attribute:
            parts.append(element.attributes.get(attribute.lower(), ""))
    text = "".join(one for one in "".join(parts) if ord(one) not in _PRIVATE)
    return text if display.startswith("inline") else f" {text} "


def is_block(element: Element) -> bool:
    """Whether the element stands on lines of its own, so that its text is a word apart."""
    declared = element.declared
    if declared is not None and "display" in declared:
        return not declared["display"][0].startswith(("inline", "contents"))
    return element.tag in _BLOCKS


def stands_apart(element: Element) -> bool:
    """Whether a name has a space around the element's text: it is a block, or a box of its own within a line."""
    declared = element.declared
    return is_block(element) or (
        declared is not None and declared.get("display", ("", False))[0].startswith("inline-")
    )
