"""The ways in which a page is looked at. Each is put on a page that is already there: nothing is loaded anew.

All of axe-core's rules run in the first; in the others those whose answer can be another one there, since markup stays what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
"""axe-core's names of the rules for levels A and AA of WCAG 2.0 to 2.2, and of those for good practice."""

_NARROW: Final = 320
"""CSS pixels."""


@dataclass(frozen=True)
class State:
    """One way to look. `rules` are axe-core's that run; () means all. `scale` enlarges text alone."""

    name: str
    rules: tuple[str, ...] = ()
    sampled: tuple[str, ...] = ()
    """Rules of axe-core that run on one of all texts that look alike. Where all rules run on a page of few texts, they run on all."""
    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    forced: bool = False
    """Forced colours, where contrast is asked by a check of our own."""
    scale: float = 1.0
    spaced: bool = False
    focus: bool = False
    """Whether what has the focus must be seen here."""
    keys: bool = False
    """Whether the Tab key is pressed through all of it."""

    @property
    def narrow(self) -> bool:
        """Whether nothing may scroll sideways here (WCAG 2.1, 1.4.10, which names the width)."""
        return self.width <= _NARROW

    @property
    def lost(self) -> str:
        """The check of our own that asks whether text is lost here; "" for none."""
        return "text-spacing" if self.spaced else "text-resize" if self.scale != 1 else ""


_CONTRAST: Final = ("color-contrast",)
_SIZES: Final = ("target-size", "scrollable-region-focusable")
STATES: Final = (
    State("light", (), _CONTRAST, focus=True, keys=True),
    State("dark", ("link-in-text-block",), _CONTRAST, scheme="dark", focus=True),
    State("forced-colours", ("link-in-text-block",), forced=True, focus=True),
    State("320px", _SIZES, width=320, height=640),
    State("text-200", _SIZES, scale=2.0),
    State("text-spacing", _SIZES, spaced=True),
)
"""WCAG 2.1: 1.4.3 and 2.4.7 in the first three, 1.4.10 at 320 CSS pixels, 1.4.4 at 200 %, 1.4.12."""
OTHER_HOSTS: Final = (
    State("light", ("link-in-text-block", *_SIZES), _CONTRAST, focus=True, keys=True),
    *STATES[1:],
)
"""The states in every host but the first: markup is the same there."""
