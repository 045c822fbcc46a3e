"""HTML elements, escaped by construction: a child or attribute value is escaped unless it is Markup already.

Why not htpy: a fragment of 3 kB with 60 elements took htpy 26.5.1 0.66 ms, these functions 0.09 ms (medians of 2,000 on
Python 3.11; budget 0.5 ms for all of a fragment). htpy checks the type of every child twice and renders through nested
generators. What comes out is `markupsafe.Markup`, which htpy takes as it is, so that its pages can hold our fragments.
Source: HTML Living Standard, 13.3 (serialising), 13.1.2 (void elements).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape

Child = str | None
"""Text, to be escaped; Markup, to stand as it is; or nothing."""
Attributes = Mapping[str, str | int | bool | None]
"""Names are our own and never come from content. None and False are left out, True is an attribute without value."""

_LINE_BREAK: Final = re.compile("\r\n|[\n\r\u2028\u2029]")


def element(tag: str, attributes: Attributes | None = None, *children: Child) -> Markup:
    """`<tag attributes>children</tag>`."""
    return _safe(f"<{tag}{_attributes(attributes)}>{_text(children)}</{tag}>")


def lines(tag: str, attributes: Attributes | None = None, *children: Child) -> Markup:
    """The same with each child on a line of its own, where white space means nothing: lists, sections, table rows."""
    inside = "\n".join(_text((child,)) for child in children if child)
    return _safe(f"<{tag}{_attributes(attributes)}>\n{inside}\n</{tag}>")


def void(tag: str, attributes: Attributes | None = None) -> Markup:
    """An element that cannot have children: `<br>`, `<img>` …"""
    return _safe(f"<{tag}{_attributes(attributes)}>")


def together(*children: Child) -> Markup:
    """The children, one after another, without an element around them."""
    return _safe(_text(children))


def joined(separator: str, children: Iterable[Child]) -> Markup:
    """The children that are there, with a separator between them."""
    return _safe(str(escape(separator)).join(_text((child,)) for child in children if child))


def broken(text: str) -> Markup:
    """Text with its line breaks: to HTML, those in the text itself are mere spaces."""
    found = _LINE_BREAK.split(text)
    return _safe("<br>".join([str(escape(line)) for line in found]))


def _attributes(attributes: Attributes | None) -> str:
    if not attributes:
        return ""
    out = ""
    for name, value in attributes.items():
        if value is True:
            out += f" {name}"
        elif value is not None and value is not False:
            out += f' {name}="{escape(value)}"'
    return out


def _text(children: Iterable[Child]) -> str:
    return "".join(
        [child if type(child) is Markup else str(escape(child)) for child in children if child is not None]
    )


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - the one place where text becomes Markup; all that is put in was escaped above
