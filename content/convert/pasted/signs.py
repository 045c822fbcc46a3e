"""Superscript and subscript figures as Unicode has them: a body has no marks for them, and `m2` is not `m²`, nor `20251` `2025¹`.

Only where every character has its sign; all else stays as it is, and `sup` and `sub` are listed as dropped.
"""

from __future__ import annotations

from typing import Final

from turbohtml import Element, Text

_RAISED: Final = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SIGNS: Final = {"sup": _RAISED, "sub": _LOWERED}


def mend(root: Element) -> None:
    """Write the figures of `sup` and `sub` as signs, in links too."""
    for node in root.select("sup, sub"):
        signs = _SIGNS[node.tag]
        figures = "".join(node.text.split())
        if figures and all(ord(figure) in signs for figure in figures):
            for text in tuple(node.descendants):
                if isinstance(text, Text):
                    text.replace_with(Text(text.data.translate(signs)))
            node.unwrap()
