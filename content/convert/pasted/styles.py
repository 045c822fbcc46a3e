"""Bold and italic in style attributes. A browser that copies, and Google Docs, write these and no elements.

Google Docs wraps all that it copies in `<b style="font-weight:normal">`: what an element's own style says outranks its name.
Word writes `<b style="mso-bidi-font-weight:normal">` on what is bold: that speaks of other scripts, and takes nothing away.
"""

from __future__ import annotations

import re
from typing import Final

from turbohtml import Element

_BOLD: Final = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|bolder|[6-9]\d\d|1000)\b", re.IGNORECASE)
_NOT_BOLD: Final = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|lighter|[1-5]\d\d)\b", re.IGNORECASE)
_ITALIC: Final = re.compile(r"(?<![\w-])font-style\s*:\s*(?:italic|oblique)\b", re.IGNORECASE)
_NOT_ITALIC: Final = re.compile(r"(?<![\w-])font-style\s*:\s*normal\b", re.IGNORECASE)
_STRONG_ALREADY: Final = "b, strong, h1, h2, h3, h4, h5, h6, th, dt"


def mend(root: Element) -> None:
    """Make elements of the styles of spans, and spans of elements whose style takes their meaning away."""
    for node in root.select("b[style], strong[style], em[style], i[style], span[style], font[style]"):
        style = node.attr("style") or ""
        if node.tag in {"b", "strong"}:
            if _NOT_BOLD.search(style):
                node.unwrap()
        elif node.tag in {"em", "i"}:
            if _NOT_ITALIC.search(style):
                node.unwrap()
        else:
            if _BOLD.search(style) and node.closest(_STRONG_ALREADY) is None:
                node.wrap_children(Element("strong"))
            if _ITALIC.search(style) and node.closest("em, i") is None:
                node.wrap_children(Element("em"))
