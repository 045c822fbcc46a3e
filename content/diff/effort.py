"""How much work one comparison may be: what is beyond it is told as replaced, whatever was sent."""

from __future__ import annotations

from typing import Final

STEPS: Final = 2_000_000
"""About two seconds of Python in the worst case; a real text takes a few thousand."""


class Effort:
    """Steps that are left. Counts only what could grow faster than the texts do."""

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> bool:
        """Take the steps; False, once there are none left."""
        self._left -= steps
        return self._left >= 0
